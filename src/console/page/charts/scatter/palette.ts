/** Colours for a canvas, which knows no custom properties. */
export interface Palette {
  /** By number; 0 is for what belongs to nothing. */
  readonly series: readonly string[];
  readonly text: string;
  readonly surface: string;
  readonly alarm: string;
}

const COLOURS = 8;

/** The stylesheet's colours as they are now, in light or dark. */
export function paletteOf(element: Element): Palette {
  const probe = document.createElement('span');
  element.parentElement?.append(probe);
  const resolved = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const numbered = Array.from({ length: COLOURS }, (_, at) => resolved(`--series-${at + 1}`));
  const palette = {
    series: [resolved('--chart-none'), ...numbered],
    text: resolved('--text'),
    surface: resolved('--surface'),
    alarm: resolved('--bad'),
  };
  probe.remove();
  return palette;
}

/** Calls when light turns dark, or dark light. */
export function onTheme(call: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(call);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', call, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}
