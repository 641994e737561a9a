import { policyText, routeText } from '../../support/pool-text.js';
import { TRAFFIC_REGISTRY } from '../../support/traffic-registry.js';
import type { RegistryFiles } from '../../support/stack.js';

export const DEFAULT_MODEL = 'medium';

const BAD_EACH = 4;
const RULE = 'match: [{ keywords: [function] }]';

/** The models that may answer for a route besides the one that a calm request got. */
export const TIERS: Readonly<Record<string, readonly string[]>> = { code: ['small', 'large'] };

/**
 * The recorded traffic's registry without what chance decides (control group, exploration), and without near duplicates:
 * which of two requests came first must not tell which model is right. A rule, which holds whatever is shed, sends the
 * commonest programming tasks to the cascade.
 */
export const SOAK_REGISTRY: RegistryFiles = {
  ...TRAFFIC_REGISTRY,
  'routes.yaml': TRAFFIC_REGISTRY['routes.yaml']?.replace('cascade: {', `${RULE}, cascade: {`) ?? '',
  'policy.yaml': policyText('decisionCache: { nearDuplicates: false }, records: { text: redacted }'),
  ...edited(0),
};

/** Whether the edit of this number is one that must be refused. */
export function isBadEdit(number: number): boolean {
  return number % BAD_EACH === BAD_EACH - 1;
}

/** What an edit writes: a rule that no request of the trace meets, so that what is right stays right. */
export function edited(number: number): RegistryFiles {
  const spec = `target: large, match: [{ keywords: [nobodysaysthis${number}] }]`;
  return { 'edited.yaml': routeText('edited', isBadEdit(number) ? `${spec}, tarjet: small` : spec) };
}
