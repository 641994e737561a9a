import type { FitExpectation } from '../heads/fitted-file.js';
import type { RequestView } from '../request/request-view.js';
import { CUE_FAMILIES, cuePlaces, type CueFamily } from './cue-families.js';
import { PHRASE_FEATURES } from './phrase-features.js';
import type { Focus } from './focus/focus.js';
import { linesOf, type LineShape } from './line-shape.js';
import { shapeOf, type TextShape } from './text-shape.js';

/** Goes up with every change of {@link FEATURE_NAMES} or of what one of them measures; a head names the one it knows. */
export const FEATURE_VERSION = 1;

/** What a feature is computed from. */
interface Sources {
  readonly view: RequestView;
  readonly focus: Focus;
  /** The start of the instruction, in which phrases are looked for. */
  readonly asked: string;
  /** Shape of the instruction. */
  readonly shape: TextShape;
  /** Lines of the whole last user turn. */
  readonly lines: LineShape;
}

interface Feature {
  readonly name: string;
  /** What it measures, for the reference. */
  readonly about: string;
  /** In [0, 1]; larger values are cut. */
  readonly measure: (from: Sources) => number;
}

/** 0 for none, 1 for `full` or more, on a logarithmic scale. */
const log = (count: number, full: number): number => Math.log1p(count) / Math.log1p(full);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const flag = (holds: boolean): number => (holds ? 1 : 0);
const feature = (name: string, about: string, measure: Feature['measure']): Feature => ({
  name,
  about,
  measure,
});

const REQUEST: readonly Feature[] = [
  feature('tokens', 'estimated prompt tokens, log, full at 32,768', ({ view }) =>
    log(view.tokenEstimate, 32_768),
  ),
  feature('turns', 'user messages beyond the first, log, full at 32', ({ view }) => log(view.turns - 1, 32)),
  feature('tools', 'tools offered, log, full at 32', ({ view }) => log(view.tools.length, 32)),
  feature('toolSchemas', 'characters of tool names and descriptions, log, full at 16,384', ({ view }) =>
    log(
      view.tools.reduce((sum, tool) => sum + tool.name.length + tool.description.length, 0),
      16_384,
    ),
  ),
  feature('toolCalls', 'tool calls so far, log, full at 32', ({ view }) => log(view.toolCalls, 32)),
  feature('images', 'images, log, full at 8', ({ view }) => log(view.images, 8)),
  feature('json', 'a JSON answer is asked for by the response format', ({ view }) =>
    flag(view.responseFormat !== 'text'),
  ),
  feature('jsonSchema', 'a JSON schema is given for the answer', ({ view }) =>
    flag(view.responseFormat === 'json_schema'),
  ),
  feature('system', 'characters of the system prompt, log, full at 16,384', ({ view }) =>
    log(view.system.length, 16_384),
  ),
  feature('maxTokens', 'limit on the answer in tokens, log, full at 16,384; 0 for none', ({ view }) =>
    log(view.maxTokens ?? 0, 16_384),
  ),
];

const PARTS: readonly Feature[] = [
  feature('turnChars', 'characters of the last user turn, log, full at 65,536', ({ view }) =>
    log(view.lastUserText.length, 65_536),
  ),
  feature('instructionChars', 'characters of its instruction, log, full at 16,384', ({ focus }) =>
    log(focus.instruction.length, 16_384),
  ),
  feature('materialChars', 'characters of its quoted or pasted material, log, full at 65,536', ({ focus }) =>
    log(focus.material.length, 65_536),
  ),
  feature('materialShare', 'share of the material in the turn', ({ focus }) =>
    share(focus.material.length, focus.material.length + focus.instruction.length),
  ),
  feature('followUp', 'the turn needs the one before it', ({ focus }) => flag(focus.context !== '')),
  feature('secondScript', 'share of letters outside the most used script, times 2', ({ view }) =>
    view.languages.length === 0 ? 0 : 2 * (1 - (view.languages[0]?.share ?? 1)),
  ),
  feature('nonLatin', 'share of letters outside the Latin script', ({ view }) =>
    view.languages.reduce((sum, { script, share: part }) => sum + (script === 'latin' ? 0 : part), 0),
  ),
];

