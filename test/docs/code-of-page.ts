import type { Page } from './page.js';

/** A command of ours that a page names, with the words after its verb. */
export interface NamedCommand {
  readonly place: string;
  readonly verb: string;
  readonly words: readonly string[];
}

/**
 * What a page says between backticks, as a reader would type it: prose is searched by paragraphs, fences by commands. The
 * place is that of the paragraph or fence.
 */
export function commandsOf({ path, text, blocks }: Page): readonly NamedCommand[] {
  const inBlocks = blocks.flatMap(({ script, line }) =>
    commandsOfScript(script).map((command) => ({ place: `${path}:${line}`, command })),
  );
  const inProse = spansOf(text).map(({ code, line }) => ({ place: `${path}:${line}`, command: code }));
  return [...inBlocks, ...inProse].flatMap(({ place, command }) => {
    const [, rest] = /^(?:[A-Z_]+=\S* )*(?:npx )?dragoman ([a-z][^]*)$/.exec(command) ?? [];
    const [verb, ...words] = (rest ?? '').replaceAll(/"[^"]*"|'[^']*'/g, 'TEXT').split(/\s+/);
    return verb === undefined || verb === '' ? [] : [{ place, verb, words }];
  });
}

/** Paths of the admin port that a page asks, without their parameters. */
export function adminPathsOf({ path, blocks, text }: Page): readonly { place: string; path: string }[] {
  const code = [...blocks.map(({ script, line }) => ({ code: script, line })), ...spansOf(text)];
  return code.flatMap(({ code: asked, line }) =>
    [...asked.matchAll(/(?:\$ADMIN|(?:localhost|127\.0\.0\.1):9902)(\/[^\s"'?`]*)/g)].map(
      ([, found = '']) => ({ place: `${path}:${line}`, path: found }),
    ),
  );
}

/** The single commands of a script: lines that go on are joined, pipes and lists taken apart, files that it writes left out. */
function commandsOfScript(script: string): readonly string[] {
  return script
    .replaceAll(/<<-?\s*['"]?(\w+)['"]?[^]*?\n\1$/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, ''))
    .flatMap((line) => line.split(/\|\|?|&&|[;&]|\$\(|\bdo\b|\bif\b|\buntil\b|\bwhile\b|!/))
    .map((command) => command.replace(/[)"']+$/, '').trim())
    .filter((command) => command !== '');
}

/** What stands between backticks outside of fences; a line break inside counts as a space. */
function spansOf(text: string): readonly { readonly code: string; readonly line: number }[] {
  const prose = text.replaceAll(/^ *```[^]*?^ *```$/gm, (fence) => fence.replaceAll(/[^\n]/g, ''));
  return [...prose.matchAll(/`([^`]+)`/g)].map(({ 1: code = '', index }) => ({
    code: code.replaceAll(/\s+/g, ' '),
    line: prose.slice(0, index).split('\n').length,
  }));
}
