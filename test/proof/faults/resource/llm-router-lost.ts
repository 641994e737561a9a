import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStandInModel } from '../../../../demo/stand-in-model.js';
import { poolText } from '../../../support/pool-text.js';
import { scrape } from '../../../support/read-metrics.js';
import { startScriptedUpstream } from '../../../support/scripted-upstream.js';
import { checkedRegistry } from '../../load/requests.js';
import type { Fault } from '../fault.js';

type Deed = 'answer' | 'hang' | 'error' | 'reset';

/** Each request whose route is not certain is a question to the judge. */
const POLICY =
  'threshold: 0.9999, fastHead: false, onLowMargin: llm, ' +
  'llmRouter: { model: judge, maxShare: 1, tokensPerMinute: 100000000, deadline: 500ms }';

const PHASE_MS = 2_000;

/** The model that is asked for the route hangs, then fails, then resets connections. */
export const llmRouterLost: Fault = llmRouterFault();

function llmRouterFault(): Fault {
  let deed: Deed = 'answer';
  return {
    name: 'llm-router-lost',
    what: 'The model that is asked for the route hangs, then answers 500, then resets its connections, two seconds each.',
    users:
      'Requests in doubt go to the default model, the first ones after the deadline of the question (500 ms).',
    seconds: (3 * PHASE_MS) / 1000,
    kinds: ['rule', 'examples', 'stream', 'cascade'],
    async prepare(cleanUp) {
      const judge = await startStandInModel({ name: 'stand-in/judge', behaviour: { delay: 0, choice: 0 } });
      cleanUp.add(() => judge.close());
      const front = await startScriptedUpstream((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const isQuestion = request.method === 'POST';
          if (isQuestion && deed === 'hang') return;
          if (isQuestion && deed === 'reset') response.destroy();
          else if (isQuestion && deed === 'error') response.writeHead(500).end('{}');
          else void passOn(judge.url, String(request.url), Buffer.concat(chunks), response);
        });
      });
      cleanUp.add(() => {
        front.close();
      });
      const line = `- { name: judge, url: '${front.url}', model: stand-in/judge, price: { input: 0.1, output: 0.1 } }`;
      return { registry: { ...checkedRegistry({ policy: POLICY }), 'pool.yaml': poolText(line) } };
    },
    start: (stack) => {
      deed = 'hang';
      const turn = async (): Promise<void> => {
        for (const next of ['error', 'reset'] as const) {
          await sleep(PHASE_MS);
          deed = next;
        }
      };
      const turning = turn();
      return Promise.resolve({
        async end() {
          await turning;
          deed = 'answer';
        },
        async seen() {
          const now = await scrape(stack.admin);
          const answers = ['answered', 'late', 'down', 'breaker'].map(
            (answer) => `${now.sum('dragoman_llm_router_questions_total', { answer })} ${answer}`,
          );
          return `dragoman_llm_router_questions_total: ${answers.join(', ')}`;
        },
      });
    },
  };
}

async function passOn(base: string, path: string, body: Buffer, response: ServerResponse): Promise<void> {
  const url = base.replace(/\/v1$/, '') + path;
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const answer = await fetch(url, body.length === 0 ? {} : post);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
}
