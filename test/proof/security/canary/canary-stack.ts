import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../../../../demo/node-flags.js';
import { type CleanUp, createCleanUp } from '../../../support/clean-up.js';
import { policyText, routeText } from '../../../support/pool-text.js';
import { type Stack, type RegistryFiles, startStack } from '../../../support/stack.js';
import { type RedisServer, startRedis } from '../../../support/start-redis.js';
import { type ByteSink, startByteSink } from './byte-sink.js';
import { type Canaries, createCanaries } from './canaries.js';
import { startCanaryModel } from './canary-model.js';

/** Every part that can write something down, each with secrets of its own, behind a real Envoy. */
export interface CanaryStack {
  readonly stack: Stack;
  readonly canaries: Canaries;
  readonly collector: ByteSink;
  readonly redis: RedisServer;
  /** Folder of the records' store, of the vectors and of the bundles. */
  readonly kept: string;
  /** Working folder of the process; logs and Envoy's files are in it, and so would be what a crash leaves. */
  readonly work: string;
  /** The value of DRAGOMAN_ADMIN_TOKEN. */
  readonly token: string;
  stop(): Promise<void>;
}

/** Largest body of the registry, in bytes. */
export const MOST_BODY_BYTES = 65_536;

const MAIN = fileURLToPath(new URL('../../../../src/cli/main.js', import.meta.url));
const MODELS = ['small', 'medium', 'large', 'judge'];
const KEY_VARIABLE = 'CANARY_PROVIDER_KEY';

const TALK = ['hi there', 'good evening', 'how are you today', 'hello, nice to meet you', 'good morning'];
const REFUNDS = [
  'I want my money back',
  'how do I return these shoes?',
  'refund my last order',
  'where is my refund?',
];

/** @param text what records keep of prompts */
export async function startCanaryStack(text: 'hash' | 'redacted'): Promise<CanaryStack> {
  const cleanUp = createCleanUp();
  const canaries = createCanaries();
  try {
    const kept = await mkdtemp(join(tmpdir(), 'canary-'));
    cleanUp.add(() => rm(kept, { recursive: true, force: true }));
    const keys = await mkdtemp(join(tmpdir(), 'canary-keys-'));
    cleanUp.add(() => rm(keys, { recursive: true, force: true }));
    await mkdir(join(kept, 'bundles'));
    const keyFile = join(keys, 'key');
    await writeFile(keyFile, canaries.word('provider key, file'));
    // Envoy reads it from its environment, which is this process's.
    process.env[KEY_VARIABLE] = canaries.word('provider key, variable');
    const collector = await startByteSink();
    cleanUp.add(() => {
      collector.close();
    });
    const redis = await startRedis({ password: canaries.word('redis password') });
    cleanUp.add(() => redis.remove());
    const token = canaries.word('admin token');
    const stack = await startStack({
      registry: { ...(await poolOf(canaries, keyFile, cleanUp)), ...rulesOf(text) },
      models: {},
      flags: [
        ...['--records', `sqlite:${join(kept, 'records.db')}`, '--cache', join(kept, 'vectors')],
        ...['--bundles', join(kept, 'bundles'), '--otlp', `${collector.url}/v1/traces`],
        ...['--log-level', 'trace'],
      ],
      env: {
        DRAGOMAN_ADMIN_TOKEN: token,
        DRAGOMAN_HASH_KEY: canaries.word('hash key'),
        DRAGOMAN_SHARED_CACHE: redis.url,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${canaries.word('collector token')}`,
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
      program: (work) => ['sh', '-c', 'cd "$0" && exec "$@"', work, process.execPath, ...NODE_FLAGS, MAIN],
    });
    cleanUp.add(() => stack.stop());
    const work = dirname(dirname(stack.envoy.logFile));
    return { ...{ stack, canaries, collector, redis, kept, work, token }, stop: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

async function poolOf(canaries: Canaries, keyFile: string, cleanUp: CleanUp): Promise<RegistryFiles> {
  const lines = [];
  for (const [at, name] of MODELS.entries()) {
    const model = await startCanaryModel(name, canaries.word(`answer of ${name}`));
    cleanUp.add(() => {
      model.close();
    });
    const key = [`, apiKey: { env: ${KEY_VARIABLE} }`, `, apiKey: { file: '${keyFile}' }`][at] ?? '';
    lines.push(
      `- { name: ${name}, url: '${model.url}', model: org/${name}, price: { input: ${at + 1}, output: ${at + 1} }${key} }`,
    );
  }
  return {
    'pool.yaml': `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: medium
  models:
${lines.map((line) => `    ${line}\n`).join('')}`,
  };
}

/** A cascade, examples, the small model for cases of doubt, and a copy of every request. */
function rulesOf(text: string): RegistryFiles {
  return {
    'routes.yaml': [
      routeText(
        'climbing',
        'cascade: { tiers: [small, large], gate: { bar: 0.1 } }, match: [{ keywords: [escalate] }]',
      ),
      routeText('plain', 'target: large, match: [{ keywords: [plain] }]'),
      routeText('small-talk', `target: small, threshold: 0.3, examples: ${JSON.stringify(TALK)}`),
      // No probability reaches it: whatever is alike is in doubt.
      routeText('refunds', `target: medium, threshold: 1, examples: ${JSON.stringify(REFUNDS)}`),
    ].join(''),
    'policy.yaml': policyText(
      [
        `records: { text: ${text} }, limits: { maxBodyBytes: ${MOST_BODY_BYTES} }, margin: 0, onLowMargin: llm`,
        'llmRouter: { model: judge, deadline: 20s, maxShare: 1 }, encoder: { deadline: 20s }',
        'shadow: { share: 1, model: large }',
      ].join(', '),
    ),
  };
}
