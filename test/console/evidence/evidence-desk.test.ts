import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createEvidenceDesk,
  type DeskEvent,
  type DeskOptions,
  type EvidenceDesk,
} from '../../../src/console/evidence/evidence-desk.js';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';

interface Told {
  readonly answered: number;
  readonly pid: number;
  readonly settings: object;
  readonly records: string | null;
  readonly environment: NodeJS.ProcessEnv;
}

const SETTINGS = { directory: 'registry', encoderDirectory: null, cacheDirectory: null };

const FOREVER = '600000';

describe('createEvidenceDesk', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());

  function start(limits: DeskOptions['limits'] = {}): { desk: EvidenceDesk; events: DeskEvent[] } {
    const events: DeskEvent[] = [];
    const desk = createEvidenceDesk({
      ...{ settings: SETTINGS, records: 'sqlite:r.db', limits },
      entry: fileURLToPath(new URL('scripted-process.js', import.meta.url)),
      onEvent: (event) => events.push(event),
    });
    cleanUp.add(() => desk.stop());
    return { desk, events };
  }

  const ask = (
    desk: EvidenceDesk,
    query: Readonly<Record<string, string>> = {},
  ): ReturnType<EvidenceDesk['ask']> => desk.ask({ kind: 'report', query });

  async function told(desk: EvidenceDesk, query?: Readonly<Record<string, string>>): Promise<Told> {
    const answer = await ask(desk, query);
    assert.ok(answer.ok, JSON.stringify(answer));
    return JSON.parse(answer.value) as Told;
  }

  async function failure(answer: ReturnType<EvidenceDesk['ask']>): Promise<string> {
    const { ok, ...rest } = await answer;
    assert.ok(!ok && 'problem' in rest);
    return `${rest.problem.code}: ${rest.problem.message}`;
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  it('starts a process at the first question, tells it where things are, and asks it again', async () => {
    const { desk, events } = start();
    assert.deepEqual(events, []);
    const first = await told(desk, { n: '1' });
    assert.deepEqual([first.settings, first.records], [SETTINGS, 'sqlite:r.db']);
    const second = await told(desk, { n: '2' });
    assert.deepEqual([second.pid, second.answered], [first.pid, 2]);
    assert.deepEqual(events, [{ kind: 'started', pid: first.pid }]);
  });

  it('keeps from its process what only the one that serves needs', async (context) => {
    const secrets = { DRAGOMAN_ADMIN_TOKEN: 'a-token', DRAGOMAN_HASH_KEY: 'a-key' };
    const before = { ...process.env };
    Object.assign(process.env, secrets, { OF_THIS_TEST: 'yes' });
    context.after(() => (process.env = before));
    const { desk } = start();
    const { environment } = await told(desk);
    assert.equal(environment['OF_THIS_TEST'], 'yes');
    for (const name of Object.keys(secrets)) assert.equal(environment[name], undefined, name);
  });

  it('works out equal questions once, and keeps the answer for a while', async () => {
    const { desk } = start({ keptMs: 300 });
    const both = await Promise.all([told(desk, { wait: '50', n: '1' }), told(desk, { n: '1', wait: '50' })]);
    assert.deepEqual(both[0], both[1]);
    assert.equal((await told(desk, { n: '1', wait: '50' })).answered, 1);
    await sleep(320);
    assert.equal((await told(desk, { n: '1', wait: '50' })).answered, 2);
  });

  it('asks one question at a time, and turns away those that are too many', async () => {
    const { desk } = start({ waiting: 2 });
    const first = told(desk, { wait: '200', n: '0' });
    const waiting = [told(desk, { n: '1' }), told(desk, { n: '2' })];
    assert.match(await failure(ask(desk, { n: '3' })), /^console_busy: 2 questions wait/);
    assert.equal((await first).answered, 1);
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ answered }) => answered),
      [2, 3],
    );
    assert.equal((await told(desk, { n: '3' })).answered, 4);
  });

  it('says that a process ended while it worked, and asks a new one next', async () => {
    const { desk, events } = start();
    const { pid } = await told(desk);
    const broken = failure(ask(desk, { crash: '' }));
    const next = told(desk, { n: 'next' });
    assert.match(await broken, /^evidence_failed: .*SIGKILL/);
    const after = await next;
    assert.notEqual(after.pid, pid);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['started', 'failed', 'started'],
    );
  });

  it('does not mind that a process ends while nobody waits', async () => {
    const { desk } = start();
    const { pid } = await told(desk, { n: '1' });
    process.kill(pid, 'SIGKILL');
    await eventually('the end of the process', () => !isAlive(pid));
    const answers = await Promise.all([ask(desk, { n: '2' }), ask(desk, { n: '3' })]);
    assert.ok(answers.some(({ ok }) => ok));
    assert.notEqual((await told(desk, { n: '4' })).pid, pid);
  });

  it('ends a process that takes too long', async () => {
    const { desk } = start({ answerMs: 2_000 });
    const { pid } = await told(desk);
    assert.match(await failure(ask(desk, { wait: FOREVER })), /took longer than 2 s/);
    await eventually('the end of the process', () => !isAlive(pid));
    assert.notEqual((await told(desk, { n: '1' })).pid, pid);
  });

  it('hands on what the process says, and tells the log what nobody foresaw', async () => {
    const { desk, events } = start();
    assert.equal(await failure(ask(desk, { fail: 'no' })), 'evidence_failed: no');
    assert.deepEqual(events.at(-1), { kind: 'failed', reason: 'why no' });
    assert.equal(await failure(ask(desk, { fail: 'no' })), 'evidence_failed: no', 'no failure is kept');
    assert.equal(events.filter(({ kind }) => kind === 'failed').length, 2);
  });

  it('ends an idle process, and starts another when it is asked again', async () => {
    const { desk, events } = start({ idleMs: 50 });
    const { pid } = await told(desk);
    await eventually('the end of the process', () => !isAlive(pid));
    assert.equal(events.at(-1)?.kind, 'idle');
    assert.notEqual((await told(desk)).pid, pid);
  });

  it('ends its process when it is stopped, and answers whoever waits', async () => {
    const { desk } = start();
    const { pid } = await told(desk);
    const answers = [failure(ask(desk, { wait: FOREVER })), failure(ask(desk, { n: '1' }))];
    await desk.stop();
    assert.equal(isAlive(pid), false);
    for (const answer of answers) assert.match(await answer, /being stopped/);
    assert.match(await failure(ask(desk)), /being stopped/);
  });

  it('can be stopped before it was asked anything, and twice', async () => {
    const { desk } = start();
    await desk.stop();
    await desk.stop();
  });
});
