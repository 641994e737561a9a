import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Child, describeEnd } from './child-process.js';
import { recordsUrl, shownRecords } from '../src/cli/input/open-records.js';
import { chosenPort } from './chosen-port.js';
import { createDecisionLog, type DecisionLog } from './decision-log.js';
import { writeDemoRegistry } from './demo-registry.js';
import { envoyBinary } from './envoy-binary.js';
import { randomFreePort } from './free-port.js';
import { logFolder } from './log-folder.js';
import { DEFAULT_ADMIN_PORT, DEFAULT_PORT, USAGE, parseOptions, type DemoOptions } from './options.js';
import { startMissingModels } from './own-registry.js';
import { registryNews } from './registry-log.js';
import { showPrompts, showReplay } from './show-answers.js';
import { startRouter, type Router, type RouterOptions } from './stack.js';
import { discoverPool, startStandInPool, type StandInPool, type Upstream } from './upstreams.js';

/** Runs the demo until it is done or interrupted; sets the exit status of the process. */
export async function runDemo(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  // As SIGPIPE would: whoever read what we say is gone.
  process.stdout.on('error', onSignal);
  try {
    await runWithUpstreams(options, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}

const COPY =
  '  registry: a copy of demo/registry. To change routes while it runs: npm start DIR (see docs/tutorial.md)';

async function runWithUpstreams(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'dragoman-'));
  let standIns: StandInPool | undefined;
  try {
    standIns = await startStandIns(options);
    const upstreams = standIns?.upstreams ?? (await discoverPool(options.pool));
    for (const { name, url, model } of upstreams) console.log(`  model ${name}: ${model} at ${url}`);
    if (options.registry === undefined) {
      await writeDemoRegistry(join(work, 'registry'), upstreams);
      if (!options.once) console.log(COPY);
    }
    await runWithRouter(options, work, upstreams, standIns, signal);
  } finally {
    await standIns?.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function startStandIns({ registry, pool }: DemoOptions): Promise<StandInPool | undefined> {
  if (registry !== undefined) return startMissingModels(registry);
  return pool.length === 0 ? startStandInPool() : undefined;
}

async function runWithRouter(
  options: DemoOptions,
  work: string,
  upstreams: readonly Upstream[],
  standIns: StandInPool | undefined,
  signal: AbortSignal,
): Promise<void> {
  const log = createDecisionLog();
  const start = Date.now();
  console.log('> starting Dragoman and Envoy ...');
  const router = await startRouter(await routerOptions(options, work, log, signal));
  try {
    const pids = `Dragoman pid ${router.dragoman().pid}, Envoy pid ${router.envoy.pid}`;
    console.log(`  ready in ${((Date.now() - start) / 1000).toFixed(1)} s: ${router.url} (${pids})`);
    await untilChildEnds([router.dragoman(), router.envoy], signal, async (running) => {
      if (options.replay !== undefined) await showReplay(router, options.replay, upstreams, running);
      else if (options.registry === undefined) await showPrompts(router, log, upstreams, standIns, running);
    });
    if (!options.once) {
      tellEndOf(router, signal);
      await untilChildEnds([router.envoy], signal, (running) => stayUp(router, options, running));
    }
  } finally {
    console.log('> stopping ...');
    await router.stop();
  }
}

/** That Envoy answers without Dragoman is to be tried, so its end is only told of. */
function tellEndOf(router: Router, signal: AbortSignal): void {
  const dragoman = router.dragoman();
  let isAlone = false;
  void router.envoy.ended.then(() => (isAlone = true));
  void dragoman.ended.then((how) => {
    if (signal.aborted || isAlone) return;
    const rest = 'Envoy sends every request to the default model. Ctrl-C stops it.';
    console.log(`Dragoman (pid ${dragoman.pid}) has ended: ${how}. ${rest}`);
  });
}

/** Runs `work`; when one of `children` ends meanwhile, aborts it and throws what is known about the end. */
async function untilChildEnds(
  children: readonly Child[],
  signal: AbortSignal,
  work: (running: AbortSignal) => Promise<void>,
): Promise<void> {
  const ended = new AbortController();
  for (const child of children) {
    void child.ended.then((how) => {
      ended.abort(new Error(describeEnd(child, how)));
    });
  }
  try {
    await work(AbortSignal.any([signal, ended.signal]));
  } finally {
    if (!signal.aborted) ended.signal.throwIfAborted();
  }
}

async function routerOptions(
  options: DemoOptions,
  work: string,
  log: DecisionLog,
  signal: AbortSignal,
): Promise<RouterOptions> {
  const { once, port: asked, adminPort } = options;
  const listener = await chosenPort({ asked, usual: DEFAULT_PORT, flag: '--port', who: 'Envoy' });
  return {
    registry: options.registry ?? join(work, 'registry'),
    work,
    logs: logFolder(listener),
    envoy: await envoyBinary(),
    ports: {
      listener,
      internal: await randomFreePort(),
      envoyAdmin: await randomFreePort(),
      // Nobody looks at a run that ends by itself, and several may run at a time.
      admin: once
        ? await randomFreePort()
        : await chosenPort({
            ...{ asked: adminPort, usual: DEFAULT_ADMIN_PORT, but: listener },
            ...{ flag: '--admin-port', who: "Dragoman's admin server" },
          }),
    },
    onLogLine: (line) => {
      log.onLine(line);
      const news = options.registry === undefined ? undefined : registryNews(line);
      if (news !== undefined) console.log(news);
    },
    signal,
  };
}

function shownStore(): string {
  const url = recordsUrl(undefined);
  return url === undefined ? 'none (the variable DRAGOMAN_RECORDS names a store)' : shownRecords(url);
}

async function stayUp(router: Router, options: DemoOptions, signal: AbortSignal): Promise<void> {
  console.log(`
Try it (Ctrl-C stops everything; from another terminal, kill ${process.pid}):

  curl -si ${router.url}/v1/chat/completions -H 'content-type: application/json' \\
    -d '{"model": "auto", "messages": [{"role": "user", "content": "hello there"}]}'

Console: ${router.admin}/console/
Records: ${shownStore()}
Logs: ${dirname(router.envoy.logFile)}`);
  if (options.port === undefined && new URL(router.url).port !== String(DEFAULT_PORT)) {
    console.log(`\nPort ${DEFAULT_PORT} belongs to something else: this one is at ${router.url}`);
  }
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
