import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkOffTopic } from '../../../src/gate/checks/off-topic.js';
import { findingOf } from '../build.js';

const PORCUPINES =
  'The number of female porcupines is thirty. Each gives birth to four babies every month, so after a year there are 1490 animals in the park, which the rangers feed with grass, roots and berries.';

describe('checkOffTopic', () => {
  it('finds an answer to another question', () => {
    const prompt = 'Which new technology could improve healthcare in rural hospitals?';
    assert.equal(findingOf(checkOffTopic, prompt, PORCUPINES)?.reason, 'off_topic');
  });

  for (const [what, prompt, text] of [
    ['shares a number', 'What is 1490 divided by seven hundred, rounded down to thousands?', PORCUPINES],
    ['shares a word in another form', 'How does the park keeper count porcupine populations?', PORCUPINES],
    ['is short', 'Which technology could improve healthcare in hospitals?', 'Telemedicine.'],
    ['was to be made up', 'Write a poem about courage, friendship and winter.', PORCUPINES],
    ['answers two words', 'Continue please', PORCUPINES],
  ] as const) {
    it(`lets an answer be that ${what}`, () => {
      assert.equal(findingOf(checkOffTopic, prompt, text), undefined);
    });
  }
});
