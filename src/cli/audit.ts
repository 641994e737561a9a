import { dearestModel } from '../config/dearest-model.js';
import type { Registry } from '../config/registry.js';
import { DragomanError } from '../errors.js';
import { type AskedModel, askThrough } from '../lab/audit/ask-model.js';
import { auditCost } from '../lab/audit/audit-cost.js';
import { auditReport } from '../lab/audit/audit-report.js';
import { type AuditSample, drawAuditSample } from '../lab/audit/audit-sample.js';
import { type Audited, type AuditOptions, runAudit } from '../lab/audit/run-audit.js';
import type { RecordStore } from '../store/record-store.js';
import { type AuditFlags, readAuditFlags } from './flags/audit-flags.js';
import { openRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { createProgress } from './output/progress-bar.js';
import { writeJson } from './output/write-json.js';
import { formatAudit, formatAuditPlan } from './reports/format-audit.js';

/**
 * The verb `audit`.
 * @returns the exit code
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`
 */
export async function audit(argv: readonly string[]): Promise<number> {
  const flags = readAuditFlags(argv);
  const registry = readRegistry(flags.location);
  if (registry === undefined) return 1;
  const { pool } = registry;
  const { models } = pool;
  const judge = modelOf(models, 'judge', flags.judge);
  const reference = modelOf(models, 'reference', flags.reference ?? dearestModel(pool)?.name ?? pool.default);
  const store = await openRecords('audit', flags.records);
  try {
    const drawn = { size: flags.sample, seed: flags.seed, reference: reference.name };
    const sample = await drawAuditSample(store, flags.filter, drawn);
    const { maxTokens } = flags;
    const expected = auditCost(sample.records, { models, reference, judge, maxTokens });
    process.stdout.write(formatAuditPlan(sample, expected, { judge: judge.name, reference: reference.name }));
    if (sample.records.length === 0) return 1;
    if (!flags.yes && expected > flags.maxUsd) {
      process.stderr.write(refusal(flags.maxUsd));
      return 1;
    }
    const ask = askThrough(flags.envoy, flags.timeoutMs);
    await auditSample(store, sample, flags, {
      ...{ ask, models, reference, judge, maxTokens, atOnce: flags.atOnce, maxUsd: flags.maxUsd },
    });
    return 0;
  } finally {
    await store.close();
  }
}

function refusal(maxUsd: number): string {
  const limit = maxUsd === 0 ? 'say --yes, or --max-usd N' : `more than --max-usd ${maxUsd}`;
  return `nothing was asked: ${limit}\n`;
}

async function auditSample(
  store: RecordStore,
  { records }: AuditSample,
  { out, yes }: AuditFlags,
  options: AuditOptions,
): Promise<void> {
  const progress = createProgress('auditing', records.length);
  const audited: Audited[] = [];
  await runAudit(records, { ...options, maxUsd: yes ? Infinity : options.maxUsd }, (one) => {
    audited.push(one);
    progress.advance();
  });
  progress.finish();
  await store.addComparisons(audited.flatMap(({ result }) => (result.ok ? [result.value] : [])));
  const report = auditReport(audited);
  process.stdout.write(formatAudit(report, records.length));
  if (out !== undefined) await writeJson(report, out);
}

function modelOf(models: Registry['pool']['models'], flag: string, name: string): AskedModel {
  const model = models.get(name);
  if (model !== undefined) return model;
  const names = [...models.keys()].join(', ');
  throw new DragomanError('usage', `--${flag} names "${name}", must be of ${names}`);
}
