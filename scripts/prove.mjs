/**
 * npm run prove [-- FLAGS]: runs everything that shows what Dragoman promises, then writes docs/status.md. It goes on after a
 * failure, and takes the machine for itself for hours.
 *
 *   --only NAMES  these alone, with commas between them
 *   --skip NAMES  all but these
 *   --list        run nothing; print the names, the commands and how long each took last
 *
 * Exit code: 0 all passed, 1 something failed, 2 the flags make no sense.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepRun } from './keep-run.mjs';
import { cacheDir, root } from './paths.mjs';
import { report } from './progress.mjs';
import { runGroup } from './run-group.mjs';
import { setUp } from './setup.mjs';

const MAJOR = Number(process.versions.node.split('.')[0]);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      skip: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  await setUp();
  const { PROOFS } = await import('../dist/test/proof/status/proofs.js');
  const names = chosenNames(Object.keys(PROOFS), values);
  if (names === undefined) process.exitCode = 2;
  else if (values.list) await list(PROOFS, names);
  else await prove(PROOFS, names);
}

/** Names in the order in which they run; undefined where one is unknown. */
function chosenNames(all, { only, skip }) {
  const [wanted, unwanted] = [only, skip].map((names) => names?.split(','));
  const unknown = [...(wanted ?? []), ...(unwanted ?? [])].filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(`there is no ${unknown.join(' or ')}; the names are ${all.join(', ')}`);
    return undefined;
  }
  return all.filter((name) => wanted?.includes(name) !== false && unwanted?.includes(name) !== true);
}

async function list(proofs, names) {
  const { durationText } = await import('../dist/test/proof/status/status-row.js');
  const before = readNote('prove')?.steps ?? [];
  const took = (name) => {
    const seconds = before.find((step) => step.name === name)?.seconds ?? readNote(name)?.seconds;
    return seconds === undefined ? '-' : durationText(seconds);
  };
  const rows = names.map((name) => [name, `npm run ${proofs[name].script}`, took(name), proofs[name].what]);
  await print(['name', 'command', 'took', 'shows'], rows);
}

async function prove(proofs, names) {
  const ending = watchSignals();
  const steps = [];
  const work = async () => {
    for (const name of names) {
      if (ending.asked) break;
      const step = await runStep(name, proofs[name], ending);
      if (step !== undefined) steps.push(step);
    }
    return { ok: !ending.asked && steps.every(({ ok }) => ok), steps };
  };
  // A part of it says nothing of how long the whole takes.
  await (names.length === Object.keys(proofs).length ? keepRun('prove', work) : work());
  await print(
    ['name', 'took', 'passed'],
    steps.map(({ name, seconds, ok }) => [name, `${seconds} s`, ok ? 'yes' : 'NO']),
  );
  if (!ending.asked) await ending.run(process.execPath, [join(root, 'dist/test/proof/status/main.js')]);
  if (ending.asked || steps.some(({ ok }) => !ok)) process.exitCode = 1;
}

/** Undefined for what cannot be run here, or was run as a part of another. */
async function runStep(name, { script, node, within, page }, ending) {
  if (node !== undefined && node !== MAJOR) {
    console.log(`\n=== ${name}: left out, for it needs Node ${node}, and this is ${process.versions.node}`);
    return undefined;
  }
  const noted = readNote(name);
  if (within !== undefined && noted !== undefined && noted.startedAt >= ending.startedAt) return undefined;
  const [, program, ...args] = scripts[script].split(' ');
  console.log(`\n=== ${name}: npm run ${script}`);
  const start = Date.now();
  const codes = [await ending.run(process.execPath, [program, ...args])];
  // The page of the figures is a part of what the next tests read.
  if (page !== undefined) codes.push(await ending.run(process.execPath, [program, ...args, '--write-docs']));
  return {
    name,
    seconds: Math.round((Date.now() - start) / 1000),
    ok: codes.every((code) => code === 0),
  };
}

/** Passes the signals that end this process on to what runs, which then ends in order. */
function watchSignals() {
  const ending = { asked: false, startedAt: new Date().toISOString(), run };
  let running;
  async function run(command, args) {
    if (ending.asked) return 1;
    running = runGroup(command, args, root);
    return running.code;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      ending.asked = true;
      running?.end(signal);
    });
  }
  return ending;
}

/** What a run noted last on this version of Node. */
function readNote(name) {
  const file = join(cacheDir, 'status', `${name}-node${MAJOR}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function print(head, rows) {
  const { textTable } = await import('../dist/demo/text-table.js');
  console.log(`\n${textTable(head, rows)}`);
}

await main().catch(report);
