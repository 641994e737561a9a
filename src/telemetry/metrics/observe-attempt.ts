import type { TierAttempt } from '../../outcome/attempt.js';
import type { KnownNames } from './known-names.js';
import type { Instruments } from './metric-instruments.js';

/** Counts a tier's answer that the gate saw. */
export function observeAttempt(
  to: Instruments,
  names: KnownNames,
  route: string,
  { model: tier, verdict, escalated }: TierAttempt,
): void {
  const model = names.model(tier);
  const labels = { route: names.route(route), model };
  if (escalated) to.escalations.inc(labels);
  if (verdict === undefined) {
    to.verdicts.inc({ ...labels, verdict: 'unjudged' });
    return;
  }
  to.verdicts.inc({ ...labels, verdict: verdict.pass ? 'pass' : 'fail' });
  to.gateScore.observe({ model }, verdict.score);
  to.gateDuration.observe({ stage: verdict.stage }, verdict.microseconds / 1e6);
  for (const reason of verdict.reasons) to.gateReasons.inc({ held_against: reason });
}
