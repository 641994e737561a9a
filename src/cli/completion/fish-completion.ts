import type { Flag, Manual } from '../manual/manual.js';
import { offerOf } from './complete-value.js';

/** Words before the one that is written, the program's name among them; the verb is the second. */
const WORDS = `function __dragoman_words
  test (count (commandline -opc)) -eq $argv[1]
end
function __dragoman_verb
  set -l words (commandline -opc)
  test (count $words) -ge 2; and test "$words[2]" = "$argv[1]"
end`;

/** A script for fish 3. */
export function fishCompletion(manuals: Readonly<Record<string, Manual>>): string {
  const verbs = Object.entries(manuals);
  const lines = [
    '# fish completion for dragoman; written by "dragoman completion fish".',
    WORDS,
    "complete -c dragoman -n '__dragoman_words 1' -f",
    ...verbs.map(
      ([verb, { summary }]) =>
        `complete -c dragoman -n '__dragoman_words 1' -a ${verb} -d ${quoted(summary)}`,
    ),
    ...verbs.flatMap(([verb, manual]) => verbLines(verb, manual)),
  ];
  return `${lines.join('\n')}\n`;
}

function verbLines(verb: string, { flags, actions = {} }: Manual): string[] {
  const seen = `complete -c dragoman -n ${quoted(`__dragoman_verb ${verb}`)}`;
  const unnamed = quoted(`__dragoman_verb ${verb}; and __dragoman_words 2`);
  return [
    ...Object.entries(actions).map(
      ([name, meaning]) => `complete -c dragoman -n ${unnamed} -f -a ${name} -d ${quoted(meaning)}`,
    ),
    ...Object.entries(flags).map(
      ([name, flag]) => `${seen} -l ${name}${valueOf(flag)} -d ${quoted(flag.help)}`,
    ),
    `${seen} -l help -s h -d 'show the help'`,
  ];
}

function valueOf(flag: Flag): string {
  const offer = offerOf(flag);
  switch (offer?.kind) {
    case undefined:
      return '';
    case 'files':
      return ' -r -F';
    case 'folders':
      return ' -x -a "(__fish_complete_directories)"';
    case 'words':
      return ` -x -a ${quoted(offer.words.join(' '))}`;
    case 'nothing':
      return ' -x';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
