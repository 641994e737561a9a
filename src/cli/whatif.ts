import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { isReward, type RewardName, REWARDS } from '../lab/whatif/reward.js';
import { whatIf } from '../lab/whatif/what-if.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { filterOfFlags } from './flags/time-flag.js';
import { openRecords, recordsUrl, shownRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { WHATIF } from './manual/whatif.js';
import { createProgress } from './output/progress-bar.js';
import { writeJson } from './output/write-json.js';
import { formatEmptyReplay } from './reports/format-empty-replay.js';
import { formatWhatIf } from './reports/format-what-if.js';

/**
 * The verb `whatif`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `bundle_invalid`, `store_unavailable`, `store_newer`
 */
export async function whatif(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: WHATIF.flags,
  });
  const location = locationOf('whatif', positionals);
  const rewards = rewardsOf(values.reward);
  const clip = clipOf(values.clip);
  const filter = filterOfFlags(values, Date.now());
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const store = await openRecords('whatif', values.records);
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
    const shown = shownRecords(recordsUrl(values.records) ?? '');
    const { replay: report, leftOut } = found;
    process.stdout.write(
      formatEmptyReplay({ report, leftOut }, shown, 'records') ?? formatWhatIf(found, shown),
    );
    if (values.out !== undefined) await writeJson(found, values.out);
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
