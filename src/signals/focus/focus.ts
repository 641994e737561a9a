import type { Message, RequestView } from '../../request/request-view.js';
import { dropAddedElements, dropRepeatedLines } from './boilerplate.js';
import { isFollowUp } from './follow-up.js';
import { partsOf, type TurnParts } from './turn-parts.js';
import { visibleText } from '../visible-text.js';

/** The parts of a conversation that the heads look at, apart from each other. */
export interface Focus {
  /** What the user wants now: the last user turn without the material pasted into it. */
  readonly instruction: string;
  /** Quoted, pasted or retrieved material of that turn; empty for none. */
  readonly material: string;
  /** The user turn before, when the last one cannot be understood without it; else empty. */
  readonly context: string;
  /** What is embedded and hashed: context and instruction, without the material when the instruction is clear. */
  readonly text: string;
}

/** UTF-16 units that are read of the start and of the end of a turn. */
const HEAD_CHARS = 24_576;
const TAIL_CHARS = 8_192;
/** A turn up to this length is looked at as it is: it fits into the encoder's window. */
const WHOLE_CHARS = 480;
/** Of a longer one: units of the instruction, and units in all. */
const INSTRUCTION_CHARS = 400;
const TEXT_CHARS = 640;
/** An instruction of fewer units says too little by itself. */
const CLEAR_CHARS = 12;
/** Units of an earlier turn that a follow-up is read with, and how far back its start is looked for. */
const CONTEXT_CHARS = 240;
const CONTEXT_TURNS = 3;

/** Finds what to look at. Linear in the length of the last user turns, up to a fixed limit. */
export function focusOf(view: RequestView): Focus {
  const turns = view.messages.filter(({ role, text }) => role === 'user' && text !== '');
  const last = cleaned(view.lastUserText, turns.slice(0, -1));
  const parts = partsOf(last);
  const context = contextOf(view.messages, turns, parts.instruction);
  return { ...parts, context, text: textOf(last, parts, context) };
}

/** What the user typed: visible, without what the client adds to every turn. */
function cleaned(turn: string, earlier: readonly Message[]): string {
  const bounded =
    turn.length <= HEAD_CHARS + TAIL_CHARS
      ? turn
      : `${turn.slice(0, HEAD_CHARS)}\n${turn.slice(-TAIL_CHARS)}`;
  const visible = dropAddedElements(visibleText(bounded));
  const before = earlier.slice(-3).map(({ text }) => text.slice(0, HEAD_CHARS));
  const typed = dropRepeatedLines(visible, before).trim();
  return typed === '' ? visible.trim() : typed;
}

/** The turns that a follow-up goes back to, oldest first, up to the one that stands on its own; empty for no follow-up. */
function contextOf(all: readonly Message[], turns: readonly Message[], instruction: string): string {
  const context: string[] = [];
  let current = instruction;
  for (let at = turns.length - 1; at > 0 && context.length < CONTEXT_TURNS; at -= 1) {
    const [turn, before] = [turns[at], turns[at - 1]];
    if (turn === undefined || before === undefined || !isFollowUp(current, replyBefore(all, turn))) break;
    current = partsOf(cleaned(before.text, turns.slice(0, at - 1))).instruction;
    context.unshift(ends(current, CONTEXT_CHARS));
  }
  return context.join('\n');
}

function replyBefore(all: readonly Message[], turn: Message): string {
  const before = all[all.indexOf(turn) - 1];
  return before?.role === 'assistant' ? before.text : '';
}

function textOf(turn: string, { instruction, material }: TurnParts, context: string): string {
  if (context.length + turn.length <= WHOLE_CHARS) return context === '' ? turn : `${context}\n${turn}`;
  const asked = [context, ends(instruction, INSTRUCTION_CHARS)].filter((part) => part !== '').join('\n');
  // Material beside a clear instruction only dilutes it: see docs/adr/0010.
  if (asked.length >= CLEAR_CHARS || material === '') return asked;
  return `${asked}\n${ends(material, TEXT_CHARS - asked.length)}`.trim();
}

/** A text of at most `limit` units: its first three quarters and its end. */
function ends(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = Math.floor(limit / 4);
  // Half a surrogate pair on either side of the cut is dropped.
  const head = text.slice(0, limit - tail).replace(/[\ud800-\udbff]$/, '');
  return `${head} ${text.slice(-tail).replace(/^[\udc00-\udfff]/, '')}`;
}
