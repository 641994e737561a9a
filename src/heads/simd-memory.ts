import {
  add,
  add4,
  divide4,
  float,
  get,
  int,
  isBelow,
  load,
  loadSplat,
  multiply4,
  repeat,
  root4,
  set,
  splat,
  store,
  subtract,
  subtract4,
  TYPE,
  type WasmFunction,
  wasmModule,
} from './wasm-module.js';

/** Floats that the kernels write at once: rows that are written must have room for a multiple of them. */
export const SIMD_BLOCK = 16;

/** Memory of its own with the two inner loops of fitting and scoring. All positions and sizes count floats. */
export interface SimdMemory {
  readonly floats: Float32Array<ArrayBuffer>;
  /** Adds to `width` floats at `into` (rounded up to {@link SIMD_BLOCK}) the rows of a matrix, each times one number of x. */
  readonly addScaledRows: (product: RowProduct) => void;
  /** One step of Adam (Kingma and Ba 2015; .9, .999, 1e-8) on `length` floats, rounded up to 4; clears the gradient. */
  readonly adamStep: (step: AdamStep) => void;
}

export interface RowProduct {
  readonly into: number;
  readonly width: number;
  readonly matrix: number;
  /** From one row of the matrix to the next. */
  readonly stride: number;
  readonly x: number;
  /** From one number of x to the next. */
  readonly xStride: number;
  readonly rows: number;
}

export interface AdamStep {
  readonly values: number;
  readonly gradient: number;
  readonly mean: number;
  readonly square: number;
  readonly length: number;
  /** Step size over the mean's correction. */
  readonly pull: number;
  /** The square's correction. */
  readonly spread: number;
}

/** The part of the WebAssembly interface that is used; TypeScript knows it only with a browser's types. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}
declare const WebAssembly: WebAssemblyApi;

interface Kernels {
  readonly addScaledRows: (...numbers: readonly number[]) => void;
  readonly adamStep: (...numbers: readonly number[]) => void;
}

const PAGE_BYTES = 65_536;
const module = new WebAssembly.Module(wasmModule([rowsKernel(), adamKernel()]));

/** Makes a memory of at least so many floats, all 0. */
export function createSimdMemory(length: number): SimdMemory {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * length) / PAGE_BYTES) });
  const kernels = new WebAssembly.Instance(module, { heads: { memory } }).exports as Kernels;
  return {
    floats: new Float32Array(memory.buffer),
    addScaledRows: ({ into, width, matrix, stride, x, xStride, rows }) => {
      if (rows === 0 || width === 0) return;
      kernels.addScaledRows(4 * into, 4 * (into + width), 4 * matrix, 4 * stride, 4 * x, 4 * xStride, rows);
    },
    adamStep: ({ values, gradient, mean, square, length: count, pull, spread }) => {
      if (count === 0) return;
      kernels.adamStep(4 * values, 4 * gradient, 4 * mean, 4 * square, 4 * (values + count), pull, spread);
    },
  };
}

/** Sixteen columns at a time, whose sums stay in registers while the rows go by. */
function rowsKernel(): WasmFunction {
  const [into, end, matrix, stride, x, xStride, rows] = [0, 1, 2, 3, 4, 5, 6];
  const [row, number, left, factor] = [7, 8, 9, 14];
  const sums = [10, 11, 12, 13];
  const product = (at: number) => multiply4(get(factor), load(get(row), 16 * at));
  const step = (local: number, by: number) => set(local, add(get(local), get(by)));
  const oneRow = [
    set(factor, loadSplat(get(number))),
    sums.map((sum, at) => set(sum, add4(get(sum), product(at)))),
    [step(row, stride), step(number, xStride)],
    set(left, subtract(get(left), int(1))),
  ];
  const columns = [
    sums.map((sum, at) => set(sum, load(get(into), 16 * at))),
    [set(row, get(matrix)), set(number, get(x)), set(left, get(rows))],
    repeat(oneRow, get(left)),
    sums.map((sum, at) => store(get(into), get(sum), 16 * at)),
    [matrix, into].map((local) => set(local, add(get(local), int(4 * SIMD_BLOCK)))),
  ];
  return {
    name: 'addScaledRows',
    parameters: new Array<number>(7).fill(TYPE.i32),
    locals: [TYPE.i32, TYPE.i32, TYPE.i32, ...new Array<number>(5).fill(TYPE.v128)],
    code: repeat(columns, isBelow(get(into), get(end))),
  };
}

function adamKernel(): WasmFunction {
  const [values, gradient, mean, square, end, pull, spread] = [0, 1, 2, 3, 4, 5, 6];
  const [slope, m, s] = [7, 8, 9];
  const times = (a: number, value: Parameters<typeof splat>[0]) => multiply4(splat(float(a)), value);
  // The last terms are far below what counts; they keep numbers from becoming denormal, which costs a hundredfold.
  const newMean = add4(add4(times(0.9, load(get(mean))), times(0.1, get(slope))), splat(float(1e-30)));
  const newSquare = add4(
    add4(times(0.999, load(get(square))), times(0.001, multiply4(get(slope), get(slope)))),
    splat(float(1e-24)),
  );
  const size = add4(root4(multiply4(get(s), splat(get(spread)))), splat(float(1e-8)));
  const move = divide4(multiply4(splat(get(pull)), get(m)), size);
  const four = [
    [set(slope, load(get(gradient))), set(m, newMean), set(s, newSquare)],
    [store(get(mean), get(m)), store(get(square), get(s)), store(get(gradient), splat(float(0)))],
    store(get(values), subtract4(load(get(values)), move)),
    [values, gradient, mean, square].map((local) => set(local, add(get(local), int(16)))),
  ];
  return {
    name: 'adamStep',
    parameters: [...new Array<number>(5).fill(TYPE.i32), TYPE.f32, TYPE.f32],
    locals: new Array<number>(3).fill(TYPE.v128),
    code: repeat(four, isBelow(get(values), get(end))),
  };
}
