import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LitellmVariants } from './litellm-variants.js';
import { pathFrom } from './peer.js';
import type { ModelName } from './prompts.js';
import type { Misspelt } from './results.js';
import type { Portkey } from './start-portkey.js';
import { readConfig, type WorkPlace, writeConfig } from './work-place.js';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const PROMPT = 'tell me a joke';

/** What each router says when the key that holds the examples, or the conditions, is misspelt. */
export async function misspellEach(
  place: WorkPlace,
  litellm: LitellmVariants,
  portkey: Portkey,
  modelOf: (ask: () => Promise<unknown>) => Promise<ModelName | undefined>,
): Promise<Misspelt[]> {
  const model = await modelOf(() => litellm.misspelt.ask(PROMPT));
  const log = readFileSync(litellm.proxy.child.logFile, 'utf8').split('\n');
  const config = readConfig('portkey.json').replace('"conditions"', '"condtions"');
  const answer = await portkey.askWith(config, PROMPT);
  return [
    offline(place, 'Dragoman', 'dragoman.yaml', ['examples', 'exmaples'], process.execPath, [MAIN, 'check']),
    {
      ...{ router: 'LiteLLM', wrong: 'uterances', right: 'utterances' },
      says: log.filter((line) => line.includes('uterances')).join('\n'),
      outcome: `starts; "${PROMPT}" goes to ${model ?? 'nobody'}`,
    },
    {
      ...{ router: 'Portkey', wrong: 'condtions', right: 'conditions' },
      says: answer.text,
      outcome: `starts; the request is answered by ${answer.status}`,
    },
    offline(
      place,
      'vLLM Semantic Router',
      'vllm-sr.yaml',
      ['candidates', 'candidats'],
      pathFrom('PEER_VLLM_SR'),
      [...['config', 'validate', '--config']],
    ),
  ];
}

/** A checker that needs nothing running. */
function offline(
  place: WorkPlace,
  router: string,
  file: string,
  [right, wrong]: readonly [right: string, wrong: string],
  command: string,
  args: readonly string[],
): Misspelt {
  const path = writeConfig(place, file, readConfig(file).replace(`${right}:`, `${wrong}:`));
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout, stderr, status } = spawnSync(command, [...args, path], { encoding: 'utf8', env });
  const says = `${stdout}${stderr}`.replaceAll(`${place.work}/`, '').trim();
  return { router, wrong, right, says, outcome: `exit code ${status ?? NaN}, nothing is started` };
}
