/** `npm run status`: see the usage. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sourceNow } from '../../../bench/source.js';
import { packageRoot } from '../../../src/package-root.js';
import { PROOF_NAMES } from './proofs.js';
import { keepRuns, readInputs } from './read-inputs.js';
import { PAGE_FILE, statusPage } from './status-page.js';
import { type StatusInputs, statusOf } from './status-of.js';
import { isShort, worstFirst } from './status-row.js';

const USAGE = `npm run status [-- --check]

Writes ${PAGE_FILE}: what was measured of this source, what falls short of its goal, what was not measured. Measures nothing
itself; npm run prove runs everything.

  --check  write nothing; exit with 1 unless the page is what would be written now
`;

const PAGE = join(packageRoot, PAGE_FILE);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) console.log(USAGE);
  else if (values.check) await check();
  else await write();
}

async function check(): Promise<void> {
  const inputs = readInputs(sourceNow());
  if (readFileSync(PAGE, 'utf8') === (await statusPage(inputs, PAGE))) {
    console.log(`${PAGE_FILE} is of what is checked out.`);
    return;
  }
  console.error(`${PAGE_FILE} is not of what is checked out, or figures came since; run npm run status.`);
  process.exitCode = 1;
}

async function write(): Promise<void> {
  keepRuns();
  const inputs = readInputs(sourceNow());
  writeFileSync(PAGE, await statusPage(inputs, PAGE));
  tell(inputs);
  console.log(`wrote ${PAGE_FILE}`);
}

function tell(inputs: StatusInputs): void {
  const { findings, promises } = statusOf(inputs);
  const rows = PROOF_NAMES.flatMap((name) => findings[name].rows);
  const short = worstFirst(rows.filter(isShort));
  for (const { what, measured, goal } of short) console.log(`short: ${what}: ${measured}; goal ${goal}`);
  const unseen = PROOF_NAMES.filter((name) => findings[name].rows.length === 0);
  if (unseen.length > 0) console.log(`not measured on this source: ${unseen.join(', ')}`);
  const held = promises.filter(({ verdict }) => verdict === 'holds').length;
  console.log(
    `${short.length} of ${rows.length} fall short; ${held} of ${promises.length} promises are shown`,
  );
}

await main();
