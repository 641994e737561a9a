import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CUSTOM_RESOURCES } from '../../../src/config/api/v1alpha1/custom-resources.js';
import { API_VERSION, KINDS } from '../../../src/config/schemas.js';
import { packageRoot } from '../../../src/package-root.js';
import { startApiServer, type Cluster } from '../../support/cluster.js';
import { CRD_FOLDER } from '../../support/custom-resource-definitions.js';
import { goodRegistries, resourcesIn } from '../../support/resource-files.js';
import { ONLY_DRAGOMAN_TELLS } from './only-dragoman-tells.js';

const BAD = join(packageRoot, 'test/fixtures/config/bad');
const NAMESPACE = 'registry';

const EVERY_FIELD = join(packageRoot, 'test/fixtures/config/good/every-field');

/** What `kubectl apply` says of some bad registries, each in one line. */
const SAID: Readonly<Record<string, string>> = {
  'default-unknown':
    'The ModelPool "pool" is invalid: spec.default: Invalid value: "lage" is no model of the pool',
  'alias-is-model':
    'The ModelPool "pool" is invalid: spec.aliases: Invalid value: "small" is the name of a model, too; rename one of them',
  'target-and-objective':
    'The Route "chat" is invalid: spec: Invalid value: must have exactly one of "target", "objective" and "cascade"',
  'fallback-is-target':
    'The Route "chat" is invalid: spec.policy.fallback: Invalid value: "small" is the target itself; choose another model',
  'cascade-tier-repeated':
    'The Route "chat" is invalid: spec.cascade.tiers: Invalid value: "small" is a tier already; leave it out',
  'duration-too-long':
    'The Route "chat" is invalid: spec.policy.timeout: Invalid value: "48h": must be between "1ms" and "24h"',
  'model-name-taken': 'The ModelPool "pool" is invalid: spec.models[1]: Duplicate value: {"name":"large"}',
  'route-name-reserved':
    'The Route "none" is invalid: metadata.name: Invalid value: "none" is reserved for requests without a route; choose another name',
};

let cluster: Cluster;

before(async () => {
  cluster = await startApiServer();
  await cluster.kubectl('apply', '-f', CRD_FOLDER);
  const names = KINDS.map((kind) => `crd/${CUSTOM_RESOURCES[kind].plural}.dragoman.dev`);
  await cluster.kubectl('wait', '--for=condition=Established', '--timeout=60s', ...names);
  await cluster.kubectl('create', 'namespace', NAMESPACE);
});

after(async () => {
  await cluster.stop();
});

