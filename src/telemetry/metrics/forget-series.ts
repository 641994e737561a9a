import type { KnownNames } from './known-names.js';
import type { Instrument, Instruments } from './metric-instruments.js';
import type { LabelName } from './metric-labels.js';

/**
 * Removes the series of routes and models that are gone.
 *
 * @param names those in service, which may be others by the time that a series is looked at
 */
export async function forgetSeries(instruments: Instruments, names: () => KnownNames): Promise<void> {
  await Promise.all(Object.values<Instrument>(instruments).map((instrument) => forgetIn(instrument, names)));
}

async function forgetIn(instrument: Instrument, names: () => KnownNames): Promise<void> {
  const { values } = await instrument.get();
  for (const { labels } of values) {
    const own = Object.entries(labels).filter(([label]) => label !== 'le');
    const isGone = own.some(([label, value]) => !names().allows(label as LabelName, String(value)));
    if (isGone) instrument.remove(Object.fromEntries(own));
  }
}
