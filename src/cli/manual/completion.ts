import type { Manual } from './manual.js';

/** What `dragoman completion` takes, and what its help says. */
export const COMPLETION = {
  summary: 'write what a shell needs to complete command lines',
  actions: { bash: 'for bash', zsh: 'for zsh', fish: 'for fish' },
  usage: ['completion bash', 'completion zsh', 'completion fish'],
  about: `Writes a script for a shell, made of the verbs and flags that this version has. For bash, write it to
~/.local/share/bash-completion/completions/dragoman; for zsh, name it _dragoman in a folder of $fpath; for fish,
~/.config/fish/completions/dragoman.fish.`,
  flags: {},
  example: 'completion bash',
  exitCodes: '0 written, 2 wrong usage.',
} as const satisfies Manual;
