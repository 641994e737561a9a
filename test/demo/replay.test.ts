import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { replay, replaySummary } from '../../demo/replay.js';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';

describe('replay', () => {
  let folder = '';
  let model: StandInModel;
  const signal = new AbortController().signal;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-replay-'));
    model = await startStandInModel({ name: 'auto', behaviour: { delay: 0 } });
  });
  after(async () => {
    await model.close();
    await rm(folder, { recursive: true });
  });

  it('sends the recorded requests of a gzip file and counts what became of them', async () => {
    const body = { model: 'auto', messages: [{ role: 'user', content: 'hi' }] };
    const rows = [
      { id: 'a', headers: { 'x-session-id': 's-1' }, body },
      { id: 'b', headers: { 'x-stand-in': 'status=500' }, body },
      { id: 'c', headers: {}, body: { ...body, model: 'gpt-of-somebody-else' } },
      { id: 'no body' },
    ];
    const file = join(folder, 'traffic.jsonl.gz');
    await writeFile(file, gzipSync(rows.map((row) => JSON.stringify(row)).join('\n')));
    const url = `http://127.0.0.1:${model.port}`;
    const totals = await replay(url, file, new Set(['auto']), signal);
    const { sent, skipped, renamed, failed } = totals;
    assert.deepEqual({ sent, skipped, renamed, failed }, { sent: 3, skipped: 1, renamed: 1, failed: 1 });
    assert.equal(model.received()[0]?.headers['x-session-id'], 's-1');
    assert.match(replaySummary(totals), /3 requests in .* 1 failed/);
  });

  it('fails on a file that does not exist', async () => {
    await assert.rejects(replay('http://127.0.0.1:1', join(folder, 'none.gz'), new Set(), signal), /ENOENT/);
  });
});
