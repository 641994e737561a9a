import type { Arm } from '../../../../decision/arm.js';
import type { StoredRecord } from '../../../../record/stored-record.js';
import { formatProbability } from '../../format.js';
import { factList, panel } from '../../pieces/panel.js';

const ARMS: Readonly<Record<Arm, string>> = {
  routed: 'routed: the router chose',
  control: 'control: the group that is not routed',
  explored: 'explored: chance chose',
  challenger: 'challenger: the second registry chose',
};

/** Who chose, and what others would have chosen. */
export function experimentPanel(record: StoredRecord): HTMLElement {
  const { arm, propensity, routedModel, challenger, cascade, fallback, stream, prompt } = record;
  return panel(
    'Choice',
    null,
    factList({
      Arm: ARMS[arm],
      Propensity: `${formatProbability(propensity)}, the chance of this model`,
      'Router’s choice': routedModel,
      Challenger:
        challenger === null
          ? null
          : `${challenger.name}: ${challenger.route ?? 'no route'}, ${challenger.model}`,
      Cascade:
        cascade === null
          ? null
          : `${cascade.tiers.join(' > ')}, from ${cascade.startedBy}, ${cascade.streaming}`,
      Fallback: fallback,
      Request: `${stream ? 'streamed' : 'not streamed'}, ${prompt.turns} ${prompt.turns === 1 ? 'turn' : 'turns'}, about ${prompt.tokens} tokens`,
      Tools: prompt.tools === 0 ? null : String(prompt.tools),
      Images: prompt.images === 0 ? null : String(prompt.images),
      Format: prompt.format === 'text' ? null : prompt.format,
    }),
  );
}
