import { LEAST_COVERED, LEAST_EFFECTIVE } from '../../lab/whatif/overlap.js';
import { REWARDS } from '../../lab/whatif/reward.js';
import type { Manual } from './manual.js';
import {
  BUNDLE_FLAG,
  CACHE_FLAG,
  ENCODER_FLAG,
  OUT_JSON_FLAG,
  SINCE_FLAG,
  RECORDS_FLAG,
  UNTIL_FLAG,
} from './usual-flags.js';

/** What `dragoman whatif` takes, and what its help says. */
export const WHATIF = {
  summary: 'estimate from records what another registry would have earned',
  usage: ['whatif DIR [--records URL] [flags]'],
  about: `Estimates what another registry would have earned with the recorded traffic. Every recorded prompt is routed by it, and
where the log did the same, by chance (exploration, control group) or because the registries agree, its reward counts,
weighed by how likely that was. Where the log says too little, no number is printed but "not enough overlap": below
${LEAST_EFFECTIVE} conversations' worth of matching requests, or when it could not have made ${100 * LEAST_COVERED} % of the choices.`,
  flags: {
    records: RECORDS_FLAG,
    reward: {
      type: 'string',
      value: 'LIST',
      help: `of ${Object.keys(REWARDS).join(', ')}`,
      default: 'cost,success',
    },
    'with-trials': {
      type: 'boolean',
      help: 'judge it with its own control group and exploration, not its router alone',
      default: false,
    },
    clip: { type: 'string', value: 'W', help: 'cut weights down to W: steadier, and biased', without: 'not' },
    since: SINCE_FLAG,
    until: UNTIL_FLAG,
    bundle: BUNDLE_FLAG,
    encoder: ENCODER_FLAG,
    cache: CACHE_FLAG,
    out: OUT_JSON_FLAG,
  },
  example: 'whatif registry-new --records sqlite:records.db --reward cost,success',
  exitCodes: '0 estimated or not enough overlap, 1 registry, encoder or store not valid, 2 wrong usage.',
} as const satisfies Manual;
