import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseExamples } from '../../../../src/config/parse-examples.js';
import { loadRegistry } from '../../../../src/config/load.js';
import { formatProblem, type RegistryProblem } from '../../../../src/config/problem.js';
import type { Registry } from '../../../../src/config/registry.js';
import { parseEnvoyOptions } from '../../../../src/envoy/envoy-options.js';
import { renderEnvoy, renderStaticEnvoy } from '../../../../src/envoy/render.js';
import { ERRORS } from '../../../../src/errors.js';
import { compile } from '../../../../src/router/compile/compile.js';
import { scratchFolder } from '../scratch-folder.js';
import { defineTarget } from '../fuzz-target.js';
import { damagedBytes } from '../grammar/damaged-bytes.js';
import { hostileText } from '../grammar/hostile-text.js';
import { jsonValue, member, objectOf } from '../grammar/json-text.js';
import { registryBytes } from '../grammar/registry-text.js';

export const registryLoaderTarget = defineTarget<Buffer>({
  name: 'registry-loader',
  claim:
    'A registry file of any content is loaded, compiles and gives a configuration for Envoy, or is refused with at least one problem, each on one line with a place that lies in the file.',
  weight: 1,
  arbitrary: registryBytes,
  prepare: () => {
    const file = join(scratchFolder(), 'registry.yaml');
    return async (bytes) => {
      writeFileSync(file, bytes);
      const lines = bytes.toString('utf8').split(/\r\n|\r|\n/).length;
      const loaded = loadRegistry(file);
      if (!loaded.ok) {
        assert.ok(loaded.problems.length > 0, 'refused without a reason');
        for (const problem of loaded.problems) assertPlace(problem, lines);
        return;
      }
      for (const warning of loaded.warnings) assertPlace(warning, lines);
      const draw = bytes.reduce((sum, byte) => (sum * 31 + byte) % 1_009, 7);
      if (draw % RENDERED === 0) assertRendered(loaded.registry);
      if (draw % COMPILED === 0) await assertCompiled(loaded.registry);
    };
  },
});

function assertPlace(problem: RegistryProblem, lines: number): void {
  const { line, column, code, message } = problem;
  assert.ok(Object.hasOwn(ERRORS, code), code);
  assert.ok(Number.isInteger(line) && line >= 0 && line <= lines, `line ${line} of ${lines}: ${message}`);
  assert.ok(Number.isInteger(column) && column >= 0, `column ${column}`);
  assert.notEqual(message, '');
  // A terminal, a log and a Kubernetes status show it.
  assert.doesNotMatch(formatProblem(problem), /\p{Cc}/u);
}

const OPTIONS = parseEnvoyOptions({});

/** One in so many registries is also rendered, and compiled, which costs tens of times as much as to load it. */
const RENDERED = 8;
const COMPILED = 40;

function assertRendered(registry: Registry): void {
  for (const text of Object.values(renderEnvoy(registry, OPTIONS))) assert.doesNotMatch(text, /\0/);
  assert.notEqual(renderStaticEnvoy(registry, OPTIONS), '');
}

async function assertCompiled(registry: Registry): Promise<void> {
  const few = registry.routes.map((route) => ({ ...route, examples: route.examples.slice(0, 2), not: [] }));
  const snapshot = await compile({ ...registry, routes: few, experiment: undefined }, {});
  assert.ok(snapshot.plan.models.has(snapshot.plan.defaultModel.name));
  assert.ok(snapshot.listed.names.includes('auto'));
}

export const examplesTarget = defineTarget({
  name: 'example-files',
  claim:
    'A file of examples gives rows with their lines, and a fault with its line for each row that cannot be used.',
  weight: 4,
  arbitrary: fc.record({
    bytes: damagedBytes(
      fc
        .array(
          fc.oneof(
            hostileText,
            objectOf(
              fc.array(member(fc.constantFrom('"text"', '"label"', '"__proto__"'), jsonValue), {
                maxLength: 3,
              }),
            ),
          ),
          { maxLength: 6 },
        )
        .map((rows) => rows.join('\n')),
    ),
    format: fc.constantFrom('text', 'jsonl'),
  }),
  prepare:
    () =>
    ({ bytes, format }) => {
      const text = bytes.toString('utf8');
      const lines = text.split('\n').length;
      const { rows, faults } = parseExamples(text, format);
      for (const { line } of [...rows, ...faults]) assert.ok(line >= 1 && line <= lines);
      for (const { message } of faults) assert.doesNotMatch(message, /[\r\n]/);
      for (const row of rows) assert.equal(typeof row.text, 'string');
    },
});
