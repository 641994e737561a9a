import { figure, markdownTable } from '../table.js';
import { PEER_NAMES, type PeerName } from './peer.js';
import type { ComparisonResults, Misspelt, PartUsage, ShownDecision } from './results.js';
import { readConfig } from './work-place.js';

const NOT_MEASURED = 'Not measured.';
const CONFIGS = {
  Dragoman: 'dragoman.yaml',
  LiteLLM: 'litellm.yaml',
  'vLLM Semantic Router': 'vllm-sr.yaml',
} as const;
const MOST_LINES = 8;
const LONGEST_LINE = 400;

/** The text of every generated block of `docs/compare.md`, by the block's name. */
export function comparisonBlocks(results: ComparisonResults | undefined): Readonly<Record<string, string>> {
  const of = (text: (results: ComparisonResults) => string): string =>
    results === undefined ? NOT_MEASURED : text(results);
  return {
    'compare-made': of(made),
    'compare-config': configs(),
    'compare-routed': of(routedTable),
    'compare-misspelt': of(({ misspelt }) => misspelt.map(misspeltText).join('\n\n')),
    'compare-decision': of(({ shown }) => shown.map(decisionText).join('\n\n')),
    'compare-usage': of(usageTables),
    'compare-size': of(({ sizes }) =>
      markdownTable({
        head: ['what is installed', 'MB'],
        rows: sizes.map(({ what, megabytes }) => [what, figure(megabytes, 0)]),
      }),
    ),
  };
}

function made({ startedAt, machine, versions, source }: ComparisonResults): string {
  const compared = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const from =
    source === undefined ? '' : `, source ${source.commit}${source.changed ? ' with changes' : ''}`;
  return (
    `Made by \`npm run compare:peers\` on ${startedAt.slice(0, 10)}: ${compared.join(', ')}${from}. ${machine.cores} cores of ${machine.cpu}, ` +
    `with a load average of ${figure(machine.loadBefore, 1)} before it: above 1, the CPU times say little.`
  );
}

/** The files themselves are linked: a page with all of them would hide the figures. */
function configs(): string {
  const rows = Object.entries(CONFIGS).map(([name, file]) => {
    const lines = readConfig(file).trimEnd().split('\n').length;
    return [name, String(lines), `[${file}](../bench/peers/config/${file})`];
  });
  return markdownTable({ head: ['router', 'lines', 'file'], rows });
}

function routedTable({ routed }: ComparisonResults): string {
  const names = Object.keys(routed[0]?.got ?? {});
  const share = (name: string, wanted?: string): string => {
    const rows = routed.filter((row) => wanted === undefined || row.wanted === wanted);
    return `${rows.filter((row) => row.got[name] === row.wanted).length} of ${rows.length}`;
  };
  return markdownTable({
    head: ['router', 'small talk', 'code', 'neither', 'all'],
    rows: names.map((name) => [
      name,
      share(name, 'small'),
      share(name, 'coder'),
      share(name, 'large'),
      share(name),
    ]),
  });
}

function misspeltText({ router, wrong, right, says, outcome }: Misspelt): string {
  const said = says === '' ? 'It says nothing.' : `\`\`\`text\n${says}\n\`\`\``;
  return `${router}, \`${wrong}\` for \`${right}\`: ${outcome}.\n\n${said}`;
}

function decisionText({ peer, headers, lines }: ShownDecision): string {
  const own = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`.trim())
    .filter((line) => line.startsWith('x-') && !/^x-(content|frame)-/.test(line));
  const logged = lines.map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
  const shown = [...cut(own), '', ...(logged.length === 0 ? ['(nothing is logged)'] : cut(logged))];
  return `${peer}: ${own.length} headers, ${logged.length} lines in the log.\n\n\`\`\`text\n${shown.join('\n')}\n\`\`\``;
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '...'] : lines;
}

function usageTables({ usage, load, failed }: ComparisonResults): string {
  const whole = (name: PeerName): PartUsage => summed(usage[name]);
  const ours = whole('Dragoman');
  const times = (value: number, one: number): string => figure(value / one);
  const rows = PEER_NAMES.flatMap((name) => {
    const all = whole(name);
    return [
      [
        `**${name}**`,
        ...cells(all),
        times(all.idleMiB, ours.idleMiB),
        times(all.busyMiB, ours.busyMiB),
        times(all.requestCpuMs, ours.requestCpuMs),
        String(failed[name]),
      ],
      ...usage[name].map((part) => [`${name}: ${part.part}`, ...cells(part), '', '', '', '']),
    ];
  });
  const head = ['process', 'idle MiB', 'idle CPU ms/s', 'busy MiB', 'CPU ms a request'];
  const ratios = ['idle memory, times', 'busy memory, times', 'CPU, times', 'failed'];
  return (
    `${load.perSecond} requests a second for ${load.seconds} s, in ${load.rounds} rounds in turn; every prompt differs by a number, so that no cache answers.\n\n` +
    markdownTable({ head: [...head, ...ratios], rows })
  );
}

function cells({ idleMiB, idleCpuMs, busyMiB, requestCpuMs }: PartUsage): readonly string[] {
  return [figure(idleMiB, 0), figure(idleCpuMs, 1), figure(busyMiB, 0), figure(requestCpuMs, 1)];
}

function summed(parts: readonly PartUsage[]): PartUsage {
  const sum = (read: (part: PartUsage) => number): number =>
    parts.reduce((total, part) => total + read(part), 0);
  return {
    part: 'all',
    idleMiB: sum((part) => part.idleMiB),
    idleCpuMs: sum((part) => part.idleCpuMs),
    busyMiB: sum((part) => part.busyMiB),
    requestCpuMs: sum((part) => part.requestCpuMs),
  };
}
