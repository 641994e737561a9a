import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { dragoman, type Ran } from '../support/dragoman.js';
import { poolText, routeText } from '../support/pool-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('dragoman replay, whatif and audit', () => {
  const folder = temporaryFolder();
  const registry = (name: string, target: string): string => {
    const at = join(folder, name);
    mkdirSync(at, { recursive: true });
    const text = poolText() + routeText('greeting', `target: ${target}, match: [{ keywords: [hello] }]`);
    writeFileSync(join(at, 'all.yaml'), text.replaceAll(/\{\{(\w+)\}\}/g, 'http://$1:8000'));
    return at;
  };
  const [old, next] = [registry('old', 'small'), registry('next', 'large')];
  const data = join(folder, 'rows.jsonl');
  writeFileSync(data, '{"text": "hello"}\n{"text": "what now"}\nno JSON\n');
  const store = `sqlite:${join(folder, 'records.db')}`;
  const json = join(folder, 'out.json');
  const run = (verb: string, ...argv: readonly string[]): Ran =>
    dragoman([verb, ...argv, ...(verb === 'audit' ? [] : ['--encoder', 'none'])]);

  it('replays a file', () => {
    const { stdout, stderr, status } = run('replay', old, '--data', data, '--out', json);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^replaying: 3 in /);
    assert.match(stdout, /routed 2; refused none; left out 1/);
    assert.match(stdout, /^small +1 +50\.0$/m);
    assert.match(stdout, /expected quality unknown/);
    const { report } = JSON.parse(readFileSync(json, 'utf8')) as { report: { routed: number } };
    assert.equal(report.routed, 2);
  });

  it('shows two registries side by side', () => {
    const { stdout, status } = run('replay', old, '--data', data, '--against', next);
    assert.equal(status, 0);
    assert.match(stdout, /of 2 requests that both routed: 0 \(0\.0 %\) changed their route, 1 \(50\.0 %\)/);
    assert.match(stdout, /^small -> large +1$/m);
  });

  it('replays a store, and says what it cannot say of another registry', async () => {
    const opened = await openRecordStore(store);
    await opened.append(
      [1, 2, 3].map((at) => {
        const record = buildStoredRecord(String(at), { conversation: `c${at}` });
        const messages = at === 3 ? null : [{ role: 'user' as const, text: 'hello' }];
        return { ...record, prompt: { ...record.prompt, messages } };
      }),
    );
    await opened.close();
    const replayed = run('replay', old, '--records', store);
    assert.equal(replayed.status, 0, replayed.stderr);
    assert.match(replayed.stdout, /routed 2; refused none; left out 1/);
    const none = run('replay', old, '--records', store, '--since', '1d');
    assert.match(none.stdout, /^routed 0: the store has no record of that time, or none at all$/m);
    const asked = run('whatif', next, '--records', store, '--reward', 'cost,success');
    assert.equal(asked.status, 0, asked.stderr);
    assert.match(asked.stdout, /cost \(USD, lower is better\)/);
    assert.match(asked.stdout, /not enough overlap:/);
    assert.doesNotMatch(asked.stdout, /snips/);
  });

  it('says what to do, and no figures, where nothing can be routed', async () => {
    const textless = `sqlite:${join(folder, 'textless.db')}`;
    const opened = await openRecordStore(textless);
    await opened.append([buildStoredRecord('1'), buildStoredRecord('2')]);
    await opened.close();
    const rows = join(folder, 'unreadable.jsonl');
    writeFileSync(rows, 'no JSON\n');
    for (const argv of [[], ['--against', next]]) {
      const { stdout, status } = run('replay', old, '--records', textless, ...argv, '--out', json);
      assert.equal(status, 0);
      assert.match(stdout, /^routed 0: of 2 records none has its text. Set spec\.records\.text of the /m);
      assert.doesNotMatch(stdout, /expected|layer|NaN|a second/);
      assert.match(readFileSync(json, 'utf8'), /"leftOut": 2/);
    }
    const asked = run('whatif', next, '--records', textless);
    assert.match(asked.stdout, /^routed 0: of 2 records none has its text\./m);
    assert.doesNotMatch(asked.stdout, /cost/);
    const read = run('replay', old, '--data', rows);
    assert.match(read.stdout, /^routed 0: of 1 rows none can be read\. A row is/m);
  });

  it('refuses a command line that it does not understand', () => {
    const told = (verb: string, ...argv: readonly string[]): string => {
      const { status, stderr } = run(verb, ...argv);
      assert.equal(status, 2, stderr);
      return stderr;
    };
    assert.match(told('replay', old), /either --data FILE or --records URL/);
    assert.match(told('replay', old, '--data', data, '--records', store), /either --data/);
    assert.match(told('replay', '--data', data), /takes one folder or file, got 0/);
    assert.match(told('replay', old, '--records', store, '--since', 'noon'), /--since is "noon"/);
    assert.match(told('whatif', old), /needs --records/);
    assert.match(told('whatif', old, '--records', store, '--reward', 'fame'), /--reward names "fame"/);
    assert.match(told('whatif', old, '--records', store, '--clip', '0'), /--clip is "0"/);
    assert.match(told('audit', old, '--records', store), /needs --judge MODEL/);
    const audit = [old, '--records', store];
    const judge = ['--judge', 'large'];
    assert.match(
      told('audit', ...audit, '--judge', 'nobody'),
      /--judge names "nobody", must be of small, medium, large/,
    );
    assert.match(told('audit', ...audit, ...judge, '--sample', '0'), /--sample is "0"/);
    assert.match(
      told('audit', ...audit, ...judge, '--envoy-internal', 'here'),
      /--envoy-internal "here" is not/,
    );
  });

  it('tells of a registry that is not valid', () => {
    assert.equal(run('replay', join(folder, 'nowhere'), '--data', data).status, 1);
    assert.match(run('replay', '--help').stdout, /^Usage: dragoman replay/);
  });
});
