import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UNCLEAR, wishedLanguage } from '../../../../src/gate/checks/wishes/wished-language.js';

describe('wishedLanguage', () => {
  for (const [text, language] of [
    ['Explain it in German.', 'de'],
    ['Translate this into simple French: good day', 'fr'],
    ['Translate from English to Japanese: good day', 'ja'],
    ['Antworte auf Englisch', 'en'],
    ['Responde en español, por favor.', 'es'],
    ['请用英文回答', 'en'],
    ['翻译成德语：早上好', 'de'],
    ['日本語で答えてください', 'ja'],
    ['Переведи на русский язык', 'ru'],
    ['What is the German word for dog?', UNCLEAR],
    ['Compare the languages of Switzerland.', UNCLEAR],
    ['Write it in German and in French.', UNCLEAR],
    ['Polish my text, please.', UNCLEAR],
    ['Send forth the best ye breed', undefined],
    ['What is the capital of France?', undefined],
    ['', undefined],
  ] as const) {
    it(`is ${language ?? 'nothing'} for "${text}"`, () => {
      assert.equal(wishedLanguage(text), language);
    });
  }
});
