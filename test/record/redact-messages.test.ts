import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redactMessages } from '../../src/record/redact-messages.js';

function redacted(text: string, limit: number = text.length): string {
  return redactMessages([{ role: 'user', text, limit }])[0]?.text ?? '';
}

describe('redactMessages', () => {
  it('puts the kind in the place of personal data and secrets', () => {
    assert.equal(
      redacted('Write to ada.byron@mail.example.org, the key is AKIAZQ3DTZ7YWPLKMN4R, thanks.'),
      'Write to [EMAIL_ADDRESS], the key is [AWS_ACCESS_KEY], thanks.',
    );
  });

  it('leaves everything else and the role as they are', () => {
    const text = 'What is 2 + 2? Äöü 👋';
    assert.deepEqual(redactMessages([{ role: 'tool', text, limit: text.length }]), [{ role: 'tool', text }]);
  });

  it('keeps no half of a datum that the limit cuts in two', () => {
    const text = 'Mail: ada.byron@mail.example.org or later';
    assert.equal(redacted(text, 'Mail: ada.by'.length), 'Mail: [EMAIL_ADDRESS]');
    assert.equal(redacted(text, 'Mail: '.length), 'Mail: ');
  });

  it('finds every one of thousands', () => {
    const text = Array.from({ length: 3000 }, (_, at) => `user${at}@mail.org`).join(' ');
    assert.doesNotMatch(redacted(text.slice(0, 32_768)), /\d@mail/);
  });
});
