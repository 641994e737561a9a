import type { DecisionStory } from '../../../../admin/api/decisions.js';
import type { StoredRecord } from '../../../../record/stored-record.js';
import { formatProbability } from '../../format.js';
import { isFallback } from '../live/summarise-lines.js';
import type { Bars } from './bars.js';
import { fact, type Fact } from './fact.js';

/** A lead less than this is thin, whatever the registry asks for. */
const THIN_MARGIN = 0.15;
/** From here on a text is strange enough to be told; above .5 it is out of scope. */
const STRANGE = 0.4;

/** What speaks for the route, and against it. */
export function routeFacts({ record, feedback }: DecisionStory, bars: Bars): readonly Fact[] {
  const labels = feedback.filter(({ route }) => route !== null);
  return [
    ...labels.map(({ route, source }) =>
      route === record.route
        ? fact('good', `Named right by ${source === 'label' ? 'a person' : 'the client'}.`)
        : fact(
            'bad',
            `${source === 'label' ? 'A person' : 'The client'} says that ${route ?? ''} would have been right.`,
          ),
    ),
    ...choiceFacts(record),
    ...confidenceFacts(record, bars),
    ...marginFacts(record, bars),
    ...strangeness(record),
    ...challengerFacts(record),
  ];
}

function choiceFacts({ reason, arm, routedModel, model }: StoredRecord): readonly Fact[] {
  if (reason === 'pinned') return [fact('none', 'The client named the model; nothing was compared.')];
  if (reason === 'rule') return [fact('good', 'A rule of the route holds; nothing had to be guessed.')];
  if (arm === 'control') return [fact('none', 'In the control group: the model is not the route’s.')];
  if (arm === 'explored' && model !== routedModel) {
    return [fact('none', `Chance chose the model; the router would have taken ${routedModel}.`)];
  }
  if (reason === 'low_margin')
    return [fact('warn', 'No route was clear enough; the policy’s model answered.')];
  if (reason === 'out_of_scope') return [fact('bad', 'It resembles no route; a stand-in answered.')];
  return isFallback(reason) ? [fact('warn', 'No route was found; a stand-in answered.')] : [];
}

function confidenceFacts(
  { confidence, candidates: [best], layer }: StoredRecord,
  { routes }: Bars,
): readonly Fact[] {
  if (confidence === null || best === undefined || layer === 'rules' || layer === 'pin') return [];
  const bar = routes.get(best.route);
  const has = `${best.route} has ${formatProbability(best.probability)}`;
  if (bar === undefined) return [fact('none', `${has}.`)];
  const asks = `it asks for ${formatProbability(bar)}`;
  return [best.probability >= bar ? fact('good', `${has}; ${asks}.`) : fact('bad', `Only ${has}; ${asks}.`)];
}

function marginFacts({ margin, candidates: [, second], layer }: StoredRecord, bars: Bars): readonly Fact[] {
  if (margin === null || second === undefined || layer === 'rules' || layer === 'pin') return [];
  const asked = bars.margin === null ? '' : `; ${formatProbability(bars.margin)} is asked for`;
  const lead = `${formatProbability(margin)} ahead of ${second.route}${asked}.`;
  if (bars.margin !== null && margin < bars.margin) return [fact('bad', `Only ${lead}`)];
  return [margin < THIN_MARGIN ? fact('warn', `Barely ${lead}`) : fact('good', `Clearly ${lead}`)];
}

function strangeness({ outOfScope, reason }: StoredRecord): readonly Fact[] {
  if (outOfScope === null || outOfScope < STRANGE || reason === 'out_of_scope') return [];
  return [fact('warn', `Strange to every route: ${formatProbability(outOfScope)}, out of scope above 0.50.`)];
}

function challengerFacts({ challenger, route, model }: StoredRecord): readonly Fact[] {
  if (challenger === null) return [];
  const isSame = challenger.route === route && challenger.model === model;
  if (isSame) return [fact('good', `${challenger.name} would have decided alike.`)];
  return [
    fact(
      'warn',
      `${challenger.name} would have taken ${challenger.route ?? 'no route'}, ${challenger.model}.`,
    ),
  ];
}
