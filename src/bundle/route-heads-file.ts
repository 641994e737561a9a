import { fail, ok, type Result } from '../errors.js';
import type { Fields } from '../heads/fitted-file.js';
import type { NaiveBayesHead } from '../heads/naive-bayes.js';
import { packArray } from '../heads/packed-array.js';
import type { Whitening } from '../heads/within-whitening.js';
import type { ExitBars } from '../signals/routes/exit-bars.js';
import { NGRAM_DIMENSIONS } from '../signals/hashed-ngrams.js';
import type { RouteHead } from '../signals/routes/route-head.js';
import type { NgramLayer } from '../signals/routes/route-layers.js';
import type { ScopeBar } from '../signals/routes/scope-bar.js';
import type { SearchedExamples } from '../signals/routes/searched-examples.js';
import type { RouteHeads } from './bundle.js';
import { createFieldReader, type FieldReader, packIntegers } from './field-reader.js';

/** The n-gram layer of both heads is one and the same. */
const SHARED = 'index';

/** Plain JSON: weights rounded to 16 bits, the examples that neighbours are looked for in to 8. */
export function formatRouteHeads({ index, fast, sameText }: RouteHeads): Fields {
  const isShared = index?.layers.ngrams === fast.head.layers.ngrams;
  return {
    index: index && formatHead(index, formatNgrams(index.layers.ngrams)),
    fast: formatHead(fast.head, isShared ? SHARED : formatNgrams(fast.head.layers.ngrams)),
    bars: fast.bars && { ...fast.bars, margin: Number.isFinite(fast.bars.margin) ? fast.bars.margin : null },
    sameText,
  };
}

/** Reads what {@link formatRouteHeads} wrote; `bundle_invalid` for what cannot be such heads. */
export function parseRouteHeads(stored: unknown): Result<RouteHeads> {
  const read = createFieldReader();
  const { index: storedIndex, fast: storedFast, bars, sameText } = read.fields(stored);
  const index = storedIndex === undefined ? undefined : readHead(read, storedIndex, 'index', undefined);
  const head = readHead(read, storedFast, 'fast', index?.layers.ngrams);
  const heads = {
    index,
    fast: { head, bars: bars === undefined ? undefined : readBars(read, bars) },
    sameText: sameText === undefined ? undefined : read.number(sameText, 'sameText', -1, 1),
  };
  const [problem] = read.problems;
  return problem === undefined ? ok(heads) : fail('bundle_invalid', `routes.${problem}`);
}

function formatHead(head: RouteHead, ngrams: Fields | typeof SHARED): Fields {
  const { routes, refused, dimensions, blend, scope, thresholds, searched } = head;
  const { dense } = head.layers;
  const { space, columns, blocks, counts, matrices } = searched;
  return {
    ...{ routes, refused, dimensions, blend, scope, thresholds },
    dense: { weights: packArray(dense.weights, 16), bias: packArray(dense.bias, 16) },
    ngrams,
    searched: {
      ...{ columns, blocks, counts },
      matrices: packArray(matrices, 8),
      space: space && { mean: packArray(space.mean, 16), matrix: packArray(space.matrix, 16) },
    },
  };
}

function formatNgrams({ head, rarity }: NgramLayer): Fields {
  return {
    starts: packIntegers(head.starts),
    owners: packIntegers(head.owners),
    weights: packArray(head.weights, 16),
    bias: packArray(head.bias, 16),
    rarity: packArray(rarity, 16),
  };
}

function readHead(
  read: FieldReader,
  stored: unknown,
  name: string,
  shared: NgramLayer | undefined,
): RouteHead {
  const fields = read.fields(stored);
  const routes = read.names(fields['routes'], `${name}.routes`);
  const refused = read
    .list(fields['refused'], `${name}.refused`)
    .map((at) => read.number(at, `${name}.refused`, 0, Math.max(0, routes.length - 1)));
  const dimensions = read.count(fields['dimensions'], `${name}.dimensions`);
  const classes = routes.length + refused.length;
  const dense = read.fields(fields['dense']);
  const blend = read.numbers(fields['blend'], `${name}.blend`);
  const weights = read.array(dense['weights'], dimensions * classes, `${name}.dense.weights`);
  return {
    ...{ routes, refused, dimensions },
    layers: {
      dense: { classes, dimensions, weights, bias: read.array(dense['bias'], classes, `${name}.dense.bias`) },
      ngrams:
        fields['ngrams'] === SHARED && shared !== undefined
          ? shared
          : readNgrams(read, fields['ngrams'], `${name}.ngrams`, classes),
    },
    blend: {
      mix: read.number(blend['mix'], `${name}.blend.mix`),
      near: read.number(blend['near'], `${name}.blend.near`),
      temperature: read.number(blend['temperature'], `${name}.blend.temperature`, 1e-6),
    },
    searched: readSearched(read, fields['searched'], `${name}.searched`, {
      ...{ routes: routes.length, classes, dimensions },
    }),
    scope: readScope(read, fields['scope'], `${name}.scope`),
    thresholds: read.numbers(fields['thresholds'], `${name}.thresholds`),
  };
}

