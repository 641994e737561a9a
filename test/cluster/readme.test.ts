import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { listOf, objectOf } from '../../demo/stand-in/json.js';
import { packageRoot } from '../../src/package-root.js';
import { readPages } from '../docs/page.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster, type Finished } from '../support/cluster.js';
import { folderOfPrograms } from '../support/cluster-programs.js';
import { SERVICE, openNamespace, releasePods } from '../support/gateway-release.js';
import { loadJaeger } from '../support/jaeger-image.js';
import { until } from '../support/until.js';

/** As in the README. */
const NAMESPACE = 'llm';
/** Where a person would look whether the line before is up. */
const FORWARDED = `for port in 8080 16686; do
  until (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null; do sleep 0.2; done
done`;

describe("the README's Kubernetes section", () => {
  const cleanUp = createCleanUp();
  const [install, change, look] = commands();
  let cluster: Cluster;
  let programs: string;
  let gateway: string;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await loadJaeger(cluster);
    programs = folderOfPrograms();
    cleanUp.add(() => {
      rmSync(programs, { recursive: true });
    });
  });
  after(() => cleanUp.run());

  const run = async (script: string): Promise<Finished> => {
    const env = { PATH: `${programs}:${process.env['PATH'] ?? ''}`, HELM_CACHE_HOME: programs };
    const finished = await cluster.run('bash', ['-ec', `cd "$0"\n${script}`, packageRoot], {
      env,
      timeoutMs: 400_000,
    });
    assert.equal(finished.status, 0, `${script}\n${finished.stdout}${finished.stderr}`);
    return finished;
  };
  const forward = async (service: string, port: number): Promise<string> => {
    const address = ['-o', 'jsonpath={.spec.clusterIP}'];
    const host = await cluster.kubectl('get', '-n', NAMESPACE, `service/${service}`, ...address);
    const opened = await cluster.forward(host, port);
    cleanUp.add(opened.close);
    return `http://127.0.0.1:${opened.port}`;
  };

  it('installs the chart, and its test passes', async () => {
    const [build, create, ...others] = install.split('\n');
    assert.match(build ?? '', /^docker build -f deploy\/Dockerfile -t dragoman:0\.1\.0 \./);
    assert.equal(create, `kubectl create namespace ${NAMESPACE}`);
    // The image is on the node already; the models of the example, and the standard, are what a reader has.
    await openNamespace(cluster, cleanUp, NAMESPACE);
    const { stdout } = await run(others.join('\n'));
    assert.match(stdout, /lists auto, .*small/);
    gateway = await forward(SERVICE, 80);
    const small = await ask(gateway, chat('tell me a joke about penguins'));
    assert.deepEqual([small.status, small.route, small.model], [200, 'smalltalk', 'small'], small.text);
    const large = await ask(gateway, chat('Prove that the harmonic series diverges.', { stream: true }));
    assert.deepEqual([large.status, large.route, large.model], [200, 'none', 'large']);
    assert.match(large.text, /data: \[DONE\]\s*$/);
  });

  it('changes the ConfigMap, which is live in seconds without a restart', async (t) => {
    const pods = await releasePods(cluster, NAMESPACE);
    await run(change);
    const start = Date.now();
    await until('the new route decides', async () => {
      const { route, status } = await ask(gateway, chat('when was the printing press invented?'));
      assert.equal(status, 200);
      return route === 'questions' ? route : '';
    });
    t.diagnostic(`live after ${((Date.now() - start) / 1000).toFixed(1)} s`);
    assert.deepEqual(await releasePods(cluster, NAMESPACE), pods);
  });

  it("shows an answer's headers, and its decision in Jaeger", async (t) => {
    const [forwards, curl] = split(look);
    const script = `trap 'kill $(jobs -p)' EXIT\n${forwards}\n${FORWARDED}\n${curl}\ncurl -fsS http://127.0.0.1:16686/api/services`;
    const { stdout } = await run(script);
    assert.match(stdout, /^HTTP\/1\.1 200 OK/m);
    const decision = /^x-dragoman-decision: (\S+)/m.exec(stdout)?.[1];
    assert.match(stdout, /^x-dragoman-model: (small|large)/m);
    t.diagnostic([...stdout.matchAll(/^x-dragoman-\S+: .*$/gm)].map(([line]) => line.trim()).join(', '));
    const jaeger = await forward(`${SERVICE}-jaeger`, 16686);
    const tags = encodeURIComponent(JSON.stringify({ 'dragoman.decision.id': decision }));
    const trace = await until("the decision's trace", async () => {
      const answer = await fetch(`${jaeger}/api/traces?service=dragoman&tags=${tags}`);
      const found: unknown = await answer.json();
      return spansOf(found).join(', ');
    });
    t.diagnostic(`trace of ${decision ?? ''}: ${trace}`);
  });
});

/** What the README has for a cluster, one text a block. */
function commands(): readonly [string, string, string] {
  const readme = readPages().find(({ path }) => path === 'README.md');
  const blocks = (readme?.blocks ?? []).filter(({ how }) => how === 'cluster').map(({ script }) => script);
  const [install, change, look] = blocks;
  assert.ok(install !== undefined && change !== undefined && look !== undefined && blocks.length === 3);
  return [install, change, look];
}

/** The lines that go on in the background, and those after them. */
function split(block: string): readonly [string, string] {
  const at = block.lastIndexOf('&\n') + 1;
  return [block.slice(0, at), block.slice(at + 1)];
}

function spansOf(answer: unknown): readonly string[] {
  return listOf(objectOf(answer)['data']).flatMap((trace) =>
    listOf(objectOf(trace)['spans']).map((span) => String(objectOf(span)['operationName'])),
  );
}
