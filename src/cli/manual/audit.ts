import { ENVOY_ADDRESSES } from '../../envoy/envoy-options.js';
import type { Manual } from './manual.js';
import { OUT_JSON_FLAG, ROUTE_FLAG, SINCE_FLAG, RECORDS_FLAG, UNTIL_FLAG } from './usual-flags.js';

/** What `dragoman audit` takes, and what its help says. */
export const AUDIT = {
  summary: 'ask a sample of recorded prompts again, and have the answers judged',
  usage: ['audit DIR [--records URL] --judge MODEL (--yes | --max-usd N) [flags]'],
  about: `Tells how often the router sent a prompt to too weak a model. Draws recorded prompts at random, asks each again of the
model that answered and of the strongest one, and has a judge compare the two answers without knowing whose they are, in
both orders; where the orders disagree it is a tie. Everything is asked through Envoy. Says first what it will cost.`,
  flags: {
    records: RECORDS_FLAG,
    judge: {
      type: 'string',
      value: 'MODEL',
      help: 'pool model that compares the answers; best not one of the two',
    },
    reference: {
      type: 'string',
      value: 'MODEL',
      help: 'pool model that is compared with',
      without: 'the dearest of the pool',
    },
    sample: { type: 'string', value: 'N', help: 'prompts to ask, 1 to 100,000', default: '500' },
    'envoy-internal': {
      type: 'string',
      value: 'HOST:PORT',
      help: "Envoy's internal listener, as given to dragoman serve. It is there where a registry has a verifier, samples or an LLM router; the clients' listener does as well, and makes a record of each question.",
      default: ENVOY_ADDRESSES.internal,
    },
    yes: { type: 'boolean', help: 'begin, whatever it costs', default: false },
    'max-usd': {
      type: 'string',
      value: 'N',
      help: 'begin if it is expected to cost no more, and stop at N US dollars',
      default: '0',
      without: 'no limit is told',
    },
    since: SINCE_FLAG,
    until: UNTIL_FLAG,
    route: ROUTE_FLAG,
    'max-tokens': { type: 'string', value: 'N', help: 'longest answer', default: '1024' },
    'at-once': { type: 'string', value: 'N', help: 'prompts asked at a time, 1 to 64', default: '4' },
    timeout: { type: 'string', value: 'SECONDS', help: 'longest wait for an answer', default: '60' },
    seed: { type: 'string', value: 'N', help: 'draws another sample', default: '1' },
    out: OUT_JSON_FLAG,
  },
  example: 'audit registry --records sqlite:records.db --judge large --sample 200 --max-usd 5',
  exitCodes: '0 audited, 1 nothing to audit, too dear, or registry or store not valid, 2 wrong usage.',
} as const satisfies Manual;
