import type { WriterCounts } from '../record/record-writer.js';
import type { Reloader } from '../router/reload.js';
import type { Snapshot } from '../router/snapshot.js';
import type { Collect, MetricReader } from '../telemetry/metrics/metric-readers.js';
import type { Candidates } from './bundles/start-candidates.js';
import type { Cascades } from './answers/start-cascades.js';
import type { MemoryCounts, ServiceMemory } from './requests/start-memory.js';
import type { LoadCounts, LoadWatch } from './requests/watch-load.js';
import type { Recording } from './records/start-recording.js';
import type { RecordCounts } from './records/start-records.js';
import type { Shadows } from './answers/start-shadows.js';

/** Parts of the service that count for themselves. */
export interface CountingParts {
  readonly reloader: Pick<Reloader, 'status'> & { readonly current: Pick<Snapshot, 'registry'> };
  readonly recording: {
    readonly recorder: Pick<Recording['recorder'], 'waiting'>;
    readonly tracing: Pick<Recording['tracing'], 'counts'>;
    readonly records: { readonly counts: RecordCounts } | undefined;
  };
  readonly memory: Pick<ServiceMemory, 'counters'>;
  readonly load: Pick<LoadWatch, 'counts'>;
  readonly cascades: Pick<Cascades, 'counts' | 'healthNow'>;
  readonly shadows: Pick<Shadows, 'counts'>;
  readonly candidates: Pick<Candidates, 'counts'> | undefined;
}

/** Tells metrics what the parts of the service counted, so that requests need not. */
export function readCounts(parts: CountingParts): MetricReader {
  return (collect) => {
    readRegistry(collect, parts);
    readMemory(collect, parts.memory.counters);
    readLoad(collect, parts.load.counts);
    readCascades(collect, parts);
    readTrials(collect, parts);
    readQueues(collect, parts.recording);
  };
}

function readRegistry(collect: Collect, { reloader }: CountingParts): void {
  const { registry } = reloader.current;
  const { loads, refusals, loadedAt, problems, error } = reloader.status;
  collect('registryInfo', 1, { version: registry.version });
  collect('registryRoutes', registry.routes.length);
  collect('registryModels', registry.pool.models.size);
  collect('registryLoads', loads);
  collect('registryRefusals', refusals);
  collect('registryProblems', problems.length);
  collect('registryPending', error === undefined ? 0 : 1);
  collect('registryLoadedAt', loadedAt / 1000);
}

function readMemory(collect: Collect, counters: MemoryCounts): void {
  const { decisionCache, sharedCache, stickiness, llmRouter } = counters;
  if (decisionCache !== undefined) {
    const { hits, nearHits, misses, evictions } = decisionCache;
    collect('cacheLookups', hits, { lookup: 'hit' });
    collect('cacheLookups', nearHits, { lookup: 'near_hit' });
    collect('cacheLookups', misses - nearHits, { lookup: 'miss' });
    collect('cacheEvictions', evictions);
  }
  if (sharedCache !== undefined) {
    for (const [shared, count] of Object.entries(sharedCache.lookups))
      collect('sharedLookups', count, { shared_lookup: shared });
    for (const [write, count] of Object.entries(sharedCache.writes))
      collect('sharedWrites', count, { shared_write: write });
    collect('sharedCacheUp', sharedCache.reads ? 1 : 0, { shared_use: 'read' });
    collect('sharedCacheUp', sharedCache.takes ? 1 : 0, { shared_use: 'write' });
  }
  if (stickiness !== undefined) {
    collect('conversations', stickiness.kept, { turn: 'kept' });
    collect('conversations', stickiness.switched, { turn: 'switched' });
  }
  if (llmRouter === undefined) return;
  const { answered, cached, failures, tokens, share, breakerOpen } = llmRouter;
  collect('llmQuestions', answered, { answer: 'answered' });
  collect('llmQuestions', cached, { answer: 'cached' });
  for (const [failure, count] of Object.entries(failures))
    collect('llmQuestions', count, { answer: failure });
  collect('llmTokens', tokens);
  collect('llmShare', share);
  collect('llmBreaker', breakerOpen ? 1 : 0);
}

function readLoad(collect: Collect, { level, open, shed }: LoadCounts): void {
  collect('loadLevel', level);
  collect('openDecisions', open);
  for (const [what, count] of Object.entries(shed)) collect('shed', count, { shed: what });
}

function readCascades(collect: Collect, { cascades, reloader }: CountingParts): void {
  const { open, routes } = cascades.counts;
  const { registry } = reloader.current;
  collect('openCascades', open);
  for (const { name, cascade } of registry.routes) {
    if (cascade !== undefined)
      collect('thrashing', routes[name]?.thrashing === true ? 1 : 0, { route: name });
  }
  for (const model of registry.pool.models.keys()) {
    const health = cascades.healthNow(model);
    if (health !== 'unknown') collect('modelUp', health === 'healthy' ? 1 : 0, { model });
  }
}

function readTrials(collect: Collect, { shadows, candidates }: CountingParts): void {
  const { sent, unsent, compared, incomparable, waiting } = shadows.counts;
  collect('shadowCopies', sent, { copy: 'sent' });
  collect('shadowCopies', unsent, { copy: 'unsent' });
  collect('shadowComparisons', compared, { comparison: 'compared' });
  collect('shadowComparisons', incomparable, { comparison: 'incomparable' });
  collect('queueLength', waiting, { queue: 'shadows' });
  collect('dropped', unsent, { queue: 'shadows', loss: 'no_room' });
  if (candidates === undefined) return;
  const { active, candidate, challenger } = candidates.counts;
  if (active !== null) collect('bundleInfo', 1, { role: 'active', version: active });
  if (candidate !== null) collect('bundleInfo', 1, { role: 'candidate', version: candidate });
  const { scored, agreed, dropped, failed } = challenger;
  collect('challenges', agreed, { challenge: 'agreed' });
  collect('challenges', scored - agreed, { challenge: 'differed' });
  collect('challenges', dropped, { challenge: 'dropped' });
  collect('challenges', failed, { challenge: 'failed' });
  collect('dropped', dropped, { queue: 'challenges', loss: 'busy' });
  collect('dropped', failed, { queue: 'challenges', loss: 'failed' });
}

function readQueues(collect: Collect, { recorder, tracing, records }: CountingParts['recording']): void {
  collect('queueLength', recorder.waiting, { queue: 'outcomes' });
  if (tracing.counts !== undefined) {
    const { exported, failed, dropped, queued } = tracing.counts;
    collect('queueLength', queued, { queue: 'spans' });
    collect('written', exported, { queue: 'spans' });
    collect('dropped', dropped, { queue: 'spans', loss: 'full' });
    collect('dropped', failed, { queue: 'spans', loss: 'failed' });
  }
  if (records === undefined) return;
  const { prompts, ...writers } = records.counts;
  for (const [queue, counts] of Object.entries(writers)) readWriter(collect, queue, counts);
  collect('queueLength', prompts.waiting, { queue: 'prompts' });
  collect('promptBytes', prompts.bytes);
  for (const [loss, count] of Object.entries(prompts.dropped))
    collect('dropped', count, { queue: 'prompts', loss });
}

function readWriter(
  collect: Collect,
  queue: string,
  { waiting, written, dropped, failing }: WriterCounts,
): void {
  collect('queueLength', waiting, { queue });
  collect('written', written, { queue });
  collect('storeFailing', failing ? 1 : 0, { queue });
  for (const [loss, count] of Object.entries(dropped)) collect('dropped', count, { queue, loss });
}
