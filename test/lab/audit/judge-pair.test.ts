import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, ok } from '../../../src/errors.js';
import type { AskModel, Question } from '../../../src/lab/audit/ask-model.js';
import { judgePair, MOST_SHOWN, readVerdict } from '../../../src/lab/audit/judge-pair.js';

const JUDGE = { name: 'judge', price: { input: 1, output: 1 } };
const PAIR = { prompt: 'what is two and two', first: 'four', second: 'five' };

/** A judge that says what it is told to, one word after the other. */
function saying(...words: readonly string[]): { readonly ask: AskModel; readonly asked: Question[] } {
  const asked: Question[] = [];
  const ask: AskModel = (_model, question) => {
    asked.push(question);
    return Promise.resolve(ok({ text: words[asked.length - 1] ?? '', costUsd: 0.25 }));
  };
  return { ask, asked };
}

describe('a judge of two answers', () => {
  it('is asked in both orders, and believed where they agree', async () => {
    const { ask, asked } = saying('A', 'B');
    assert.deepEqual(await judgePair(ask, JUDGE, PAIR), ok({ preferred: 'first', costUsd: 0.5 }));
    const [forward, backward] = asked.map(({ messages }) => messages.at(-1)?.content ?? '');
    assert.match(forward ?? '', /Answer A:\nfour\n\nAnswer B:\nfive/);
    assert.match(backward ?? '', /Answer A:\nfive\n\nAnswer B:\nfour/);
    assert.deepEqual(
      asked.map(({ temperature }) => temperature),
      [0, 0],
    );
  });

  it('is not believed where it goes by the place, or says one thing and a tie', async () => {
    for (const words of [
      ['A', 'A'],
      ['B', 'B'],
      ['A', 'T'],
      ['T', 'T'],
    ]) {
      assert.deepEqual(
        await judgePair(saying(...words).ask, JUDGE, PAIR),
        ok({ preferred: 'tie', costUsd: 0.5 }),
      );
    }
    assert.deepEqual(
      await judgePair(saying('B', 'A').ask, JUDGE, PAIR),
      ok({ preferred: 'second', costUsd: 0.5 }),
    );
  });

  it('need not be asked about equal answers', async () => {
    const { ask, asked } = saying();
    const judged = await judgePair(ask, JUDGE, { ...PAIR, second: ' four\n' });
    assert.deepEqual(judged, ok({ preferred: 'tie', costUsd: 0 }));
    assert.equal(asked.length, 0);
  });

  it('is shown both ends of what is long', async () => {
    const { ask, asked } = saying('A', 'B');
    await judgePair(ask, JUDGE, { ...PAIR, first: `begin${'x'.repeat(3 * MOST_SHOWN)}end` });
    const shown = asked[0]?.messages.at(-1)?.content ?? '';
    assert.match(shown, /begin[^]*\[\.\.\.\][^]*end/);
    assert.ok(shown.length < MOST_SHOWN + 500);
  });

  it('says nothing when it fails, or cannot be understood', async () => {
    const broken: AskModel = () => Promise.resolve(fail('field_invalid', 'judge answered 500.'));
    assert.equal((await judgePair(broken, JUDGE, PAIR)).ok, false);
    assert.equal((await judgePair(saying('A', 'perhaps').ask, JUDGE, PAIR)).ok, false);
  });

  it('may answer with more than a letter', () => {
    assert.equal(readVerdict('A'), 'first');
    assert.equal(readVerdict(' **B**'), 'second');
    assert.equal(readVerdict('Answer: T'), 'tie');
    assert.equal(readVerdict('tie.'), 'tie');
    assert.equal(readVerdict('Both are fine'), undefined);
    assert.equal(readVerdict(''), undefined);
  });
});
