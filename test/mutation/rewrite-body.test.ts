import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rewriteBody } from '../../src/mutation/rewrite-body.js';
import { blanks, randomString, randomValue } from '../request/random-json.js';
import { seededRandom, type SeededRandom } from '../request/seeded-random.js';

const rewritten = (body: string, model = 'x'): string => rewriteBody(Buffer.from(body), { model }).toString();

describe('rewriteBody', () => {
  const cases: readonly (readonly [what: string, body: string, expected: string])[] = [
    ['an empty object', '{}', '{"model":"x"}'],
    ['an empty object with blanks', ' { \n } ', '{"model":"x"} '],
    ['nothing but a model', '{"model":"a"}', '{"model":"x"}'],
    ['no model', '{"a":1}', '{"model":"x","a":1}'],
    ['the model first', '{"model":"a","b":1}', '{"model":"x","b":1}'],
    ['the model last', '{"b":1,"model":"a"}', '{"model":"x","b":1}'],
    ['the model in the middle', '{"a":1, "model" : "m" ,"b": 2}', '{"model":"x","a":1,"b": 2}'],
    ['blanks', '\n{ "a" : 1 ,\t"b" : [ ] \r\n}\n', '{"model":"x", "a" : 1 ,\t"b" : [ ] \r\n}\n'],
    [
      'several models',
      '{"model":1,"a":1,"model":[{"model":2}],"b":2,"model":"c"}',
      '{"model":"x","a":1,"b":2}',
    ],
    ['models only', '{"model":1,"model":2}', '{"model":"x"}'],
    [
      'a model spelt with escapes',
      '{"mod\\u0065l":"a","b":1,"\\u006d\\u006F\\u0064\\u0065\\u006C":2}',
      '{"model":"x","b":1}',
    ],
    ['a model in capitals, which Go reads too', '{"Model":"a","b":1,"MODE\\u004c":2}', '{"model":"x","b":1}'],
    [
      'keys like model',
      '{"models":2,"mode":3,"model\\u0000":4,"\\"model":5}',
      '{"model":"x","models":2,"mode":3,"model\\u0000":4,"\\"model":5}',
    ],
    [
      'nested models',
      '{"a":{"model":1},"b":[{"model":2}],"c":"\\"model\\":3"}',
      '{"model":"x","a":{"model":1},"b":[{"model":2}],"c":"\\"model\\":3"}',
    ],
    [
      'strings that end in backslashes',
      '{"a":"\\\\","model":"\\\\\\"","b":"\\\\\\\\"}',
      '{"model":"x","a":"\\\\","b":"\\\\\\\\"}',
    ],
    [
      'commas and brackets in strings',
      '{"a":"},]{","model":"},{","b":"\\"}"}',
      '{"model":"x","a":"},]{","b":"\\"}"}',
    ],
    ['a value called model', '{"a":"model","b":["model"]}', '{"model":"x","a":"model","b":["model"]}'],
    [
      'bytes beyond ASCII',
      '{"é":"中😀","model":"a","ключ":"\u202e"}',
      '{"model":"x","é":"中😀","ключ":"\u202e"}',
    ],
  ];
  for (const [what, body, expected] of cases) {
    it(`rewrites ${what}`, () => {
      JSON.parse(body);
      assert.equal(rewritten(body), expected);
    });
  }

  it('escapes the new model', () => {
    const model = 'a"b\\c\n中';
    assert.equal(rewritten('{"a":1}', model), `{"model":${JSON.stringify(model)},"a":1}`);
  });

  it('leaves the old body as it was', () => {
    const body = Buffer.from('{"model":"a","b":1}');
    const copy = Buffer.from(body);
    rewriteBody(body, { model: 'other' });
    assert.deepEqual(body, copy);
  });

  it('finds the end of long strings, escapes at every distance included', () => {
    for (let length = 0; length < 700; length++) {
      for (const tail of ['', '\\"', '\\\\', '\\\\\\"', '\\"'.repeat(200)]) {
        const text = `"a":"${'y'.repeat(length)}${tail}"`;
        assert.equal(rewritten(`{${text},"model":"m"}`), `{"model":"x",${text}}`);
      }
    }
  });

  it('asks for a whole answer behind the model, every other byte as it was', () => {
    const whole = (body: string): string =>
      rewriteBody(Buffer.from(body), { model: 'x', whole: true }).toString();
    assert.equal(whole('{}'), '{"model":"x","stream":false}');
    assert.equal(
      whole(
        '{ "a" : [1, 2], "stream": true , "stream_options":{"include_usage":true},"model":"m", "b":{"stream":1}\n}',
      ),
      '{"model":"x","stream":false, "a" : [1, 2], "b":{"stream":1}\n}',
    );
    assert.equal(
      whole('{"str\\u0065am":true,"Stream":true,"streams":1}'),
      '{"model":"x","stream":false,"streams":1}',
    );
  });

  describe('with a token cap', () => {
    const cap = { names: ['max_tokens', 'max_completion_tokens'], limit: 256, write: 'max_tokens' };
    const capped = (body: string): string =>
      rewriteBody(Buffer.from(body), { model: 'x', maxTokens: cap }).toString();

    it('writes the cap behind the model and cuts every other limit', () => {
      assert.equal(capped('{}'), '{"model":"x","max_tokens":256}');
      assert.equal(
        capped(
          '{"max_tokens":1,"a":{"max_tokens":2},"max_completion_tokens":3,"model":"m","max\\u005ftokens":4}',
        ),
        '{"model":"x","max_tokens":256,"a":{"max_tokens":2}}',
      );
    });
  });
});

interface Member {
  readonly key: string;
  /** The member with the blanks around it. */
  readonly text: string;
}

function randomMember(random: SeededRandom): Member {
  const raw = random.once(4)
    ? random.pick(['"model"', '"mod\\u0065l"', '"\\u006Dodel"', '"m\\u006fde\\u006c"'])
    : randomString(random);
  const text = `${blanks(random)}${raw}${blanks(random)}:${blanks(random)}${randomValue(random, 5)}${blanks(random)}`;
  return { key: JSON.parse(raw) as string, text };
}

describe('rewriteBody on random objects', () => {
  it('keeps all members but the models, byte for byte and in order', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 5_000; round++) {
      const members = Array.from({ length: random.below(7) }, () => randomMember(random));
      const tail = blanks(random);
      const inner = members.length === 0 ? blanks(random) : members.map(({ text }) => text).join(',');
      const body = `${blanks(random)}{${inner}}${tail}`;
      const kept = members.filter(({ key }) => key !== 'model').map(({ text }) => text);
      const result = rewritten(body, 'new/model');
      assert.equal(
        result,
        `${['{"model":"new/model"', ...kept].join(',')}}${tail}`,
        `round ${round}: ${body}`,
      );
      const expected = { ...(JSON.parse(body) as object), model: 'new/model' };
      assert.deepEqual(JSON.parse(result), expected, `round ${round}: ${body}`);
    }
  });

  it('goes through deep nesting', () => {
    const deep = '[{"model":'.repeat(50_000) + '1' + '}]'.repeat(50_000);
    assert.equal(rewritten(`{"a":${deep},"model":"m"}`), `{"model":"x","a":${deep}}`);
  });
});
