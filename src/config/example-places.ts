import { isMapping, type Mapping } from './mapping.js';
import { namedFile } from './named-file.js';
import { parseDocuments } from './parse-documents.js';
import type { ExampleRow } from './parse-examples.js';
import type { Findings, Path } from './problem.js';
import { parseExampleFile } from './read-examples.js';
import { positionOf, type SourceDocument } from './source-document.js';
import { MAX_DOCUMENT_BYTES, openSourceFolder, type SourceFolder } from './source-folder.js';

/** Where a thing stands: `file:line`. */
export interface ExamplePlaces {
  /** A field of a route, such as `['spec', 'match', 0]`; empty when there is no such route. */
  readonly ofRoute: (route: string, ...path: Path) => string;
  /** An example or a `not` text of a route; the route's own place for a text that it does not hold. */
  readonly ofText: (route: string, text: string) => string;
}

/** Finds again where the routes of a registry that could be loaded, and their examples, are written. */
export function examplePlaces(location: string): ExamplePlaces {
  const folder = openSourceFolder(location);
  const findings: Findings = { problems: [], warnings: [] };
  const sources = folder.documents.flatMap((path) =>
    parseDocuments(path, folder.read(path, MAX_DOCUMENT_BYTES), findings),
  );
  const routes = new Map(sources.flatMap((source) => routeOf(source)));
  const rowsOf = rowReader(folder);
  const texts = new Map([...routes].map(([name, route]) => [name, textsOf(route, rowsOf)]));
  const ofRoute = (name: string, ...path: Path): string => {
    const route = routes.get(name);
    return route === undefined ? '' : placeOf(route.source, path.length === 0 ? ['metadata', 'name'] : path);
  };
  return { ofRoute, ofText: (route, text) => texts.get(route)?.get(text.trim()) ?? ofRoute(route) };
}

interface WrittenRoute {
  readonly source: SourceDocument;
  readonly spec: Mapping;
}

function routeOf(source: SourceDocument): [string, WrittenRoute][] {
  const { value } = source;
  if (!isMapping(value) || value['kind'] !== 'Route') return [];
  const { metadata, spec } = value;
  if (!isMapping(metadata) || !isMapping(spec) || typeof metadata['name'] !== 'string') return [];
  return [[metadata['name'], { source, spec }]];
}

function placeOf(source: SourceDocument, path: Path): string {
  return `${source.file}:${positionOf(source, path).line}`;
}

/** The place of each text of a route; of one that stands there twice, the first. */
function textsOf({ source, spec }: WrittenRoute, rowsOf: RowReader): Map<string, string> {
  const places = new Map<string, string>();
  const add = (text: unknown, place: string): void => {
    if (typeof text === 'string' && !places.has(text.trim())) places.set(text.trim(), place);
  };
  for (const key of ['examples', 'not'] as const) {
    const list = spec[key];
    for (const [at, text] of (Array.isArray(list) ? list : []).entries()) {
      add(text, placeOf(source, ['spec', key, at]));
    }
  }
  const from = spec['examplesFrom'];
  if (isMapping(from) && typeof from['file'] === 'string') {
    const file = namedFile(source.file, from['file']);
    for (const { text, label, line } of rowsOf(file)) {
      if (from['label'] === undefined || from['label'] === label) add(text, `${file}:${line}`);
    }
  }
  if (typeof spec['description'] === 'string')
    add(spec['description'], placeOf(source, ['spec', 'description']));
  return places;
}

type RowReader = (file: string) => readonly ExampleRow[];

/** Parses each file once, however many routes take their label from it. */
function rowReader(folder: SourceFolder): RowReader {
  const known = new Map<string, readonly ExampleRow[]>();
  return (file) => {
    const rows = known.get(file) ?? parseExampleFile(folder, file).rows;
    known.set(file, rows);
    return rows;
  };
}
