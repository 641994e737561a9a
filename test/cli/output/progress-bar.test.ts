import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProgress } from '../../../src/cli/output/progress-bar.js';

function recorder(isTTY: boolean): { readonly isTTY: boolean; written: string[]; write(text: string): void } {
  const written: string[] = [];
  return { isTTY, written, write: (text) => void written.push(text) };
}

describe('createProgress', () => {
  it('writes one line at the end where there is no terminal', () => {
    const stream = recorder(false);
    let time = 0;
    const progress = createProgress('judging', 3000, { stream, now: () => time });
    for (let step = 0; step < 30; step += 1) {
      time += 200;
      progress.advance(100);
    }
    assert.deepEqual(stream.written, []);
    progress.finish();
    assert.deepEqual(stream.written, ['judging: 3,000 in 6.0 s, 500 a second\n']);
  });

  it('draws a bar on a terminal, ten times a second at most, and clears it', () => {
    const stream = recorder(true);
    let time = 0;
    const progress = createProgress('judging', 100, { stream, now: () => time });
    for (const at of [50, 60, 1000]) {
      time = at;
      progress.advance(10);
    }
    progress.finish();
    assert.deepEqual(stream.written, [
      `\r\u001b[Kjudging ${'█'.repeat(2)}${'░'.repeat(22)} 10 of 100, 1 s left`,
      `\r\u001b[Kjudging ${'█'.repeat(7)}${'░'.repeat(17)} 30 of 100, 3 s left`,
      '\r\u001b[Kjudging: 30 in 1.0 s, 30 a second\n',
    ]);
  });

  it('takes how many steps are done in all', () => {
    const stream = recorder(false);
    let time = 0;
    const progress = createProgress('embedding', 10, { stream, now: () => time });
    time = 2000;
    progress.reach(4);
    progress.reach(10);
    progress.finish();
    assert.deepEqual(stream.written, ['embedding: 10 in 2.0 s, 5 a second\n']);
  });

  it('stands nothing to do', () => {
    const stream = recorder(true);
    const progress = createProgress('judging', 0, { stream, now: () => 0 });
    progress.advance(0);
    progress.finish();
    assert.match(stream.written.join(''), /0 of 0, 0 s left.*judging: 0 in 0\.0 s, 0 a second/s);
  });
});
