import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyReader, type KeyCommand } from '../../../src/console/page/key-commands.js';

describe('the keys', () => {
  function press(
    keys: readonly string[],
    how: { readonly isTyping?: boolean; readonly hasModifier?: boolean; readonly gap?: number } = {},
  ): (KeyCommand | undefined)[] {
    const read = keyReader();
    const { isTyping = false, hasModifier = false, gap = 100 } = how;
    return keys.map((key, index) => read({ key, isTyping, hasModifier }, index * gap));
  }

  it('open a view by g and a letter', () => {
    assert.deepEqual(press(['g', 'm']), [undefined, { kind: 'go', key: 'm' }]);
  });

  it('forget the g after a while, and after any other key', () => {
    assert.deepEqual(press(['g', 'm'], { gap: 5000 }), [undefined, undefined]);
    assert.deepEqual(press(['g', '?', 'm']).at(-1), undefined);
  });

  it('take the letter after g for a view even where it means something alone', () => {
    assert.deepEqual(press(['g', 'j', 'j']), [undefined, { kind: 'go', key: 'j' }, { kind: 'move', by: 1 }]);
  });

  it('move, filter, close and show themselves', () => {
    assert.deepEqual(press(['j', 'ArrowUp', '/', '?', 'Escape']), [
      { kind: 'move', by: 1 },
      { kind: 'move', by: -1 },
      { kind: 'filter' },
      { kind: 'keys' },
      { kind: 'close' },
    ]);
  });

  it('are left to whoever types, but for the way out, and to the browser with a modifier', () => {
    assert.deepEqual(press(['g', 'm', '/', 'Escape'], { isTyping: true }), [
      ...[undefined, undefined, undefined],
      { kind: 'close' },
    ]);
    assert.deepEqual(press(['j', 'k'], { hasModifier: true }), [undefined, undefined]);
  });
});
