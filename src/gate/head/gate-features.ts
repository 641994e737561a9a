import { linesOf, type LineShape } from '../../signals/line-shape.js';
import { PHRASE_FEATURES } from '../../signals/phrase-features.js';
import { shapeOf, type TextShape } from '../../signals/text-shape.js';
import type { Answer } from '../answer.js';
import { answerShapeOf, type AnswerShape } from './answer-shape.js';
import { optionSupport, type OptionSupport } from './answer-options.js';
import type { Ask } from '../ask.js';
import { findJson } from '../contracts/find-json.js';
import { finalAnswerOf, type FinalAnswer } from './final-answer.js';
import type { Finding } from '../finding.js';
import type { GateReason } from '../gate-reason.js';
import { numberUseOf, type NumberUse } from './number-use.js';
import { sumVerdict } from './asked-sum.js';
import { terseAnswerOf, type TerseAnswer } from './terse-answer.js';

/** Goes up with every change of {@link GATE_FEATURES} or of what one of them measures; a head names the one it knows. */
export const GATE_FEATURE_VERSION = 2;

/** What a feature is computed from. */
interface Sources {
  readonly ask: Ask;
  readonly answer: Answer;
  /** Of the prompt and of the answer. */
  readonly asked: TextShape;
  readonly given: TextShape;
  readonly askedLines: LineShape;
  readonly givenLines: LineShape;
  readonly shape: AnswerShape;
  /** `undefined` for an answer that is no JSON, fenced or not. */
  readonly json: unknown;
  readonly final: FinalAnswer;
  readonly numbers: NumberUse;
  readonly options: OptionSupport;
  readonly terse: TerseAnswer;
  readonly sum: ReturnType<typeof sumVerdict>;
  readonly findings: ReadonlyMap<GateReason, number>;
  /** Start of the prompt, in which phrases are looked for. */
  readonly start: string;
}

export interface GateFeature {
  readonly name: string;
  /** What it measures, for the reference. */
  readonly about: string;
  /** In [0, 1]; what lies outside is cut. */
  readonly measure: (from: Sources) => number;
}

/** 0 for none, 1 for `full` or more, on a logarithmic scale. */
const log = (count: number, full: number): number => Math.log1p(Math.max(count, 0)) / Math.log1p(full);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const flag = (holds: boolean): number => (holds ? 1 : 0);
const feature = (name: string, about: string, measure: GateFeature['measure']): GateFeature => ({
  name,
  about,
  measure,
});

/** Reasons of checks that the head was fitted with; a new one counts here from the next training on. Contracts are judged apart. */
const FOUND: readonly GateReason[] = [
  ...(['empty', 'too_short', 'refusal', 'truncated', 'repetition', 'wrong_language'] as const),
  ...(['template_tokens', 'missing_code', 'unbalanced', 'hedging', 'off_topic'] as const),
  'unsure_tokens',
];

const FINDINGS: readonly GateFeature[] = [
  feature('worst', 'strength of the strongest finding', ({ findings }) => Math.max(0, ...findings.values())),
  feature('findings', 'findings, full at 3', ({ findings }) => findings.size / 3),
  ...FOUND.map((reason) =>
    feature(
      `found.${reason}`,
      `strength of the finding ${reason}`,
      ({ findings }) => findings.get(reason) ?? 0,
    ),
  ),
];

