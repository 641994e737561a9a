import { RECORD_SCHEMA, type StoredRecord } from '../../record/stored-record.js';

/** A record with what most records have, so that the type keeps the dictionary in step. */
const TYPICAL: StoredRecord = {
  schema: RECORD_SCHEMA,
  id: '00000000-0000-4000-8000-000000000000',
  requestId: '00000000-0000-4000-8000-000000000000',
  at: 1_790_000_000_000,
  registry: '000000000000',
  bundle: null,
  endpoint: 'chat-completions',
  modelAsked: 'auto',
  stream: false,
  tenant: null,
  conversation: null,
  prompt: {
    ...{ tokens: 100, turns: 1, tools: 0, images: 0, format: 'text' },
    ...{ hash: null, messages: null, isRedacted: false, isCut: false },
  },
  layers: { features: 10, rules: 100, cache: 5, builtin: 100, fast: 300, similarity: 5000 },
  signals: Object.fromEntries(
    [
      'complexity',
      'domain',
      'frontier',
      'language',
      'jailbreak',
      'injection',
      'harm',
      'pii',
      'reask',
      'task',
    ].map((name) => [name, { label: 'none', probability: 0.9 }]),
  ),
  candidates: [
    { route: '', probability: 0.0 },
    { route: '', probability: 0.0 },
  ],
  outOfScope: 0.0,
  confidence: 0.9,
  margin: 0.9,
  layer: 'fast',
  route: null,
  model: '',
  reason: 'similar',
  arm: 'routed',
  propensity: 1,
  routedModel: '',
  fallback: null,
  cascade: { tiers: [''], startedBy: 'first', streaming: 'direct' },
  outlook: { small: { quality: null, costUsd: 0.00001 }, large: { quality: 0.9, costUsd: 0.001 } },
  decideUs: 400,
  attempts: [
    {
      ...{ model: '', status: 200, score: 0.9, passed: true, reasons: [], escalated: false },
      ...{ inputTokens: 100, outputTokens: 100 },
    },
  ],
  outcome: {
    ...{ status: 200, model: '', flags: [], attempts: 1, inputTokens: 100, outputTokens: 100 },
    ...{ cachedTokens: null, timeToFirstByteMs: 100, totalMs: 1000 },
  },
  costUsd: 0.0001,
  wastedUsd: 0,
  defaultUsd: 0.0001,
  strongestUsd: 0.001,
  challenger: null,
  traceparent: '00-00000000000000000000000000000000-0000000000000000-01',
};

/** What the documents of a new file are packed with. Each file keeps its own, so that this may change. */
export function documentDictionary(): Uint8Array {
  const plain = { ...TYPICAL, cascade: null, attempts: [] } satisfies StoredRecord;
  return Buffer.from(JSON.stringify(TYPICAL) + JSON.stringify(plain));
}
