import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fetchEnvoy } from '../fetch-envoy.mjs';
import { cacheDir, root } from '../paths.mjs';
import { run, step } from '../progress.mjs';
import { DEBIAN_BASE, fetchNode } from './bases.mjs';
import { npmMounts } from './build-npm.mjs';

/** As in the chart's values, so that it installs them without being told; a cluster reads short names like this. */
const DRAGOMAN = 'docker.io/library/dragoman';
const ENVOY = 'docker.io/envoyproxy/envoy:v1.40.0';

/** @returns {Promise<string>} path of the archive */
export async function buildDragoman(builder, folder) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const facts = { VERSION: version, REVISION: await revision(), CREATED: new Date().toISOString() };
  return buildOurs(builder, folder, { name: 'dragoman', tag: `${DRAGOMAN}:${version}`, facts });
}

/**
 * All that the image for arm64 adds to its base; on the base of x64, for a base of arm64 could be neither made nor run here.
 *
 * @returns {Promise<string>} path of the archive, which is there to be looked at
 */
export async function buildArmFiles(builder, folder) {
  const node = mkdtempSync(join(folder, 'node-'));
  try {
    await step('fetching Node for arm64 (50 MB)', () => fetchNode('arm64', join(node, 'fetched')));
    mkdirSync(join(node, 'usr/local/bin'), { recursive: true });
    renameSync(join(node, 'fetched/package/bin/node'), join(node, 'usr/local/bin/node'));
    return await buildOurs(builder, folder, {
      ...{ name: 'dragoman-arm64-files', tag: 'localhost/dragoman-arm64-files:test' },
      ...{ facts: { TARGETARCH: 'arm64' }, flags: ['--build-context', `node=${node}`] },
    });
  } finally {
    rmSync(node, { recursive: true, force: true });
  }
}

async function buildOurs(builder, folder, { name, tag, facts, flags = [] }) {
  const all = [
    '--layers',
    ...['--ignorefile', join(root, 'deploy/Dockerfile.dockerignore')],
    ...Object.entries(facts).flatMap(([argument, value]) => ['--build-arg', `${argument}=${value}`]),
    ...(await npmMounts(folder)),
    ...flags,
  ];
  const archive = join(folder, `${name}.tar`);
  await step(`building ${tag}`, () =>
    builder.build({ tag, file: join(root, 'deploy/Dockerfile'), context: root, flags: all }),
  );
  await step(`saving ${tag}`, () => builder.save(tag, archive));
  return archive;
}

/** The commit that the image is of; `-dirty` where the working tree differs from it. */
async function revision() {
  const { code, output } = await run(
    'git',
    ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'],
    { cwd: root },
  );
  return code === 0 ? output.trim() : 'unknown';
}

/** The Envoy of the tests in the place of its own image, which has bash as well. */
export async function buildEnvoy(builder, folder) {
  const program = await fetchEnvoy(cacheDir);
  const context = mkdtempSync(join(folder, 'envoy-'));
  const archive = join(folder, 'envoy.tar');
  try {
    copyFileSync(program, join(context, 'envoy'));
    const file = join(context, 'Dockerfile');
    writeFileSync(file, `FROM ${DEBIAN_BASE}\nCOPY envoy /usr/local/bin/envoy\nENTRYPOINT ["envoy"]\n`);
    await step(`building ${ENVOY}`, () => builder.build({ tag: ENVOY, file, context }));
    await step(`saving ${ENVOY}`, () => builder.save(ENVOY, archive));
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  return archive;
}
