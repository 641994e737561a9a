import { type OfSource, whyStale } from '../../../bench/source.js';
import type { Table } from '../../../bench/table.js';
import { commandOf, PROOF_NAMES, PROOFS, type ProofName } from './proofs.js';
import { RUN_NAMES, runOf } from './run-findings.js';
import type { StatusInputs } from './status-of.js';
import { durationText } from './status-row.js';

/** What each command shows, and how long it took on this source. */
export function tookTable(inputs: StatusInputs): Table {
  return {
    head: ['command', 'shows', 'took'],
    rows: PROOF_NAMES.map((name) => {
      const seconds = secondsOf(name, inputs);
      return [commandOf(name), PROOFS[name].what, seconds === undefined ? '-' : durationText(seconds)];
    }),
  };
}

/** Of its own last run, else of the last `npm run prove`; `undefined` where neither was of this source. */
function secondsOf(name: ProofName, { now, runs, quality, fuzz, soak }: StatusInputs): number | undefined {
  const run = RUN_NAMES.find((one) => one === name);
  const prove = runs.find((record) => record.name === 'prove' && whyStale(record.source, now) === undefined);
  const own: Partial<Record<ProofName, (OfSource & { readonly seconds: number }) | undefined>> = {
    ...{ quality, fuzz, soak },
    ...(run !== undefined && { [run]: runOf(run, runs, now) }),
  };
  const made = own[name];
  if (made !== undefined && whyStale(made.source, now) === undefined) return made.seconds;
  return prove?.steps?.find((step) => step.name === name)?.seconds;
}
