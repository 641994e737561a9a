import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments, stringify } from 'yaml';
import type { Child } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import { parseObject, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, assertOpenAiError, chat, jsonOf } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import type { ObjectOf } from '../support/crd-schemas.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import type { EnvoyProcess } from '../support/envoy-process.js';
import { envoyGatewayParts } from '../support/foreign/envoy-gateway-parts.js';
import { type ForeignParts, startForeignEnvoy } from '../support/foreign/foreign-envoy.js';
import { istioParts } from '../support/foreign/istio-parts.js';
import { openHelmChart } from '../support/helm-chart.js';
import { policyText, poolText, routeText } from '../support/pool-text.js';
import { startServe } from '../support/start-serve.js';

const MANY = 3000;
const CLIENTS = 16;

/** Greetings go to small, and a fallback is named that nobody carries out here; big bodies are let in. */
const REGISTRY =
  poolText().replaceAll(/\{\{([a-z]+)\}\}/g, 'http://$1.models.svc.cluster.local:8000/v1') +
  routeText('greeting', 'target: small, match: [{ keywords: [hello] }], policy: { fallback: large }') +
  policyText('limits: { maxBodyBytes: 4194304 }');

interface Gateway {
  readonly values: object;
  readonly parts: (objects: readonly ObjectOf[]) => ForeignParts;
  /** The cluster that reaches Dragoman. */
  readonly dragoman: string;
  /** What the default model gets for `auto` while Dragoman is dead. */
  readonly undecided: string;
}

const GATEWAYS: Readonly<Record<string, Gateway>> = {
  'Envoy Gateway': {
    values: { envoyGateway: { enabled: true, gateway: { name: 'edge' } } },
    parts: envoyGatewayParts,
    dragoman: 'envoyextensionpolicy/',
    undecided: 'auto',
  },
  Istio: {
    values: { istio: { enabled: true, gateways: ['istio-ingress/edge'], hosts: ['*'], usage: true } },
    parts: istioParts,
    dragoman: 'outbound|9000||dragoman.',
    undecided: 'stand-in/medium',
  },
};

