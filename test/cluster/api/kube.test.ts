import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Child, startChild } from '../../../demo/child-process.js';
import { randomFreePort } from '../../../demo/free-port.js';
import { API_GROUP } from '../../../src/config/api/v1alpha1/custom-resources.js';
import { packageRoot } from '../../../src/package-root.js';
import { askAdmin } from '../../support/ask-admin.js';
import { createCleanUp } from '../../support/clean-up.js';
import { type Cluster, startApiServer } from '../../support/cluster.js';
import { CRD_FOLDER } from '../../support/custom-resource-definitions.js';
import { dragoman } from '../../support/dragoman.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const NAMESPACE = 'llm';
/** Of the chart with the release name `gateway`: its Role, its ServiceAccount and its Lease. */
const FULLNAME = 'gateway-dragoman';
const API_VERSION = `${API_GROUP}/v1alpha1`;
const CHART = join(packageRoot, 'helm/dragoman');
const READY = 'Accepted=True Valid | Ready=True InService';

interface Resource {
  readonly metadata: { readonly generation: number };
  readonly status?: {
    readonly observedGeneration: number;
    readonly conditions: readonly { type: string; status: string; reason: string; message: string }[];
  };
}

interface Replica {
  readonly child: Child;
  readonly port: number;
  readonly lines: readonly string[];
}

