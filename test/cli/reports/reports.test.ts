import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { confusionPicture } from '../../../src/cli/reports/confusion-picture.js';
import { evaluationPage } from '../../../src/cli/reports/evaluation-page.js';
import { formatConfusion } from '../../../src/cli/reports/format-confusion.js';
import { folded, markdownTable } from '../../../src/cli/reports/markdown.js';
import { confusionOf } from '../../../src/lab/evaluate/confusion.js';
import { evaluate } from '../../../src/lab/evaluate/evaluate.js';
import { buildRow } from '../../lab/evaluate/build-answer.js';

const rows = [
  ...Array.from({ length: 3 }, () => ({ truth: 'cat', decided: 'cat' })),
  { truth: 'cat', decided: 'none' },
  { truth: 'a<b', decided: 'cat' },
];

describe('formatConfusion', () => {
  it('prints the whole matrix of a few classes', () => {
    assert.deepEqual(formatConfusion(confusionOf(rows, 'none')), [
      'truth   1  2  3',
      '1 a<b   -  1  -',
      '2 cat   -  3  1',
      '3 none  -  -  -',
    ]);
  });

  it('leaves many classes to the picture', () => {
    const many = Array.from({ length: 17 }, (_, at) => ({ truth: `r${at}`, decided: `r${at}` }));
    assert.deepEqual(formatConfusion(confusionOf(many, 'none')), []);
  });
});

describe('confusionPicture', () => {
  it('draws a cell for each count that is not 0, and escapes names', () => {
    const picture = confusionPicture(confusionOf(rows, 'none'));
    assert.equal(picture.match(/<rect /g)?.length, 3);
    assert.match(picture, /<title>a&lt;b → cat: 1 of 1<\/title>/);
    assert.match(picture, /class="right" x="32" y="32" [^>]*fill-opacity="0\.79"/);
    assert.doesNotMatch(picture, /a<b/);
  });

  it('stays small for 150 classes', () => {
    const many = Array.from({ length: 150 }, (_, at) => ({ truth: `route-${at}`, decided: `route-${at}` }));
    const picture = confusionPicture(confusionOf(many, 'none'));
    assert.ok(picture.length < 100_000);
    assert.doesNotMatch(picture, /class="count"/);
  });
});

describe('evaluationPage', () => {
  const evaluation = evaluate(
    [buildRow('cat', 'cat'), buildRow('cat', 'dog', { text: '<script>alert(1)</script>' })],
    { registry: '0123456789ab', failed: 0, failures: [], ignored: 0 },
  );

  it('needs nothing but itself, in light and in dark', () => {
    const page = evaluationPage(evaluation, [], true);
    assert.doesNotMatch(page, /<script|<link|<img|https?:|@import|url\(/);
    assert.match(page, /prefers-color-scheme: dark/);
    assert.match(page, /&lt;script&gt;alert/);
    for (const tag of ['svg', 'table', 'section', 'figure', 'tr', 'td', 'text', 'g']) {
      const opened = page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
      assert.equal(page.match(new RegExp(`</${tag}>`, 'g'))?.length, opened, tag);
    }
  });

  it('shows no prompt when told not to', () => {
    assert.doesNotMatch(evaluationPage(evaluation, [], false), /alert/);
  });
});

describe('Markdown', () => {
  it('shows texts as they are', () => {
    const [, , row] = markdownTable(['text'], [['a | b\n<b>`x`</b> @team #12 **bold** http://x']]);
    assert.equal(
      row,
      '| a \\| b &lt;b&gt;\\`x\\`&lt;/b&gt; @\u200bteam #\u200b12 \\*\\*bold\\*\\* http:\u200b//x |',
    );
  });

  it('folds what there is, and nothing else', () => {
    assert.deepEqual(folded('empty', []), []);
    assert.deepEqual(markdownTable(['a'], []), []);
    assert.match(folded('more', ['x']).join('\n'), /<details>\n<summary>more<\/summary>\n\nx\n\n<\/details>/);
  });
});
