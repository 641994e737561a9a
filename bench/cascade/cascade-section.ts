import { figure, markdownTable, sizeText } from '../table.js';
import type { CascadeFigures } from './cascade-figures.js';
import { addedTable, judgeTable, memoryTable } from './cascade-tables.js';

/** The section of `docs/performance.md` about cascades; empty for results of earlier runs. */
export function cascadeSection(figures: CascadeFigures | undefined): string {
  const [added, memory, judge] = [addedTable(figures), memoryTable(figures), judgeTable(figures)];
  if (figures === undefined || !added || !memory || !judge) return '';
  const { concurrent, bytes, load } = figures.memory;
  return `## What a gated answer costs

\`direct\` is a plain route to a model; \`gated\` is a cascade whose first tier is the same model and always passes the gate, so
that nothing is escalated. Both go through the same Envoy and the same Dragoman, one after the other in every round, with
the same request, and are decided by a header. Latency is at the fixed rate, CPU and rate are at saturation. "Judged so" is
the share of the gated answers that came from the first tier and were judged in time.

${markdownTable(added)}

Resident memory with ${concurrent} gated requests under way at a time, answers of ${sizeText(bytes)}: before the first request, at the peak, and two
seconds after the last of ${load.answered} answers (${load.failed} failed, ${load.unjudged} unjudged, ${figure((100 * load.asMeant) / load.answered, 1)} % from the first tier). The
processes had just started: most of what is added stays as their working memory.

${markdownTable(memory)}

The gate by itself, in a process of its own: contracts, checks and the shipped trained gate on one answer.

${markdownTable(judge)}

`;
}
