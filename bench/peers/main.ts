/** `node main.js RESULTS`: the comparison, by `npm run compare:peers`, which names the peers in the environment. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAverage } from '../machine.js';
import { ofSourceNow } from '../source.js';
import { installedSizes } from './installed-sizes.js';
import { startLitellmVariants } from './litellm-variants.js';
import { measureUsage } from './measure-usage.js';
import { misspellEach } from './misspell.js';
import type { Peer } from './peer.js';
import { peerVersions } from './peer-versions.js';
import type { ComparisonResults } from './results.js';
import { modelAsked, routePrompts } from './route-prompts.js';
import { showDecision } from './show-decision.js';
import { startDragoman } from './start-dragoman.js';
import { withRule } from './with-rule.js';
import { startLitellm } from './start-litellm.js';
import { type ComparedModels, startModels } from './start-models.js';
import { type Portkey, startPortkey } from './start-portkey.js';
import type { WorkPlace } from './work-place.js';

const LOAD = { perSecond: 10, seconds: 20, rounds: 3 } as const;
const IDLE_SECONDS = 20;
/** One of the prompts, as Portkey's clients say what kind theirs is. */
const SHOWN = 'make me laugh, I had a long day';

async function main(resultsFile: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'compare-'));
  const startedAt = new Date().toISOString();
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, loadBefore: loadAverage() };
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(what: T): T => {
    started.unshift(what);
    return what;
  };
  try {
    progress('starting the models and the routers');
    const behind = keep(await startModels(work));
    const place = { work, origins: behind.origins };
    const dragoman = keep(await startDragoman(place));
    const litellm = keep(await startLitellm(place, behind.embedder));
    const portkey = keep(await startPortkey(place));
    const peers = [dragoman, litellm, portkey];
    progress('memory and CPU, idle and under the same load');
    const measured = await measureUsage(peers, { ...LOAD, idleSeconds: IDLE_SECONDS });
    progress('one decision of each');
    const shown = [];
    for (const peer of peers) shown.push(await showDecision(peer, SHOWN));
    progress('the prompts, and the misspelt keys');
    const answered = await askPrompts(place, behind, dragoman, portkey);
    const results: ComparisonResults = {
      ...ofSourceNow(),
      ...{ startedAt, machine, versions: peerVersions(), load: LOAD, shown, sizes: installedSizes() },
      ...measured,
      ...answered,
    };
    mkdirSync(dirname(resultsFile), { recursive: true });
    writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
    progress(`written: ${resultsFile}`);
  } finally {
    for (const what of started) await what.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

async function askPrompts(
  place: WorkPlace,
  { models }: ComparedModels,
  dragoman: Peer,
  portkey: Portkey,
): Promise<Pick<ComparisonResults, 'routed' | 'misspelt'>> {
  const litellm = await startLitellmVariants(place);
  try {
    const routed = withRule(place, await routePrompts([dragoman, ...litellm.variants], models));
    const misspelt = await misspellEach(place, litellm, portkey, (ask) => modelAsked(ask, models));
    return { routed, misspelt };
  } finally {
    await litellm.proxy.child.stop();
  }
}

function progress(text: string): void {
  console.log(`> ${text}`);
}

const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: main.js RESULTS');
await main(file);
