import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureFeatures } from '../../src/signals/features.js';
import { buildView } from '../support/build-view.js';

const measure = (lastUserText: string) => measureFeatures(buildView({ lastUserText }));

describe('measureFeatures', () => {
  it('copies what the request room counted', () => {
    const view = buildView({
      tokenEstimate: 321,
      turns: 4,
      toolCalls: 2,
      images: 1,
      tools: [{ name: 'search', description: '' }],
    });
    const { tokens, turns, tools, toolCalls, images } = measureFeatures(view);
    assert.deepEqual(
      { tokens, turns, tools, toolCalls, images },
      {
        tokens: 321,
        turns: 4,
        tools: 1,
        toolCalls: 2,
        images: 1,
      },
    );
  });

  it('counts lines that look like code', () => {
    const program = [
      'def add(a, b):',
      '    return a + b;',
      '',
      'const f = (x) => x;',
      '#include <a.h>;',
      '}',
    ];
    assert.equal(measure(program.join('\n')).codeLines, 5);
    assert.equal(measure(program.join('\r\n')).codeLines, 5);
  });

  it('takes prose for prose', () => {
    const prose =
      'Let us return to the class later.\nImport duties from Spain rose.\nWhat a function this was!';
    assert.equal(measure(prose).codeLines, 0);
  });

  it('counts ASCII digits', () => {
    assert.equal(measure('In 2024 it cost 1,999.50 €').digits, 10);
    assert.equal(measure('٣٤ and ⅷ').digits, 0);
  });

  it('measures nothing in an empty turn', () => {
    assert.deepEqual([measure('').codeLines, measure('').digits], [0, 0]);
  });

  it('stops at its sample, so that a huge turn costs no more than a long one', () => {
    assert.equal(measure('7'.repeat(65_536)).digits, 16_384);
    assert.equal(measure('};\n'.repeat(20_000)).codeLines, Math.ceil(16_384 / 3));
  });

  it('returns on one endless line', () => {
    for (const unit of [' ', '(', 'return ', '=>', '{;']) {
      assert.ok(measure(unit.repeat(65_536 / unit.length)).codeLines <= 1, unit);
    }
  });
});
