import assert from 'node:assert/strict';
import { it } from 'node:test';
import { didYouMean, suggest } from '../../src/config/suggest.js';

const KEYS = ['target', 'threshold', 'contextLength', 'url', 'ModelPool'];

it('suggest finds what a misspelt word means, whatever its case', () => {
  const words = ['taregt', 'treshold', 'context_length', 'context-lenght', 'ulr', 'modelpool', 'URL'];
  const meant = ['target', 'threshold', 'contextLength', 'contextLength', 'url', 'ModelPool', 'url'];
  assert.deepEqual(
    words.map((word) => suggest(word, KEYS)),
    meant,
  );
});

it('suggest counts two letters that changed places as one edit', () => {
  const keys = ['spec', 'url', 'name', 'tls', 'kind', 'price'];
  const words = ['sepc', 'ulr', 'nmae', 'tsl', 'knid', 'pirces'];
  assert.deepEqual(
    words.map((word) => suggest(word, keys)),
    keys,
  );
});

it('suggest stays silent when nothing is near', () => {
  for (const word of ['', 'temperature', 'x'.repeat(10_000)]) assert.equal(suggest(word, KEYS), undefined);
  assert.equal(suggest('target', []), undefined);
});

it('didYouMean is empty without a suggestion', () => {
  assert.equal(didYouMean('taget', KEYS), '; did you mean "target"?');
  assert.equal(didYouMean('colour', KEYS), '');
});
