import { Session, type Profiler } from 'node:inspector';

/** How much of our own code has run, told by V8's block coverage. */
export interface ReachedCode {
  /** Characters of compiled code that ran at least once since the start. */
  readonly characters: number;
  /** Looks at what ran since the last look; tells how many characters ran for the first time. */
  look(): number;
  stop(): void;
}

/** Parts of an address that our own code has, and no test. */
const OURS = /\/dist[^/]*\/src\//;

export function watchReachedCode(): ReachedCode {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const reached = new Map<string, Uint8Array>();
  let characters = 0;
  return {
    get characters() {
      return characters;
    },
    look() {
      const before = characters;
      // A session of the same thread answers at once.
      session.post('Profiler.takePreciseCoverage', (error, taken) => {
        if (error !== null) throw error;
        for (const { url, functions } of taken.result) {
          if (!OURS.test(url)) continue;
          const known = reached.get(url) ?? new Uint8Array(0);
          const { map, fresh } = paint(known, functions);
          reached.set(url, map);
          characters += fresh;
        }
      });
      return characters - before;
    },
    stop() {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** Marks what ran. A function's ranges come outermost first; a later one says more precisely what its part did. */
function paint(
  known: Uint8Array,
  functions: readonly Profiler.FunctionCoverage[],
): { readonly map: Uint8Array; readonly fresh: number } {
  const end = Math.max(known.length, ...functions.map(({ ranges }) => ranges[0]?.endOffset ?? 0));
  const map = end === known.length ? known : Uint8Array.from({ length: end }, (_, at) => known[at] ?? 0);
  let fresh = 0;
  for (const { ranges } of functions) {
    const [whole] = ranges;
    if (whole === undefined) continue;
    const counts = new Uint8Array(whole.endOffset - whole.startOffset);
    for (const { startOffset, endOffset, count } of ranges) {
      counts.fill(Math.min(count, 1), startOffset - whole.startOffset, endOffset - whole.startOffset);
    }
    for (const [at, count] of counts.entries()) {
      if (count === 0 || map[whole.startOffset + at] === 1) continue;
      map[whole.startOffset + at] = 1;
      fresh += 1;
    }
  }
  return { map, fresh };
}
