import type { ConfigShare, LoadedConfig } from '../../../../admin/api/config.js';
import { formatCount, formatProbability, formatShare } from '../../format.js';
import { factList, panel } from '../../pieces/panel.js';

const OFF = 'off';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What holds for every route. */
export function policyPanel({ policy }: LoadedConfig): HTMLElement {
  const { llmRouter, decisionCache, stickiness, controlGroup, exploration, shadow, records } = policy;
  return panel(
    'Policy',
    null,
    factList({
      'Lead asked for': formatProbability(policy.margin),
      'On a low lead': policy.onLowMargin,
      'When asked again': policy.onReask,
      'Fast head': policy.fastHead ? 'on' : OFF,
      'Decision cache':
        decisionCache === null
          ? OFF
          : `${formatCount(decisionCache.entries)} entries, ${formatDuration(decisionCache.ttlMs)}`,
      Stickiness: stickiness === null ? OFF : formatDuration(stickiness.ttlMs),
      'LLM as router':
        llmRouter === null
          ? OFF
          : `${llmRouter.model}, at most ${formatShare(llmRouter.maxShare)} of requests`,
      'Control group': shareWords(controlGroup),
      Exploration: exploration === null ? OFF : `${formatShare(exploration)} of conversations`,
      Shadow: shareWords(shadow),
      'Text kept': `${records.text}, for ${formatDuration(records.maxAgeMs)}`,
    }),
  );
}

function shareWords(share: ConfigShare | null): string {
  return share === null ? OFF : `${formatShare(share.share)} to ${share.model}`;
}

function formatDuration(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${formatCount(milliseconds / 1000)} s`;
  if (milliseconds < 2 * DAY) return `${formatCount(milliseconds / MINUTE)} min`;
  return `${formatCount(milliseconds / DAY)} days`;
}
