import { randomBytes } from 'node:crypto';

/** Words that occur nowhere else, each planted in one place; whoever writes one down has leaked what stood there. */
export interface Canaries {
  /** The word for a place, such as `authorization header`; the same one each time. */
  readonly word: (place: string) => string;
  /** Places whose word is in the bytes: as it is, or in base64, hexadecimal or upper case. Sorted. */
  readonly foundIn: (bytes: Buffer) => readonly string[];
}

export function createCanaries(): Canaries {
  const words = new Map<string, string>();
  return {
    word: (place) => {
      const known = words.get(place);
      if (known !== undefined) return known;
      // Letters and digits only: no escaping of any format changes it.
      const word = `cnry${randomBytes(9).toString('hex')}`;
      words.set(place, word);
      return word;
    },
    foundIn: (bytes) => {
      const text = bytes.toString('latin1');
      const found = [...words].filter(([, word]) => formsOf(word).some((form) => text.includes(form)));
      return found.map(([place]) => place).sort();
    },
  };
}

/** In base64 a word looks different at each of three places within a group of three bytes; what its neighbours change is cut off. */
function formsOf(word: string): readonly string[] {
  const encoded = ['', '-', '--'].flatMap((before) => {
    const text = Buffer.from(`${before}${word}`).toString('base64').replace(/=+$/, '');
    const inner = text.slice(Math.ceil((before.length * 4) / 3), -2);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [word, word.toUpperCase(), Buffer.from(word).toString('hex'), ...encoded];
}