const LENGTHS: readonly GateFeature[] = [
  feature('chars', 'characters of the answer, log, full at 16,384', ({ answer }) =>
    log(answer.text.length, 16_384),
  ),
  feature('words', 'words, log, full at 2,048', ({ given }) => log(given.words, 2_048)),
  feature('ratio', 'characters of the answer for one of the prompt, log, full at 64', ({ answer, ask }) =>
    log(answer.text.length / Math.max(ask.prompt.length, 1), 64),
  ),
  feature('lines', 'lines, log, full at 256', ({ givenLines }) => log(givenLines.lines, 256)),
  feature('lineLength', 'characters a line, log, full at 2,048', ({ answer, givenLines }) =>
    log(answer.text.length / Math.max(givenLines.lines, 1), 2_048),
  ),
  feature(
    'sentenceLength',
    'words a sentence, full at 60',
    ({ given }) => share(given.words, given.sentences + 1) / 60,
  ),
  feature('oneWord', 'three words or fewer', ({ given }) => flag(given.words <= 3)),
  feature('limit', 'characters for a token of the limit, full at 6; 0 without a limit', ({ answer, ask }) =>
    ask.maxTokens === undefined ? 0 : share(answer.text.length, 6 * ask.maxTokens),
  ),
  feature('length', 'stopped at its limit', ({ answer }) => flag(answer.finish === 'length')),
];

const SHAPE: readonly GateFeature[] = [
  feature('digits', 'share of digits, times 4', ({ given }) => 4 * share(given.digits, given.units)),
  feature('numbers', 'numbers, log, full at 128', ({ given }) => log(given.numbers, 128)),
  feature('operators', 'arithmetic and logic signs, log, full at 128', ({ given }) =>
    log(given.operators, 128),
  ),
  feature('backslashes', 'backslashes, as in LaTeX, log, full at 128', ({ given }) =>
    log(given.backslashes, 128),
  ),
  feature(
    'brackets',
    'share of brackets, underscores and backticks, times 8',
    ({ given }) => 8 * share(given.brackets, given.units),
  ),
  feature('commas', 'commas for a word, times 8', ({ given }) => 8 * share(given.commas, given.words)),
  feature(
    'wordLength',
    'mean letters of a word, full at 10',
    ({ given }) => share(given.letters, given.words) / 10,
  ),
  feature('longestWord', 'letters of the longest word, log, full at 64', ({ given }) =>
    log(given.longestWord, 64),
  ),
  feature(
    'capitals',
    'share of capitals among letters, times 4',
    ({ given }) => 4 * share(given.upper, given.letters),
  ),
  feature('questions', 'question marks, log, full at 8', ({ given }) => log(given.questionMarks, 8)),
  feature('exclamations', 'exclamation marks, log, full at 8', ({ given }) => log(given.exclamations, 8)),
  feature('bullets', 'lines of a list, log, full at 32', ({ givenLines }) => log(givenLines.bullets, 32)),
  feature('fences', 'code fences, log, full at 8', ({ givenLines }) => log(givenLines.fences, 8)),
  feature('code', 'lines that look like code, log, full at 64', ({ givenLines }) => log(givenLines.code, 64)),
  feature('codeShare', 'share of such lines', ({ givenLines }) => share(givenLines.code, givenLines.lines)),
  feature('distinctWords', 'different words among all', ({ shape }) => shape.distinctWords),
  feature('distinctRuns', 'different runs of three words among all', ({ shape }) => shape.distinctRuns),
  feature(
    'covered',
    "share of the prompt's longer words that the answer holds",
    ({ shape }) => shape.covered,
  ),
  feature('echoed', "share of the answer's longer words that the prompt holds", ({ shape }) => shape.echoed),
  feature('doubts', 'words of doubt a 100 words, full at 5', ({ shape }) => shape.doubts / 5),
  feature('turns', 'words of turning back a 100 words, full at 5', ({ shape }) => shape.turns / 5),
  feature(
    'certainties',
    'words of concluding a 100 words, full at 10',
    ({ shape }) => shape.certainties / 10,
  ),
  feature('speaksOfItself', 'the model speaks of itself', ({ shape }) => flag(shape.speaksOfItself)),
  feature('names', 'names a 100 words, full at 20', ({ shape }) => shape.names / 20),
  feature('years', 'years a 100 words, full at 5', ({ shape }) => shape.years / 5),
  feature('unfinished', 'ends without an end', ({ shape }) => flag(!shape.isFinished)),
];

