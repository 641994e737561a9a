import { receivedPrompts, verdictsOf } from './check-prompts.js';
import type { DecisionLog } from './decision-log.js';
import { replay, replaySummary } from './replay.js';
import { promptTable, sendPrompts } from './send-prompts.js';
import type { Router } from './stack.js';
import type { StandInPool, Upstream } from './upstreams.js';

const LOG_LINES_TIMEOUT_MS = 10_000;

/** Sends the demo prompts and prints who answered them; a wrong one sets the exit status. */
export async function showPrompts(
  router: Router,
  log: DecisionLog,
  upstreams: readonly Upstream[],
  standIns: StandInPool | undefined,
  signal: AbortSignal,
): Promise<void> {
  console.log('> sending the demo prompts ...');
  const sent = await sendPrompts(router.url, signal);
  const decisions = sent.map(({ exchange }) => exchange.decision).filter((id) => id !== '');
  await log.waitFor(decisions, LOG_LINES_TIMEOUT_MS);
  const received = standIns === undefined ? undefined : await receivedPrompts(upstreams);
  const verdicts = verdictsOf(sent, ({ id, exchange }) =>
    received === undefined ? [exchange.model] : (received.get(id) ?? []),
  );
  const right = [...verdicts.values()].filter((verdict) => verdict === 'ok').length;
  console.log(`\n${promptTable(sent, log, verdicts)}\n`);
  console.log('added ms: what Dragoman took from the first byte to the decision; Envoy adds its own share.');
  if (received === undefined)
    console.log('check: by the response header, since these servers keep no record.');
  console.log(`${right}/${sent.length} prompts reached the expected model`);
  if (right < sent.length) process.exitCode = 1;
}

/** Sends recorded requests and prints how they went; a failed one sets the exit status. */
export async function showReplay(
  router: Router,
  file: string,
  upstreams: readonly Upstream[],
  signal: AbortSignal,
): Promise<void> {
  console.log(`> sending the requests of ${file} ...`);
  const known = new Set(['auto', ...upstreams.map(({ name }) => name)]);
  const totals = await replay(router.url, file, known, signal);
  console.log(`\n${replaySummary(totals)}`);
  if (totals.failed > 0) process.exitCode = 1;
}
