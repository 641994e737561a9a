import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/**
 * How a block of commands is run: as it stands, with a stack that serves (`served`), by `npm run test:cluster`, by
 * `npm run prove` because it is long, or not at all.
 */
export type How = 'run' | 'served' | 'cluster' | 'long' | 'not run';

/** The commands of one fenced `sh` block. */
export interface Block {
  /** Of the first command, from 1. */
  readonly line: number;
  readonly script: string;
  readonly how: How;
  /** Why it is not run; empty for all others. */
  readonly reason: string;
  /** What the page shows as printed by it, if anything. */
  readonly prints: string | undefined;
}

export interface Page {
  /** Inside the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** What is wrong with its marks and fences, one line each, with the place. */
  readonly problems: readonly string[];
}

/** What the parser tells apart in a page; blank lines and comments are none of it. */
type Piece =
  | { readonly kind: 'fence'; readonly line: number; readonly language: string; readonly body: string }
  | { readonly kind: 'mark'; readonly line: number; readonly says: string }
  | { readonly kind: 'title' | 'prose' };

type Fence = Extract<Piece, { kind: 'fence' }>;

type Way = Pick<Block, 'how' | 'reason'>;

const AS_IT_STANDS: Way = { how: 'run', reason: '' };
const MARK = /^<!-- commands: (?<how>served|cluster|long|not run)(?:: (?<reason>\S.*))? -->$/;
const COMMAND = /^(?:\$|npx|npm|kubectl|helm|docker|curl) /m;
const SHELLS: ReadonlySet<string> = new Set(['bash', 'shell', 'console', 'zsh']);

/** Every page whose commands a reader may type; the changelog tells of commands that there were. */
export function readPages(): readonly Page[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    );
  return [...readdirSync(packageRoot), ...below('docs'), ...below('examples')]
    .filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md')
    .sort()
    .map((path) => parsePage(path, readFileSync(join(packageRoot, path), 'utf8')));
}

export function parsePage(path: string, text: string): Page {
  const pieces = piecesOf(text);
  const common = pieces[0]?.kind === 'title' && pieces[1]?.kind === 'mark' ? pieces[1] : undefined;
  const blocks: Block[] = [];
  const problems: string[] = [];
  const complain = (line: number, what: string): void => {
    problems.push(`${path}:${line} ${what}`);
  };
  for (const [at, piece] of pieces.entries()) {
    if (piece.kind === 'fence') {
      const wrong = problemOfFence(piece);
      if (wrong !== undefined) complain(piece.line, wrong);
      if (piece.language !== 'sh') continue;
      const before = pieces[at - 1];
      const way = howOf((before?.kind === 'mark' ? before : common)?.says) ?? AS_IT_STANDS;
      const prints = printedAfter(pieces, at);
      blocks.push({ line: piece.line + 1, script: piece.body, ...way, prints });
    } else if (piece.kind === 'mark') {
      if (howOf(piece.says) === undefined) complain(piece.line, `is no mark for commands: ${piece.says}`);
      const next = pieces[at + 1];
      const isBeforeBlock = next?.kind === 'fence' && next.language === 'sh';
      if (!isBeforeBlock && piece !== common) complain(piece.line, 'marks no block of commands');
    }
  }
  return { path, text, blocks, problems };
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let open: { fence: string; indent: number; line: number; language: string; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (open !== undefined) {
      if (line.trim() !== open.fence) open.lines.push(line.slice(open.indent));
      else {
        const { line: at, language, lines } = open;
        pieces.push({ kind: 'fence', line: at, language, body: lines.join('\n') });
        open = undefined;
      }
      continue;
    }
    const [, space = '', fence, language = ''] = /^(\s*)(`{3,})(\w*)/.exec(line) ?? [];
    if (fence !== undefined) {
      open = { fence, indent: space.length, line: index + 1, language, lines: [] };
    } else if (/^<!--\s*commands\b/.test(line.trim())) {
      pieces.push({ kind: 'mark', line: index + 1, says: line.trim() });
    } else if (line.trim() !== '' && !/^<!--.*-->$/.test(line.trim())) {
      pieces.push({ kind: line.startsWith('# ') ? 'title' : 'prose' });
    }
  }
  return pieces;
}

/** Undefined for a mark that there is not; without a mark, commands are run. */
function howOf(mark: string | undefined): Way | undefined {
  if (mark === undefined) return AS_IT_STANDS;
  const { how, reason = '' } = MARK.exec(mark)?.groups ?? {};
  if (how === undefined || (how === 'not run') !== (reason !== '')) return undefined;
  return { how: how as How, reason };
}

/** Commands that hide in another fence would be run by nobody. */
function problemOfFence({ language, body }: Fence): string | undefined {
  if (SHELLS.has(language)) return `is a fence of ${language}: write sh, and what it prints as text below`;
  if (['', 'text'].includes(language) && COMMAND.test(body))
    return 'has a command: write it in a fence of sh';
  return undefined;
}

function printedAfter(pieces: readonly Piece[], at: number): string | undefined {
  const after = pieces.slice(at + 1);
  const end = after.findIndex((piece) => piece.kind !== 'fence' || piece.language !== 'text');
  const texts = after.slice(0, end === -1 ? undefined : end);
  if (texts.length === 0) return undefined;
  return texts.map((piece) => (piece.kind === 'fence' ? piece.body : '')).join('\n');
}
