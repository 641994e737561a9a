import type { LimitCheck } from '../../lab/evaluate/limits.js';
import type { RegistryDiff } from '../../lab/evaluate/registry-diff.js';
import { percent, rangeOf } from './figures.js';
import { chance, diffSentences, points } from './format-diff.js';
import { limitSentence } from './format-limits.js';
import { escapeMarkdown, folded, markdownTable, markdownTitle } from './markdown.js';

/** Rows of a folded table: a comment may have 65,536 characters. */
const MOST_ROWS = 100;

/** A diff as a comment on a pull request: the verdict and a few figures, then everything else folded. @param texts whether prompts are shown */
export function diffMarkdown(diff: RegistryDiff, checks: readonly LimitCheck[], texts: boolean): string {
  const missed = checks.filter(({ kept }) => !kept);
  const [, ...sentences] = diffSentences(diff);
  return [
    markdownTitle(`Registry ${diff.old} → ${diff.next}`, missed.length === 0),
    '',
    `- ${diff.rows} prompts, ${diff.failed} failed`,
    ...sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`),
    ...accuracyLine(diff),
    ...missed.map((check) => `- **missed**: ${escapeMarkdown(limitSentence(check))}`),
    ...folded('Limits', limitTable(checks)),
    ...folded('Which route takes prompts that were right', takenTable(diff, texts)),
    ...folded('Recall that changes', routeTable(diff)),
    ...folded('From route to route', flowTable(diff)),
    ...folded(`Prompts that change (${diff.changes.length})`, changeTable(diff, texts)),
    ...folded('Confusions that change', confusionTable(diff)),
    '',
  ].join('\n');
}

function accuracyLine({ labelled }: RegistryDiff): string[] {
  if (labelled === null) return [];
  const { old, next, difference, p, won, lost } = labelled.accuracy;
  const change = `${points(difference.value)} points, 95 % ${rangeOf(difference, percent)}`;
  return [
    `- accuracy on ${labelled.rows} labelled prompts: ${percent(old.value)} % → ${percent(next.value)} % (${change}; ${won} won, ${lost} lost, p ${chance(p)})`,
  ];
}

function limitTable(checks: readonly LimitCheck[]): string[] {
  const rows = checks.map((check) => [check.kept ? 'kept' : 'missed', limitSentence(check)]);
  return markdownTable(['', 'limit'], rows);
}

function takenTable({ labelled }: RegistryDiff, texts: boolean): string[] {
  const rows = (labelled?.taken ?? [])
    .slice(0, MOST_ROWS)
    .map(({ truth, by, count, texts: prompts }) => [
      ...[truth, by, String(count)],
      ...(texts ? [prompts.slice(0, 2).join(' · ')] : []),
    ]);
  return markdownTable(['route', 'taken by', 'prompts', ...(texts ? ['such as'] : [])], rows);
}

function routeTable({ labelled }: RegistryDiff): string[] {
  const changed = (labelled?.routes ?? []).filter(({ lost, won }) => lost + won > 0);
  const rows = changed
    .slice(0, MOST_ROWS)
    .map(({ route, old, next, difference, p }) => [
      ...[route, percent(old.value), percent(next.value), points(difference.value)],
      ...[rangeOf(difference, percent), chance(p), String(old.of)],
    ]);
  return markdownTable(
    ['route', 'before, %', 'after, %', 'difference', '95 %', 'by chance', 'prompts'],
    rows,
  );
}

function flowTable({ flows }: RegistryDiff): string[] {
  const rows = flows.slice(0, MOST_ROWS).map(({ from, to, count }) => [from, to, String(count)]);
  return markdownTable(['from', 'to', 'prompts'], rows);
}

function changeTable({ changes }: RegistryDiff, texts: boolean): string[] {
  const rows = changes.slice(0, MOST_ROWS).map((change) => {
    const { id, from, to, fromModel, toModel, label, text } = change;
    return [
      ...[String(id), from === to ? from : `${from} → ${to}`],
      ...[fromModel === toModel ? toModel : `${fromModel} → ${toModel}`, label?.join(', ') ?? ''],
      ...(texts ? [text] : []),
    ];
  });
  const head = ['id', 'route', 'model', 'should be', ...(texts ? ['prompt'] : [])];
  return markdownTable(head, rows);
}

function confusionTable({ labelled }: RegistryDiff): string[] {
  const cells = [...(labelled?.difference.cells ?? [])]
    .sort((a, b) => Math.abs(b.count) - Math.abs(a.count))
    .slice(0, MOST_ROWS);
  const rows = cells.map(({ truth, decided, count }) => [
    ...[truth, decided, count > 0 ? `+${count}` : String(count)],
  ]);
  return markdownTable(['should be', 'went to', 'prompts'], rows);
}
