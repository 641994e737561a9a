import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail } from '../../src/errors.js';
import { judgeAnswer, judgeUnreadable } from '../../src/gate/judge-answer.js';
import { buildAnswer, buildAsk } from './build.js';

const ASK = buildAsk('What is the capital of France?');
const GOOD = buildAnswer('The capital of France is Paris.');
const DOUBTFUL = buildAnswer("I'm not sure, but the capital of France may be Lyon.");

describe('judgeAnswer', () => {
  it('passes a good answer', () => {
    const { verdict, isGrey, findings } = judgeAnswer(ASK, GOOD, { bar: 0.6 });
    assert.deepEqual(
      { ...verdict, microseconds: 0 },
      {
        pass: true,
        score: 0.8,
        reasons: [],
        stage: 'heuristic',
        microseconds: 0,
        tokens: 0,
      },
    );
    assert.ok(!isGrey && findings.length === 0);
  });

  it('lets a broken contract fail whatever the score says', () => {
    const ask = buildAsk('x', { responseFormat: 'json_object' });
    const { verdict } = judgeAnswer(ask, GOOD, { bar: 0, scorer: () => 1 });
    assert.deepEqual(
      [verdict.pass, verdict.score, verdict.stage, verdict.reasons],
      [false, 0, 'contract', ['invalid_json']],
    );
  });

  it('lets a sure check fail alone', () => {
    const answer = buildAnswer("I'm sorry, but I can't help with that.");
    const { verdict } = judgeAnswer(ASK, answer, { bar: 0, scorer: () => 1 });
    assert.deepEqual([verdict.pass, verdict.stage, verdict.reasons], [false, 'heuristic', ['refusal']]);
    assert.ok(verdict.score < 0.05);
  });

  it('asks the scorer with the findings, and holds its score against the bar', () => {
    const judge = (bar: number) =>
      judgeAnswer(ASK, DOUBTFUL, {
        bar,
        scorer: (_ask, _answer, findings) => (findings.length === 1 ? 0.55 : 1),
      }).verdict;
    assert.deepEqual([judge(0.5).pass, judge(0.5).score, judge(0.5).stage], [true, 0.55, 'head']);
    assert.deepEqual(judge(0.5).reasons, ['hedging']);
    assert.deepEqual([judge(0.6).pass, judge(0.6).reasons], [false, ['hedging', 'low_score']]);
  });

  it('cuts a score that is no probability', () => {
    assert.equal(judgeAnswer(ASK, GOOD, { bar: 0.5, scorer: () => 7 }).verdict.score, 1);
    assert.equal(judgeAnswer(ASK, GOOD, { bar: 0.5, scorer: () => -7 }).verdict.score, 0);
  });

  it('is grey within the width of the bar only, and never where a contract or a check decides', () => {
    const isGrey = (score: number, width?: number): boolean =>
      judgeAnswer(ASK, GOOD, { bar: 0.5, width, scorer: () => score }).isGrey;
    assert.ok(isGrey(0.45, 0.1) && isGrey(0.55, 0.1));
    assert.ok(!isGrey(0.35, 0.1) && !isGrey(0.7, 0.1) && !isGrey(0.5));
    assert.ok(!judgeAnswer(ASK, buildAnswer(''), { bar: 0, width: 0.5 }).isGrey);
  });

  it('judges tool calls and media by contracts only', () => {
    const calls = buildAnswer('', { toolCalls: [{ name: 'f', arguments: '{}' }] });
    const passed = judgeAnswer(buildAsk('x', { tools: [{ name: 'f' }] }), calls, { bar: 1, scorer: () => 0 });
    assert.deepEqual([passed.verdict.pass, passed.verdict.stage], [true, 'contract']);
    assert.deepEqual(judgeAnswer(ASK, calls, { bar: 0 }).verdict.reasons, ['unknown_tool']);
    assert.ok(judgeAnswer(ASK, buildAnswer('', { hasMedia: true }), { bar: 1 }).verdict.pass);
  });
});

describe('judgeUnreadable', () => {
  it('fails what is no answer', () => {
    const verdict = judgeUnreadable(fail('body_not_json', 'x').problem);
    assert.deepEqual([verdict.pass, verdict.reasons], [false, ['unreadable']]);
  });

  it('passes what we cannot read ourselves', () => {
    for (const code of ['body_too_large', 'encoding_unsupported'] as const) {
      const verdict = judgeUnreadable(fail(code, 'x').problem);
      assert.deepEqual([verdict.pass, verdict.stage], [true, 'none']);
    }
  });
});
