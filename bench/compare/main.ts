import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { textTable } from '../../demo/text-table.js';
import type { PathFigures } from '../path/path-figures.js';
import type { Results } from '../results.js';
import { median } from '../statistics.js';
import { figure } from '../table.js';
import { comparePaths, ERROR } from './compare-results.js';
import { comparisonTable, countVerdicts } from './comparison-table.js';

const USAGE = `npm run bench:compare -- A.json B.json

Tells whether the path became slower from run A to run B: two files of npm run bench, or of npm run bench -- --only path.
Each figure is taken against Envoy alone in the same round; a change counts when its interval excludes 1 and it is larger
than the floor of its figure. With eight rounds a run, two runs of the same program differ in ${100 * ERROR} % of the comparisons at most.

Exit code: 0 nothing became worse, 1 something did, 2 the files cannot be compared.
`;

interface Run {
  readonly results: Results;
  readonly path: PathFigures;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  const [first, second] = positionals;
  if (values.help) console.log(USAGE);
  else if (first === undefined || second === undefined || positionals.length > 2) {
    console.error(USAGE);
    process.exitCode = 2;
  } else compareRuns(await readRun(first), await readRun(second));
}

async function readRun(file: string): Promise<Run> {
  const results = JSON.parse(await readFile(file, 'utf8')) as Results;
  const { path } = results;
  if (path === undefined) throw new Error(`${file} holds no figures of the path; run npm run bench again.`);
  return { results, path };
}

function compareRuns(first: Run, second: Run): void {
  const compared = comparePaths(first.path, second.path);
  const { head, rows } = comparisonTable(compared);
  console.log(textTable(head, rows));
  for (const line of besides(first, second)) console.log(line);
  console.log(`\n${countVerdicts(compared)}`);
  if (compared.some(({ verdict }) => verdict === 'worse')) process.exitCode = 1;
}

/** What is measured once a run, and has no interval; and what makes the runs hard to compare. */
function besides(first: Run, second: Run): string[] {
  const both = (read: (run: Run) => number, digits: number): string =>
    [first, second].map((run) => figure(read(run), digits)).join(' -> ');
  const cpuSeconds = ({ path }: Run): number => median(path.starts.map(({ cpuMs }) => cpuMs)) / 1000;
  const residentMiB = ({ path }: Run): number =>
    path.memory.envoy.residentMiB + path.memory.dragoman.residentMiB;
  const { machine: a } = first.results;
  const { machine: b } = second.results;
  const other = a.cpu !== b.cpu || a.cores !== b.cores;
  return [
    `\nNot judged: CPU seconds to the first answer ${both(cpuSeconds, 2)}; resident MiB ${both(residentMiB, 0)}`,
    ...(other ? [`The machines differ: ${a.cpu}, ${a.cores} cores; ${b.cpu}, ${b.cores} cores.`] : []),
    ...(a.node !== b.node ? [`The versions of Node differ: ${a.node}; ${b.node}.`] : []),
  ];
}

await main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
