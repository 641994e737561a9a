import type { Router } from '../../demo/stack.js';
import type { LoadClient, LoadJob, LoadResult } from '../load/load-job.js';
import type { AnswerSize, CascadeLoad, CascadeTarget } from './cascade-figures.js';
import { PROSE_PROMPT } from './good-answers.js';

/** What Envoy counts where an ext_proc server did not answer in time, and the request or answer went on without it. */
const GIVEN_UP = 'ext_proc.failure_mode_allowed';

const BODY = JSON.stringify({ messages: [{ role: 'user', content: PROSE_PROMPT }], model: 'auto' });

/** Sends load to one target and counts how it was answered. */
export async function sendLoad(
  router: Router,
  client: LoadClient,
  to: { readonly target: CascadeTarget; readonly bytes: AnswerSize } & Pick<LoadJob, 'seconds' | 'pace'>,
): Promise<{ readonly result: LoadResult; readonly load: CascadeLoad }> {
  const { target, bytes, seconds, pace } = to;
  const before = await givenUp(router);
  const result = await client.run({
    url: `${router.url}/v1/chat/completions`,
    requests: [{ body: BODY, headers: { 'x-bench': `${target}-${bytes}` } }],
    ...{ seconds, pace },
  });
  return {
    result,
    load: {
      answered: result.latenciesUs.length,
      failed: result.failed,
      asMeant: result.models[`small-${bytes}`] ?? 0,
      unjudged: (await givenUp(router)) - before,
    },
  };
}

async function givenUp({ envoyAdmin }: Router): Promise<number> {
  const response = await fetch(`${envoyAdmin}/stats?filter=${encodeURIComponent(GIVEN_UP)}`);
  const lines = (await response.text()).trim().split('\n');
  return lines.reduce((sum, line) => sum + Number(line.split(': ')[1] ?? 0), 0);
}
