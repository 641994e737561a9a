import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  LONGEST_TAG,
  MOST_TAGS,
  parseFeedback,
  problemOfHead,
} from '../../../../src/record/parse-feedback.js';
import { defineTarget } from '../fuzz-target.js';
import { damagedBytes } from '../grammar/damaged-bytes.js';
import { headerList } from '../grammar/header-text.js';
import { hostileName } from '../grammar/hostile-text.js';
import { jsonValue, member, objectOf, spelled } from '../grammar/json-text.js';
import { assertProblem } from './parse-request.js';

const name = hostileName.map((text) => JSON.stringify(text));
const field = fc.oneof(
  member(fc.constant('"decision"'), fc.constantFrom('"0189f7a0-0000-7000-8000-000000000000"', '"x"')),
  member(fc.constant('"score"'), fc.constantFrom('0', '1', '0.5', '-0', '1.0000001', '1e-400', 'null')),
  member(fc.constant('"thumbs"'), fc.constantFrom('"up"', '"down"', 'null')),
  member(fc.constantFrom('"route"', '"model"'), name),
  member(
    fc.constant('"tags"'),
    fc.array(name, { maxLength: 20 }).map((tags) => `[${tags.join(',')}]`),
  ),
  member(fc.constantFrom('decision', '__proto__', 'tags').chain(spelled), jsonValue),
);
const decision = '"decision":"0189f7a0-0000-7000-8000-000000000000"';

export const feedbackTarget = defineTarget({
  name: 'feedback',
  claim:
    'Feedback is read or refused with a reason: scores in [0, 1], tags that are printable, few and short.',
  weight: 4,
  arbitrary: fc.record({
    body: damagedBytes(objectOf(fc.array(field, { maxLength: 4 }).map((all) => [decision, ...all]))),
    headers: headerList,
  }),
  prepare:
    () =>
    ({ body, headers }) => {
      const head = problemOfHead({ method: 'POST', path: '/v1/feedback', headers: new Map(headers) });
      if (head !== undefined) assertProblem(head.problem);
      const parsed = parseFeedback(body);
      if (!parsed.ok) {
        assertProblem(parsed.problem);
        return;
      }
      const { score, tags } = parsed.value;
      assert.ok(score === null || (score >= 0 && score <= 1));
      assert.ok(tags.length <= MOST_TAGS && tags.every((tag) => tag !== '' && tag.length <= LONGEST_TAG));
      for (const tag of tags) assert.doesNotMatch(tag, /\p{C}/u);
    },
});
