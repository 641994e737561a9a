import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readText } from '../../../src/gate/checks/answer-text.js';
import { checkWrongLanguage } from '../../../src/gate/checks/wrong-language.js';
import { buildAnswer, buildAsk, findingOf } from '../build.js';

const ENGLISH =
  'The bread rises because the yeast eats the sugar of the dough and makes gas, which the gluten holds in small bubbles.';
const GERMAN =
  'Das Brot geht auf, weil die Hefe den Zucker des Teigs frisst und dabei ein Gas bildet, das der Kleber in kleinen Blasen hält.';
const CHINESE =
  '面包会发起来，是因为酵母吃掉面团里的糖并产生气体，而面筋把这些气体留在小气泡里，所以面团变大。';
const ASKS_GERMAN =
  'Kannst du mir bitte erklären, warum das Brot im Ofen aufgeht und was die Hefe dabei eigentlich macht, wenn es warm ist?';
const ASKS_ENGLISH =
  'Can you please explain to me why the bread rises in the oven, and what the yeast does while it is warm in there?';

describe('checkWrongLanguage', () => {
  for (const [prompt, text] of [
    [ASKS_GERMAN, ENGLISH],
    [ASKS_ENGLISH, GERMAN],
    [ASKS_ENGLISH, CHINESE],
    ['Explain in German why bread rises.', ENGLISH],
    ['Translate to Chinese: The bread rises because of the yeast.', ENGLISH],
    ['请用英文回答：为什么面包会发起来？', CHINESE],
  ] as const) {
    it(`finds "${text.slice(0, 16)}" wrong for "${prompt.slice(0, 40)}"`, () => {
      assert.equal(findingOf(checkWrongLanguage, prompt, text)?.reason, 'wrong_language');
    });
  }

  for (const [prompt, text] of [
    [ASKS_GERMAN, GERMAN],
    [ASKS_ENGLISH, ENGLISH],
    ['Explain in German why bread rises.', GERMAN],
    ['What is the history of the German and the French language?', GERMAN],
    [`Summarise this for me, please, in a few words.\n\n${GERMAN}\n${GERMAN}`, ENGLISH],
    [ASKS_GERMAN, 'print("bread")'],
    ['Brot?', ENGLISH],
    [ASKS_ENGLISH, `Use this:\n\`\`\`\n${GERMAN}\n\`\`\``],
    ['A car drives 55 miles per hour for 4 hours.', '55 miles per hour x 4 hours = 220 miles. A: 220'],
  ] as const) {
    it(`lets "${text.slice(0, 16)}" answer "${prompt.slice(0, 40)}"`, () => {
      assert.equal(findingOf(checkWrongLanguage, prompt, text), undefined);
    });
  }

  it('reads the language from the system text where the prompt says nothing', () => {
    const ask = buildAsk(ASKS_ENGLISH, { system: 'Always answer in German.' });
    assert.equal(checkWrongLanguage(ask, buildAnswer(GERMAN), readText(GERMAN)), undefined);
    assert.equal(checkWrongLanguage(ask, buildAnswer(ENGLISH), readText(ENGLISH))?.reason, 'wrong_language');
  });
});
