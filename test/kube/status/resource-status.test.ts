import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RegistryProblem } from '../../../src/config/problem.js';
import { readResource, type Resource } from '../../../src/kube/resources/resource.js';
import { nextStatus, type ResourceStatus } from '../../../src/kube/status/resource-status.js';
import { linesOf, type Verdict, verdictOf } from '../../../src/kube/status/verdict.js';

const FOLDER = '/run/dragoman/registry';

function resource(name: string, status?: unknown, generation = 1): Resource {
  const object = {
    metadata: { name, namespace: 'llm', uid: name, generation },
    spec: { target: name },
    status,
  };
  const read = readResource('Route', object);
  assert.ok(read !== undefined);
  return read;
}

const good = resource('good');
const bad = resource('bad');
const hashes = new Map([good, bad].map(({ file, hash }) => [file, hash]));

function refused(...problems: Partial<RegistryProblem>[]): Verdict {
  const common = {
    file: `${FOLDER}/${bad.file}`,
    line: 9,
    column: 3,
    path: 'spec.target',
    code: 'registry_reference',
  } as const;
  const all = problems.map((problem) => ({ ...common, message: '"smal" is no model', ...problem }));
  const about = { folder: `${FOLDER}/`, namespace: 'llm', resources: [good, bad] };
  return verdictOf({ ok: false, problems: all, files: [], mounted: '..v' }, hashes, about);
}

function accepted(version = 'abc'): Verdict {
  return { hashes, version, problems: new Map(), others: [], warnings: new Map() };
}

function conditions(status: ResourceStatus | undefined): string[] {
  return (status?.conditions ?? []).map((one) => `${one.type}=${one.status} ${one.reason}: ${one.message}`);
}

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second, 500));
const served = { version: 'abc', waitingFor: undefined };

describe('verdictOf', () => {
  it("gives the resource's name for its file, in messages as well", () => {
    const verdict = refused(
      {},
      { path: 'metadata.name', message: `"a" is taken by the route at ${FOLDER}/${good.file}:4:3` },
    );
    assert.deepEqual(verdict.problems.get(bad.file), [
      'Route/bad spec.target "smal" is no model',
      'Route/bad metadata.name "a" is taken by the route at Route/good',
    ]);
  });

  it('keeps apart what is told of no resource', () => {
    const verdict = refused(
      {
        file: FOLDER,
        line: 0,
        column: 0,
        path: '',
        message: 'holds no ModelPool; a registry has exactly one',
      },
      { file: `${FOLDER}/prompts.jsonl`, line: 3, column: 1, path: '', message: 'is no JSON' },
    );
    assert.equal(verdict.problems.size, 0);
    assert.deepEqual(linesOf(verdict), [
      'namespace llm holds no ModelPool; a registry has exactly one',
      'prompts.jsonl:3:1 is no JSON',
    ]);
  });
});

describe('nextStatus', () => {
  it('tells a bad resource what check says, and a good one who is at fault', () => {
    const verdict = refused({}, { path: 'spec', message: 'is odd' });
    assert.deepEqual(conditions(nextStatus(bad, verdict, served, at(0))), [
      'Accepted=False Invalid: Route/bad spec.target "smal" is no model\nRoute/bad spec is odd',
      'Ready=False RegistryRefused: the registry is refused; the last good one serves on',
    ]);
    assert.deepEqual(conditions(nextStatus(good, verdict, served, at(0))), [
      'Accepted=True Valid: ',
      'Ready=False RegistryRefused: the registry is refused; the last good one serves on\nRoute/bad spec.target "smal" is no model',
    ]);
  });

  it('says that it waits, and then that it serves', () => {
    const waiting = nextStatus(good, accepted(), { version: 'old', waitingFor: 'examples' }, at(0));
    assert.deepEqual(conditions(waiting), ['Accepted=True Valid: ', 'Ready=False Pending: examples']);
    assert.equal(waiting?.registryVersion, undefined);
    const serving = nextStatus(resource('good', waiting), accepted(), served, at(5));
    assert.deepEqual(conditions(serving), ['Accepted=True Valid: ', 'Ready=True InService: ']);
    assert.equal(serving?.registryVersion, 'abc');
  });

  it('changes a time only with its status, and nothing when nothing changed', () => {
    const first = nextStatus(good, accepted(), served, at(1));
    assert.equal(nextStatus(resource('good', first), accepted(), served, at(2)), undefined);
    const worse = nextStatus(resource('good', first), refused({}), served, at(3));
    assert.deepEqual(
      worse?.conditions.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]),
      [
        ['Accepted', '2026-01-01T00:00:01Z'],
        ['Ready', '2026-01-01T00:00:03Z'],
      ],
    );
    assert.equal(worse.registryVersion, 'abc', 'the one that serves on');
  });

  it('is not written again for every registry that the same generation is in', () => {
    const first = nextStatus(good, accepted('v1'), { version: 'v1', waitingFor: undefined }, at(1));
    const next = { version: 'v2', waitingFor: undefined };
    assert.equal(nextStatus(resource('good', first), accepted('v2'), next, at(2)), undefined);
    const edited = nextStatus(resource('good', first, 2), accepted('v2'), next, at(3));
    assert.equal(edited?.registryVersion, 'v2');
    assert.equal(edited.observedGeneration, 2);
    assert.deepEqual(
      edited.conditions.map(({ observedGeneration }) => observedGeneration),
      [2, 2],
    );
  });

  it('says nothing of a content that was not read yet', () => {
    const edited = readResource('Route', {
      metadata: { name: 'good', generation: 2 },
      spec: { target: 'new' },
    });
    assert.ok(edited !== undefined);
    assert.equal(nextStatus(edited, accepted(), served, at(0)), undefined);
  });

  it("leaves other people's conditions as they are", () => {
    const other = {
      type: 'Reviewed',
      status: 'True',
      reason: 'ByHand',
      message: '',
      lastTransitionTime: 'x',
    };
    const next = nextStatus(resource('good', { conditions: [other, 7, null] }), accepted(), served, at(0));
    assert.deepEqual(next?.conditions.at(-1), other);
    assert.equal(nextStatus(resource('good', next), accepted(), served, at(9)), undefined);
  });

  it('survives a status that is no status', () => {
    for (const status of [null, 7, 'x', [], { conditions: 'x' }, { observedGeneration: {} }]) {
      assert.equal(conditions(nextStatus(resource('good', status), accepted(), served, at(0))).length, 2);
    }
  });

  it('stays within what the schema allows', () => {
    const many = refused(
      ...Array.from({ length: 2_000 }, (_, index) => ({ message: `${index} ${'x'.repeat(50)}` })),
    );
    const [first] = nextStatus(bad, many, served, at(0))?.conditions ?? [];
    assert.ok(first !== undefined && first.message.length <= 32_768);
    assert.match(first.message, /\nand \d+ more$/);
  });
});
