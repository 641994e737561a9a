import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFollowUp } from '../../../src/signals/focus/follow-up.js';

/** Turns that say nothing without the one before. */
const FOLLOW_UPS = [
  ...['and in Oslo?', 'what about tomorrow', 'how about a cheaper one?', 'same for Berlin', 'also Rome'],
  ...['then Tuesday', 'why?', 'really?', 'in Spanish please', 'for two people', 'without milk', 'as a table'],
  ...['at 5pm then', 'shorter', 'a bit longer', 'even cheaper', 'more', 'next', 'now as a bullet list'],
  ...['ok and the price?', 'the second one', 'which one is cheaper', 'make it formal', 'make that two'],
  ...['Berlin?', 'next week?', 'tomorrow morning', 'friday instead', 'another one', 'once more'],
  ...[
    'for a family of four in december',
    'in euros and without the tax',
    'why is that',
    'is it open on Sundays',
  ],
  ...[
    'and my brother too',
    'actually, for three',
    'no, in the afternoon',
    'yes, but cheaper',
    'this time in red',
  ],
  ...['¿y en Madrid?', 'y mañana', 'lo mismo en francés', 'en español por favor', '¿por qué?', 'sin gluten'],
  ...['et pour demain ?', 'en anglais', 'pareil pour Lyon', 'pourquoi ?', 'und morgen?', 'auf Deutsch bitte'],
  ...['was ist mit Hamburg?', 'ohne Zucker', 'e domani?', 'e in Roma?', 'anche a Milano', 'en morgen dan?'],
  ...[
    'а завтра?',
    'и в Москве?',
    'почему?',
    '那上海呢？',
    '为什么？',
    '上海呢',
    'じゃあ東京は？',
    '그럼 부산은?',
  ],
];

/** Turns that stand on their own, whatever came before. */
const NEW_REQUESTS = [
  ...['set a timer for ten minutes', 'i want to open a savings account', 'weather in Chicago please'],
  ...['order food from applebees', 'whisper to me', 'reset my password', 'cancel my card', 'play some jazz'],
  ...['what is the capital of Peru?', 'how do I renew a passport?', 'translate good morning into Spanish'],
  ...['number of days in a leap year', 'what time is it in Tokyo', 'Which cards do you accept?'],
  ...[
    'timer for ten minutes',
    'dinner reservation for two at eight',
    'remember the milk',
    'transfer money to John',
  ],
  ...['In 1969 the first people landed on the moon; how long did their flight take?'],
  ...['For each city in the list below, give its population and the year of the last census.'],
  ...['schreibe ein Gedicht über den Herbst', '¿cuál es la capital de Perú?', 'quelle heure est-il à Tokyo'],
  ...[
    '给出5种不同的草药名称及其功效',
    '一段路，甲走完全程需20分钟，乙走完全程需15分钟，甲的速度是乙的百分之几',
    '',
  ],
];

describe('isFollowUp', () => {
  for (const turn of FOLLOW_UPS) {
    it(`reads with the turn before: ${turn}`, () => {
      assert.ok(isFollowUp(turn, 'Done.'));
    });
  }

  for (const turn of NEW_REQUESTS) {
    it(`leaves alone: ${turn.slice(0, 60)}`, () => {
      assert.ok(!isFollowUp(turn, 'Done.'));
    });
  }

  it('takes a few words for an answer only behind a question', () => {
    assert.deepEqual(
      [isFollowUp('the downtown branch', 'Which branch?'), isFollowUp('the downtown branch', 'Done.')],
      [true, false],
    );
    assert.ok(!isFollowUp('cancel my card', 'Anything else?'));
  });
});
