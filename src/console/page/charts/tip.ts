/** What a mark says when one points at it or moves the keyboard's focus to it. */
export interface Tip {
  readonly title: string;
  readonly lines: readonly string[];
}

interface TipAt extends Tip {
  /** Pixels in the window. */
  readonly x: number;
  readonly y: number;
}

const SHOW = 'tip-show';
const HIDE = 'tip-hide';

/** Asks the figure around `target` to show a tip at a place in the window. */
export function showTip(target: Element, tip: TipAt): void {
  target.dispatchEvent(new CustomEvent<TipAt>(SHOW, { bubbles: true, detail: tip }));
}

export function hideTip(target: Element): void {
  target.dispatchEvent(new CustomEvent(HIDE, { bubbles: true }));
}

/** Shows the tips of the charts within `host` in `box`, which the keyboard's Escape hides. */
export function tipsOf(host: HTMLElement, box: HTMLElement): void {
  const hide = (): void => {
    box.hidden = true;
  };
  host.addEventListener(SHOW, (event) => {
    if (event instanceof CustomEvent) fillTip(box, event.detail as TipAt);
  });
  host.addEventListener(HIDE, hide);
  host.addEventListener('focusout', hide);
  host.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
}

const GAP = 14;

function fillTip(box: HTMLElement, { title, lines, x, y }: TipAt): void {
  const head = document.createElement('strong');
  head.textContent = title;
  const rest = lines.map((line) => {
    const row = document.createElement('span');
    row.textContent = line;
    return row;
  });
  for (const other of document.querySelectorAll<HTMLElement>('.chart-tip')) other.hidden = true;
  box.replaceChildren(head, ...rest);
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = x + GAP + width > clientWidth ? x - GAP - width : x + GAP;
  const top = y + GAP + height > clientHeight ? y - GAP - height : y + GAP;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, top)}px`;
}
