import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRegistry } from '../../src/config/load.js';
import type { Registry } from '../../src/config/registry.js';

export interface RegistrySize {
  readonly models: number;
  /** Routes without examples, each to one model. */
  readonly plain?: number;
  /** Cascades of two tiers, without examples; each pair of models comes once before one comes again. */
  readonly cascades?: number;
  /** Examples of further routes, by name. */
  readonly examples?: readonly { readonly route: string; readonly texts: readonly string[] }[];
}

export interface MadeUpRegistry {
  readonly registry: Registry;
  /** Of its documents. */
  readonly bytes: number;
}

const HEADER = 'apiVersion: dragoman.dev/v1alpha1';

/** A registry of so many models and routes, read as any other is. */
export function madeUpRegistry(size: RegistrySize): MadeUpRegistry {
  const text = [poolOf(size.models), ...routesOf(size)].join('\n---\n');
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-scale-'));
  try {
    writeFileSync(join(folder, 'all.yaml'), text);
    const loaded = loadRegistry(folder);
    if (loaded.ok) return { registry: loaded.registry, bytes: Buffer.byteLength(text) };
    throw new Error(`the registry is not valid: ${loaded.problems[0]?.message ?? ''}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function poolOf(models: number): string {
  const listed = Array.from(
    { length: models },
    (_, at) =>
      `    - { name: model-${at}, url: 'https://model-${at}.example/v1', price: { input: ${at + 1}, output: 4 }, apiKey: { env: KEY_${at} } }`,
  );
  const head = [
    HEADER,
    'kind: ModelPool',
    'metadata: { name: pool }',
    'spec:',
    '  default: model-1',
    '  models:',
  ];
  return [...head, ...listed].join('\n');
}

function routesOf({ models, plain = 0, cascades = 0, examples = [] }: RegistrySize): string[] {
  const rule = (at: number): string => `match: [{ headers: [{ name: x-team, exact: team-${at} }] }]`;
  return [
    ...Array.from({ length: plain }, (_, at) => routeOf(`plain-${at}`, `target: model-0, ${rule(at)}`)),
    ...Array.from({ length: cascades }, (_, at) =>
      routeOf(`cascade-${at}`, `cascade: { tiers: [${tiersOf(at, models).join(', ')}] }, ${rule(at)}`),
    ),
    ...examples.map(({ route, texts }) =>
      routeOf(route, `target: model-0, examples: ${JSON.stringify(texts)}`),
    ),
  ];
}

/** The pair of this number, the cheaper model first. */
function tiersOf(at: number, models: number): readonly [string, string] {
  const step = 1 + Math.floor(at / models);
  const [one, other] = [at % models, (at + step) % models];
  return [`model-${Math.min(one, other)}`, `model-${Math.max(one, other)}`];
}

function routeOf(name: string, spec: string): string {
  return `${HEADER}\nkind: Route\nmetadata: { name: ${name} }\nspec: { ${spec} }`;
}
