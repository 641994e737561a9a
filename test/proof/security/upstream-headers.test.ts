import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HEADERS } from '../../../src/mutation/wire-names.js';
import { ask, type Answer, chat } from '../../support/ask.js';
import { createCleanUp } from '../../support/clean-up.js';
import { routeText } from '../../support/pool-text.js';
import { startScriptedUpstream } from '../../support/scripted-upstream.js';
import { type Stack, startStack } from '../../support/stack.js';

const LIE = 'a-lie-of-the-upstream';

/** What no upstream may say to a client, or to Envoy, in our name. */
const LIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.values(HEADERS).map((name) => [name, LIE])),
  [HEADERS.escalate]: '1',
  [HEADERS.cluster]: 'model/large',
  [HEADERS.mode]: 'chain',
  'x-dragoman-anything': LIE,
};

describe('an upstream that speaks in our name', () => {
  const cleanUp = createCleanUp();
  const asked = { small: 0, large: 0 };
  let stack: Stack;

  before(async () => {
    const urls: string[] = [];
    for (const name of ['small', 'large'] as const) {
      const upstream = await startScriptedUpstream((request, response) => {
        asked[name]++;
        request.resume().once('end', () => {
          response.writeHead(200, { 'content-type': 'application/json', ...LIES });
          response.end(
            JSON.stringify({
              ...{ id: 'c', object: 'chat.completion', created: 1, model: `org/${name}` },
              choices: [
                {
                  index: 0,
                  message: { role: 'assistant', content: 'Paris is the capital of France.' },
                  finish_reason: 'stop',
                },
              ],
              usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
            }),
          );
        });
      });
      cleanUp.add(() => {
        upstream.close();
      });
      urls.push(upstream.url);
    }
    stack = await startStack({
      registry: {
        'pool.yaml': `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: small
  models:
    - { name: small, url: '${urls[0] ?? ''}', price: { input: 1, output: 1 } }
    - { name: large, url: '${urls[1] ?? ''}', price: { input: 2, output: 2 } }
`,
        'routes.yaml': [
          routeText('plain', 'target: small, policy: { fallback: large }, match: [{ keywords: [plain] }]'),
          routeText(
            'climb',
            'cascade: { tiers: [small, large], gate: { bar: 0.01 } }, match: [{ keywords: [climb] }]',
          ),
        ].join(''),
      },
      models: {},
      flags: ['--encoder', 'none'],
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  /** What came through to the client, and who was asked for it. */
  async function outcome(send: () => Promise<Answer>): Promise<object> {
    const before = { ...asked };
    const { status, headers } = await send();
    return {
      status,
      lies: [...headers].filter(([name, value]) => value.includes(LIE) || LIES[name] === value),
      asked: { small: asked.small - before.small, large: asked.large - before.large },
    };
  }

  const BELIEVED_BY_NOBODY = { status: 200, lies: [], asked: { small: 1, large: 0 } };
  const question = (word: string): Promise<Answer> =>
    ask(stack.url, chat(`${word}: what is the capital of France?`));

  it('is not believed on a route with a fallback, which it cannot call', async () => {
    assert.deepEqual(await outcome(() => question('plain')), BELIEVED_BY_NOBODY);
  });

  it('is not believed in a cascade, whose next tier it cannot call', async () => {
    assert.deepEqual(await outcome(() => question('climb')), BELIEVED_BY_NOBODY);
  });

  it('is not believed on other endpoints', async () => {
    const send = (): Promise<Answer> => ask(stack.url, { input: 'text' }, { path: '/v1/embeddings' });
    assert.deepEqual(await outcome(send), BELIEVED_BY_NOBODY);
  });

  it('is not believed while Dragoman is down', async () => {
    await stack.dragoman().stop();
    assert.deepEqual(await outcome(() => question('plain')), BELIEVED_BY_NOBODY);
  });
});