const CODE: readonly GateFeature[] = [
  feature(
    'definitions',
    'lines that define a function or class, full at 4',
    ({ shape }) => shape.definitions / 4,
  ),
  feature('noDefinition', 'code without such a line', ({ shape, givenLines }) =>
    flag(shape.definitions === 0 && givenLines.code > 0),
  ),
  feature('returns', 'lines that return, full at 8', ({ shape }) => shape.returns / 8),
  feature('loops', 'loops, full at 6', ({ shape }) => shape.loops / 6),
  feature('examples', 'lines that try the code, log, full at 16', ({ shape }) => log(shape.examples, 16)),
  feature('placeholders', 'lines that leave code out, full at 2', ({ shape }) => shape.placeholders / 2),
  feature('comments', 'comment lines for a line of code', ({ shape, givenLines }) =>
    share(shape.comments, givenLines.code + shape.comments),
  ),
];

const CONCLUSION: readonly GateFeature[] = [
  feature('json', 'the answer is JSON', ({ json }) => flag(json !== undefined)),
  feature('jsonAsked', 'JSON was asked for', ({ ask }) => flag(ask.responseFormat !== 'text')),
  feature('jsonMissing', 'it was asked for and is none', ({ ask, json }) =>
    flag(ask.responseFormat !== 'text' && json === undefined),
  ),
  feature('final.json', 'the final answer is a field of JSON', ({ final }) => flag(final.kind === 'json')),
  feature('final.mark', 'it follows a mark such as "The answer is"', ({ final }) =>
    flag(final.kind === 'mark'),
  ),
  feature('final.none', 'there is none', ({ final }) => flag(final.kind === 'none')),
  feature('final.chars', 'characters of it, log, full at 200', ({ final }) => log(final.text.length, 200)),
  feature('final.number', 'it is or holds a number', ({ final }) => flag(final.number !== undefined)),
  feature(
    'final.size',
    'decimal digits of the number, full at 8',
    ({ final: { number = 0 } }) => Math.log10(1 + Math.abs(number)) / 8,
  ),
  feature('final.fraction', 'the number is no whole one', ({ final: { number = 0 } }) =>
    flag(!Number.isInteger(number)),
  ),
  feature('final.negative', 'the number is below 0', ({ final: { number = 0 } }) => flag(number < 0)),
  feature('final.zero', 'the number is 0', ({ final }) => flag(final.number === 0)),
  feature('final.round', 'the number is a multiple of 5', ({ final: { number = 1 } }) =>
    flag(number % 5 === 0),
  ),
  feature('final.inReasoning', 'its text stands in what leads to it', ({ final }) =>
    flag(final.text !== '' && final.reasoning.includes(final.text)),
  ),
  feature('final.literal', 'it is a literal of a program', ({ final }) =>
    flag(
      /^(?:-?\d[\d_.]*|'.*'|".*"|\[.*\]|\(.*\)|\{.*\}|True|False|None|true|false|null)$/s.test(final.text),
    ),
  ),
  feature('noReasoning', 'nothing leads to it', ({ final }) =>
    flag(final.kind !== 'none' && final.reasoning.trim().length < 20),
  ),
  feature('final.quoted', 'it is a text in quotes or brackets, or holds such a text', ({ final }) =>
    flag(/['"[{(]/.test(final.text)),
  ),
];

const OPTIONS: readonly GateFeature[] = [
  feature('options', 'options of the prompt, full at 10', ({ options }) => options.offered / 10),
  feature('noOption', 'options are offered, and none of them is chosen', ({ options }) =>
    flag(options.offered > 0 && !options.isOffered),
  ),
  feature(
    'option.support',
    "share of the chosen option's words in the reasoning",
    ({ options }) => options.chosen,
  ),
  feature('option.lead', 'by how much it exceeds the best other share; .5 for even', ({ options }) =>
    options.isOffered ? 0.5 + (options.chosen - options.best) / 2 : 0,
  ),
  feature('option.quoted', 'the chosen option stands in the reasoning as it is', ({ options }) =>
    flag(options.isQuoted),
  ),
  feature('option.otherQuoted', 'another one does, and the chosen one does not', ({ options }) =>
    flag(options.isOtherQuoted && !options.isQuoted),
  ),
];

const ARITHMETIC: readonly GateFeature[] = [
  feature('equations', 'equations that can be worked out, log, full at 32', ({ numbers }) =>
    log(numbers.equations, 32),
  ),
  feature('wrong', 'share of them that do not come out', ({ numbers }) => numbers.wrong),
  feature('anyWrong', 'any of them does not', ({ numbers }) => flag(numbers.wrong > 0)),
  feature('rounded', 'share of them that come out when rounded', ({ numbers }) => numbers.rounded),
  feature('ungrounded', 'share of operands out of nowhere', ({ numbers }) => numbers.ungrounded),
  feature('unused', 'share of results that nothing uses', ({ numbers }) => numbers.unused),
  feature('given', 'numbers of the prompt, log, full at 32', ({ numbers }) => log(numbers.given, 32)),
  feature('ignored', 'share of them that the answer does not use', ({ numbers }) => numbers.ignored),
  feature('ignoredSteps', 'the same where there are equations', ({ numbers }) =>
    numbers.equations > 0 ? numbers.ignored : 0,
  ),
  feature(
    'stepsPerNumber',
    'equations for a number of the prompt, full at 3',
    ({ numbers }) => share(numbers.equations, numbers.given) / 3,
  ),
  feature('endsElsewhere', 'the final number is no result, though there are results', ({ numbers }) =>
    flag(numbers.equations > 0 && !numbers.endsWithResult),
  ),
  feature('endsWithLast', 'the final number is the last result', ({ numbers }) => flag(numbers.endsWithLast)),
  feature('endsWithGiven', 'the final number stands in the prompt', ({ numbers }) =>
    flag(numbers.endsWithGiven),
  ),
  feature('negativeResults', 'share of results below 0', ({ numbers }) => numbers.negative),
  feature(
    'fractionalResults',
    'share of results that are no whole numbers',
    ({ numbers }) => numbers.fractional,
  ),
];

const TERSE: readonly GateFeature[] = [
  feature('terse', '80 characters at most, to a prompt of 160 at most', ({ terse }) => flag(terse.isTerse)),
  feature('terse.quoted', 'so short an answer stands in the prompt as it is', ({ terse }) =>
    flag(terse.isQuoted),
  ),
  feature('terse.lacksNumber', 'it names no number, though the prompt asks how many', ({ terse }) =>
    flag(terse.lacksNumber),
  ),
  feature('terse.yesOrNo', 'it says yes or no, as asked', ({ terse }) => flag(terse.isYesOrNo)),
  feature('sum.right', 'it gives what the bare sum in the prompt comes to', ({ sum }) =>
    flag(sum === 'right'),
  ),
  feature('sum.wrong', 'it gives something else', ({ sum }) => flag(sum === 'wrong')),
];

const LOGPROBS: readonly GateFeature[] = [
  feature('logprobs', "the tokens' probabilities are known", ({ answer }) =>
    flag((answer.logprobs?.length ?? 0) > 0),
  ),
  feature(
    'meanLogprob',
    'mean probability of a token, as its cost in nats, full at 2',
    ({ answer: { logprobs = [] } }) =>
      share(-logprobs.reduce((sum, value) => sum + value, 0), logprobs.length) / 2,
  ),
  feature(
    'minLogprob',
    'the same of the least probable token, full at 10',
    ({ answer: { logprobs = [] } }) => logprobs.reduce((most, value) => Math.max(most, -value), 0) / 10,
  ),
];

const PROMPT: readonly GateFeature[] = [
  feature('ask.chars', 'characters of the prompt, log, full at 16,384', ({ ask }) =>
    log(ask.prompt.length, 16_384),
  ),
  feature('ask.sentences', 'full stops and semicolons, log, full at 64', ({ asked }) =>
    log(asked.sentences, 64),
  ),
  feature(
    'ask.wordLength',
    'mean letters of a word, full at 10',
    ({ asked }) => share(asked.letters, asked.words) / 10,
  ),
  feature('ask.digits', 'share of digits, times 4', ({ asked }) => 4 * share(asked.digits, asked.units)),
  feature('ask.operators', 'arithmetic and logic signs, log, full at 64', ({ asked }) =>
    log(asked.operators, 64),
  ),
  feature('ask.backslashes', 'backslashes, as in LaTeX, log, full at 32', ({ asked }) =>
    log(asked.backslashes, 32),
  ),
  feature('ask.money', 'currency signs, log, full at 8', ({ asked }) => log(asked.money, 8)),
  feature('ask.percent', 'speaks of percent, fractions or ratios', ({ start }) =>
    flag(/%|percent|fraction|ratio|\d\/\d|\b(?:half|third|quarter|average)\b/i.test(start)),
  ),
  feature('ask.code', 'lines that look like code, log, full at 64', ({ askedLines }) =>
    log(askedLines.code, 64),
  ),
  feature('ask.options', 'options to choose from, full at 10', ({ askedLines }) => askedLines.options / 10),
  feature('ask.system', 'characters of the system prompt, log, full at 16,384', ({ ask }) =>
    log(ask.system.length, 16_384),
  ),
  ...PHRASE_FEATURES.map(({ name, about, pattern }) =>
    feature(`ask.${name}`, about, ({ start }) => flag(pattern.test(start))),
  ),
];

/** Every feature in the order of the vector, with what it measures. */
export const GATE_FEATURES: readonly GateFeature[] = [
  ...[FINDINGS, LENGTHS, SHAPE, CODE, CONCLUSION, OPTIONS, ARITHMETIC, TERSE, LOGPROBS, PROMPT].flat(),
];

/** UTF-16 units that are read of a longer text's start and end. */
const HEAD_CHARS = 2_048;
const TAIL_CHARS = 1_024;
const START_CHARS = 600;

/**
 * Measures an answer, for serving and for training alike. Of a longer answer only its first 2,048 and last 1,024
 * units are read.
 *
 * @param findings what the checks found
 * @returns as many numbers as {@link GATE_FEATURES}, each in [0, 1]
 */
export function gateFeatures(ask: Ask, answer: Answer, findings: readonly Finding[]): Float32Array {
  const text = bounded(answer.text);
  const prompt = bounded(ask.prompt);
  const json = jsonOf(answer.text);
  const whole = finalAnswerOf(text, json);
  const final = { ...whole, reasoning: bounded(whole.reasoning) };
  const givenLines = linesOf(text);
  const from: Sources = {
    ask,
    answer,
    ...{
      asked: shapeOf(prompt),
      given: shapeOf(text),
      askedLines: linesOf(prompt),
      givenLines,
    },
    shape: answerShapeOf(prompt, text, givenLines.code + givenLines.fences > 0),
    ...{ json, final },
    numbers: numberUseOf(prompt, json === undefined ? text : final.reasoning, final),
    options: optionSupport(prompt, final.letter, final.reasoning),
    terse: terseAnswerOf(ask.prompt, answer.text),
    sum: sumVerdict(ask.prompt, answer.text),
    findings: new Map(
      findings.flatMap(({ reason, strength }) => (FOUND.includes(reason) ? [[reason, strength]] : [])),
    ),
    start: prompt.slice(0, START_CHARS),
  };
  return Float32Array.from(GATE_FEATURES, ({ measure }) => Math.min(Math.max(measure(from), 0), 1));
}

function bounded(text: string): string {
  if (text.length <= HEAD_CHARS + TAIL_CHARS) return text;
  return `${text.slice(0, HEAD_CHARS)}\n${text.slice(-TAIL_CHARS)}`;
}

/** The answer's JSON object or array, fenced or not. */
function jsonOf(text: string): unknown {
  return /^\s*(?:[{[]|```|~~~)/.test(text) ? findJson(text)?.value : undefined;
}
