import type { DecisionLine, DecisionsPage } from '../../../../admin/api/decisions.js';
import { h } from '../../dom.js';
import { listenToEvents } from '../../fetch-json.js';
import { emptyNotice, errorNotice } from '../../notices.js';
import type { ViewContext } from '../../view.js';
import { filterBar, type FilterBar } from './filter-bar.js';
import { hasFilters, matches, NO_FILTERS, pagePath, readFilters, type LiveFilters } from './filters.js';
import { lineTable } from './line-table.js';
import { PAGE_LINES, received, released, windowOf } from './line-window.js';
import { liveSwitch } from './live-switch.js';
import { pager } from './pager.js';
import { summariseLines } from './summarise-lines.js';
import { summaryStrip } from './summary-strip.js';

/** How often what came in live is shown, in milliseconds. */
const FLUSH_MS = 300;
/** Scrolled further than this, the reader reads: rows do not move. */
const READING_PX = 80;

/** The list of decisions: one page of the server's, to which new ones are added while the first page is shown. */
export class LiveList {
  readonly #context: ViewContext;
  readonly #table = lineTable();
  readonly #strip = h('div', { class: 'strip-place' });
  readonly #message = h('div', { class: 'panel', hidden: true });
  readonly #source = h('span', { class: 'muted small' });
  readonly #switch = liveSwitch(() => void this.#showNewest());
  readonly #pager = pager({
    newest: () => void this.#showNewest(),
    newer: () => void this.#turnBack(),
    older: () => void this.#turnOn(),
  });
  readonly #filterBar: FilterBar;
  #filters: LiveFilters;
  #window = windowOf([]);
  /** `after` of each page up to this one; the first has none. */
  #trail: readonly (string | undefined)[] = [undefined];
  #next: string | null = null;
  #incoming: DecisionLine[] = [];
  /** Counts loads, so that an answer that comes late is not shown. */
  #load = 0;

  constructor(context: ViewContext) {
    this.#context = context;
    this.#filters = readFilters(context.params);
    this.#filterBar = filterBar(this.#filters, (filters) => void this.#narrow(filters));
  }

  get elements(): readonly HTMLElement[] {
    const actions = h('div', { class: 'actions' }, this.#source, this.#switch.element);
    return [
      actions,
      this.#strip,
      this.#filterBar.element,
      this.#message,
      this.#table.element,
      this.#pager.element,
    ];
  }

  /** Shows the first page, then listens. */
  async start(): Promise<void> {
    this.#renderStrip();
    await this.#show([undefined]);
    const { signal } = this.#context;
    const timer = setInterval(() => {
      this.#flush();
    }, FLUSH_MS);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
    });
    const listening = listenToEvents('/decisions/live', {
      signal,
      onState: (isOpen) => {
        this.#switch.setOpen(isOpen);
      },
      onEvent: (line) => this.#incoming.push(line as DecisionLine),
    });
    listening.catch(() => {
      this.#switch.setOpen(false);
    });
  }

  async #narrow(filters: LiveFilters): Promise<void> {
    this.#filters = filters;
    this.#context.remember(new URLSearchParams({ ...filters }));
    this.#filterBar.set(filters);
    await this.#show([undefined]);
  }

  async #showNewest(): Promise<void> {
    window.scrollTo(0, 0);
    await this.#show([undefined]);
  }

  async #turnBack(): Promise<void> {
    await this.#show(this.#trail.slice(0, -1));
  }

  /** Where rows were pushed out, the page after the last row is found by asking for the newest anew. */
  async #turnOn(): Promise<void> {
    if (this.#window.isCut) await this.#show([undefined]);
    if (this.#next !== null) await this.#show([...this.#trail, this.#next]);
    window.scrollTo(0, 0);
  }

  async #show(trail: readonly (string | undefined)[]): Promise<void> {
    this.#load += 1;
    const load = this.#load;
    try {
      const path = pagePath(this.#filters, PAGE_LINES, trail.at(-1));
      const page = await this.#context.fetchJson<DecisionsPage>(path);
      if (load !== this.#load) return;
      this.#trail = trail;
      this.#next = page.next;
      this.#incoming = [];
      this.#window = windowOf(page.decisions);
      this.#source.textContent = page.source === 'memory' ? 'last 1,000, in memory' : '';
      this.#render();
    } catch (error) {
      if (load !== this.#load || this.#context.signal.aborted) return;
      this.#say(errorNotice(error, () => void this.#show(trail)));
    }
  }

  #flush(): void {
    const lines = this.#incoming.reverse().filter((line) => matches(line, this.#filters));
    this.#incoming = [];
    this.#window = received(this.#window, lines);
    if (this.#window.missed > 0 && !this.#isHeld()) {
      this.#window = released(this.#window);
      this.#render();
    }
    this.#switch.setMissed(this.#window.missed);
  }

  #isHeld(): boolean {
    const isReading = window.scrollY > READING_PX || this.#table.isInUse();
    return isReading || this.#switch.isPaused() || this.#trail.length > 1;
  }

  #render(): void {
    const { shown } = this.#window;
    this.#filterBar.offer(shown);
    this.#table.render(shown);
    this.#renderStrip();
    this.#pager.set({ page: this.#trail.length, rows: shown.length, hasNext: this.#next !== null });
    if (shown.length > 0) this.#say(undefined);
    else if (hasFilters(this.#filters)) this.#say(this.#nothingMatches());
    else this.#say(emptyNotice('No decision yet', 'Send a request through Envoy; it appears here at once.'));
  }

  #nothingMatches(): HTMLElement {
    const clear = h('button', { click: () => void this.#narrow(NO_FILTERS) }, 'Clear the filter');
    const notice = emptyNotice('Nothing matches', 'No decision that is kept meets all of these conditions.');
    notice.append(clear);
    return notice;
  }

  #renderStrip(): void {
    const summary = summariseLines(this.#window.shown);
    const choose = (reason: string): void => void this.#narrow({ ...this.#filters, reason });
    this.#strip.replaceChildren(summaryStrip(summary, choose));
  }

  /** Says this in place of the table; `undefined` shows the table. */
  #say(message: HTMLElement | undefined): void {
    this.#message.replaceChildren(...(message === undefined ? [] : [message]));
    this.#message.hidden = message === undefined;
    this.#table.element.hidden = message !== undefined;
  }
}
