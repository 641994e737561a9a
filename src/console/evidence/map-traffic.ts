import { isUncovered, routeOf } from '../../lab/drift/drift-metric.js';
import { lastUserText, type PromptText } from '../../lab/drift/prompt-text.js';
import { Reservoir } from '../../lab/drift/reservoir.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';

/** A request whose text was kept. */
export interface TrafficText extends PromptText {
  readonly decision: string;
}

/** Recent traffic, as far as its text was kept. */
export interface MapTraffic {
  /** An even draw. */
  readonly sample: readonly TrafficText[];
  /** An even draw of what no route covers. */
  readonly uncovered: readonly PromptText[];
  readonly records: number;
  readonly withText: number;
}

export const NO_TRAFFIC: MapTraffic = { sample: [], uncovered: [], records: 0, withText: 0 };

/** Prompts that clusters are looked for in. */
const MOST_UNCOVERED = 300;

/** Reads the records once. @param most requests of the sample */
export async function mapTraffic(
  store: Pick<RecordStore, 'scan'>,
  filter: RecordFilter,
  most: number,
): Promise<MapTraffic> {
  const sample = new Reservoir<TrafficText>(most);
  const uncovered = new Reservoir<PromptText>(MOST_UNCOVERED);
  let records = 0;
  for await (const batch of store.scan(filter)) {
    records += batch.length;
    for (const record of batch) {
      const text = lastUserText(record);
      if (text === undefined) continue;
      const prompt = { at: record.at, route: routeOf(record), text };
      sample.add({ ...prompt, route: record.route, decision: record.id });
      if (isUncovered(record)) uncovered.add(prompt);
    }
  }
  return { sample: sample.items, uncovered: uncovered.items, records, withText: sample.seen };
}