const SHAPE: readonly Feature[] = [
  feature('words', 'words of the instruction, log, full at 2,048', ({ shape }) => log(shape.words, 2_048)),
  feature(
    'wordLength',
    'mean letters of a word, full at 10',
    ({ shape }) => share(shape.letters, shape.words) / 10,
  ),
  feature('longWords', 'share of words of 8 letters or more, times 2', ({ shape }) =>
    share(2 * shape.longWords, shape.words),
  ),
  feature('longestWord', 'letters of the longest word, log, full at 64', ({ shape }) =>
    log(shape.longestWord, 64),
  ),
  feature('sentences', 'full stops and semicolons, log, full at 64', ({ shape }) => log(shape.sentences, 64)),
  feature(
    'sentenceLength',
    'words a sentence, full at 40',
    ({ shape }) => share(shape.words, shape.sentences + shape.questionMarks + shape.exclamations + 1) / 40,
  ),
  feature('questionMarks', 'question marks, log, full at 8', ({ shape }) => log(shape.questionMarks, 8)),
  feature('exclamations', 'exclamation marks, log, full at 8', ({ shape }) => log(shape.exclamations, 8)),
  feature('commas', 'commas, log, full at 64', ({ shape }) => log(shape.commas, 64)),
  feature('colons', 'colons, log, full at 16', ({ shape }) => log(shape.colons, 16)),
  feature('quotes', 'quotation marks, log, full at 32', ({ shape }) => log(shape.quotes, 32)),
  feature('operators', 'arithmetic and logic signs, log, full at 64', ({ shape }) =>
    log(shape.operators, 64),
  ),
  feature('brackets', 'brackets, underscores and backticks, log, full at 128', ({ shape }) =>
    log(shape.brackets, 128),
  ),
  feature('money', 'currency signs, log, full at 8', ({ shape }) => log(shape.money, 8)),
  feature('backslashes', 'backslashes, as in LaTeX, log, full at 32', ({ shape }) =>
    log(shape.backslashes, 32),
  ),
  feature('numbers', 'numbers, log, full at 64', ({ shape }) => log(shape.numbers, 64)),
  feature('digitShare', 'share of digits, times 4', ({ shape }) => 4 * share(shape.digits, shape.units)),
  feature('upperShare', 'share of capitals among letters, times 2', ({ shape }) =>
    share(2 * shape.upper, shape.letters),
  ),
  feature('accented', 'share of accented letters, times 8', ({ shape }) =>
    share(8 * shape.accented, shape.letters),
  ),
];

const LINES: readonly Feature[] = [
  feature('lines', 'lines of the turn, log, full at 512', ({ lines }) => log(lines.lines, 512)),
  feature('codeLines', 'lines that look like code, log, full at 64', ({ lines }) => log(lines.code, 64)),
  feature('codeShare', 'share of such lines', ({ lines }) => share(lines.code, lines.lines)),
  feature('fences', 'code fences, log, full at 8', ({ lines }) => log(lines.fences, 8)),
  feature('bullets', 'lines of a bullet or numbered list, log, full at 32', ({ lines }) =>
    log(lines.bullets, 32),
  ),
  feature('options', 'answers to choose from (A. B. C.), full at 10', ({ lines }) => lines.options / 10),
  feature('quotedLines', 'lines quoted with >, log, full at 32', ({ lines }) => log(lines.quoted, 32)),
  feature('tableLines', 'lines of a table, log, full at 64', ({ lines }) => log(lines.table, 64)),
  feature('headings', 'lines that name a part, such as Context: or Question:, log, full at 8', ({ lines }) =>
    log(lines.headings, 8),
  ),
  feature('speakers', 'lines of a conversation (Name: ...), log, full at 16', ({ lines }) =>
    log(lines.speakers, 16),
  ),
  feature('endsWithColon', 'the turn ends with a colon', ({ lines }) => flag(lines.endsWith === ':')),
  feature('endsWithQuestion', 'the turn ends with a question mark', ({ lines }) =>
    flag(lines.endsWith === '?'),
  ),
];

const PHRASES: readonly Feature[] = PHRASE_FEATURES.map(({ name, about, pattern }) =>
  feature(name, about, ({ asked }) => flag(pattern.test(asked))),
);

const FAMILIES = Object.keys(CUE_FAMILIES) as readonly CueFamily[];

const CUES: readonly Feature[] = FAMILIES.flatMap((family) => [
  feature(`${family}.head`, `a cue to ${family} in the instruction's first 200 characters`, ({ focus }) =>
    flag(CUE_FAMILIES[family].test(cuePlaces(focus.instruction).head)),
  ),
  feature(`${family}.tail`, `a cue to ${family} in its last 200 characters`, ({ focus }) =>
    flag(CUE_FAMILIES[family].test(cuePlaces(focus.instruction).tail)),
  ),
]);

/** Every feature in the order of the vector, with what it measures. */
export const FEATURES: readonly Feature[] = [...REQUEST, ...PARTS, ...SHAPE, ...LINES, ...PHRASES, ...CUES];

/** Names of the numbers of {@link featureVector}, in order. */
export const FEATURE_NAMES: readonly string[] = FEATURES.map(({ name }) => name);

/**
 * What fitted numbers must have been fitted on to be of use in this version.
 *
 * @param encoder checksum of the encoder that is loaded; without one any will do, and only features are looked at
 */
export function fitExpectation(encoder?: string): FitExpectation {
  const expected = { featureVersion: FEATURE_VERSION, features: FEATURE_NAMES.length };
  return encoder === undefined ? expected : { ...expected, encoder };
}

/** UTF-16 units of the instruction that are counted, and at its start those in which phrases are looked for. */
const COUNTED_CHARS = 8_192;
const ASKED_CHARS = 600;

/**
 * Measures a request, for serving and for training alike. Bounded: of a long turn only samples are read.
 *
 * @returns as many numbers as {@link FEATURE_NAMES}, each in [0, 1]
 */
export function featureVector(view: RequestView, focus: Focus): Float32Array {
  const from: Sources = {
    view,
    focus,
    asked: focus.instruction.slice(0, ASKED_CHARS),
    shape: shapeOf(focus.instruction.slice(0, COUNTED_CHARS)),
    lines: linesOf(view.lastUserText),
  };
  return Float32Array.from(FEATURES, ({ measure }) => Math.min(Math.max(measure(from), 0), 1));
}
