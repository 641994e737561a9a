// npm run test:cluster [-- FILTER...]: sets up, brings a real Kubernetes up, and runs the tests of test/cluster against it.
import { join } from 'node:path';
import { clusterUnavailable } from './cluster/cluster-unavailable.mjs';
import { upCluster } from './cluster/up-cluster.mjs';
import { fetchRedis } from './fetch-redis.mjs';
import { imageUnavailable } from './image/buildah.mjs';
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
  const onApi = chosen.filter((file) => isIn(API_TESTS, file));
  const onNode = chosen.filter((file) => !isIn(API_TESTS, file));
  const files = [
    ...(await allowed(onApi, 'of an API server', () => clusterUnavailable('api'))),
    ...(await allowed(onNode, 'of a node', nodeUnavailable)),
  ];
  const node = files.some((file) => !isIn(API_TESTS, file)) ? await upNode() : undefined;
  try {
    if (node !== undefined) {
      process.env.DRAGOMAN_CLUSTER = node.state;
      process.env.DRAGOMAN_REDIS = await fetchRedis(cacheDir);
    }
    await runTests(files, { concurrency: 2, leftOut: chosen.length - files.length });
  } finally {
    if (node !== undefined) await step('taking the cluster down', () => node.stop());
  }
}

async function nodeUnavailable() {
  return imageUnavailable() ?? (await clusterUnavailable('node'));
}

async function allowed(files, of, unavailable) {
  const reason = files.length === 0 ? undefined : await unavailable();
  if (reason === undefined) return files;
  console.log(`\n!!! SKIPPING the tests ${of}, ${files.length} files: ${reason}\n`);
  return [];
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
