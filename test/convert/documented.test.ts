import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { convertText } from './convert-fixture.js';

describe('docs/convert.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/convert.md'), 'utf8');
  const [before = '', after = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, code]) => code);

  it('shows what its example becomes', () => {
    const { files } = convertText(before);
    assert.equal(Object.values(files).join('---\n'), after);
  });
});
