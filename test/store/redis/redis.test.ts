/** The cache that replicas share, against a real Redis server, well and ill. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, afterEach, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { randomFreePort } from '../../../demo/free-port.js';
import type { Found } from '../../../src/decision/comparison.js';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import { SharedFindings } from '../../../src/router/replicas/shared-findings.js';
import { openRedis, type RedisOptions, type RedisTexts } from '../../../src/store/redis/open-redis.js';
import { parseRedisUrl } from '../../../src/store/redis/redis-url.js';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import { type RedisServer, startRedis } from '../../support/start-redis.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const FOUND: Found = {
  ...{ ok: true, layer: 'similarity' },
  scores: { routes: [{ route: 'code', probability: 0.9 }], outOfScope: 0.1 },
};
const knows = (route: string): boolean => route === 'code';

interface Replica {
  readonly texts: RedisTexts;
  readonly shared: SharedFindings;
  /** Changes that it told. */
  readonly told: readonly string[];
}

describe('texts in Redis', () => {
  const cleanUp = createCleanUp();
  afterEach(() => cleanUp.run());

  const open = (url: string, options: Partial<RedisOptions> = {}): { texts: RedisTexts; why: string[] } => {
    const why: string[] = [];
    const onChange = (_isReady: boolean, reason: string): unknown => why.push(reason);
    const texts = openRedis(parseRedisUrl(url), { onChange, longestPauseMs: 50, ...options });
    cleanUp.add(() => {
      texts.close();
    });
    return { texts, why };
  };
  const ready = (texts: RedisTexts): Promise<boolean> => eventually('the connection', () => texts.isReady);

  /** @param deadlineMs long by default: a busy machine is not what is tested */
  const startReplica = (
    url: string,
    { deadlineMs = 30_000, silenceMs = 10_000 }: { deadlineMs?: number; silenceMs?: number } = {},
  ): Replica => {
    const told: string[] = [];
    const { texts } = open(url, {
      silenceMs,
      onChange: (_isReady, why) => {
        shared.tell(why);
      },
    });
    const shared: SharedFindings = new SharedFindings(texts, {
      ...{ hash: createKeyedHash('k'), secret: 's', deadlineMs, pauseMs: 20 },
      onChange: (state, why) => told.push(`${state}: ${why}`),
    });
    return { texts, shared, told };
  };

  describe('that is well', () => {
    let server: RedisServer;
    before(async () => {
      server = await startRedis();
    });
    after(() => server.remove());

    it('are kept for their time, by who wrote first', async () => {
      const { texts } = open(server.url);
      await ready(texts);
      assert.equal(await texts.get('a'), undefined);
      await texts.add('a', 'first', 60_000);
      await texts.add('a', 'second', 60_000);
      assert.equal(await texts.get('a'), 'first');
      assert.ok(Number(await server.command('PTTL', 'a')) > 50_000);
      await texts.add('brief', 'gone soon', 1);
      await eventually('it is gone', async () => (await texts.get('brief')) === undefined);
    });

    it('go over one connection, many at a time', async () => {
      const { texts } = open(`${server.url}/3`);
      await ready(texts);
      const names = Array.from({ length: 500 }, (_, at) => `key-${at}`);
      await Promise.all(names.map((name) => texts.add(name, name, 60_000)));
      assert.deepEqual(await Promise.all(names.map((name) => texts.get(name))), names);
      assert.match(String(await server.command('INFO', 'keyspace')), /db3:keys=500/);
    });

    it('let one replica use what another found, and refuse garbage', async () => {
      const [one, two] = [startReplica(server.url), startReplica(server.url)];
      await ready(one.texts);
      await ready(two.texts);
      one.shared.put('question', FOUND, 60_000);
      await eventually('it is written', () => one.shared.counts.writes.written === 1);
      assert.deepEqual((await two.shared.find('question', knows))?.found, FOUND);
      for (const garbage of ['', 'x', '{"at":1}', '\u0000\u0001', 'y'.repeat(1e6)]) {
        await server.command('SET', 'dragoman:1:question', garbage);
        assert.equal(await two.shared.find('question', knows), undefined);
      }
      assert.equal(two.shared.counts.lookups.refused, 5);
      await server.command('DEL', 'dragoman:1:question');
      await server.command('LPUSH', 'dragoman:1:question', 'a list');
      assert.equal(await two.shared.find('question', knows), undefined);
      assert.equal(two.shared.counts.lookups.failed, 1, 'a key of another kind is an error of the server');
      assert.deepEqual(two.told, ['reached: ']);
    });

    it('are late while the server is slow, which costs five requests the deadline, and come back', async () => {
      const replica = startReplica(server.url, { deadlineMs: 20 });
      await ready(replica.texts);
      await server.command('CLIENT', 'PAUSE', '600', 'ALL');
      for (let at = 0; at < 50; at += 1) assert.equal(await replica.shared.find('slow', knows), undefined);
      const { late, spared } = replica.shared.counts.lookups;
      assert.ok(late >= 5 && spared >= 1, `${late} late, ${spared} spared`);
      await eventually('it is asked again', async () => {
        await replica.shared.find('slow', knows);
        return replica.shared.counts.lookups.miss > 0;
      });
      assert.deepEqual(
        replica.told.map((line) => line.split(':')[0]),
        ['reached', 'lost', 'reached'],
      );
    });
  });

  describe('that is ill', () => {
    it('is killed, and comes back empty', async () => {
      const server = await startRedis();
      cleanUp.add(() => server.remove());
      const { texts, shared, told } = startReplica(server.url);
      await ready(texts);
      shared.put('question', FOUND, 60_000);
      await eventually('it is written', () => shared.counts.writes.written === 1);
      const underWay = shared.find('question', knows);
      await server.kill();
      await underWay;
      await eventually('the loss is seen', () => !texts.isReady);
      assert.equal(await shared.find('question', knows), undefined);
      shared.put('question', FOUND, 60_000);
      assert.deepEqual([shared.counts.lookups.spared, shared.counts.writes.dropped], [1, 1]);
      await server.restart();
      await eventually('it is connected again', () => texts.isReady);
      assert.equal(await shared.find('question', knows), undefined);
      assert.equal(shared.counts.lookups.miss, 1);
      assert.deepEqual(
        told.map((line) => line.split(':')[0]),
        ['reached', 'lost', 'reached'],
      );
    });

    it('stops without a word: requests go on, and a new connection is made', async () => {
      const server = await startRedis();
      cleanUp.add(() => server.remove());
      const { texts, shared } = startReplica(server.url, { deadlineMs: 5, silenceMs: 500 });
      await ready(texts);
      process.kill(server.pid(), 'SIGSTOP');
      cleanUp.add(() => void process.kill(server.pid(), 'SIGCONT'));
      for (let at = 0; at < 5; at += 1) await shared.find('question', knows);
      assert.equal(shared.counts.lookups.late, 5);
      await eventually('the silent connection is given up', async () => {
        await shared.find('question', knows);
        return !texts.isReady;
      });
      assert.equal(shared.counts.reads, false);
      process.kill(server.pid(), 'SIGCONT');
      await eventually('it is asked again', async () => {
        await shared.find('question', knows);
        return shared.counts.lookups.miss > 0;
      });
    });

    it('refuses the password, and the line that says so does not hold it', async () => {
      const server = await startRedis({ password: 'right-one' });
      cleanUp.add(() => server.remove());
      const url = server.url.replace('right-one', 'wrong-one');
      const { texts, why } = open(url);
      const line = await eventually('the refusal', () => why[0]);
      assert.match(line, /^redis:\/\/127\.0\.0\.1:\d+: user or password are refused; check both: WRONGPASS/);
      assert.doesNotMatch(why.join('\n'), /wrong-one|right-one/);
      assert.equal(texts.isReady, false);
      const none = open(server.url.replace(':right-one@', ''));
      await eventually(
        'it asks for one',
        () => none.why.some((text) => text.includes('asks for a password')) || tryGet(none.texts),
      );
      const right = open(server.url);
      await ready(right.texts);
      assert.equal(await right.texts.get('a'), undefined);
    });

    it('is full: it is read from, and what it does not take is told', async () => {
      const server = await startRedis({ args: ['--maxmemory', '2mb', '--maxmemory-policy', 'noeviction'] });
      cleanUp.add(() => server.remove());
      const { texts, shared, told } = startReplica(server.url);
      await ready(texts);
      shared.put('question', FOUND, 60_000);
      await eventually('it is written', () => shared.counts.writes.written === 1);
      await server.command('CONFIG', 'SET', 'maxmemory', '1');
      for (let at = 0; at < 5; at += 1) shared.put(`more-${at}`, FOUND, 60_000);
      await eventually('the refusals', () => shared.counts.writes.failed === 5);
      assert.deepEqual((await shared.find('question', knows))?.found, FOUND);
      assert.deepEqual([shared.counts.reads, shared.counts.takes], [true, false]);
      assert.match(told.at(-1) ?? '', /its memory is full; give it "maxmemory-policy allkeys-lru": OOM/);
      await server.command('CONFIG', 'SET', 'maxmemory', '0');
      await eventually('it takes again', () => {
        shared.put('again', FOUND, 60_000);
        return shared.counts.takes;
      });
      assert.equal(told.at(-1), 'reached: ');
    });

    it('is not there at the start, and is used once it is', async () => {
      const port = await randomFreePort();
      const { texts, why } = open(`redis://127.0.0.1:${port}`);
      assert.match(await eventually('the refusal', () => why[0]), /nobody listens there/);
      await assert.rejects(texts.get('a'));
    });
  });

  it('speak TLS, and refuse a certificate that nobody vouches for', async () => {
    const folder = temporaryFolder();
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '2',
        ],
        ...[
          '-subj',
          '/CN=localhost',
          '-addext',
          'subjectAltName=DNS:localhost',
          '-keyout',
          key,
          '-out',
          certificate,
        ],
      ],
      { stdio: 'pipe' },
    );
    const port = await randomFreePort();
    const server = await startRedis({
      args: [
        ...['--tls-port', String(port), '--tls-cert-file', certificate, '--tls-key-file', key],
        ...['--tls-auth-clients', 'no'],
      ],
    });
    cleanUp.add(() => server.remove());
    const stranger = open(`rediss://localhost:${port}`);
    assert.match(
      await eventually('the refusal', () => stranger.why[0]),
      /signed by nobody we trust; name the authority in NODE_EXTRA_CA_CERTS/,
    );
    const plain = open(`rediss://127.0.0.1:${server.port}`);
    assert.notEqual(await eventually('the refusal', () => plain.why[0]), '');
    // The variable is read when a process starts.
    const program = `
      const { openRedis } = await import(${JSON.stringify(new URL('../../../src/store/redis/open-redis.js', import.meta.url).href)});
      const texts = openRedis({ url: 'rediss://localhost:${port}', shown: '' }, { onChange: async (isReady, why) => {
        if (isReady) { await texts.add('a', 'over TLS', 60000); console.log(await texts.get('a')); }
        else console.log(why);
        texts.close();
      } });`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
      encoding: 'utf8',
      timeout: 30_000,
    });
    assert.equal(printed, 'over TLS\n');
  });
});

/** Whether a question is refused for want of a password: servers differ in whether they say so at once. */
async function tryGet(texts: RedisTexts): Promise<boolean> {
  if (!texts.isReady) return false;
  return texts.get('a').then(
    () => false,
    (error: unknown) => error instanceof Error && error.message.includes('asks for a password'),
  );
}
