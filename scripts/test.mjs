// npm test [-- FILTER...]: sets up, then runs the compiled tests; a filter is a part of a path, such as `request`.
import { chromiumUnavailable, fetchChromium } from './fetch-chromium.mjs';
import { crdsUnavailable, fetchCrds } from './fetch-crds.mjs';
import { fetchHelm, helmUnavailable } from './fetch-helm.mjs';
import { fetchPromtool, promtoolUnavailable } from './fetch-promtool.mjs';
import { fetchRedis, redisUnavailable } from './fetch-redis.mjs';
import { fetchRegistry, registryUnavailable } from './fetch-registry.mjs';
import { fetchVegeta, vegetaUnavailable } from './fetch-vegeta.mjs';
import { fetchBuildah, imageUnavailable } from './image/buildah.mjs';
import { keepRun } from './keep-run.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report } from './progress.mjs';
import { isIn, runTests, testFiles } from './run-tests.mjs';
import { setUp } from './setup.mjs';

/** Programs that only some tests need, by the folder of those tests, and the variable that tells them where it is. */
const PROGRAMS = [
  {
    folder: 'docs',
    of: 'the commands in the documentation',
    variable: 'DRAGOMAN_HELM',
    unavailable: helmUnavailable,
    fetch: fetchHelm,
  },
  {
    folder: 'helm',
    of: 'the Helm chart',
    variable: 'DRAGOMAN_HELM',
    unavailable: helmUnavailable,
    fetch: fetchHelm,
  },
  {
    folder: 'helm/crds',
    of: "the chart against other projects' definitions",
    variable: 'DRAGOMAN_CRDS',
    unavailable: crdsUnavailable,
    fetch: fetchCrds,
  },
  {
    folder: 'deploy/prometheus',
    of: 'the Prometheus rules and the dashboard',
    variable: 'DRAGOMAN_PROMTOOL',
    unavailable: promtoolUnavailable,
    fetch: fetchPromtool,
  },
  {
    folder: 'image',
    of: 'the image',
    variable: 'DRAGOMAN_BUILDAH',
    unavailable: imageUnavailable,
    fetch: fetchBuildah,
  },
  {
    folder: 'e2e/console',
    of: 'the console in a browser',
    variable: 'DRAGOMAN_CHROMIUM',
    unavailable: chromiumUnavailable,
    fetch: fetchChromium,
  },
  ...['store/redis', 'e2e/replicas', 'proof/security/canary'].map((folder) => ({
    folder,
    of: 'the cache that replicas share',
    variable: 'DRAGOMAN_REDIS',
    unavailable: redisUnavailable,
    fetch: fetchRedis,
  })),
  {
    folder: 'bench/run',
    of: 'the bench through Envoy',
    variable: 'DRAGOMAN_VEGETA',
    unavailable: vegetaUnavailable,
    fetch: fetchVegeta,
  },
  {
    folder: 'bundle/pull',
    of: 'dragoman bundle pull',
    variable: 'DRAGOMAN_REGISTRY',
    unavailable: registryUnavailable,
    fetch: fetchRegistry,
  },
];

/** Has a command of its own, `npm run test:cluster`. */
const CLUSTER = 'cluster';

async function main() {
  const filters = process.argv.slice(2);
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  const chosen = testFiles(filters).filter((file) => !isIn(CLUSTER, file));
  if (chosen.length === 0) throw new SetUpError(`no test file matches: ${filters.join(' ')}`);
  const work = async () => {
    const { files, leftOut } = await withPrograms(chosen);
    return runTests(files, { concurrency: 2, leftOut });
  };
  // A part of the tests says nothing of the whole.
  await (filters.length === 0 ? keepRun('test', work) : work());
}

/** Gets each program that a file needs; without one for this machine, says so and leaves those files out. */
async function withPrograms(files) {
  let left = files;
  const leftOut = [];
  for (const { folder, of, variable, unavailable, fetch } of PROGRAMS) {
    const others = left.filter((file) => !isIn(folder, file));
    if (others.length === left.length) continue;
    const reason = unavailable();
    if (reason === undefined) {
      process.env[variable] = await fetch(cacheDir);
      continue;
    }
    console.log(`\n!!! SKIPPING the tests of ${of}. ${reason}\n`);
    leftOut.push({
      what: `tests of ${of}`,
      why: reason,
      files: left.filter((file) => !others.includes(file)),
    });
    left = others;
  }
  return { files: left, leftOut };
}

await main().catch(report);
