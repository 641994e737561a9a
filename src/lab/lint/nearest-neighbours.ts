import { createPace } from '../../heads/pace.js';
import { addRows, placeMatrix } from '../../heads/simd-matrix.js';

/** Another text beside one, by its position. */
export interface Neighbour {
  readonly at: number;
  /** Cosine of the two, in [-1, 1]. */
  readonly cosine: number;
}

/** Texts that are compared at once. */
const BLOCK = 512;

export interface NeighbourOptions {
  /** Neighbours that are kept of each text. */
  readonly most: number;
  /** Told how many of the texts that are searched are done. */
  readonly onStep?: (done: number) => void;
}

/**
 * The nearest of `among` for each vector of `of`, nearest first; a vector is no neighbour of itself when both lists are the
 * same. All vectors have length 1. The work grows with the product of both numbers.
 */
export async function nearestNeighbours(
  of: readonly Float32Array[],
  among: readonly Float32Array[],
  { most, onStep = () => undefined }: NeighbourOptions,
): Promise<Neighbour[][]> {
  const pace = createPace();
  const found = of.map((): Neighbour[] => []);
  const dimensions = among[0]?.length ?? 0;
  const isSame = of === among;
  for (let from = 0; from < among.length; from += BLOCK) {
    const width = Math.min(BLOCK, among.length - from);
    const matrix = placedColumns(among.slice(from, from + width), dimensions);
    const cosines = new Float32Array(width);
    for (const [at, vector] of of.entries()) {
      // Among themselves, each pair is compared once: those of earlier blocks have been.
      if (isSame && at >= from + width) break;
      await pace();
      cosines.fill(0);
      addRows(cosines, matrix, vector);
      for (let column = isSame ? Math.max(0, at + 1 - from) : 0; column < width; column += 1) {
        const cosine = cosines[column] ?? 0;
        insert(found[at], { at: from + column, cosine }, most);
        if (isSame) insert(found[from + column], { at, cosine }, most);
      }
    }
    onStep(from + width);
  }
  return found;
}

/** Keeps a list sorted and short. */
function insert(nearest: Neighbour[] | undefined, next: Neighbour, most: number): void {
  if (nearest === undefined) return;
  const last = nearest[nearest.length - 1];
  if (nearest.length >= most && last !== undefined && next.cosine <= last.cosine) return;
  let place = nearest.length;
  while (place > 0 && (nearest[place - 1]?.cosine ?? 0) < next.cosine) place -= 1;
  nearest.splice(place, 0, next);
  if (nearest.length > most) nearest.pop();
}

/** A matrix with a column for each vector. */
function placedColumns(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const matrix = placeMatrix(new Float32Array(dimensions * vectors.length), dimensions, vectors.length);
  for (const [column, vector] of vectors.entries()) {
    for (let row = 0; row < dimensions; row += 1) matrix[row * vectors.length + column] = vector[row] ?? 0;
  }
  return matrix;
}