describe('custom resources of a real API server', () => {
  const work = temporaryFolder();
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  /** With the token of the chart's ServiceAccount. */
  let kubeconfig = '';
  let a: Replica;

  before(async () => {
    cluster = await startApiServer();
    cleanUp.add(() => cluster.stop());
    await cluster.kubectl('apply', '-f', CRD_FOLDER);
    await cluster.kubectl('wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all');
    await cluster.kubectl('create', 'namespace', NAMESPACE);
    const rights = ['role', 'rolebinding', 'serviceaccount'].flatMap((name) => [
      '-s',
      `templates/${name}.yaml`,
    ]);
    const crd = ['--set', 'registry.source=crd', '--set', 'registry.events=true'];
    const manifests = await cluster.helm('template', 'gateway', CHART, '-n', NAMESPACE, ...crd, ...rights);
    await cluster.apply(manifests, '-n', NAMESPACE);
    kubeconfig = await kubeconfigOf(await cluster.kubectl('create', 'token', FULLNAME, '-n', NAMESPACE));
    await cluster.apply([pool(), route('chat', 'small')]);
  });
  after(() => cleanUp.run());

  async function kubeconfigOf(token: string): Promise<string> {
    const config = parse(await readFile(cluster.kubeconfig, 'utf8')) as {
      users: { name: string; user: object }[];
    };
    const users = config.users.map(({ name }) => ({ name, user: { token: token.trim() } }));
    const path = join(work, 'kubeconfig.json');
    await writeFile(path, JSON.stringify({ ...config, users }));
    return path;
  }

  async function serve(name: string): Promise<Replica> {
    const port = await randomFreePort();
    const folder = join(work, name);
    await mkdir(folder, { recursive: true });
    const lines: string[] = [];
    const child = startChild({
      ...{ name, command: process.execPath, logFile: join(folder, 'log') },
      args: [
        ...[
          fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url)),
          'serve',
          join(folder, 'registry'),
        ],
        ...['--crds', NAMESPACE, '--lease', FULLNAME, '--events', '--encoder', 'none'],
        ...['--listen', `unix:${join(folder, 's')}`, '--admin', `127.0.0.1:${port}`],
      ],
      env: { KUBECONFIG: kubeconfig, POD_NAME: name, POD_NAMESPACE: NAMESPACE, POD_UID: `uid-${name}` },
      onLine: (line) => lines.push(line),
    });
    cleanUp.add(() => child.stop());
    await eventually(`${name} is ready`, async () => {
      if (child.lastLines().some((line) => line.startsWith('dragoman: ')))
        throw new Error(child.lastLines().join('\n'));
      return isReady(port);
    });
    return { child, port, lines };
  }

  async function get(kind: string, name: string): Promise<Resource | undefined> {
    const { status, stdout } = await cluster.tryKubectl('get', kind, name, '-n', NAMESPACE, '-o', 'json');
    return status === 0 ? (JSON.parse(stdout) as Resource) : undefined;
  }

  /** The conditions, once they are about the resource as it is now. */
  async function conditions(kind: string, name: string): Promise<string> {
    const { metadata, status } = (await get(kind, name)) ?? {};
    if (status === undefined || status.observedGeneration !== metadata?.generation) return '';
    return status.conditions
      .map((one) => `${one.type}=${one.status} ${one.reason} ${one.message}`.trim())
      .join(' | ');
  }

  const tells = (kind: string, name: string, wanted: string): Promise<boolean> =>
    eventually(`${kind} ${name}: ${wanted}`, async () => (await conditions(kind, name)) === wanted);
  const holder = (): Promise<string> =>
    cluster.kubectl('get', 'lease', FULLNAME, '-n', NAMESPACE, '-o', 'jsonpath={.spec.holderIdentity}');
  const eventsOf = async (kind: string, name: string): Promise<string[]> => {
    const { items } = (await cluster.get('events.events.k8s.io', '-n', NAMESPACE)) as {
      items: { regarding: { kind: string; name: string }; type: string; reason: string; note: string }[];
    };
    return items
      .filter(({ regarding }) => regarding.kind === kind && regarding.name === name)
      .map(({ type, reason, note }) => `${type} ${reason} ${note}`);
  };

  it('are served, changed live, refused by name and told of, by a replica with no more rights than the chart gives', async () => {
    a = await serve('a');
    const { port } = a;
    await tells('modelpool', 'pool', READY);
    await tells('route', 'chat', READY);

    await cluster.apply([route('code', 'large')]);
    await tells('route', 'code', READY);

    await cluster.apply([route('code', 'larg')]);
    const line = 'Route/code spec.target "larg" is no model of the pool; did you mean "large"?';
    const refused = 'Ready=False RegistryRefused the registry is refused; the last good one serves on';
    await tells('route', 'code', `Accepted=False Invalid ${line} | ${refused}`);
    await tells('route', 'chat', `Accepted=True Valid | ${refused}\n${line}`);
    await eventually('Events', async () => (await eventsOf('Pod', 'a')).length > 0);
    assert.deepEqual(await eventsOf('Route', 'code'), [`Warning Invalid ${line}`]);
    assert.deepEqual(await eventsOf('Pod', 'a'), [`Warning RegistryRefused ${line}`]);
    assert.ok(await isReady(port));
    const { text } = await askAdmin(port, '/metrics');
    assert.match(text, /^dragoman_registry_routes 2$/m);
    assert.match(text, /^dragoman_custom_resources_followed 1$/m);

    await cluster.apply([route('code', 'large')]);
    await tells('route', 'code', READY);
    await tells('route', 'chat', READY);
  });

  it('keep their status in one hand, which changes when its replica ends or is killed', async () => {
    const b = await serve('b');
    const first = await holder();
    assert.match(first, /^a_/);
    assert.match((await askAdmin(b.port, '/metrics')).text, /^dragoman_custom_resources_leader 0$/m);
    await a.child.stop();
    await eventually('b holds the Lease', async () => (await holder()).startsWith('b_'));
    await cluster.apply([route('chat', 'large')]);
    await tells('route', 'chat', READY);

    const c = await serve('c');
    b.child.signal('SIGKILL');
    await b.child.ended;
    await eventually('c holds the Lease', async () => (await holder()).startsWith('c_'));
    await cluster.apply([route('chat', 'small')]);
    await tells('route', 'chat', READY);
    await c.child.stop();
  });

  it('serve on while the API server is away, and are followed again once it is back', async () => {
    const { port, child, lines } = await serve('d');
    await tells('route', 'chat', READY);
    await cluster.stopPart('kube-apiserver');
    const lost = (): boolean => lines.some((line) => line.includes('custom resources are not followed'));
    await eventually('it says so', lost);
    assert.match((await askAdmin(port, '/metrics')).text, /^dragoman_custom_resources_followed 0$/m);
    assert.ok(await isReady(port));
    await cluster.startPart('kube-apiserver');
    await cluster.apply([route('late', 'large')]);
    await tells('route', 'late', READY);
    await child.stop();
  });

  it('fill a folder once for Envoy, whose verb tells in the status what is wrong', async () => {
    const folder = join(work, 'render');
    const argv = ['envoy', folder, '--crds', NAMESPACE, '--lease', FULLNAME];
    const good = dragoman(argv, undefined, { KUBECONFIG: kubeconfig });
    assert.equal(good.status, 0, good.stderr);
    assert.match(good.stdout, /static_resources/);
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
    assert.ok(names.includes('modelpool.pool.yaml') && names.includes('route.chat.yaml'), names.join());
    await cluster.apply([route('late', 'larg')]);
    const bad = dragoman(argv, undefined, { KUBECONFIG: kubeconfig });
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /route\.late\.yaml:\d+:\d+ spec\.target "larg" is no model of the pool/);
    assert.match(
      await conditions('route', 'late'),
      /^Accepted=False Invalid Route\/late spec\.target "larg"/,
    );
    await cluster.kubectl('delete', 'route', 'late', '-n', NAMESPACE);
  });

  it('end in one line where rights, resources or CRDs are missing', async () => {
    const ask = (namespace: string): string => {
      const { status, stderr } = dragoman(
        ['envoy', join(work, `none-${namespace}`), '--crds', namespace],
        undefined,
        {
          KUBECONFIG: kubeconfig,
        },
      );
      assert.equal(status, 1);
      return stderr.trim();
    };
    assert.match(
      ask('elsewhere'),
      /^dragoman: not allowed to list modelpools\.dragoman\.dev in the namespace elsewhere: give the service account a Role with the verb "list" for "modelpools\.dragoman\.dev" there \(kubernetes_unavailable\)$/,
    );
    await cluster.kubectl('delete', '-f', CRD_FOLDER, '--wait=true');
    await eventually('no CRDs', () => ask('llm').includes('install the CRDs'));
    assert.match(
      ask('llm'),
      /^dragoman: the API server https:\S+ does not know modelpools\.dragoman\.dev: install the CRDs [^\n]+$/,
    );
  });
});

async function isReady(port: number): Promise<boolean> {
  try {
    return (await askAdmin(port, '/readyz')).status === 200;
  } catch {
    return false;
  }
}

function pool(): object {
  const models = ['small', 'large'].map((name) => ({ name, url: 'http://127.0.0.1:9/v1' }));
  return {
    ...{ apiVersion: API_VERSION, kind: 'ModelPool', metadata: { name: 'pool', namespace: NAMESPACE } },
    spec: { default: 'small', aliases: ['chat', 'code', 'late'], models },
  };
}

function route(name: string, target: string): object {
  return {
    ...{ apiVersion: API_VERSION, kind: 'Route', metadata: { name, namespace: NAMESPACE } },
    spec: { match: [{ models: [name] }], target },
  };
}
