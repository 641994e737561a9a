import { hash, randomBytes } from 'node:crypto';

/** A short name for a list of texts, by which they cannot be recovered, nor recognised by whoever lacks the key. */
export type KeyedHash = (parts: readonly (string | undefined)[]) => string;

/**
 * SHA-256 with a secret key: whoever gets hold of the names cannot look up a known prompt. Lists are named alike only when
 * they are alike: `['ab']`, `['a', 'b']` and `['ab', undefined]` differ.
 *
 * @param key default: 32 random bytes, as text, which never leave the process, so that no other one makes the same names
 */
export function createKeyedHash(key: string = randomBytes(32).toString('base64url')): KeyedHash {
  return (parts) => {
    let text = key;
    for (const part of parts) text += part === undefined ? ';-' : `;${part.length};${part}`;
    return hash('sha256', text, 'base64url');
  };
}