interface Listed {
  readonly items: readonly {
    readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

describe('the custom resource definitions in an API server', () => {
  it('are structural, and their rules compile within its budget', async () => {
    const { items } = (await cluster.get('crd')) as Listed;
    assert.equal(items.length, KINDS.length);
    for (const { status } of items) {
      const conditions = status.conditions.map(({ type, status: value }) => `${type} ${value}`);
      assert.deepEqual(conditions.sort(), ['Established True', 'NamesAccepted True']);
    }
  });

  it('take every example and every good registry', async () => {
    for (const folder of goodRegistries()) {
      const resources = resourcesIn(folder).map(({ resource }) => placed(resource));
      await cluster.apply(resources, '--dry-run=server');
    }
  });

  it('let nothing more through than a list says', () => {
    const names = readdirSync(BAD);
    assert.deepEqual(
      Object.keys(ONLY_DRAGOMAN_TELLS).filter((name) => !names.includes(name)),
      [],
    );
  });

  for (const name of readdirSync(BAD)) {
    const reason = ONLY_DRAGOMAN_TELLS[name];
    it(reason === undefined ? `refuse ${name}` : `leave ${name} to Dragoman: ${reason}`, async () => {
      const folder = join(BAD, name);
      const { status, stderr } = await cluster.tryKubectl('apply', '--dry-run=server', '-f', folder);
      assert.equal(status, reason === undefined ? 1 : 0, stderr);
      if (reason === undefined) assert.ok(isPlaced(stderr, expectedLine(folder)), stderr);
    });
  }

  it('speak as dragoman check does', async () => {
    for (const [name, said] of Object.entries(SAID)) {
      const { stderr } = await cluster.tryKubectl('apply', '--dry-run=server', '-f', join(BAD, name));
      assert.equal(stderr.trimEnd().split('\n').at(0), said);
    }
  });
});

describe('kubectl with the custom resource definitions', () => {
  before(async () => {
    const resources = resourcesIn(EVERY_FIELD).map(({ resource }) => placed(resource));
    await cluster.apply(resources);
  });

  it('lists resources with what matters', async () => {
    const condition = (type: string, status: string, reason: string, message: string): object => ({
      ...{ type, status, reason, message },
      lastTransitionTime: '2026-01-02T03:04:05Z',
    });
    const conditions = [
      condition('Accepted', 'False', 'Invalid', 'Route/code: spec.target "hosted" is no model of the pool'),
      condition('Ready', 'False', 'RegistryRefused', 'the registry is refused'),
    ];
    const patch = JSON.stringify({ status: { observedGeneration: 1, conditions } });
    await cluster.kubectl(
      '-n',
      NAMESPACE,
      'patch',
      'droute',
      'code',
      '--subresource=status',
      '--type=merge',
      '-p',
      patch,
    );
    const lines = async (...args: readonly string[]): Promise<string[]> => {
      const text = await cluster.kubectl('-n', NAMESPACE, 'get', ...args);
      return text
        .trimEnd()
        .split('\n')
        .map((line) =>
          line
            .trim()
            .replaceAll(/\s{2,}/g, ' | ')
            .replace(/\d+s$/, 'AGE'),
        );
    };
    assert.deepEqual(await lines('dpool'), [
      'NAME | DEFAULT | ACCEPTED | READY | REASON | AGE',
      'pool | medium | AGE',
    ]);
    assert.deepEqual(await lines('droute', 'code'), [
      'NAME | TARGET | PRIORITY | ACCEPTED | READY | REASON | AGE',
      'code | hosted | 10 | False | False | RegistryRefused | AGE',
    ]);
    assert.match(
      (await lines('droute', 'code', '-o', 'wide')).join('\n'),
      /MESSAGE[^]*spec\.target "hosted" is no model/,
    );
    assert.deepEqual(await lines('dpolicy'), [
      'NAME | LOWMARGIN | ACCEPTED | READY | REASON | AGE',
      'policy | llm | AGE',
    ]);
    const all = await cluster.kubectl('-n', NAMESPACE, 'get', 'dragoman', '-o', 'name');
    assert.equal(all.trimEnd().split('\n').length, resourcesIn(EVERY_FIELD).length);
  });

  it('explains a field by what the types say of it', async () => {
    const explained = await cluster.kubectl('explain', 'route.spec.cascade.gate.bar');
    assert.match(
      explained.replaceAll(/\s+/g, ' '),
      /Lowest probability that an answer is good at which it is delivered/,
    );
    assert.match(await cluster.kubectl('explain', 'modelpool.spec.models'), /safetyClasses\s+<\[\]string>/);
  });

  it('drops a misspelt field, with a warning, only when told not to be strict', async () => {
    const folder = join(BAD, 'unknown-key');
    const { status, stderr } = await cluster.tryKubectl(
      ...['apply', '--dry-run=server', '--validate=warn', '-f', folder],
    );
    assert.equal(status, 0);
    assert.match(stderr, /Warning: unknown field "spec\.colour"/);
  });

  it('changes one model of a pool without sending the others', async () => {
    const part = {
      apiVersion: API_VERSION,
      kind: 'ModelPool',
      metadata: { name: 'pool', namespace: NAMESPACE },
    };
    const spec = { default: 'medium', models: [{ name: 'medium', maxRequests: 7 }] };
    await cluster.apply([{ ...part, spec }], '--server-side', '--force-conflicts', '--field-manager=test');
    const { spec: changed } = (await cluster.get('-n', NAMESPACE, 'dpool', 'pool')) as {
      readonly spec: { readonly models: readonly { readonly name: string; readonly maxRequests: number }[] };
    };
    assert.equal(changed.models.length, 4);
    assert.equal(changed.models.find(({ name }) => name === 'medium')?.maxRequests, 7);
  });
});

/** A resource as one applies it: all in one namespace, and without what only the API server writes. */
function placed(resource: Readonly<Record<string, unknown>>): unknown {
  const { name } = resource['metadata'] as { readonly name: string };
  return { ...resource, metadata: { name, namespace: NAMESPACE } };
}

/** What `dragoman check` says of a bad registry. */
function expectedLine(folder: string): string {
  return readFileSync(join(folder, 'expected.txt'), 'utf8').trimEnd();
}

/** Whether the field that `check` names is named, too, or at least the list or the mapping that holds it. */
function isPlaced(told: string, line: string): boolean {
  const [, path] = /^\S+ (spec\S*) /.exec(line) ?? [];
  if (path === undefined) return true;
  return told.includes(path) || told.includes(path.replace(/(\[\w+\](\.\w+)?|\.\w+)$/, ''));
}
