import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missingLine } from './printed-text.js';

const PRINTED = `
registry f0ba2e1c6a95: 34 prompts in /tmp/a/b, 0.5 s
route      share
billing     97.1
none           -

2026-11-22T10:23:05.192Z 1bdbca5c-0228-4632-a4ce-78eafc23e440
done
`;

describe('missingLine', () => {
  it('lets numbers, ids, times, paths and widths differ', () => {
    const shown = [
      ...['registry 390459a83580: 5 prompts in /home/x, 12 s', 'route share', 'billing 8', 'none -'],
      ...['2025-01-01T00:00:00Z …', 'done'],
    ];
    assert.equal(missingLine(shown.join('\n'), PRINTED), undefined);
  });

  it('names the first line that was not printed in its place', () => {
    assert.equal(missingLine('route share\n...', PRINTED), 'route share');
    assert.equal(missingLine('...\nroute share\nrefunds 1\n...', PRINTED), 'refunds …');
    assert.equal(missingLine('...\ndone\nnone -', PRINTED), 'done');
    assert.equal(
      missingLine('registry a1b2c3d: 1 prompts in /x, 1 s', PRINTED),
      '(nothing after it, but: route share)',
    );
  });

  it('takes a line of dots for any lines', () => {
    for (const shown of [
      '...',
      '...\ndone',
      '...\nbilling 1\n...\ndone',
      'registry f0ba2e1c6a95: 1 prompts in /x, 1 s\n...',
    ]) {
      assert.equal(missingLine(shown, PRINTED), undefined, shown);
    }
    assert.equal(missingLine('...\nbilling 1\n...\nroute share\n...', PRINTED), 'route share');
  });
});
