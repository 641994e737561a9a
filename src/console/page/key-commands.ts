/** What a key asks for. */
export type KeyCommand =
  | { readonly kind: 'go'; readonly key: string }
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'filter' | 'keys' | 'close' };

export interface Pressed {
  readonly key: string;
  /** Whether Ctrl, Alt or the command key is held: such keys are the browser's. */
  readonly hasModifier: boolean;
  /** Whether the reader writes into a field. */
  readonly isTyping: boolean;
}

/** Within this time after `g`, a letter opens a view; in milliseconds. */
const SEQUENCE_MS = 1500;

const SINGLE: Readonly<Record<string, KeyCommand>> = {
  j: { kind: 'move', by: 1 },
  ArrowDown: { kind: 'move', by: 1 },
  k: { kind: 'move', by: -1 },
  ArrowUp: { kind: 'move', by: -1 },
  '/': { kind: 'filter' },
  '?': { kind: 'keys' },
  Escape: { kind: 'close' },
};

/** Remembers the `g` of a sequence. @returns what a key asks for; `undefined` for nothing of ours */
export function keyReader(): (pressed: Pressed, now: number) => KeyCommand | undefined {
  let begun = -Infinity;
  return ({ key, hasModifier, isTyping }, now) => {
    const isSecond = now - begun < SEQUENCE_MS;
    begun = -Infinity;
    if (hasModifier || (isTyping && key !== 'Escape')) return undefined;
    if (isSecond && /^[a-z]$/.test(key)) return { kind: 'go', key };
    if (key === 'g') begun = now;
    return SINGLE[key];
  };
}
