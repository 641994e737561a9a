import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findPii, piiSignal } from '../../src/signals/pii.js';

// Put together here, so that no scanner takes this file for a leak.
const awsKey = `AKIA${'Q7RT'.repeat(4)}`;
const slackToken = ['xoxb', '2481', 'aBcD9fGh1k'].join('-');
const privateKey = ['-----BEGIN RSA PRIVATE', 'KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----'].join(' ');
const jwt = ['eyJhbGciOiJI', 'eyJzdWIiOiIx', 'c2lnbmF0dXJl'].join('.');

describe('findPii', () => {
  for (const [type, text, value] of [
    ['EMAIL_ADDRESS', 'write to mira.k+shop@lumenkraft.de today', 'mira.k+shop@lumenkraft.de'],
    ['PHONE_NUMBER', 'ring me at +49 30 5557 0192.', '+49 30 5557 0192'],
    ['PHONE_NUMBER', 'my number is (312) 555-0147', '(312) 555-0147'],
    ['PHONE_NUMBER', 'Fax: 02.27.96.63.08', '02.27.96.63.08'],
    ['CREDIT_CARD', 'charge 4111 1111 1111 1111 please', '4111 1111 1111 1111'],
    ['IBAN_CODE', 'IBAN DE89 3704 0044 0532 0130 00 thanks', 'DE89 3704 0044 0532 0130 00'],
    ['US_SSN', 'his social security number is 536-22-8126', '536-22-8126'],
    ['IP_ADDRESS', 'blocked 84.112.9.17 again', '84.112.9.17'],
    ['IP_ADDRESS', 'from 2a02:8388:1:22::7f4', '2a02:8388:1:22::7f4'],
    [
      'URL_CREDENTIALS',
      'use postgres://app:t0pS3cr3t@db.lumenkraft.de/x',
      'postgres://app:t0pS3cr3t@db.lumenkraft.de',
    ],
    ['AWS_ACCESS_KEY', `key ${awsKey}`, awsKey],
    ['API_KEY', `token ${slackToken}`, slackToken],
    ['PRIVATE_KEY', privateKey, privateKey],
    ['JWT', `Authorization ${jwt}`, jwt],
    ['PASSWORD', 'my password is Tr0ub4dor&3', 'Tr0ub4dor&3'],
    ['US_PASSPORT', 'passport number C03005988', 'C03005988'],
    ['DATE_OF_BIRTH', 'date of birth: 14/02/1981', '14/02/1981'],
    ['STREET_ADDRESS', 'We moved to 42 Alder Grove Road, upstairs', '42 Alder Grove Road'],
    ['ZIP_CODE', 'my zip code is 60614', '60614'],
    ['DOMAIN_NAME', 'look at https://www.lumenkraft.de/ first', 'https://www.lumenkraft.de/'],
  ] as const) {
    it(`finds ${type} in "${text.slice(0, 24)}..."`, () => {
      const found = findPii(text).map(({ start, end, type: kind }) => [kind, text.slice(start, end)]);
      assert.deepEqual(found, [[type, value]]);
    });
  }

  for (const text of [
    'order number 4111111111111112 is late',
    'the rate was 3.14159265358979 on 2024-05-17 at 10:30',
    'What is 123-45-678 minus 9?',
    'IBAN DE89 3704 0044 0532 0130 01',
    'area code 000-12-3456',
    'version 10.4.2.1 of the driver',
    'connect to 127.0.0.1:8080',
    'password = os.environ["DB_PASSWORD"]',
    'api_key: <your key here>',
    'reset my password please',
    'he was born in 1956 in Ohio',
    'There are 200 boys and 300 girls on Main Street',
    'see https://docs.lumenkraft.de/guide/install#linux',
    'call 100 people',
  ]) {
    it(`leaves "${text}" alone`, () => {
      assert.deepEqual(findPii(text), []);
    });
  }
});

describe('piiSignal', () => {
  it('is sure of a checksum and silent on plain text', () => {
    assert.equal(piiSignal('what is the weather').scores['yes'], 0);
    const { label, scores, spans } = piiSignal('my card is 4111 1111 1111 1111');
    assert.deepEqual([label, spans.length], ['yes', 1]);
    assert.ok((scores['yes'] ?? 0) > 0.95);
  });

  for (const piece of [
    'a',
    '1 ',
    '1-',
    'a.',
    'a@',
    'Aa ',
    '12 Aa ',
    'http://a.',
    'password ',
    'GB12 ',
    '::1',
    'eyJaaaaaaaaa.',
  ]) {
    it(`ends on 64 KB of "${piece}"`, () => {
      assert.ok(piiSignal(piece.repeat(Math.floor(65_536 / piece.length))).label.length > 0);
    });
  }
});
