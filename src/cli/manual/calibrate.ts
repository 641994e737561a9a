import type { Manual } from './manual.js';
import { ENCODER_FLAG, OUT_JSON_FLAG } from './usual-flags.js';

/** What `dragoman calibrate` takes, and what its help says. */
export const CALIBRATE = {
  summary: 'show what each bar of the gate costs',
  actions: { gate: 'the gate of a cascade' },
  usage: ['calibrate gate --data FILE [flags]'],
  about: `Judges a cheap tier's answers as a cascade's gate judges them and prints, for each bar, how many would go on to the next
tier, how many delivered answers would be good and what that costs, with 95 % bootstrap intervals; then the bar to write
as gate.bar. Use answers of your own that were graded: those that the gate was fitted on flatter it.`,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: 'JSONL, plain or gzip; a row is {id, prompt, answer, label, expects?}; label is 1 for a good answer',
    },
    'price-ratio': {
      type: 'string',
      value: 'R',
      help: "price of the next tier's answer over the cheap tier's",
      default: '10',
    },
    'next-quality': {
      type: 'string',
      value: 'Q',
      help: "share of the next tier's answers that are good, 0 to 1",
      default: '1',
    },
    quality: {
      type: 'string',
      value: 'Q',
      help: 'recommend the cheapest bar that surely reaches this quality',
      without: 'best trade of caught for rejected',
    },
    out: OUT_JSON_FLAG,
    encoder: ENCODER_FLAG,
  },
  example: 'calibrate gate --data answers.jsonl --price-ratio 20 --quality 0.95',
  exitCodes: '0 printed, 1 a row, the encoder or the gate is not valid, 2 wrong usage.',
} as const satisfies Manual;
