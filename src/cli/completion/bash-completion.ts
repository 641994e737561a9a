import type { Flag, Manual } from '../manual/manual.js';
import { offerOf } from './complete-value.js';

/** Names of folders and files, the way `complete -f` offers them. */
const FILES = 'compgen -f -- "$word"';
const FOLDERS = 'compgen -d -- "$word"';

/** A script for bash 3.2 and later. */
export function bashCompletion(manuals: Readonly<Record<string, Manual>>): string {
  const verbs = Object.keys(manuals);
  return `# bash completion for dragoman; written by "dragoman completion bash".
_dragoman() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...verbs, '--help', '--version'].join(' ')}" -- "$word"))
    return
  fi
  local IFS=$'\\n'
  case "$verb $before" in
${verbs.flatMap((verb) => valueCases(verb, manuals[verb]?.flags ?? {})).join('\n')}
  esac
  case "$verb" in
${verbs.map((verb) => verbCase(verb, manuals[verb])).join('\n')}
  esac
}
complete -o filenames -o bashdefault -F _dragoman dragoman
`;
}

function valueCases(verb: string, flags: Readonly<Record<string, Flag>>): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const offer = offerOf(flag);
    if (offer === undefined) return [];
    const pattern = `    "${verb} --${name}")`;
    switch (offer.kind) {
      case 'files':
        return [`${pattern} COMPREPLY=($(${FILES})); return ;;`];
      case 'folders':
        return [`${pattern} COMPREPLY=($(${FOLDERS})); return ;;`];
      case 'words':
        return [`${pattern} COMPREPLY=($(compgen -W $'${offer.words.join('\\n')}' -- "$word")); return ;;`];
      case 'nothing':
        return [`${pattern} return ;;`];
    }
  });
}

function verbCase(verb: string, manual: Manual | undefined): string {
  const flags = [...Object.keys(manual?.flags ?? {}), 'help'].map((name) => `--${name}`).join('\\n');
  const actions = Object.keys(manual?.actions ?? {});
  const others =
    actions.length === 0
      ? `COMPREPLY=($(${FILES}))`
      : `if [ "$COMP_CWORD" -eq 2 ]; then COMPREPLY=($(compgen -W $'${actions.join('\\n')}' -- "$word")); else COMPREPLY=($(${FILES})); fi`;
  return `    ${verb})
      case "$word" in
        -*) COMPREPLY=($(compgen -W $'${flags}' -- "$word")) ;;
        *) ${others} ;;
      esac ;;`;
}
