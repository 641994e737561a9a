import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMapping } from '../../src/config/mapping.js';
import { parseDocuments } from '../../src/config/parse-documents.js';
import type { Findings } from '../../src/config/problem.js';
import { API_VERSION, isKind, type Kind } from '../../src/config/schemas.js';
import { packageRoot } from '../../src/package-root.js';

/** A document of a registry as a custom resource. */
export interface ResourceFile {
  readonly path: string;
  readonly kind: Kind;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** Folders of the registries that must be valid: the examples and the good ones of the tests. */
export function goodRegistries(): string[] {
  return ['examples', 'test/fixtures/config/good'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder)).map((name) => join(packageRoot, folder, name)),
  );
}

/** The documents in a folder that are meant for one of our definitions, each without its status, which the API server drops. */
export function resourcesIn(folder: string): ResourceFile[] {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const findings: Findings = { problems: [], warnings: [] };
  return files
    .flatMap((file) => parseDocuments(join(folder, file), readFileSync(join(folder, file)), findings))
    .flatMap(({ file, value }) => {
      if (!isMapping(value) || value['apiVersion'] !== API_VERSION || !isKind(value['kind'])) return [];
      const resource = { ...value };
      Reflect.deleteProperty(resource, 'status');
      return [{ path: file, kind: value['kind'], resource }];
    });
}
