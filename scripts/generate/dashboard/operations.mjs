import { heading, lines, states, table } from './panel.mjs';
import { inRange, rate, select } from './query.mjs';

/** The service itself. */
export function operationPanels(m) {
  const of = (title, spec) => lines({ title, width: 8, height: 8, min: 0, ...spec });
  const lost = { by: ['queue', 'loss'], window: '$__rate_interval' };
  const each = (metric, where) => select(metric, { where });
  const problems = `max by (instance) (${each(m.registryProblems)})`;
  return [
    heading('Operations'),
    states({
      ...{ title: 'Newest registry', width: 8, height: 8 },
      description: 'Refused: what is in the folder is not what serves. Pending: it is good, and tried again.',
      values: { 0: ['in service', 'green'], 1: ['pending', 'yellow'], 2: ['refused', 'red'] },
      queries: [
        {
          expr: `2 * (${problems} > bool 0) + (${problems} == bool 0) * max by (instance) (${each(m.registryPending)})`,
          legend: '{{instance}}',
        },
      ],
    }),
    of('Loads and refusals', {
      description: 'Registries put into service, and refused.',
      queries: [
        { expr: inRange(m.registryLoads, { window: '$__rate_interval' }), legend: 'loads' },
        { expr: inRange(m.registryRefusals, { window: '$__rate_interval' }), legend: 'refusals' },
      ],
    }),
    of('Size of the registry', {
      description: 'Routes and models in service.',
      queries: [
        { expr: `max by (job) (${each(m.registryRoutes)})`, legend: 'routes {{job}}' },
        { expr: `max by (job) (${each(m.registryModels)})`, legend: 'models {{job}}' },
      ],
    }),
    table({
      ...{ title: 'In service', width: 16, height: 8, unit: 'dateTimeFromNow' },
      description: 'By process, and since when. Two registries for long: DragomanRegistriesDiffer.',
      columns: ['instance', 'build', 'registry', 'bundle', 'started', 'loaded', 'refused'],
      queries: [
        { name: 'build', expr: infoOf(each(m.buildInfo), 'build') },
        { name: 'registry', expr: infoOf(each(m.registryInfo), 'registry') },
        { name: 'bundle', expr: infoOf(each(m.bundleInfo, 'role="active"'), 'bundle') },
        { name: 'started', expr: timeOf(each(m.startTime)) },
        { name: 'loaded', expr: timeOf(each(m.registryLoadedAt)) },
        { name: 'refused', expr: `${timeOf(each(m.registryRefusedAt))} > 0` },
      ],
    }),
    states({
      ...{ title: 'Store', width: 8, height: 8 },
      description: 'failing: writes are tried again, and what is to be kept waits.',
      values: { 0: ['well', 'green'], 1: ['failing', 'red'] },
      queries: [{ expr: `max by (queue) (${each(m.storeFailing)})`, legend: '{{queue}}' }],
    }),
    states({
      ...{ title: 'Custom resources', width: 24, height: 4 },
      description:
        'lost: changes do not arrive, DragomanResourcesLost. Followed by the one that writes their status, too.',
      values: { 0: ['lost', 'red'], 1: ['followed', 'green'], 2: ['followed, writes the status', 'green'] },
      queries: [
        {
          expr: `max by (instance) (${each(m.resourcesFollowed)}) * (1 + max by (instance) (${each(m.statusLeader)}))`,
          legend: '{{instance}}',
        },
      ],
    }),
    of('Event loop delay, p99', {
      description: 'All requests of a process wait this long at times. Above 100 ms: DragomanEventLoopDelay.',
      ...{ unit: 's', thresholds: { red: 0.1 } },
      queries: [
        { expr: `max by (instance) (${each(m.eventLoopDelay, 'statistic="p99"')})`, legend: '{{instance}}' },
      ],
    }),
    of('Left out for want of time', {
      description:
        'From level 1 on the small model is not asked, from 2 on the encoder, at 3 the fast head; never a request. For 10 minutes: DragomanOverloaded.',
      queries: [
        { expr: `max by (instance) (${each(m.loadLevel)})`, legend: 'level {{instance}}' },
        { expr: rate(m.shed, { by: ['shed'] }), legend: '{{shed}} a second' },
      ],
    }),
    of('Decisions under way', {
      description: 'Those that wait for the encoder or a model included. From 512 on work is left out.',
      queries: [{ expr: `max by (instance) (${each(m.openDecisions)})`, legend: '{{instance}}' }],
    }),
    of('CPU', {
      description: "Cores, the encoder's threads included.",
      queries: [{ expr: rate(m.cpu, { by: ['instance'] }), legend: '{{instance}}' }],
    }),
    of('Memory', {
      description:
        'Resident: all of the process. Heap: objects of the serving thread. Prompts: texts of requests under way.',
      unit: 'bytes',
      queries: [
        { expr: `max by (instance) (${each(m.residentMemory)})`, legend: 'resident {{instance}}' },
        { expr: `max by (instance) (${each(m.heap)})`, legend: 'heap {{instance}}' },
        { expr: `max by (instance) (${each(m.promptBytes)})`, legend: 'prompts {{instance}}' },
      ],
    }),
    of('Encoder', {
      description:
        'Texts by what became of them. busy: turned away, as the queue was full; late: missed the deadline.',
      unit: 'reqps',
      queries: [{ expr: rate(m.encoderTexts, { by: ['embedding'] }), legend: '{{embedding}}' }],
    }),
    of('Encoder queue', {
      description: 'Texts that wait for a thread, and the threads.',
      queries: [
        { expr: `max by (instance) (${each(m.encoderQueue)})`, legend: 'wait {{instance}}' },
        { expr: `max by (instance) (${each(m.encoderThreads)})`, legend: 'threads {{instance}}' },
      ],
    }),
    of('Shared cache', {
      description:
        'What replicas asked of each other: `hit`: another one had found it; `late`, `failed`, `spared`: each went on by itself.',
      unit: 'reqps',
      queries: [
        { expr: rate(m.sharedLookups, { by: ['shared_lookup'] }), legend: '{{shared_lookup}}' },
        { expr: rate(m.sharedWrites, { by: ['shared_write'] }), legend: 'write {{shared_write}}' },
      ],
    }),
    states({
      ...{ title: 'Reach of the shared cache', width: 8, height: 8 },
      description: 'lost: each replica goes on with its own cache, DragomanSharedCacheDown.',
      values: { 0: ['lost', 'red'], 1: ['well', 'green'] },
      queries: [
        {
          expr: `min by (instance, shared_use) (${each(m.sharedCacheUp)})`,
          legend: '{{shared_use}} {{instance}}',
        },
      ],
    }),
    of('Queues', {
      description:
        'What waits: decisions for their outcome, rows for the store, spans for the collector; cascades under way.',
      queries: [
        { expr: `sum by (queue) (${each(m.queueLength)})`, legend: '{{queue}}' },
        { expr: `sum(${each(m.openCascades)})`, legend: 'open cascades' },
      ],
    }),
    of('Losses', {
      width: 12,
      description: 'What was dropped, and why. No request ever is.',
      thresholds: { red: 1 },
      queries: [{ expr: `${inRange(m.dropped, lost)} > 0`, legend: '{{queue}}: {{loss}}' }],
    }),
    of('Written', {
      width: 12,
      description: 'Rows that the store has, and spans that the collector took, a second.',
      queries: [{ expr: rate(m.written, { by: ['queue'] }), legend: '{{queue}}' }],
    }),
  ];
}

/** The version that an info metric carries, as a label of another name. */
function infoOf(selector, label) {
  return `max by (instance, ${label}) (label_replace(${selector}, "${label}", "$1", "version", "(.*)"))`;
}

/** Seconds since 1970 as the milliseconds that Grafana takes for a time. */
function timeOf(selector) {
  return `1000 * max by (instance) (${selector})`;
}
