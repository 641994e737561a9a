import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Explanation } from '../../src/lab/explain/explanation.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROMPT = 'good evening to you';

describe('dragoman explain', () => {
  const folder = temporaryFolder();

  it('shows people layers, candidates with their bars, and what other models would cost', () => {
    const { status, stdout } = dragoman(['explain', 'demo/registry', PROMPT, '--table']);
    assert.equal(status, 0);
    assert.match(stdout, /^prompt: model small, route smalltalk, decided by \w+\n/);
    assert.match(
      stdout,
      /\nlayer +µs +found\nfeatures +\d+ +tokens \d+, turns 1\n(?:.*\n)?rules +\d+ +no rule holds\n/,
    );
    assert.match(stdout, /\nroute +probability +bar +model\nsmalltalk +[01]\.\d{3} +0\.\d{3} +small\n/);
    assert.match(stdout, /\nout of scope [01]\.\d{3}; margin [01]\.\d{3}, at least 0\.\d{3} is asked for\n/);
    assert.match(
      stdout,
      /\nmodel +can serve +quality +US\$ +instead\nsmall \* +yes .*\nmedium +yes .*\+0\.0/,
    );
  });

  it('takes no id for a prompt', () => {
    const id = 'e2139bc0-b120-4dd9-abf6-7f7c9ec6ec79';
    const { status, stderr } = dragoman(['explain', 'demo/registry', id]);
    assert.equal(status, 2);
    assert.match(stderr, /is a decision's id, .* ask dragoman records show ID, or GET \/decisions\/ID/);
  });

  it('shows the text only when asked to', () => {
    const hidden = dragoman(['explain', 'demo/registry', PROMPT, '--json']).stdout;
    assert.ok(!hidden.includes(PROMPT));
    const shown = dragoman(['explain', 'demo/registry', PROMPT, '--json', '--show-text']).stdout;
    assert.equal((JSON.parse(shown) as Explanation).text, PROMPT);
  });

  it('explains rows of a file, a JSON object a line, and fails for those that cannot be read', () => {
    const data = join(folder, 'rows.jsonl');
    const tools = [{ type: 'function', function: { name: 'search' } }];
    const body = { model: 'small', messages: [{ role: 'user', content: 'x' }], tools };
    writeFileSync(data, `${JSON.stringify({ id: 'pin', body })}\n{}\n`);
    const { status, stdout } = dragoman(['explain', 'demo/registry', '--data', data, '--json']);
    const [pin, bad] = stdout.trimEnd().split('\n');
    const explanation = JSON.parse(pin ?? '') as Explanation;
    assert.deepEqual([explanation.decidedBy, explanation.route, explanation.model], ['pin', 'none', 'small']);
    assert.deepEqual(
      explanation.models.map(({ model, chosen, costDifference }) => [model, chosen, costDifference >= 0]),
      [
        ['small', true, true],
        ['medium', false, true],
        ['large', false, true],
      ],
    );
    assert.match(bad ?? '', /^\{"id":2,"error":"A row has exactly one of/);
    assert.equal(status, 1);
  });

  it('needs one prompt or a file of them', () => {
    for (const rest of [[], ['a', 'b'], ['a', '--data', 'b']]) {
      assert.equal(dragoman(['explain', 'demo/registry', ...rest]).status, 2);
    }
  });
});
