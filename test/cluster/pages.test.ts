/** What the pages have for a cluster is run on one, page by page; the README's part has a test of its own. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { adapt, choosePorts } from '../docs/adapt.js';
import { readPages, type Page } from '../docs/page.js';
import { GOES_ON } from '../docs/shell.js';
import { installPrograms } from '../docs/programs.js';
import { makeWorkspace } from '../docs/workspace.js';
import { createCleanUp, type CleanUp } from '../support/clean-up.js';
import { startNode, type Cluster } from '../support/cluster.js';
import { folderOfPrograms } from '../support/cluster-programs.js';
import { installGateway, openNamespace } from '../support/gateway-release.js';
import { loadJaeger } from '../support/jaeger-image.js';

const PAGE_TIMEOUT_MS = 900_000;
/** Names that pages use; each page gets a namespace of its own. */
const NAMESPACE = /(?<before>(?:-n|--namespace|namespace)[ =])llm\b/g;

const pages = readPages().filter(
  ({ path, blocks }) => path !== 'README.md' && blocks.some(({ how }) => how === 'cluster'),
);

describe('the commands for a cluster of', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let programs: string;

  before(async () => {
    // Of its own: a page may install the definitions of custom resources, of which a cluster has one set.
    cluster = await startNode();
    cleanUp.add(() => cluster.stop());
    await loadJaeger(cluster);
    programs = folderOfPrograms();
    cleanUp.add(() => {
      rmSync(programs, { recursive: true });
    });
  });
  after(() => cleanUp.run());

  for (const page of pages) {
    it(page.path, async () => {
      const ofPage = createCleanUp();
      try {
        await runOn(cluster, { page, programs, cleanUp: ofPage });
      } finally {
        await ofPage.run();
      }
    });
  }
});

async function runOn(
  cluster: Cluster,
  { page, programs, cleanUp }: { readonly page: Page; readonly programs: string; readonly cleanUp: CleanUp },
): Promise<void> {
  const namespace = `page-${basename(page.path, '.md')}`;
  const scripts = page.blocks.filter(({ how }) => how === 'cluster');
  await openNamespace(cluster, cleanUp, namespace);
  if (!scripts.some(({ script }) => script.includes('helm install'))) {
    await installWithToken(cluster, cleanUp, namespace);
  }
  const workspace = makeWorkspace();
  cleanUp.add(workspace.remove);
  const ports = await choosePorts(scripts.map(({ script }) => script));
  await installPrograms(workspace, ports);
  const parts = scripts.map(({ line, script }) => {
    const adapted = adapt(script, ports, workspace.temporary)
      .replaceAll(/^kubectl create namespace llm$/gm, ': it is there, and has the models')
      .replaceAll(NAMESPACE, `$<before>${namespace}`);
    return `echo '=== ${page.path}:${line}' >&2\n${adapted}`;
  });
  const head = [
    'set -eu',
    GOES_ON,
    "trap 'kill $(jobs -p) 2>/dev/null' EXIT",
    'cd "$1"',
    'DOCUMENTED_BLOCK=$2',
  ];
  const finished = await cluster.run(
    'bash',
    ['-c', [...head, ...parts].join('\n'), 'bash', workspace.folder, join(workspace.scratch, 'block')],
    {
      env: {
        PATH: `${programs}:${workspace.programs}:${process.env['PATH'] ?? ''}`,
        HELM_CACHE_HOME: programs,
      },
      timeoutMs: PAGE_TIMEOUT_MS,
    },
  );
  assert.equal(finished.status, 0, `${finished.stdout}\n${finished.stderr}`);
}

/** What a page finds that does not install the chart itself: the release, with a token for its admin port. */
async function installWithToken(cluster: Cluster, cleanUp: CleanUp, namespace: string): Promise<void> {
  const token = `--from-literal=token=${randomBytes(24).toString('hex')}`;
  await cluster.kubectl('-n', namespace, 'create', 'secret', 'generic', 'dragoman-admin', token);
  await installGateway(cluster, cleanUp, {
    namespace,
    values: { admin: { tokenSecret: { name: 'dragoman-admin' } } },
  });
}
