import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parseDocuments } from '../../../src/config/parse-documents.js';
import { decodeProcessingRequest } from '../../../src/extproc/wire/processing-request.js';
import { judgeAnswer } from '../../../src/gate/judge-answer.js';
import { AnswerStream } from '../../../src/gate/reading/answer-stream.js';
import { readAnswer } from '../../../src/gate/reading/read-answer.js';
import { SseReader } from '../../../src/gate/reading/sse-reader.js';
import { rewriteBody } from '../../../src/mutation/rewrite-body.js';
import { encodingProblem } from '../../../src/request/content-encoding.js';
import { parseJsonObject } from '../../../src/request/json-body.js';
import { readClauses } from '../../../src/signals/routes/clauses.js';
import { featureVector } from '../../../src/signals/feature-vector.js';
import { measureFeatures } from '../../../src/signals/features.js';
import { focusOf } from '../../../src/signals/focus/focus.js';
import { findPossiblePii, piiSignal } from '../../../src/signals/pii.js';
import { patternTest } from '../../../src/signals/rule.js';
import { buildAnswer, buildAsk } from '../../gate/build.js';
import { buildView } from '../../support/build-view.js';

const LIMITS = { maxDepth: 64, maxBodyBytes: 16_777_216 };
const codeOf = (body: Buffer): string => {
  const parsed = parseJsonObject(body, LIMITS);
  return parsed.ok ? 'ok' : parsed.problem.code;
};

