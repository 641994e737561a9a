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

  // Put together here, so that no scanner takes this file for a leak.
  for (const [text, kept] of [
    ['password: Example#2024!', 'password: [PASSWORD]'],
    ['my password is Tr0ub4dor12345678', 'my password is [PASSWORD]'],
    ['My password is swordfish.', 'My password is [PASSWORD].'],
    ['my password for the wifi is swordfish22', 'my password for the wifi is [PASSWORD]'],
    [`api_key = ${['sk', 'live', 'AbCdEfGhIjKlMnOpQr12345678'].join('-')}`, 'api_key = [API_KEY]'],
    ['secret: environ-9f8e7d6c5b', 'secret: [PASSWORD]'],
    ['DB_PASSWORD=getenvS3cret!', 'DB_PASSWORD=[PASSWORD]'],
    [`token ${['ghp', 'aaaaxxxxbbbbccccddddeeeeffffgggghhhh'].join('_')}`, 'token [API_KEY]'],
    [['AKIA', 'Q3EGRTXXXXPLMN7W'].join(''), '[AWS_ACCESS_KEY]'],
    ['pw: hunter22', 'pw: [PASSWORD]'],
    ['pwd = abc, passwd=hunter', 'pwd = [PASSWORD], passwd=[PASSWORD]'],
    ['PIN: 4711', 'PIN: [PASSWORD]'],
    ['**Password:**\nhunter22', '**Password:**\n[PASSWORD]'],
    ['{"password":"correct horse battery"}', '{"password":"[PASSWORD]"}'],
    ['Passwort: Sommer2024', 'Passwort: [PASSWORD]'],
    ['Mein Passwort lautet geheimnis.', 'Mein Passwort lautet [PASSWORD].'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [API_KEY]'],
    ['https://a.test/reset?token=abc123def', 'https://a.test/reset?token=[PASSWORD]'],
    ['redis://:pw12@host', '[URL_CREDENTIALS]'],
    ['postgres://admin:password@10.0.0.5/db', '[URL_CREDENTIALS]/db'],
    ['to name@siemens.com', 'to [EMAIL_ADDRESS]'],
    ['user@deutsche-bank.de', '[EMAIL_ADDRESS]'],
    ['jane@test.siemens.com, jürgen [at] siemens.com', '[EMAIL_ADDRESS], [EMAIL_ADDRESS]'],
    [`${['-----BEGIN PRIVATE', 'KEY-----'].join(' ')}\\nMIIEvQIBADANBgkqhkiG9w0 cut`, '[PRIVATE_KEY] cut'],
  ] as const) {
    it(`keeps no secret of "${text.slice(0, 24)}..."`, () => {
      assert.equal(redacted(text), kept);
    });
  }

  for (const text of [
    'the password field is empty',
    'reset my password please',
    'My password is wrong.',
    'Why is my password not accepted? The password must contain 8 characters',
    'About passwords: how long should they be?',
    'max_tokens: 4096, and the token is valid for 3600 seconds',
    'token = await getToken(); password = os.environ["DB_PASSWORD"]',
    'interface Login { password: string; }',
    'The secret to success is hard work; the secretary: Jane',
    'Enter your password:\n\nThen press return.',
    'a basic understanding of bearer tokens and API keys',
    'see https://docs.lumenkraft.de/guide/install#linux',
  ]) {
    it(`keeps the words of "${text.slice(0, 32)}..."`, () => {
      assert.equal(redacted(text), text);
    });
  }

  it('replaces what overlaps as a whole', () => {
    assert.equal(redacted('password=a1,ada@mail.org,b2 left'), 'password=[PASSWORD] left');
  });

  for (const piece of [
    'password ',
    'password="',
    'password for a b ',
    '-----BEGIN PRIVATE KEY-----',
    'a@',
    'x://:',
  ]) {
    it(`ends on 48 KB of "${piece}"`, () => {
      assert.ok(redacted(piece.repeat(Math.floor(49_152 / piece.length))).length > 0);
    });
  }
});
