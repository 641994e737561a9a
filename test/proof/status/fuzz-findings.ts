import type { Source } from '../../../bench/source.js';
import { FULL_INPUTS } from '../fuzz/options.js';
import type { FuzzResults } from '../fuzz/results.js';
import { TARGETS } from '../fuzz/targets.js';
import { countText, type Findings, ofThisSource, OUT_OF_BOUNDS, placeOf } from './status-row.js';

const by = 'fuzz' as const;

export function fuzzFindings(results: FuzzResults | undefined, now: Source | undefined): Findings {
  return ofThisSource({ by, what: 'hostile input', now }, results, tell);
}

function tell({ date, machine, inputs, targets, failures }: FuzzResults): Findings {
  const tried = targets.map(({ target }) => target);
  const broken = failures.slice(0, 3).map(({ target, message }) => `${target}: ${firstLine(message)}`);
  return {
    rows: [
      {
        ...{ by, what: `claims broken, of ${countText(targets.length, 'target')}`, goal: 'none' },
        measured: [String(failures.length), ...broken].join('; '),
        factor: failures.length > 0 ? OUT_OF_BOUNDS : 0,
        isGrave: failures.length > 0,
      },
      {
        ...{ by, what: 'inputs tried', measured: inputs.toLocaleString('en') },
        ...{ goal: `at least ${FULL_INPUTS.toLocaleString('en')}`, isGrave: false },
        factor: inputs === 0 ? OUT_OF_BOUNDS : FULL_INPUTS / inputs,
      },
    ],
    gaps: TARGETS.filter(({ name }) => !tried.includes(name)).map(({ name }) => ({
      ...{ by, what: name, why: 'the last run left it out' },
    })),
    place: placeOf(date, machine),
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
