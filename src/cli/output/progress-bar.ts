/** How far a long run has come, on stderr. */
export interface Progress {
  /** Counts `count` more steps as done; default 1. */
  advance(count?: number): void;
  /** Says that `done` steps are done in all. */
  reach(done: number): void;
  /** Ends the bar with one line that says how much was done, and how fast. To be called once. */
  finish(): void;
}

/** Where a bar is drawn, and by what clock; a test has its own. */
export interface ProgressOptions {
  /** Default stderr. */
  readonly stream?: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  /** Milliseconds that only grow; default the process's clock. */
  readonly now?: () => number;
}

const BAR_WIDTH = 24;

/** Shortest time between two drawings: faster ones are not seen. */
const REDRAW_MS = 100;

const CLEAR_LINE = '\r\u001b[K';

/**
 * A progress bar for `total` steps. Where stderr is no terminal, nothing is written but the line at the end.
 * @param label what is done, such as `judging`
 */
export function createProgress(
  label: string,
  total: number,
  { stream = process.stderr, now = () => performance.now() }: ProgressOptions = {},
): Progress {
  const started = now();
  const isDrawn = stream.isTTY === true;
  let done = 0;
  let drawn = -Infinity;
  const reach = (reached: number): void => {
    done = reached;
    const time = now();
    if (!isDrawn || time - drawn < REDRAW_MS) return;
    drawn = time;
    const line = barLine(label, done, total, time - started);
    stream.write(CLEAR_LINE + line.slice(0, (stream.columns ?? 80) - 1));
  };
  return {
    reach,
    advance: (count = 1) => {
      reach(done + count);
    },
    finish: () => {
      const milliseconds = now() - started;
      const rate = Math.round(perSecond(done, milliseconds)).toLocaleString('en');
      const seconds = (milliseconds / 1000).toFixed(1);
      const line = `${label}: ${done.toLocaleString('en')} in ${seconds} s, ${rate} a second\n`;
      stream.write(isDrawn ? CLEAR_LINE + line : line);
    },
  };
}

function barLine(label: string, done: number, total: number, milliseconds: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
  const left = done >= total ? 0 : Math.ceil((total - done) / perSecond(done, milliseconds));
  const counted = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return `${label} ${bar} ${counted}${Number.isFinite(left) ? `, ${left} s left` : ''}`;
}

function perSecond(done: number, milliseconds: number): number {
  return done / Math.max(milliseconds / 1000, 1e-3);
}
