import { DEFAULTS } from '../../config/defaults.js';
import type { Manual } from './manual.js';
import { ENCODER_FLAG } from './usual-flags.js';

/** What `dragoman gate` takes, and what its help says. */
export const GATE = {
  summary: "judge answers from a file, as a cascade's gate would",
  usage: ['gate --data FILE --out FILE [flags]'],
  about: `Judges answers as a cascade's gate judges them, without Envoy, and writes one JSON line each, in the order of the rows.
A verifier and samples are not asked.`,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: 'JSONL, plain or gzip; a row is {id, prompt, answer, expects?}; expects: "json" means that the request asked for a JSON object',
    },
    out: {
      type: 'string',
      value: 'FILE',
      help: 'where the lines go (gzip when the name ends in .gz): {id, good, reasons, verdict}; good is the probability that the answer is good, verdict is "pass" or "reject"; {id, error} for a row that cannot be read',
    },
    bar: {
      type: 'string',
      value: 'B',
      help: 'lowest probability that passes, 0 to 1',
      default: String(DEFAULTS.cascade.gateBar),
    },
    encoder: ENCODER_FLAG,
  },
  example: 'gate --data answers.jsonl --out verdicts.jsonl --bar 0.6',
  exitCodes: '0 written, 1 encoder or gate not valid, 2 wrong usage.',
} as const satisfies Manual;
