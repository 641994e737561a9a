/** The shipped gate on cases that anybody can judge; docs/quality.md has the figures. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { judgeAnswer } from '../../../src/gate/judge-answer.js';
import { runChecks } from '../../../src/gate/checks.js';
import { loadStaticEncoder, type StaticEncoder } from '../../../src/embed/static-encoder.js';
import { readGateScorer } from '../../../src/gate/head/gate-head.js';
import type { GateScorer } from '../../../src/gate/gate-scorer.js';
import { answerOfText, askOfPrompt } from '../../../src/lab/builtin/gate/gate-row.js';
import { shippedEncoder } from '../../../src/lab/shipped-encoder.js';

async function shippedTable(): Promise<StaticEncoder> {
  return (await loadStaticEncoder(await shippedEncoder())) ?? assert.fail('no table');
}

describe('the shipped gate', () => {
  let whole: GateScorer;
  let bare: GateScorer;
  before(async () => {
    const [first, second] = [await readGateScorer(await shippedTable()), await readGateScorer()];
    assert.ok(first.ok && second.ok);
    [whole, bare] = [first.value, second.value];
  });

  const good: readonly (readonly [prompt: string, answer: string])[] = [
    [
      'A box holds 6 pens. How many pens do 4 boxes hold?',
      'Each box holds 6 pens, so 4 boxes hold 6 * 4 = 24 pens.\nThe answer is 24.',
    ],
    [
      'Why do leaves turn yellow in autumn?',
      'In autumn trees stop making chlorophyll, the green pigment. As it fades, yellow pigments that were there all along become visible.',
    ],
  ];
  const bad: readonly (readonly [prompt: string, answer: string])[] = [
    [
      'A box holds 6 pens. How many pens do 4 boxes hold?',
      'Each box holds 6 pens, so 4 boxes hold 6 + 4 = 12 pens, and 12 * 4 = 50.\nThe answer is -50.5',
    ],
    ['Why do leaves turn yellow in autumn?', "I'm sorry, but I am not able to answer that."],
  ];
  for (const [at, [prompt]] of good.entries()) {
    it(`tells a good answer from a bad one: ${prompt}`, () => {
      for (const scorer of [whole, bare]) {
        const score = (text: string): number => {
          const [ask, answer] = [askOfPrompt(prompt), answerOfText(text)];
          return scorer(ask, answer, runChecks(ask, answer));
        };
        const [high, low] = [score(good[at]?.[1] ?? ''), score(bad[at]?.[1] ?? '')];
        assert.ok(high > low && high <= 1 && low >= 0, `${high} ${low}`);
      }
    });
  }

  const terse: readonly (readonly [prompt: string, right: string, wrong: string])[] = [
    ['What is the capital of France?', 'Paris', ''],
    ['What is 12 * 12?', '144', '124'],
    ['Translate to French: good morning', 'Bonjour', "I'm sorry, but I can't translate that."],
    ['Who wrote Hamlet?', 'William Shakespeare', 'As an AI, I cannot answer this question.'],
    ['How many hours are in two days?', '48', 'Hours hours hours hours hours'],
    ['Is 21 a prime number?', 'No, 21 = 3 * 7.', 'I do not know.'],
    ['What is 45 + 55?', 'The sum of 45 and 55 is 100.', 'The sum of 45 and 55 is 90.'],
    ['Extract the year: The bridge opened in 1932.', '1932', '<|im_end|>'],
  ];
  for (const [prompt, right, wrong] of terse) {
    it(`passes a short right answer at .5, and not what is plainly bad: ${prompt}`, () => {
      const score = (text: string): number => {
        const judging = { bar: 0.5, scorer: whole };
        return judgeAnswer(askOfPrompt(prompt), answerOfText(text), judging).verdict.score;
      };
      const [high, low] = [score(right), score(wrong)];
      assert.ok(high >= 0.5 && low < 0.5, `${high} ${low}`);
    });
  }

  it('is refused where it does not fit', async () => {
    const missing = await readGateScorer(undefined, mkdtempSync(join(tmpdir(), 'gate-')));
    assert.ok(!missing.ok && missing.problem.code === 'head_invalid');
    const stranger = await readGateScorer({ ...(await shippedTable()), checksum: '0'.repeat(64) });
    assert.ok(!stranger.ok);
  });
});
