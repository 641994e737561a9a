import { asks } from './asks.js';
import { blocksOf, type TextBlock } from './text-blocks.js';

/** A turn cut into what is wanted and what it is about. */
export interface TurnParts {
  readonly instruction: string;
  readonly material: string;
}

/** Up to this many UTF-16 units, text without a mark of material is instruction as a whole. */
const PLAIN_CHARS = 700;
/** A paragraph beyond it is pasted rather than asked. */
const ASK_CHARS = 500;
/** Most paragraphs of an instruction at each end of a long turn. */
const ASK_BLOCKS = 3;
/** Where a long paragraph is cut when it has no sentence end before. */
const SENTENCE_CHARS = 240;

/** An element with which a client marks what the user typed. */
const TYPED = /<((?:user[-_])?(?:query|request|question|message))>/i;

/** Tells instruction from material: the request at the head and at the tail of a turn is kept apart from what is between. */
export function partsOf(text: string): TurnParts {
  const typed = typedOf(text);
  if (typed !== undefined) return typed;
  const blocks = blocksOf(text).flatMap((block) => edgesOf(block));
  const isMarked = blocks.some(({ isMaterial }) => isMaterial);
  if (!isMarked && text.length <= PLAIN_CHARS) return { instruction: text, material: '' };
  const isAsk = ({ text: passage, isMaterial }: TextBlock): boolean =>
    !isMaterial && passage.length <= ASK_CHARS && asks(passage);
  const head = runLength(blocks, isAsk);
  const rest = blocks.slice(head).toReversed();
  const tail = runLength(rest, isAsk);
  if (head + tail > 0) return join(blocks, head, tail);
  // Nothing asks: whatever is not marked is taken for the request, or else the first and the last sentence.
  const plain = blocks.filter(({ isMaterial }) => !isMaterial);
  const said = plain.map(({ text: passage }) => passage).join('\n');
  if (said === '') return { instruction: '', material: text };
  if (isMarked && said.length <= ASK_CHARS) {
    return { instruction: said, material: textOf(blocks.filter(({ isMaterial }) => isMaterial)) };
  }
  return join(blocks, 1, blocks.length > 1 ? 1 : 0);
}

function typedOf(text: string): TurnParts | undefined {
  const open = TYPED.exec(text);
  if (open === null) return undefined;
  const [tag, name = ''] = open;
  const close = text.indexOf(`</${name}>`, open.index);
  const instruction = text.slice(open.index + tag.length, close).trim();
  if (close === -1 || instruction === '') return undefined;
  const around = `${text.slice(0, open.index)}\n${text.slice(close + name.length + 3)}`;
  return { instruction, material: around.trim() };
}

/** Splits the first and last sentence, or line, off a long paragraph, where requests stand that share it. */
function edgesOf({ text, isMaterial }: TextBlock): readonly TextBlock[] {
  if (text.length <= ASK_CHARS) return [{ text, isMaterial }];
  // A heading may share its line with the text under it, and the last line may ask.
  const first = isMaterial ? 0 : firstSentence(text);
  const last = text.length - (isMaterial ? lastLine(text) : lastSentence(text));
  if (last <= first) return [{ text, isMaterial }];
  return [
    { text: text.slice(0, first).trim(), isMaterial: false },
    { text: text.slice(first, last).trim(), isMaterial: true },
    { text: text.slice(last).trim(), isMaterial: false },
  ].filter(({ text: part }) => part !== '');
}

const SENTENCE_END = /[.!?。！？]["')\]]?\s|[。！？]|:\s|\n/g;

function firstSentence(text: string): number {
  const head = text.slice(0, SENTENCE_CHARS);
  for (const { index, 0: end } of head.matchAll(SENTENCE_END)) if (index >= 8) return index + end.length;
  return 0;
}

function lastSentence(text: string): number {
  const tail = text.slice(-SENTENCE_CHARS);
  let length = 0;
  for (const { index, 0: end } of tail.matchAll(SENTENCE_END)) {
    const after = tail.length - index - end.length;
    if (after >= 4) length = after;
  }
  return length;
}

/** Of a marked passage, the last line when it asks; else nothing. */
function lastLine(text: string): number {
  const length = text.length - text.lastIndexOf('\n') - 1;
  return length < text.length && length <= SENTENCE_CHARS && asks(text.slice(-length)) ? length : 0;
}

function runLength(blocks: readonly TextBlock[], test: (block: TextBlock) => boolean): number {
  const end = blocks.slice(0, ASK_BLOCKS).findIndex((block) => !test(block));
  return end === -1 ? Math.min(blocks.length, ASK_BLOCKS) : end;
}

function join(blocks: readonly TextBlock[], head: number, tail: number): TurnParts {
  const end = blocks.length - tail;
  return {
    instruction: textOf([...blocks.slice(0, head), ...blocks.slice(end)]),
    material: textOf(blocks.slice(head, end)),
  };
}

const textOf = (blocks: readonly TextBlock[]): string => blocks.map(({ text }) => text).join('\n');
