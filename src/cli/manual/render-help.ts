import type { Flag, Manual } from './manual.js';

/** Widest label of a flag beside which its help still stands; that of a wider one begins on the next line. */
const WIDEST_LABEL = 24;

/** Columns of a page that is not shown on a terminal. */
const PAGE_WIDTH = 120;

/** Columns of the narrowest terminal that lines are broken for. */
const LEAST_WIDTH = 50;

/**
 * A verb's help.
 * @param width columns; default those of a page
 */
export function renderHelp(manual: Manual, width: number = PAGE_WIDTH): string {
  const columns = Math.max(LEAST_WIDTH, Math.min(width, PAGE_WIDTH));
  const { usage, about, flags, actions = {}, example, exitCodes, more } = manual;
  const paragraphs = [
    usage.map((line, at) => `${at === 0 ? 'Usage:' : '      '} dragoman ${line}`),
    wrap(about.replaceAll('\n', ' '), columns),
    definitions(actions, columns),
    definitions(
      Object.fromEntries(Object.entries(flags).map(([name, flag]) => [labelOf(name, flag), meaningOf(flag)])),
      columns,
    ),
    [`Example: dragoman ${example}`],
    more === undefined ? [] : wrap(more, columns),
    wrap(`Exit code: ${exitCodes}`, columns),
  ];
  const shown = paragraphs.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The list of all verbs. */
export function renderVerbs(manuals: Readonly<Record<string, Manual>>, width: number = PAGE_WIDTH): string {
  const summaries = Object.entries(manuals).map(([name, { summary }]) => [name, summary] as const);
  const verbs = definitions(Object.fromEntries(summaries), Math.max(LEAST_WIDTH, width));
  return [
    'Usage: dragoman VERB [ARGUMENTS]\n',
    ...verbs,
    '\ndragoman VERB --help tells more; --version prints the version.\n',
  ].join('\n');
}

/** `--data FILE`; a choice of many words is told in its meaning. */
function labelOf(name: string, { value }: Flag): string {
  if (value === undefined) return `--${name}`;
  return `--${name} ${value.length > WIDEST_LABEL ? 'WHAT' : value}`;
}

function meaningOf({ help, value = '', default: usual, without }: Flag): string {
  const held = without ?? (typeof usual === 'string' ? usual : undefined);
  const meaning = value.length > WIDEST_LABEL ? `${help}: ${value.replaceAll('|', ', ')}` : help;
  return held === undefined ? meaning : `${meaning} (${held})`;
}

function definitions(meanings: Readonly<Record<string, string>>, width: number): string[] {
  const labels = Object.keys(meanings);
  const indent = 4 + Math.min(WIDEST_LABEL, Math.max(0, ...labels.map((label) => label.length)));
  return Object.entries(meanings).flatMap(([label, meaning]) => {
    const [first = '', ...rest] = wrap(meaning, width - indent);
    const beside = `  ${label}`.padEnd(indent);
    const below = rest.map((line) => ' '.repeat(indent) + line);
    return label.length + 4 <= indent
      ? [beside + first, ...below]
      : [beside, ' '.repeat(indent) + first, ...below];
  });
}

/** Breaks text at spaces. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
