import { DragomanError, fail, ok, type Result } from '../errors.js';
import {
  type Fields,
  type FitExpectation,
  type FittedKind,
  formatFitted,
  parseFitted,
} from '../heads/fitted-file.js';
import { FEATURE_NAMES, FEATURE_VERSION } from '../signals/feature-vector.js';
import { formatOutcomeBundle, parseOutcomeBundle } from '../signals/outcome-bundle.js';
import type { Bundle, GatePart, OutcomesPart, PairedTrial, RoutesPart } from './bundle.js';
import { createFieldReader, type FieldReader } from './field-reader.js';
import { formatRouteHeads, parseRouteHeads } from './route-heads-file.js';

const KIND: FittedKind = {
  kind: 'dragoman-bundle',
  // Raised when a field changes its meaning, and when route heads come to read a text in another way.
  version: 2,
  code: 'bundle_invalid',
  remedy: 'train it again',
};

/** Digits of the checksum that name a bundle. */
const VERSION_DIGITS = 12;

/** What a training made, before its content gave it a version. */
export type UnnamedBundle = Omit<Bundle, 'version'>;

export interface BundleText {
  readonly version: string;
  /** One JSON object whose `checksum` is the SHA-256 of the rest. */
  readonly text: string;
}

/** The same bundle gives the same text. */
export function formatBundle({ encoder, leftOut, data, lineage, ...parts }: UnnamedBundle): BundleText {
  const { routes, outcomes, gate } = parts;
  const text = formatFitted(KIND, {
    encoder,
    featureVersion: FEATURE_VERSION,
    features: FEATURE_NAMES.length,
    embedding: encoder === '' ? 0 : (routes?.heads.index?.dimensions ?? outcomes?.heads.centre.length ?? 1),
    ...{ lineage, data, leftOut },
    routes: routes && { ...routes, heads: formatRouteHeads(routes.heads) },
    outcomes: outcomes && { ...outcomes, heads: JSON.parse(formatOutcomeBundle(outcomes.heads)) as Fields },
    gate,
  });
  return { version: versionIn(text), text };
}

function versionIn(text: string): string {
  const version = versionOf(JSON.parse(text) as Fields);
  if (version === undefined)
    throw new DragomanError('bundle_invalid', 'a bundle was written without a checksum');
  return version;
}

function versionOf({ checksum }: Fields): string | undefined {
  return typeof checksum === 'string' ? checksum.slice(0, VERSION_DIGITS) : undefined;
}

/**
 * Reads a bundle; refuses, with `bundle_invalid` and one line, one that is damaged, written by another version, or
 * trained on another encoder or other features. Never throws.
 */
export function parseBundle(text: string, expected: FitExpectation): Result<Bundle> {
  const body = parseFitted(text, KIND, expected);
  if (!body.ok) return body;
  const read = createFieldReader();
  const { encoder, lineage, data, leftOut, routes, outcomes, gate } = body.value;
  const parts = {
    ...(routes !== undefined && { routes: readRoutes(read, read.fields(routes)) }),
    ...(outcomes !== undefined && { outcomes: readOutcomes(read, read.fields(outcomes), expected) }),
    ...(gate !== undefined && { gate: readGate(read, read.fields(gate)) }),
  };
  const bundle: Bundle = {
    version: versionIn(text),
    encoder: read.text(encoder, 'encoder'),
    ...parts,
    leftOut: Object.fromEntries(
      Object.entries(read.fields(leftOut)).map(([part, why]) => [part, read.text(why, `leftOut.${part}`)]),
    ),
    data: readData(read, read.fields(data)),
    lineage: readLineage(read, read.fields(lineage)),
  };
  const [problem] = read.problems;
  return problem === undefined ? ok(bundle) : fail('bundle_invalid', `${problem}: ${KIND.remedy}`);
}

function readRoutes(read: FieldReader, stored: Fields): RoutesPart {
  const heads = parseRouteHeads(stored['heads']);
  if (!heads.ok) read.refuse(heads.problem.message);
  const crossValidated = read.fields(stored['crossValidated']);
  const heldOut = read.fields(stored['heldOut']);
  const number = (from: Fields, key: string): number => read.number(from[key], `routes.${key}`);
  return {
    examples: read.text(stored['examples'], 'routes.examples'),
    labels: number(stored, 'labels'),
    heads: heads.ok ? heads.value : NO_HEADS,
    crossValidated: {
      rows: number(crossValidated, 'rows'),
      accuracy: number(crossValidated, 'accuracy'),
      calibrationError: number(crossValidated, 'calibrationError'),
    },
    heldOut: {
      ...readTrial(read, heldOut, 'routes.heldOut'),
      calibrationError: number(heldOut, 'calibrationError'),
    },
  };
}

/** Stands where a problem was noted: the bundle is refused. */
const NO_HEADS = {} as RoutesPart['heads'];

function readOutcomes(read: FieldReader, stored: Fields, expected: FitExpectation): OutcomesPart {
  const heads = parseOutcomeBundle(JSON.stringify(stored['heads'] ?? {}), expected);
  if (!heads.ok) read.refuse(`outcomes: ${heads.problem.message}`);
  return {
    heads: heads.ok ? heads.value : ({} as OutcomesPart['heads']),
    models: read.list(stored['models'], 'outcomes.models').map((model, at) => {
      const fields = read.fields(model);
      const name = `outcomes.models[${at}]`;
      return {
        name: read.text(fields['name'], `${name}.name`),
        rows: read.number(fields['rows'], `${name}.rows`),
        auc: fields['auc'] === null ? null : read.number(fields['auc'], `${name}.auc`),
        calibrationError: read.number(fields['calibrationError'], `${name}.calibrationError`),
      };
    }),
    heldOut: readTrial(read, read.fields(stored['heldOut']), 'outcomes.heldOut'),
  };
}

function readGate(read: FieldReader, stored: Fields): GatePart {
  const bars = read.numbers(stored['bars'], 'gate.bars');
  for (const [route, bar] of Object.entries(bars)) read.number(bar, `gate.bars.${route}`, 0, 1);
  return {
    bars,
    temperature: read.number(stored['temperature'], 'gate.temperature', 1e-6),
    heldOut: readTrial(read, read.fields(stored['heldOut']), 'gate.heldOut'),
  };
}

function readTrial(read: FieldReader, stored: Fields, name: string): PairedTrial {
  const number = (key: keyof PairedTrial): number => read.number(stored[key], `${name}.${key}`);
  return {
    ...{ rows: number('rows'), before: number('before'), after: number('after') },
    ...{ low: number('low'), high: number('high') },
  };
}

function readData(read: FieldReader, stored: Fields): Bundle['data'] {
  const time = (key: 'from' | 'until'): number | null =>
    stored[key] === null ? null : read.number(stored[key], `data.${key}`);
  return {
    sources: read.numbers(stored['sources'], 'data.sources'),
    hash: read.text(stored['hash'], 'data.hash'),
    ...{ from: time('from'), until: time('until') },
  };
}

function readLineage(read: FieldReader, stored: Fields): Bundle['lineage'] {
  return {
    parent: stored['parent'] === null ? null : read.text(stored['parent'], 'lineage.parent'),
    registry: read.text(stored['registry'], 'lineage.registry'),
    command: read.text(stored['command'], 'lineage.command'),
    seed: read.number(stored['seed'], 'lineage.seed'),
  };
}
