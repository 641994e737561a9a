import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { LEAST_COVERED, LEAST_EFFECTIVE } from '../lab/off-policy/overlap.js';
import { isReward, type RewardName, REWARDS } from '../lab/off-policy/reward.js';
import { whatIf } from '../lab/off-policy/what-if.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { filterOfFlags } from './flags/time-flag.js';
import { openRecords, recordsUrl, shownRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { createProgress } from './output/progress-bar.js';
import { writeJson } from './output/write-json.js';
import { formatWhatIf } from './reports/format-what-if.js';

const HELP = `Usage: dragoman whatif DIR [--store URL] [flags]

Estimates what another registry would have earned with the recorded traffic. Every recorded prompt is routed by it, and
where the log did the same, by chance (exploration, control group) or because the registries agree, its reward counts,
weighed by how likely that was. Where the log says too little, no number is printed but "not enough overlap": below
${LEAST_EFFECTIVE} conversations' worth of matching requests, or when it could not have made ${100 * LEAST_COVERED} % of the choices.

  --store URL         records whose prompts were kept                    (DRAGOMAN_RECORDS)
  --reward LIST       of ${Object.keys(REWARDS).join(', ')}        (cost,success)
  --with-trials       judge it with its own control group and exploration, not its router alone
  --clip W            cut weights down to W: steadier, and biased        (not)
  --since, --until T  records decided from, before: 2026-01-31, 2026-01-31T12:00:00Z, or 90m, 12h, 7d ago
  --bundle FILE       outcome heads of dragoman fit-outcomes, or a bundle: DIR or DIR/VERSION    (the RouterPolicy's)
  --encoder DIR|none  folder of the sentence encoder                     (the one that ships)
  --cache DIR         keep embeddings in DIR for the next run; not for two runs at a time
  --json FILE         write everything as JSON as well

Example: dragoman whatif registry-new --store sqlite:records.db --reward cost,success

Exit code: 0 estimated or not enough overlap, 1 registry, encoder or store not valid, 2 wrong usage.
`;

const OPTIONS = {
  store: { type: 'string' },
  reward: { type: 'string', default: 'cost,success' },
  'with-trials': { type: 'boolean', default: false },
  clip: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  bundle: { type: 'string' },
  encoder: { type: 'string' },
  cache: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * The verb `whatif`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `bundle_invalid`, `store_unavailable`, `store_newer`
 */
export async function whatif(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const location = locationOf('whatif', positionals);
  const rewards = rewardsOf(values.reward);
  const clip = clipOf(values.clip);
  const filter = filterOfFlags(values, Date.now());
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const store = await openRecords('whatif', values.store);
  try {
    const [all] = await store.summarize(filter, []);
    const progress = createProgress('replaying', all?.records ?? 0);
    const found = await whatIf(store, registry, {
      ...{ rewards, clip, filter, withTrials: values['with-trials'] },
      encoderDirectory: encoderDirectoryOf(values.encoder),
      bundle: values.bundle,
      cacheDirectory: values.cache,
      onProgress: (count) => {
        progress.advance(count);
      },
    });
    progress.finish();
    process.stdout.write(formatWhatIf(found, shownRecords(recordsUrl(values.store) ?? '')));
    if (values.json !== undefined) await writeJson(found, values.json);
    return 0;
  } finally {
    await store.close();
  }
}

function rewardsOf(list: string): RewardName[] {
  return list.split(',').map((name) => {
    if (isReward(name)) return name;
    const names = Object.keys(REWARDS).join(', ');
    throw new DragomanError('usage', `--reward names "${name}", must be of ${names}`);
  });
}

function clipOf(flag: string | undefined): number | undefined {
  if (flag === undefined) return undefined;
  const clip = Number(flag);
  if (flag.trim() !== '' && clip >= 1 && clip < Infinity) return clip;
  throw new DragomanError('usage', `--clip is "${flag}", must be a number of at least 1`);
}
