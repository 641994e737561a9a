/** Characters that would steer a terminal, or turn the order of what follows: control, format and separator characters. */
const STEERING = /[\p{Control}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Somebody else's text as a terminal may show it, on one line: white space becomes a space, and whatever would colour, move
 * or hide what is beside it is shown by its number.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(STEERING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
