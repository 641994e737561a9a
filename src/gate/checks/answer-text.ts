import { visibleText } from '../../signals/visible-text.js';

/** A passage of code between fences. */
export interface CodeBlock {
  /** What stands behind the opening fence, in lower case; empty when nothing does. */
  readonly language: string;
  readonly text: string;
  readonly isClosed: boolean;
}

/** An answer's text, cut up once for all checks. */
export interface AnswerText {
  /** Trimmed, without what nobody sees, apostrophes straightened; of a text over the limit half from each end. */
  readonly text: string;
  /** Whether something was left out in the middle. */
  readonly isCut: boolean;
  /** The text without its fenced code. */
  readonly prose: string;
  readonly codes: readonly CodeBlock[];
}

/** UTF-16 units of an answer that the checks read. */
export const MAX_CHECKED_CHARS = 65_536;

/** Cuts an answer up; linear in what is read of it. */
export function readText(answer: string): AnswerText {
  const isCut = answer.length > MAX_CHECKED_CHARS;
  const half = MAX_CHECKED_CHARS / 2;
  const sample = isCut ? `${answer.slice(0, half)}\n${answer.slice(-half)}` : answer;
  // Most answers hold plain signs only, which need no cleaning.
  const visible = /[^\t\n -~]/.test(sample) ? visibleText(sample).replaceAll(/[’ʼ]/g, "'") : sample;
  const text = visible.trim();
  return { text, isCut, ...splitCode(text) };
}

const FENCE = /^\s{0,12}(```+|~~~+)\s*([\w+#.-]*)/;

function splitCode(text: string): Pick<AnswerText, 'prose' | 'codes'> {
  if (!text.includes('```') && !text.includes('~~~')) return { prose: text, codes: [] };
  const prose: string[] = [];
  const codes: CodeBlock[] = [];
  let open: { readonly fence: string; readonly language: string; readonly lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    const fence = FENCE.exec(line);
    if (open === undefined) {
      if (fence === null) prose.push(line);
      else open = { fence: fence[1] ?? '', language: (fence[2] ?? '').toLowerCase(), lines: [] };
    } else if (line.trim().startsWith(open.fence) && line.trim().length <= open.fence.length + 1) {
      codes.push({ language: open.language, text: open.lines.join('\n'), isClosed: true });
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined)
    codes.push({ language: open.language, text: open.lines.join('\n'), isClosed: false });
  return { prose: prose.join('\n'), codes };
}
