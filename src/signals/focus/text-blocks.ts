/** A paragraph, or a passage that is marked as quoted or pasted. */
export interface TextBlock {
  readonly text: string;
  /** Marked as material: fenced, tagged, quoted, under a heading such as `Context:`, a table or mail headers. */
  readonly isMaterial: boolean;
}

const FENCE = /^\s*(?:```|~~~|"""|''')/;
const TAG =
  /^\s*<(documents?|docs?|context|article|text|passage|files?|sources?|data|email|transcript|code|content|input|quote|examples?|results?|search[-_]results?|attachments?|page|snippet|logs?|history|conversation|background|reference)\b[^<>]{0,200}>/i;
const QUOTED = /^\s*(?:>|\||\t\S)|^(?:from|to|cc|sent|date|subject|re|fwd):\s/i;
const MATERIAL_HEADING =
  /^[\s#*[=-]{0,6}(?:(?:retrieved |search |given |additional |background )?(?:context|documents?|articles?|passages?|texts?|sources?|data|emails?|transcripts?|content|information|excerpts?|paragraphs?|stor(?:y|ies)|news|reviews?|results?|code|logs?|background|references?|chapters?|reports?|conversation|dialogue|minutes|notes))(?: \d{1,3})?[*\]]{0,3}\s?:/i;
const ASK_HEADING =
  /^[\s#*[=-]{0,6}(?:(?:my |the |user(?:'s)? )?(?:questions?|tasks?|instructions?|quer(?:y|ies)|requests?|answers?|summary|tl;?dr|title|translation|prompt))(?: \d{1,3})?[*\]]{0,3}\s?[:?]/i;

/** What ends the marked passage that a line stands in. */
type Ending =
  { readonly until: 'line'; readonly test: (line: string) => boolean } | { readonly until: 'heading' };

/** Cuts a text into blocks, in order; none is blank. Linear in the length. */
export function blocksOf(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let lines: string[] = [];
  let isMaterial = false;
  let ending: Ending | undefined;
  const flush = (): void => {
    const block = lines.join('\n').trim();
    if (block !== '') blocks.push({ text: block, isMaterial });
    lines = [];
  };
  const start = (material: boolean): void => {
    flush();
    isMaterial = material;
  };
  for (const line of text.split('\n')) {
    if (ending?.until === 'line') {
      lines.push(line);
      if (!ending.test(line)) continue;
      start(false);
      ending = undefined;
      continue;
    }
    const opened = openingOf(line);
    if (opened !== undefined) {
      start(true);
      ending = opened;
    } else if (ASK_HEADING.test(line)) {
      start(false);
      ending = undefined;
    } else if (line.trim() === '') start(ending !== undefined);
    else if (ending === undefined && QUOTED.test(line) !== isMaterial) start(!isMaterial);
    lines.push(line);
  }
  flush();
  return blocks;
}

function openingOf(line: string): Ending | undefined {
  const fence = FENCE.exec(line)?.[0].trim();
  if (fence !== undefined) {
    // Opened and closed on one line.
    if (line.trimEnd().length > fence.length && line.trimEnd().endsWith(fence)) return undefined;
    return { until: 'line', test: (later) => later.includes(fence) };
  }
  const tag = TAG.exec(line)?.[1];
  if (tag !== undefined && !line.includes(`</${tag}>`)) {
    return { until: 'line', test: (later) => later.includes(`</${tag}>`) };
  }
  return MATERIAL_HEADING.test(line) ? { until: 'heading' } : undefined;
}
