import type { Registry } from '../../config/registry.js';
import { isDrawn } from '../../record/is-drawn.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import { chiSquareFit, type Fit } from '../metrics/chi-square.js';

/** Whether the arms have the sizes that were meant. If not, something sends requests past the draw, and no comparison holds. */
export interface SampleRatio {
  /** `trial`: the control group and exploration; `experiment`: the second registry. */
  readonly of: Draw;
  /** Conversations, those of the newest records. */
  readonly arms: readonly { readonly arm: string; readonly conversations: number; readonly share: number }[];
  readonly fit: Fit;
  readonly isAlarming: boolean;
}

export type Draw = 'trial' | 'experiment';

/** So small that a report a day gives a false alarm in three years (Fabijan et al. 2019). */
const ALARM_P = 0.001;

/** Fewer conversations say nothing. */
const FEWEST = 200;

const PAGE = 1_000;
const MOST_PAGES = 20;

/** The shares that a registry gives to arms, by what is drawn; empty where nothing is. */
export function configuredShares({
  policy,
  experiment,
}: Registry): ReadonlyMap<Draw, ReadonlyMap<string, number>> {
  const control = policy.controlGroup?.share ?? 0;
  const explored = policy.exploration?.share ?? 0;
  const challenger = experiment?.share ?? 0;
  const trial = { routed: 1 - control - explored, control, explored };
  const shares: readonly (readonly [Draw, Readonly<Record<string, number>>])[] = [
    ['trial', trial],
    ['experiment', { routed: 1 - challenger, challenger }],
  ];
  return new Map(
    shares
      .map(([draw, arms]) => [draw, new Map(Object.entries(arms).filter(([, share]) => share > 0))] as const)
      .filter(([, arms]) => arms.size > 1),
  );
}

/**
 * Pearson's test of the conversations in each arm, since conversations are what is drawn.
 *
 * @param conversations in each arm
 * @returns `undefined` when there are too few
 */
export function sampleRatio(
  of: Draw,
  conversations: ReadonlyMap<string, number>,
  shares: ReadonlyMap<string, number>,
): SampleRatio | undefined {
  const arms = [...shares].map(([arm, share]) => ({
    arm,
    share,
    conversations: conversations.get(arm) ?? 0,
  }));
  const total = arms.reduce((sum, arm) => sum + arm.conversations, 0);
  if (total < FEWEST || arms.length < 2) return undefined;
  const fit = chiSquareFit(
    arms.map((arm) => arm.conversations),
    arms.map((arm) => arm.share),
  );
  return { of, arms, fit, isAlarming: fit.p < ALARM_P };
}

/**
 * Counts conversations by arm over the newest records, at most 20,000, that this registry or its experiment decided.
 * A request of which no conversation can be told is not drawn, and not counted.
 *
 * @param version of the registry
 */
export async function countConversations(
  store: Pick<RecordStore, 'page'>,
  filter: RecordFilter,
  version: string,
): Promise<Readonly<Record<Draw, ReadonlyMap<string, number>>>> {
  const seen: Record<Draw, Map<string, Set<string>>> = { trial: new Map(), experiment: new Map() };
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { records, next } = await store.page(filter, PAGE, after);
    for (const record of records) {
      const { conversation } = record;
      if (conversation === null) continue;
      for (const [draw, arm] of drawsOf(record, version)) {
        const names = seen[draw].get(arm) ?? new Set();
        seen[draw].set(arm, names.add(conversation));
      }
    }
    if (next === undefined) break;
    after = next;
  }
  return { trial: sizesOf(seen.trial), experiment: sizesOf(seen.experiment) };
}

/** What a request took part in, and in which arm. The experiment is drawn first; of the trial, only its own part is looked at. */
function drawsOf(
  { arm, registry, propensity }: StoredRecord,
  version: string,
): readonly (readonly [Draw, string])[] {
  if (registry.startsWith(`${version}+`)) return [['experiment', 'challenger']];
  if (registry !== version) return [];
  return isDrawn(propensity)
    ? [
        ['experiment', 'routed'],
        ['trial', arm],
      ]
    : [['experiment', 'routed']];
}

function sizesOf(names: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, number> {
  return new Map([...names].map(([arm, { size }]) => [arm, size]));
}
