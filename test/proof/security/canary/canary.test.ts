import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../../support/eventually.js';
import { scrape } from '../../../support/read-metrics.js';
import { storedRecords } from '../../../support/stored-records.js';
import { type CanaryStack, startCanaryStack } from './canary-stack.js';
import { sendCanaries, type Sent } from './send-canaries.js';
import {
  answersOf,
  filesIn,
  readAdmin,
  readEnvoyAdmin,
  readRedis,
  type WrittenDown,
} from './written-down.js';

/** What `records.text: redacted` keeps, and those who have the token may read. */
const PROMPTS = [
  ...['anthropic prompt', 'anthropic system', 'assistant turn', 'completions prompt', 'developer prompt'],
  ...['first user prompt', 'instructions', 'last user prompt', 'prompt for the encoder'],
  ...['prompt for the small model', 'prompt of a cascade', 'prompt of a plain stream', 'prompt of a stream'],
  ...['prompt that failed', 'responses input', 'system prompt', 'tool result'],
];

/** Refusals that quote the client's own word to the client, by the request's title. */
const OWN_WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['unknown model', ['unknown model']],
  ['feedback', ['feedback decision']],
]);

for (const text of ['hash', 'redacted'] as const) {
  /** The tenant's name is in every record; of prompts only what the policy keeps. */
  const kept = text === 'hash' ? ['tenant'] : [...PROMPTS, 'tenant'].sort();

  describe(`what all parts write down, with records.text: ${text}`, () => {
    let parts: CanaryStack;
    let sent: readonly Sent[];
    let admin: Awaited<ReturnType<typeof readAdmin>>;
    let envoyAdmin: WrittenDown;
    let redis: WrittenDown;

    before(async () => {
      parts = await startCanaryStack(text);
      sent = await sendCanaries(parts.stack.url, parts.canaries);
      const ids = sent.flatMap(({ answer }) => answer.decision ?? []);
      await eventually('every record is written', async () => {
        const metrics = await scrape(parts.stack.admin);
        return metrics.sum('dragoman_written_total', { queue: 'records' }) >= ids.length;
      });
      admin = await readAdmin(parts, ids);
      envoyAdmin = await readEnvoyAdmin(parts);
      redis = await readRedis(parts);
      // Envoy writes its log and its last spans when it ends.
      await parts.stack.envoy.stop();
      await parts.stack.dragoman().stop(20_000);
    });
    after(() => parts.stop());

    /** Places whose words are in any of it. */
    const foundIn = (down: WrittenDown): readonly string[] =>
      parts.canaries.foundIn(Buffer.concat([...down.values()]));

    it('is not nothing: every part has written', () => {
      const decided = sent.flatMap(({ answer }) => answer.decision ?? []);
      const logs = filesIn(join(parts.work, 'logs'));
      const traces = Buffer.concat(parts.collector.bodies).toString('latin1');
      for (const id of decided) {
        assert.ok(logs.get('dragoman.log')?.includes(id), 'our log');
        assert.ok(logs.get('envoy.log')?.includes(id), "Envoy's log");
        assert.ok(traces.includes(id), 'a span');
        assert.ok(admin.withToken.get(`/decisions/${id}`)?.includes(id), 'the admin port');
      }
      assert.ok(decided.length > 10 && redis.size >= 2 && envoyAdmin.size >= 7);
      const reasons = new Set(sent.map(({ answer }) => answer.reason));
      assert.ok(reasons.has('similar') && reasons.has('llm'), 'the encoder and the small model were asked');
    });

    it('is no secret and no prompt in logs, in the files for Envoy, and in what else lies in the working folder', () => {
      // The registry is what went in.
      const down = filesIn(parts.work, (path) => path.startsWith('registry/'));
      for (const [path, bytes] of down) assert.deepEqual(parts.canaries.foundIn(bytes), [], path);
    });

    it('is, in traces, the name that a client calls a model and its program, and nothing else of a request', () => {
      assert.deepEqual(foundIn(new Map([['', Buffer.concat(parts.collector.bodies)]])), [
        'unknown model',
        'user agent',
      ]);
    });

    it('is in the store what the policy keeps, and nothing else', async () => {
      const records = await storedRecords(`sqlite:${join(parts.kept, 'records.db')}`);
      assert.deepEqual(foundIn(new Map([['', Buffer.from(JSON.stringify(records))]])), kept);
      // Texts are packed there, so that this finds only what stands beside them.
      assert.deepEqual(foundIn(filesIn(parts.kept)), ['tenant']);
    });

    it('is, in the shared cache, nothing that a client sent', () => {
      assert.deepEqual(foundIn(redis), []);
    });

    it('is, on the admin port, nothing without the token, and with it what the store keeps', () => {
      assert.deepEqual(foundIn(admin.without), []);
      assert.deepEqual(foundIn(admin.withToken), kept);
      const metrics = admin.withToken.get('/metrics') ?? Buffer.alloc(0);
      assert.deepEqual(parts.canaries.foundIn(metrics), []);
    });

    it("is nothing on Envoy's own admin port, which knows the keys", () => {
      assert.deepEqual(foundIn(envoyAdmin), []);
    });

    it('is, to the client, the answer of its model, and its own words only where they name what is at fault', () => {
      for (const [title, bytes] of answersOf(sent)) {
        const told = parts.canaries.foundIn(bytes);
        const own = OWN_WORDS.get(title) ?? [];
        assert.deepEqual(
          told.filter((place) => !place.startsWith('answer of ')),
          own,
          title,
        );
        assert.ok(told.length <= 1, title);
      }
    });
  });
}
