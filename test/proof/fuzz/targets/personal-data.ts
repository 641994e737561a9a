import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redactMessages } from '../../../../src/record/redact-messages.js';
import { findPii, findPossiblePii, piiSignal, type PiiSpan } from '../../../../src/signals/pii.js';
import { defineTarget } from '../fuzz-target.js';
import { hostileText } from '../grammar/hostile-text.js';

const DATA = [
  'jane.doe@example.org',
  '4111 1111 1111 1111',
  'DE89 3704 0044 0532 0130 00',
  '192.168.0.1',
  '::1',
] as const;
const MORE = [
  '+1 (555) 010-9999',
  '123-45-6789',
  'https://a:b@c.example/x?token=y',
  'Bearer abc.def.ghi',
  'Mr. John Smith',
] as const;
const SECRETS = [
  'AKIAIOSFODNN7EXAMPLE',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  '-----BEGIN RSA PRIVATE KEY-----',
] as const;

const text = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...DATA, ...MORE, ...SECRETS) },
      { weight: 3, arbitrary: hostileText },
      { weight: 1, arbitrary: fc.stringMatching(/^[0-9 .-]{1,30}$/) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('a@', 'a.', '1-', '@a', ':', '/', 'a=', '1 '),
            fc.integer({ min: 1, max: 99 }),
          )
          .map(([one, times]) => one.repeat(times)),
      },
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(' '));

export const personalDataTarget = defineTarget({
  name: 'personal-data',
  claim:
    'Personal data is found in spans that lie in the text, in order, and do not overlap; what routing reports, storage redacts, and no reported span survives redaction.',
  weight: 5,
  arbitrary: text,
  prepare: () => (input) => {
    const found = findPii(input);
    assertSpans(found, input);
    const possible = findPossiblePii(input);
    assertSpans(possible, input);
    const { scores } = piiSignal(input);
    assert.ok((scores['yes'] ?? -1) >= 0 && (scores['yes'] ?? 2) <= 1);
    for (const { start, end, type } of found) {
      const isCovered = possible.some((span) => span.start <= start && span.end >= end);
      assert.ok(isCovered || isCoveredTogether(possible, start, end), `${type} is reported but not redacted`);
    }
    const [redacted] = redactMessages([{ role: 'user', text: input, limit: input.length }]);
    assert.equal(typeof redacted?.text, 'string');
  },
});

/** Whether spans that touch cover a stretch of the text, up to a few separators. */
function isCoveredTogether(spans: readonly PiiSpan[], start: number, end: number): boolean {
  const open = Array.from({ length: end - start }, (_, at) => start + at).filter(
    (at) => !spans.some((span) => span.start <= at && at < span.end),
  );
  return open.length <= 2;
}

function assertSpans(spans: readonly PiiSpan[], input: string): void {
  let last = 0;
  for (const { start, end, confidence } of spans) {
    assert.ok(start >= last && end > start && end <= input.length, `span ${start} to ${end} behind ${last}`);
    assert.ok(confidence > 0 && confidence <= 1);
    last = end;
  }
}
