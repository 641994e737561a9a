import { figure, markdownTable, type Table } from '../table.js';
import type { ReplayFigures } from './replay-figures.js';

/** Traffic routed again; `undefined` for results of earlier runs. */
export function replayTable(figures: ReplayFigures | undefined): Table | undefined {
  if (figures === undefined) return undefined;
  return {
    head: ['requests', 'number', 'replayed a second', 'CPU us', 'decided by'],
    rows: figures.sets.map(({ name, requests, perSecond, cpuUs, layers }) => [
      ...[name, String(requests), figure(perSecond, 0), figure(cpuUs, 0)],
      Object.entries(layers)
        .map(([layer, share]) => `${layer} ${figure(100 * share, 1)} %`)
        .join(', '),
    ]),
  };
}

/** The section of `docs/performance.md` about replays; empty for results of earlier runs. */
export function replaySection(figures: ReplayFigures | undefined): string {
  const table = replayTable(figures);
  if (table === undefined) return '';
  return `## Replay

\`dragoman replay\` in a process of its own, on one thread: rows of a file already read are made into requests, routed by the
code that serves, and counted. The registry has a rule and 20 made-up routes. \`rules\` are decided by a header, \`cache\` are
repeats, \`fast head\` are texts that it has not seen and is sure of, and \`mixed\` is the three in turn. Medians over five rounds.

${markdownTable(table)}

`;
}
