import { randomNumbers } from '../../src/heads/random.js';
import { RECORD_SCHEMA, type StoredRecord } from '../../src/record/stored-record.js';

const START = Date.UTC(2026, 0, 1);
const MONTH_MS = 30 * 86_400_000;
const ROUTES = 20;
const MODELS = ['small', 'medium', 'large'] as const;
const SIGNALS = ['complexity', 'domain', 'language', 'task'] as const;
const LABELS = ['code', 'easy', 'en', 'hard', 'law'] as const;

/**
 * Makes records as serving leaves them behind: twenty routes, ten tenants, a month, prompts by their hash. The same in every
 * run.
 *
 * @param total of all records, which spread over the month
 */
export function createRecordMaker(total: number, seed = 1): (at: number) => StoredRecord {
  const random = randomNumbers(seed);
  const share = (): number => Math.round(random() * 1e6) / 1e6;
  const below = (count: number): number => Math.floor(random() * count);
  const hex = (digits: number): string =>
    Array.from({ length: digits / 8 }, () =>
      below(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  const uuid = (): string => hex(32).replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5');
  return (place) => {
    const model = MODELS[below(3)] ?? 'small';
    const route = `route-${below(ROUTES)}`;
    const [inputTokens, outputTokens] = [20 + below(3000), 10 + below(800)];
    const usd = MODELS.map((_, at) => (inputTokens * 0.05 + outputTokens * 0.2) * 1e-6 * 4 ** at);
    const costUsd = usd[MODELS.indexOf(model)] ?? 0;
    return {
      ...{ schema: RECORD_SCHEMA, id: uuid(), requestId: uuid() },
      at: START + Math.floor((place / total) * MONTH_MS),
      ...{ registry: '5f0c9b1d2e7a', bundle: null, endpoint: 'chat-completions', modelAsked: 'auto' },
      ...{ stream: random() < 0.5, tenant: `tenant-${below(10)}`, conversation: hex(24) },
      prompt: {
        ...{ tokens: inputTokens, turns: 1 + below(5), tools: 0, images: 0, format: 'text' },
        ...{ hash: hex(32), messages: null, isRedacted: false, isCut: false },
      },
      layers: { features: below(50), builtin: below(90), fast: below(300) },
      signals: Object.fromEntries(
        SIGNALS.map((name) => [name, { label: LABELS[below(5)] ?? 'en', probability: share() }]),
      ),
      candidates: Array.from({ length: 5 }, () => ({
        route: `route-${below(ROUTES)}`,
        probability: share(),
      })),
      ...{ outOfScope: share(), confidence: share(), margin: share(), layer: 'fast', route, model },
      ...{ reason: 'similar', arm: 'routed', propensity: 1, routedModel: model, fallback: null },
      ...{ cascade: null, attempts: [], challenger: null },
      outlook: Object.fromEntries(MODELS.map((name, at) => [name, { quality: null, costUsd: usd[at] ?? 0 }])),
      decideUs: 200 + below(2000),
      outcome: {
        ...{ status: random() < 0.99 ? 200 : 503, model, flags: [], attempts: 1, inputTokens, outputTokens },
        ...{ cachedTokens: null, timeToFirstByteMs: 50 + below(900), totalMs: 200 + below(9000) },
      },
      ...{ costUsd, wastedUsd: 0, defaultUsd: usd[1] ?? 0, strongestUsd: usd[2] ?? 0 },
      traceparent: `00-${hex(32)}-${hex(16)}-01`,
    };
  };
}
