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

const HELP = `Usage: dragoman audit DIR [--store URL] --judge MODEL (--yes | --max-usd N) [flags]

Tells how often the router sent a prompt to too weak a model. Draws recorded prompts at random, asks each again of the
model that answered and of the strongest one, and has a judge compare the two answers without knowing whose they are, in
both orders; where the orders disagree it is a tie. Everything is asked through Envoy. Says first what it will cost.

  --store URL         records whose prompts were kept; what is found is added    (DRAGOMAN_RECORDS)
  --judge MODEL       pool model that compares the answers; best not one of the two
  --reference MODEL   pool model that is compared with                        (the dearest of the pool)
  --sample N          prompts to ask, 1 to 100,000                            (500)
  --envoy URL         Envoy's internal listener                               (http://127.0.0.1:10001)
                      It is there where a registry has a verifier, samples or an LLM router; the clients' listener does
                      as well, and makes a record of each question.
  --yes               begin, whatever it costs
  --max-usd N         begin if it is expected to cost no more, and stop at N US dollars
  --since, --until T  records decided from, before: 2026-01-31, 2026-01-31T12:00:00Z, or 90m, 12h, 7d ago
  --route NAME        records of one route
  --max-tokens N      longest answer                                          (1024)
  --at-once N         prompts asked at a time, 1 to 64                        (4)
  --timeout SECONDS   longest wait for an answer                              (60)
  --seed N            draws another sample                                    (1)
  --json FILE         write everything as JSON as well

Example: dragoman audit registry --store sqlite:records.db --judge large --sample 200 --max-usd 5

Exit code: 0 audited, 1 nothing to audit, too dear, or registry or store not valid, 2 wrong usage.
`;

/**
 * The verb `audit`.
 * @returns the exit code
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`
 */
export async function audit(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const flags = readAuditFlags(argv);
  const registry = readRegistry(flags.location);
  if (registry === undefined) return 1;
  const models = registry.pool.models;
  const judge = modelOf(models, 'judge', flags.judge);
  const reference = modelOf(models, 'reference', flags.reference ?? dearestOf(models.values()));
  const store = await openRecords('audit', flags.store);
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
  { json, yes }: AuditFlags,
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
  if (json !== undefined) await writeJson(report, json);
}

function modelOf(models: Registry['pool']['models'], flag: string, name: string): AskedModel {
  const model = models.get(name);
  if (model !== undefined) return model;
  const names = [...models.keys()].join(', ');
  throw new DragomanError('usage', `--${flag} names "${name}", must be of ${names}`);
}

function dearestOf(models: Iterable<AskedModel>): string {
  const priceSum = ({ price }: AskedModel): number => price.input + price.output;
  return [...models].reduce((most, model) => (priceSum(model) > priceSum(most) ? model : most)).name;
}
