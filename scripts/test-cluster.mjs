// npm run test:cluster [-- FILTER...]: sets up, brings a real Kubernetes up, and runs the tests of test/cluster against it.
import { join } from 'node:path';
import { clusterUnavailable } from './cluster/cluster-unavailable.mjs';
import { upCluster } from './cluster/up-cluster.mjs';
import { fetchRedis } from './fetch-redis.mjs';
import { imageUnavailable } from './image/buildah.mjs';
import { keepRun } from './keep-run.mjs';
import { cacheDir, root } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';
import { isIn, runTests, testFiles } from './run-tests.mjs';
import { setUp } from './setup.mjs';

/** These ask for an API server only, each for its own; the others share a node. */
const API_TESTS = 'cluster/api';

async function main() {
  const filters = process.argv.slice(2);
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  const chosen = testFiles(filters).filter((file) => isIn('cluster', file));
  if (chosen.length === 0) throw new SetUpError(`no test file of test/cluster matches: ${filters.join(' ')}`);
  const work = () => runOnClusters(chosen);
  // A part of the tests says nothing of the whole.
  await (filters.length === 0 ? keepRun('cluster', work) : work());
}

async function runOnClusters(chosen) {
  const onApi = await allowed(
    chosen.filter((file) => isIn(API_TESTS, file)),
    'of an API server',
    () => clusterUnavailable('api'),
  );
  const onNode = await allowed(
    chosen.filter((file) => !isIn(API_TESTS, file)),
    'of a node',
    nodeUnavailable,
  );
  const node = onNode.files.length > 0 ? await upNode() : undefined;
  try {
    if (node !== undefined) {
      process.env.DRAGOMAN_CLUSTER = node.state;
      process.env.DRAGOMAN_REDIS = await fetchRedis(cacheDir);
    }
    const leftOut = [...onApi.leftOut, ...onNode.leftOut];
    return await runTests([...onApi.files, ...onNode.files], { concurrency: 2, leftOut });
  } finally {
    if (node !== undefined) await step('taking the cluster down', () => node.stop());
  }
}

async function nodeUnavailable() {
  return imageUnavailable() ?? (await clusterUnavailable('node'));
}

async function allowed(files, of, unavailable) {
  const why = files.length === 0 ? undefined : await unavailable();
  if (why === undefined) return { files, leftOut: [] };
  console.log(`\n!!! SKIPPING the tests ${of}, ${files.length} files: ${why}\n`);
  return { files: [], leftOut: [{ what: `tests ${of}`, why, files }] };
}

async function upNode() {
  const { code } = await run(process.execPath, [join(root, 'scripts/image/main.mjs'), '--envoy'], {
    show: true,
  });
  if (code !== 0) throw new SetUpError(`the images could not be built (exit code ${code}).`);
  const images = ['dragoman.tar', 'envoy.tar'].map((name) => join(cacheDir, 'images', name));
  return step('bringing a cluster up', () => upCluster({ tier: 'node', images }));
}

await main().catch(report);
