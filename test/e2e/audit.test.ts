import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadRegistry } from '../../src/config/load.js';
import type { AnswerComparison } from '../../src/record/comparison.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { startTemporaryEnvoy } from '../envoy/temporary-envoy.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { policyText, routeText } from '../support/pool-text.js';
import { startScriptedUpstream } from '../support/scripted-upstream.js';

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Beside the upstreams of this process, which must go on answering. */
function run(argv: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...argv], (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Asked {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

/** Answers chat completions of 10 and 5 tokens. */
function answering(say: (asked: Asked) => string | undefined): Handler {
  return (request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const said = say(JSON.parse(text) as Asked);
      response.writeHead(said === undefined ? 500 : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          ...{ id: 'c', object: 'chat.completion', created: 1, model: 'm' },
          choices: [{ index: 0, message: { role: 'assistant', content: said ?? '' }, finish_reason: 'stop' }],
          usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
        }),
      );
    });
  };
}

/** Prefers the large model's answer to hard prompts, the first answer to odd ones, and neither otherwise. */
function verdict({ messages }: Asked): string {
  const question = messages.at(-1)?.content ?? '';
  const isLargeFirst = question.indexOf('LARGE') < question.indexOf('SMALL');
  if (question.includes('hard')) return isLargeFirst ? 'A' : 'B';
  if (question.includes('odd')) return 'A';
  return question.includes('mumble') ? 'hm' : 'T';
}

const recordOf = (id: string, text: string, changes: Partial<StoredRecord> = {}): StoredRecord => {
  const record = buildStoredRecord(id, changes);
  return { ...record, prompt: { ...record.prompt, messages: [{ role: 'user', text }] } };
};

const RECORDS = [
  ...Array.from({ length: 6 }, (_, at) => recordOf(`hard${at}`, 'a hard one', { route: 'code' })),
  ...Array.from({ length: 4 }, (_, at) => recordOf(`odd${at}`, 'an odd one', { route: 'code' })),
  ...Array.from({ length: 5 }, (_, at) => recordOf(`easy${at}`, 'an easy one')),
  recordOf('mumbled', 'mumble'),
  recordOf('broken', 'this breaks'),
  recordOf('pin', 'a hard one', { reason: 'pinned' }),
  recordOf('chance', 'a hard one', { arm: 'explored' }),
  buildStoredRecord('no-text'),
];

describe('dragoman audit, through a real Envoy', () => {
  const cleanUp = createCleanUp();
  const asked = new Set<string>();
  let folder: string;
  let flags: readonly string[];
  let store: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-audit-'));
    cleanUp.add(() => rm(folder, { recursive: true, force: true }));
    const start = async (name: string, say: (body: Asked) => string | undefined): Promise<string> => {
      const upstream = await startScriptedUpstream(
        answering((body) => {
          asked.add(body.model);
          return say(body);
        }),
      );
      cleanUp.add(() => {
        upstream.close();
      });
      return `    - { name: ${name}, url: '${upstream.url}', model: served/${name}, price: { input: ${name.length}, output: 10 } }\n`;
    };
    const models = [
      await start('tiny', ({ messages }) =>
        messages[0]?.content.includes('breaks') === true ? undefined : 'SMALL talk',
      ),
      await start('biggest', () => 'LARGE talk'),
      await start('judge', verdict),
    ];
    const pool = `apiVersion: dragoman.dev/v1alpha1\nkind: ModelPool\nmetadata: { name: pool }\nspec:\n  default: tiny\n  models:\n`;
    const policy = policyText('onLowMargin: llm, llmRouter: { model: judge }');
    const registry = join(folder, 'registry');
    await mkdir(registry);
    const text =
      pool + models.join('') + routeText('code', 'target: tiny, match: [{ keywords: [code] }]') + policy;
    await writeFile(join(registry, 'all.yaml'), text);
    const loaded = loadRegistry(registry);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const envoy = await startTemporaryEnvoy(loaded.registry, {});
    cleanUp.add(() => envoy.stop());
    const url = await eventually('the internal listener', () => envoy.listener('internal'));
    store = `sqlite:${join(folder, 'records.db')}`;
    const opened = await openRecordStore(store);
    await opened.append(RECORDS.map((record) => ({ ...record, outcome: null, model: 'tiny' })));
    await opened.close();
    flags = [
      'audit',
      registry,
      '--records',
      store,
      '--judge',
      'judge',
      '--envoy-internal',
      new URL(url).host,
    ];
  });
  after(() => cleanUp.run());

  async function comparisons(): Promise<AnswerComparison[]> {
    const opened = await openRecordStore(store);
    try {
      const found: AnswerComparison[] = [];
      for await (const batch of opened.comparisons({})) found.push(...batch);
      return found;
    } finally {
      await opened.close();
    }
  }

  it('says what it would cost, and asks nothing before somebody agrees', async () => {
    const { status, stdout, stderr } = await run(flags);
    assert.equal(status, 1);
    assert.match(stdout, /20 records; of them 18 were routed to another model than biggest, and 17 of these/);
    assert.match(
      stdout,
      /asking 17 of the same model and of biggest; judge judges; expected cost \$0\.\d{4}/,
    );
    assert.match(stderr, /nothing was asked: say --yes, or --max-usd N/);
    const { stderr: dear } = await run([...flags, '--max-usd', '0.0001']);
    assert.match(dear, /nothing was asked: more than --max-usd 0\.0001/);
    assert.deepEqual(await comparisons(), []);
    assert.equal(asked.size, 0);
  });

  it('has the answers judged in both orders, and tells how often the choice was too weak', async () => {
    const { status, stdout, stderr } = await run([...flags, '--yes']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^code +10 +6 +4 +0 +60\.0 +31\.3 to 83\.2$/m);
    assert.match(stdout, /^smalltalk +5 +0 +5 +0 +0\.0 +0\.0 to 43\.4$/m);
    assert.match(stdout, /^judged 15 of 17; cost \$0\.00\d\d$/m);
    assert.match(stdout, /not judged, 1: The judge said "hm", must say A, B or T\./);
    assert.match(stdout, /not judged, 1: tiny answered 500\./);
    assert.deepEqual([...asked].sort(), ['served/biggest', 'served/judge', 'served/tiny']);
  });

  it('keeps what it found in the store', async () => {
    const found = await comparisons();
    assert.equal(found.length, 15);
    const of = (id: string): AnswerComparison | undefined => found.find(({ decision }) => decision === id);
    assert.equal(of('hard0')?.preferred, 'reference');
    assert.equal(of('odd0')?.preferred, 'tie');
    const { kind, model, reference, costUsd = 0 } = of('easy0') ?? {};
    assert.deepEqual([kind, model, reference], ['audit', 'tiny', 'biggest']);
    // 10 tokens in and 5 out: tiny at 4 and 10 USD per million, biggest at 7 and 10, twice the judge at 5 and 10.
    assert.ok(Math.abs(costUsd - (40 + 50 + 70 + 50 + 2 * (50 + 50)) / 1e6) < 1e-12);
  });
});
