import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../errors.js';
import {
  type Fields,
  type FitExpectation,
  type FittedKind,
  formatFitted,
  parseFitted,
} from './fitted-file.js';
import type { FusedHead, Fusion } from './fused-head.js';
import { packArray, unpackArray } from './packed-array.js';
import type { SoftmaxHead } from './softmax-head.js';

const HEAD: FittedKind = {
  kind: 'dragoman-head',
  version: 1,
  code: 'head_invalid',
  remedy: 'restore the file, or train it again',
};

/** Text of a head file: one JSON object whose `checksum` is the SHA-256 of the rest. The same head gives the same text. */
export function writeHead(head: FusedHead, { featureVersion, encoder }: FitExpectation): string {
  const { name, labels, embedding, features, dense, plain, sparse, anchors, fusion, plainFusion } = head;
  return formatFitted(HEAD, {
    ...{ name, labels },
    ...{ featureVersion, features, encoder: encoder ?? '', embedding, ngrams: sparse.dimensions },
    fusion: storedFusion(fusion),
    plainFusion: storedFusion(plainFusion),
    dense: storedHead(dense, 16),
    plain: storedHead(plain, 16),
    sparse: storedHead(sparse, 8),
    anchors: anchors.map((vectors) => vectors.map((vector) => packArray(vector, 8))),
  });
}

/** Reads a head file, and refuses one that is damaged or was fitted on other features or another encoder. Never throws. */
export async function readHeadFile(path: string, expected: FitExpectation): Promise<Result<FusedHead>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return fail('head_invalid', `${path} cannot be read: restore models/ from the repository`);
  }
  const head = parseHead(text, expected);
  return head.ok ? head : fail('head_invalid', `${path}: ${head.problem.message}`);
}

/** Reads the text of a head file, as {@link readHeadFile} does. */
export function parseHead(text: string, expected: FitExpectation): Result<FusedHead> {
  const body = parseFitted(text, HEAD, expected);
  return body.ok ? readBody(body.value) : body;
}

function readBody(body: Fields): Result<FusedHead> {
  const { name, labels, embedding, features, ngrams } = body;
  const sizes = [embedding, features, ngrams];
  const sound = sizes.every((size) => Number.isInteger(size) && Number(size) >= 1 && Number(size) <= 65_536);
  if (!sound) return fail('head_invalid', `sizes are ${sizes.map(String).join(', ')}, must be 1 to 65536`);
  if (typeof name !== 'string' || !isLabels(labels)) {
    return fail('head_invalid', 'name and labels must be texts, 2 labels or more');
  }
  const [e, f, n] = sizes.map(Number) as [number, number, number];
  const classes = labels.length;
  const dense = loadHead(body['dense'], classes, e + f, 'dense');
  if (!dense.ok) return dense;
  const plain = loadHead(body['plain'], classes, f, 'plain');
  if (!plain.ok) return plain;
  const sparse = loadHead(body['sparse'], classes, n, 'sparse');
  if (!sparse.ok) return sparse;
  const fusion = loadFusion(body['fusion'], classes, 'fusion');
  if (!fusion.ok) return fusion;
  const plainFusion = loadFusion(body['plainFusion'], classes, 'plainFusion');
  if (!plainFusion.ok) return plainFusion;
  const anchors = loadAnchors(body['anchors'], classes, e);
  if (!anchors.ok) return anchors;
  return ok({
    ...{ name, labels, embedding: e, features: f, dense: dense.value, plain: plain.value },
    ...{ sparse: sparse.value, fusion: fusion.value, plainFusion: plainFusion.value, anchors: anchors.value },
  });
}

function storedHead({ weights, bias }: SoftmaxHead, bits: 8 | 16): object {
  return { weights: packArray(weights, bits), bias: packArray(bias, 16) };
}

function loadHead(stored: unknown, classes: number, dimensions: number, name: string): Result<SoftmaxHead> {
  const { weights, bias } = (stored ?? {}) as Fields;
  const w = unpackArray(weights, classes * dimensions, `${name}.weights`);
  if (!w.ok) return w;
  const b = unpackArray(bias, classes, `${name}.bias`);
  return b.ok ? ok({ classes, dimensions, weights: w.value, bias: b.value }) : b;
}

function storedFusion({ dense, sparse, prior, bias }: Fusion): object {
  const round = (value: number): number => Number(value.toPrecision(4));
  return { dense: round(dense), sparse: round(sparse), prior: round(prior), bias: Array.from(bias, round) };
}

function loadFusion(stored: unknown, classes: number, name: string): Result<Fusion> {
  const { dense, sparse, prior, bias } = (stored ?? {}) as Fields;
  const numbers: unknown[] = [dense, sparse, prior, ...(Array.isArray(bias) ? (bias as unknown[]) : [])];
  if (numbers.length !== classes + 3 || !numbers.every((value) => Number.isFinite(value))) {
    return fail('head_invalid', `${name} must hold ${classes + 3} finite numbers: write the head again`);
  }
  const [d = 0, s = 0, p = 0, ...rest] = numbers.map(Number);
  return ok({ dense: d, sparse: s, prior: p, bias: Float32Array.from(rest) });
}

function loadAnchors(stored: unknown, classes: number, length: number): Result<Float32Array[][]> {
  if (!Array.isArray(stored) || stored.length !== classes) {
    return fail('head_invalid', `anchors must be ${classes} lists, one a label`);
  }
  const anchors: Float32Array[][] = [];
  for (const list of stored as unknown[]) {
    const vectors: Float32Array[] = [];
    for (const packed of Array.isArray(list) ? (list as unknown[]) : []) {
      const vector = unpackArray(packed, length, 'anchors');
      if (!vector.ok) return vector;
      vectors.push(vector.value);
    }
    anchors.push(vectors);
  }
  return ok(anchors);
}

function isLabels(value: unknown): value is string[] {
  return Array.isArray(value) && value.length >= 2 && value.every((label) => typeof label === 'string');
}