for (const [name, gateway] of Object.entries(GATEWAYS)) {
  describe(`the chart's objects for ${name}, in a real Envoy`, () => {
    const cleanUp = createCleanUp();
    const models = new Map<string, StandInModel>();
    const logs: JsonObject[] = [];
    let envoy: EnvoyProcess;
    let dragoman: Child;

    before(async () => {
      for (const model of ['small', 'medium', 'large']) {
        const started = await startStandInModel({
          name: `stand-in/${model}`,
          behaviour: { delay: 0, gap: 0 },
        });
        models.set(model, started);
        cleanUp.add(() => started.close());
      }
      const work = mkdtempSync(join(tmpdir(), 'extension-'));
      cleanUp.add(() => {
        rmSync(work, { recursive: true, force: true });
      });
      const port = await randomFreePort();
      dragoman = await serveOverTcp(work, port, logs);
      cleanUp.add(() => dragoman.stop());
      envoy = await startForeignEnvoy(
        join(work, 'envoy'),
        gateway.parts(objectsOf(work, gateway)),
        (cluster) => {
          if (cluster.startsWith(gateway.dragoman)) return port;
          const [found] = [...models].filter(([model]) => cluster.includes(model));
          assert.ok(found, cluster);
          return found[1].port;
        },
      );
      cleanUp.add(() => envoy.stop());
    });
    after(() => cleanUp.run());

    it('routes by the header of the decision, and writes the model', async () => {
      for (const [body, model, route] of [
        [chat('hello there'), 'small', 'greeting'],
        [chat('what is a monad?'), 'medium', 'none'],
        [chat('what is a monad?', { model: 'large' }), 'large', 'none'],
      ] as const) {
        const answer = await ask(envoy.url, body);
        assert.deepEqual([answer.status, answer.model, answer.route], [200, model, route], answer.text);
        assert.ok(answer.decision !== null && answer.reason !== null);
        const seen = models.get(model)?.received().at(-1);
        assert.equal(seen?.model, `stand-in/${model}`);
        assert.deepEqual(
          Object.keys(seen.headers).filter((header) => header.startsWith('x-dragoman-')),
          [],
        );
      }
    });

    it("heeds no client's copy of its headers", async () => {
      const headers = { 'x-dragoman-cluster': 'model/large', 'x-dragoman-mode': 'chain' };
      assert.equal((await ask(envoy.url, chat('hello'), { headers })).model, 'small');
    });

    it('answers for the list of models and for a model that there is not', async () => {
      const list = await ask(envoy.url, undefined, { path: '/v1/models', method: 'GET' });
      assert.match(list.text, /"auto"/);
      assertOpenAiError(await ask(envoy.url, chat('hello', { model: 'gone' })), 404, 'model_not_found');
    });

    it('streams, and takes bodies of the size that the registry allows', async () => {
      const streamed = await ask(envoy.url, chat('hello', { stream: true }));
      assert.match(streamed.text, /data: \[DONE\]\s*$/);
      const large = await ask(envoy.url, chat(`hello ${'x'.repeat(2_000_000)}`));
      assert.deepEqual([large.status, large.model], [200, 'small'], large.text.slice(0, 200));
    });

    it(`decides ${MANY} requests, and loses none to Node's limit of resets`, async () => {
      const wrong: string[] = [];
      let left = MANY;
      const client = async (): Promise<void> => {
        while (left-- > 0) {
          const { status, model, text } = await ask(envoy.url, chat('hello'));
          if (status !== 200 || model !== 'small') wrong.push(`${status} ${model ?? 'undecided'} ${text}`);
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      assert.deepEqual([wrong.length, wrong.slice(0, 3)], [0, []]);
      const failed = await envoy.stat('http.llm.ext_proc.failure_mode_allowed');
      assert.equal(failed, 0);
    });

    if (name === 'Istio') {
      it('tells what became of a request, with the tokens that the gateway read', async () => {
        const answer = await ask(envoy.url, chat('hello'));
        const { status, inputTokens, outputTokens } = outcomeOf(
          await decisionLine({ logs: () => logs }, answer),
        );
        assert.equal(status, 200);
        assert.ok(Number(inputTokens) > 0 && Number(outputTokens) > 0);
      });
    }

    it('goes on to the default model when Dragoman is dead', async () => {
      await dragoman.stop();
      const answer = await ask(envoy.url, chat('hello'), {
        headers: { 'x-dragoman-cluster': 'model/large' },
      });
      assert.equal(models.get('medium')?.received().at(-1)?.model, gateway.undecided, answer.text);
      assert.equal(answer.decision, null);
      const pinned = await ask(envoy.url, chat('hello', { model: 'stand-in/medium' }));
      assert.equal(pinned.status, 200);
      assert.equal(typeof jsonOf(pinned)['id'], 'string');
    });
  });
}

/** The registry in the chart's values, and what the chart makes of them. */
function objectsOf(work: string, { values }: Gateway): readonly ObjectOf[] {
  const chart = openHelmChart();
  try {
    const file = join(work, 'values.yaml');
    const documents = parseAllDocuments(REGISTRY).map((document) => document.toJS() as unknown);
    writeFileSync(file, stringify({ mode: 'extension', extension: values, registry: { documents } }));
    return chart.manifests('-f', file) as readonly ObjectOf[];
  } finally {
    chart.close();
  }
}

async function serveOverTcp(work: string, port: number, logs: JsonObject[]): Promise<Child> {
  const registry = join(work, 'registry');
  mkdirSync(registry);
  writeFileSync(join(registry, 'registry.yaml'), REGISTRY);
  const { child } = await startServe({
    work,
    registry,
    flags: ['--listen', `127.0.0.1:${port}`],
    onLine: (line) => {
      const parsed = parseObject(line);
      if (parsed !== undefined) logs.push(parsed);
    },
  });
  return child;
}
