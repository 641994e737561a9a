import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gateKindOf } from '../../../src/gate/head/gate-kind.js';
import { askOfPrompt } from '../../../src/lab/builtin/gate/gate-row.js';

describe('gateKindOf', () => {
  it('tells what is asked for', () => {
    assert.equal(gateKindOf(askOfPrompt('Which?\nA. one\nB. two\nC. three')), 'options');
    assert.equal(gateKindOf(askOfPrompt('List them', true)), 'json');
    assert.equal(gateKindOf(askOfPrompt('Write a Python function that adds two numbers')), 'code');
    assert.equal(gateKindOf(askOfPrompt('What is 3 plus 4?')), 'numbers');
    assert.equal(gateKindOf(askOfPrompt('Tell me a story')), 'prose');
    assert.equal(gateKindOf(askOfPrompt('')), 'prose');
  });
});