function readNgrams(read: FieldReader, stored: unknown, name: string, classes: number): NgramLayer {
  const fields = read.fields(stored);
  const starts = read.integers(fields['starts'], `${name}.starts`);
  const owners = Uint16Array.from(read.integers(fields['owners'], `${name}.owners`));
  const isOrdered = starts.every((start, at) => start >= (starts[at - 1] ?? 0) && start <= owners.length);
  if (starts.length !== NGRAM_DIMENSIONS + 1 || !isOrdered) {
    read.refuse(`${name}.starts must be ${NGRAM_DIMENSIONS + 1} places in rising order`);
  }
  if (owners.some((owner) => owner >= classes)) read.refuse(`${name}.owners must be below ${classes}`);
  const head: NaiveBayesHead = {
    ...{ classes, starts, owners },
    weights: read.array(fields['weights'], owners.length, `${name}.weights`),
    bias: read.array(fields['bias'], classes, `${name}.bias`),
  };
  return { head, rarity: read.array(fields['rarity'], NGRAM_DIMENSIONS, `${name}.rarity`) };
}

function readSearched(
  read: FieldReader,
  stored: unknown,
  name: string,
  { routes, classes, dimensions }: Readonly<Record<'routes' | 'classes' | 'dimensions', number>>,
): SearchedExamples {
  const fields = read.fields(stored);
  const columns = read.count(fields['columns'], `${name}.columns`);
  const blocks = read.count(fields['blocks'], `${name}.blocks`);
  const counts = read
    .list(fields['counts'], `${name}.counts`)
    .map((count) => read.number(count, `${name}.counts`, 0, columns * blocks));
  if (counts.length !== classes) read.refuse(`${name}.counts must be ${classes}`);
  const size = classes * blocks * dimensions * columns;
  const matrices = read.array(fields['matrices'], size, `${name}.matrices`);
  const space =
    fields['space'] === undefined ? undefined : readSpace(read, fields['space'], `${name}.space`, dimensions);
  return { routes, dimensions, space, columns, blocks, counts, matrices };
}

function readSpace(read: FieldReader, stored: unknown, name: string, dimensions: number): Whitening {
  const { mean, matrix } = read.fields(stored);
  return {
    mean: read.array(mean, dimensions, `${name}.mean`),
    matrix: read.array(matrix, dimensions * dimensions, `${name}.matrix`),
  };
}

function readScope(read: FieldReader, stored: unknown, name: string): ScopeBar {
  const { energy, nearness, bar } = read.fields(stored);
  const spread = (value: unknown, which: string): ScopeBar['energy'] => {
    const { mean, deviation } = read.fields(value);
    return {
      mean: read.number(mean, `${name}.${which}.mean`),
      deviation: read.number(deviation, `${name}.${which}.deviation`, 1e-9),
    };
  };
  return {
    energy: spread(energy, 'energy'),
    nearness: spread(nearness, 'nearness'),
    bar: read.number(bar, `${name}.bar`),
  };
}

/** A margin that no text reaches is stored as `null`. */
function readBars(read: FieldReader, stored: unknown): ExitBars {
  const { margin, outOfScope, share, agreement } = read.fields(stored);
  return {
    margin: margin === null ? Infinity : read.number(margin, 'bars.margin'),
    outOfScope: read.number(outOfScope, 'bars.outOfScope', 0, 1),
    share: read.number(share, 'bars.share', 0, 1),
    agreement: read.number(agreement, 'bars.agreement', 0, 1),
  };
}
