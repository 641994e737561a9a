/** Counts of a turn's lines by what they look like. */
export interface LineShape {
  readonly lines: number;
  readonly code: number;
  readonly fences: number;
  /** Lines of a bullet or numbered list. */
  readonly bullets: number;
  /** Answers to choose from, lettered without a gap from A; 0 for fewer than three. */
  readonly options: number;
  /** Lines quoted with `>`, as in an e-mail. */
  readonly quoted: number;
  readonly table: number;
  /** Lines that name a part, such as `Context:`. */
  readonly headings: number;
  /** Lines of a conversation (`Name: ...`). */
  readonly speakers: number;
  /** The last character that is no space; empty for a blank text. */
  readonly endsWith: string;
}

/** UTF-16 units that are read: of a longer text, half at each end. */
const SAMPLE_CHARS = 8_192;
/** Units of one line that are tested: a minified bundle on one line shows itself at its start. */
const LINE_CHARS = 160;

const CODE =
  /^\s*(?:[{}[\]()]+[;,]?$|(?:def|class|function|func|fn|public|private|static|const|let|var|import|from|#include|package|using|return|SELECT|INSERT|UPDATE|DELETE|CREATE)\b.*[({;:=]|.*[;{}]$|.*=>|>>> |(?:if|for|while|elif|else|try|except)\b.*:$)/;
const BULLET = /^\s*(?:[-*•·]|\d{1,2}[.)])\s/;
const TABLE = /^\s*\|.*\|\s*$|^[^\t]+\t[^\t]+\t|^[^,]{1,40}(?:,[^,\s][^,]{0,40}){3,}$/;
const HEADING =
  /^\s*(?:#{1,6}\s|(?:context|document|article|passage|text|input|output|question|answer|task|instructions?|email|transcript|source|data|review|title|summary|sentence|dialogue|conversation|premise|hypothesis|code|example|problem)s?(?: \d+)?\s?:)/i;
const SPEAKER = /^\s*(?:[A-Z][a-zA-Z]{1,20}(?: [A-Z0-9][a-zA-Z]{0,20})?|[A-Z]): \S/;
const OPTION = /(?:^|\s)\(?([A-J])[.):]\s/g;

/** Looks at the lines of a text: at most 8,192 characters of it, and 160 of a line. */
export function linesOf(text: string): LineShape {
  const sample =
    text.length <= SAMPLE_CHARS
      ? text
      : `${text.slice(0, SAMPLE_CHARS / 2)}\n${text.slice(-SAMPLE_CHARS / 2)}`;
  const counts = { lines: 0, code: 0, fences: 0, bullets: 0, quoted: 0, table: 0, headings: 0, speakers: 0 };
  for (const whole of sample.split('\n')) {
    const line = whole.slice(0, LINE_CHARS).trimEnd();
    if (line === '') continue;
    counts.lines += 1;
    if (line.startsWith('```')) counts.fences += 1;
    else if (CODE.test(line)) counts.code += 1;
    else if (line.startsWith('>')) counts.quoted += 1;
    else if (BULLET.test(line)) counts.bullets += 1;
    else if (TABLE.test(line)) counts.table += 1;
    if (HEADING.test(line)) counts.headings += 1;
    else if (SPEAKER.test(line)) counts.speakers += 1;
  }
  return { ...counts, options: optionsIn(sample), endsWith: text.trimEnd().slice(-1) };
}

/** Lettered answers: each letter must follow the one before it, so that initials and articles do not count. */
function optionsIn(text: string): number {
  let next = 65;
  for (const [, letter] of text.matchAll(OPTION)) {
    if (letter?.charCodeAt(0) === next) next += 1;
  }
  return next - 65 >= 3 ? next - 65 : 0;
}
