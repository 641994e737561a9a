import type { Manual } from '../manual/manual.js';
import { type Offer, offerOf } from './complete-value.js';

/** A script for zsh 5, to be found as `_dragoman` in `$fpath`. */
export function zshCompletion(manuals: Readonly<Record<string, Manual>>): string {
  const verbs = Object.entries(manuals);
  const summaries = verbs.map(([verb, { summary }]) => `    ${quoted(`${verb}:${summary}`)}`);
  return `#compdef dragoman
# zsh completion for dragoman; written by "dragoman completion zsh".
_dragoman() {
  local -a verbs=(
${summaries.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case $verb in
${verbs.map(([verb, manual]) => verbCase(verb, manual)).join('\n')}
  esac
}
if [ "$funcstack[1]" = _dragoman ]; then _dragoman "$@"; else compdef _dragoman dragoman; fi
`;
}

function verbCase(verb: string, { flags, actions = {} }: Manual): string {
  const specs = Object.entries(flags).map(([name, flag]) => {
    const offer = offerOf(flag);
    const value = offer === undefined ? '' : `:${escaped(flag.value ?? 'value')}:${actionOf(offer)}`;
    return quoted(`--${name}[${escaped(flag.help)}]${value}`);
  });
  const names = Object.entries(actions).map(([name, meaning]) => `${name}\\:${quotedInside(meaning)}`);
  const rest = names.length === 0 ? [] : [quoted(`1:action:((${names.join(' ')}))`)];
  const all = [...specs, quoted('--help[show the help]'), ...rest, quoted('*:file:_files')];
  return `    ${verb})\n      _arguments \\\n        ${all.join(' \\\n        ')} ;;`;
}

function actionOf(offer: Offer): string {
  switch (offer.kind) {
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'words':
      return `(${offer.words.join(' ')})`;
    case 'nothing':
      return ' ';
  }
}

/** As `_arguments` reads a message: brackets and colons would end it. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, (one) => `\\${one}`);
}

/** A meaning within `((…))`, where spaces and colons part. */
function quotedInside(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, (one) => `\\${one}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