describe('a JSON bomb', () => {
  it('of 64 MB is refused by its size, unread', () => {
    assert.equal(codeOf(Buffer.alloc(64 * 1024 * 1024, '[')), 'body_too_large');
  });

  it('of depth is refused before it is parsed', () => {
    for (const open of ['[', '{"a":', '[{"model":[']) {
      assert.equal(codeOf(Buffer.from(`{"a":${open.repeat(1_000_000)}`)), 'body_too_deep');
    }
  });

  it('of 200,000 keys is one object, and is written with another model', () => {
    const members = Array.from({ length: 200_000 }, (_, at) => `"k${at}":${at}`).join(',');
    const body = Buffer.from(`{${members}}`);
    assert.equal(codeOf(body), 'ok');
    assert.equal(rewriteBody(body, { model: 'x' }).toString(), `{"model":"x",${members}}`);
  });

  it('of 300,000 models in every spelling has one model in the end', () => {
    const spellings = ['"model":1', '"\\u006dodel":{"model":2}', '"MoDeL":[3]'];
    const body = Buffer.from(
      `{${Array.from({ length: 300_000 }, (_, at) => spellings[at % 3]).join(',')},"a":1}`,
    );
    assert.equal(rewriteBody(body, { model: 'x' }).toString(), '{"model":"x","a":1}');
  });

  it('of prototypes changes no other object', () => {
    const parsed = parseJsonObject(
      Buffer.from('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
      LIMITS,
    );
    assert.ok(parsed.ok && Object.hasOwn(parsed.value, '__proto__'));
    assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
    assert.equal(parsed.value['polluted'], undefined);
  });

  it('of strings without an end, or of backslashes, is refused with a place', () => {
    for (const text of [
      `{"${'\\'.repeat(4_000_000)}`,
      `{"a":"${'\\"'.repeat(2_000_000)}`,
      `{${'"'.repeat(3_000_001)}`,
    ]) {
      assert.equal(codeOf(Buffer.from(text)), 'body_not_json');
    }
  });
});

describe('a name of a member', () => {
  it('that Go folds to one of ours is one of ours', () => {
    const body = Buffer.from('{"ſtream":true,"\\u017ftream_optionS":{},"max_to\u212aens":9,"a":1}');
    const cap = { names: ['max_tokens'], limit: 1, write: 'max_tokens' };
    const edited = rewriteBody(body, { model: 'x', whole: true, maxTokens: cap }).toString();
    assert.equal(edited, '{"model":"x","stream":false,"max_tokens":1,"a":1}');
  });
});

describe('a content encoding', () => {
  const told = (value: string): string | undefined =>
    encodingProblem({ headers: new Map([['content-encoding', value]]) })?.problem.message;

  it('is known in any letters, and quoted on one line', () => {
    for (const plain of ['', ' ', 'identity', 'Identity ']) assert.equal(told(plain), undefined);
    assert.doesNotMatch(told('a\r\nb\u001b[31m') ?? '', /\p{Cc}/u);
  });
});

describe("an upstream's answer", () => {
  it('may pack 64 MB into little', () => {
    const read = readAnswer('chat-completions', gzipSync(Buffer.alloc(64 * 1024 * 1024)), {
      contentEncoding: 'gzip',
    });
    assert.equal(read.ok ? '' : read.problem.code, 'body_too_large');
  });

  it('may have hundreds of thousands of parts and log probabilities in its last event', () => {
    const logprobs = Array.from({ length: 200_000 }, () => ({ logprob: -1 }));
    const parts = Array.from({ length: 130_000 }, () => ({ type: 'output_text', text: 'a' }));
    const content = [{ type: 'output_text', text: 'b', logprobs }, ...parts];
    const response = { status: 'completed', output: [{ type: 'message', content }] };
    const stream = new AnswerStream('responses');
    stream.push(Buffer.from(`data: ${JSON.stringify({ type: 'response.completed', response })}\n\n`));
    stream.end();
    assert.equal(stream.answer.text.length, 130_001);
    assert.equal(stream.answer.logprobs?.length, 200_000);
  });

  it('may be one event that is larger than is read, whole or in pieces', () => {
    const bytes = Buffer.from(`data: ${'é'.repeat(9 * 1024 * 1024)}\n\ndata: next\n\n`);
    const [whole, pieces] = [new SseReader(), new SseReader()];
    const events: string[] = [];
    for (let at = 0; at < bytes.length; at += 65_537)
      events.push(...pieces.push(bytes.subarray(at, at + 65_537)));
    assert.deepEqual(events, whole.push(bytes));
    assert.equal(events.at(-1), 'next');
  });

  it('may begin with a byte order mark', () => {
    assert.deepEqual(new SseReader().push(Buffer.from('\ufeffdata: a\n\n')), ['a']);
  });
});

/** What patterns that backtrack are slow on: long runs that almost match. */
const PUMPS = [
  'a',
  ' ',
  '\n',
  '\t \n',
  '1',
  '1 ',
  '1-',
  'a.',
  'a@',
  'a@a.',
  '-',
  '=',
  '(',
  '"',
  '`',
  '*',
  '#',
  '> ',
  '| ',
  ': ',
  'A ',
  'Aa ',
  '/',
  'and ',
  'not ',
  'please ',
  'a, ',
  '1,',
  '++',
  '\u0301',
  '😀',
  'é',
  '<a ',
  '{{',
  '[a](',
  'http://',
  'eyJ',
  'sk-',
  '{"a":',
  'no. ',
] as const;

describe('a text that patterns are slow on', () => {
  for (const pump of PUMPS) {
    it(`is read all the same: ${JSON.stringify(pump)}`, () => {
      const text = `${pump.repeat(Math.ceil(60_000 / pump.length))}!`;
      const view = buildView({
        lastUserText: text,
        messages: [{ role: 'user', text, images: 0, toolCalls: 0 }],
      });
      measureFeatures(view);
      featureVector(view, focusOf(view));
      readClauses(text.slice(0, 600));
      assert.ok(findPossiblePii(text).length >= 0 && piiSignal(text).spans.length >= 0);
      const { verdict } = judgeAnswer(buildAsk(text), buildAnswer(text, { finish: 'stop' }), { bar: 0.5 });
      assert.ok(verdict.score >= 0 && verdict.score <= 1);
    });
  }

  it('costs a pattern of the registry no more than its length', () => {
    for (const pattern of ['^(a+)+$', '(a|aa)+$', '(.*a){12}', '(\\w+\\s?)*!$']) {
      assert.equal(typeof patternTest(pattern)(`${'a'.repeat(10_000)}!`), 'boolean');
    }
  });
});

describe('a YAML bomb', () => {
  const problemsOf = (text: string): readonly string[] => {
    const findings = { problems: [], warnings: [] };
    parseDocuments('x.yaml', Buffer.from(text), findings);
    return (findings.problems as readonly { readonly message: string }[]).map(({ message }) => message);
  };

  it('of aliases, of depth or of anchors is a problem', () => {
    const keys = Array.from('abcdefghij');
    const laughs = keys.map(
      (key, at) => `${key}: &${key} [${at === 0 ? 'x' : `*${keys[at - 1] ?? ''},`.repeat(9)}]`,
    );
    assert.match(problemsOf(laughs.join('\n')).join(), /aliases/);
    assert.match(problemsOf('['.repeat(100_000)).join(), /deep/);
    assert.match(problemsOf(`a: &a 1\nb: [${'*a,'.repeat(100_000)}]`).join(), /aliases/);
  });

  it('shows no control characters in what is said about it', () => {
    for (const text of ['a: \u001b[31m"', 'a: "\u009b31m', '"\\x1b[2J": 1\n"\\x1b[2J": 2', 'a: @\u0085']) {
      assert.doesNotMatch(problemsOf(text).join(), /\p{Cc}/u);
    }
  });
});

describe('a protobuf bomb', () => {
  it('is an error, and nothing worse', () => {
    const nested = (field: number, inner: Buffer): Buffer => {
      const length: number[] = [];
      for (let left = inner.length; ; left >>>= 7) {
        length.push(left > 127 ? (left & 127) | 128 : left);
        if (left <= 127) break;
      }
      return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), inner]);
    };
    let value: Buffer = Buffer.alloc(0);
    for (let depth = 0; depth < 2_000; depth++)
      value = nested(5, nested(1, Buffer.concat([Buffer.from('0a0161', 'hex'), nested(2, value)])));
    const metadata = nested(
      8,
      nested(
        1,
        Buffer.concat([
          Buffer.from('0a0161', 'hex'),
          nested(2, nested(1, Buffer.concat([Buffer.from('0a0161', 'hex'), nested(2, value)]))),
        ]),
      ),
    );
    for (const bytes of [
      metadata,
      Buffer.alloc(100_000, 0x0b),
      Buffer.alloc(100_000, 0xff),
      Buffer.from('12ffffffff0f', 'hex'),
    ]) {
      assert.throws(() => decodeProcessingRequest(bytes), Error);
    }
  });
});
