/**
 * Just enough of an assembler to write the inner loops of heads as WebAssembly, whose 128-bit instructions JavaScript
 * lacks. Encodings: WebAssembly Core Specification 2.0, chapter 5. Code is nested lists of bytes.
 */
export type Code = number | readonly Code[];

/** A function that is exported: `code` leaves nothing on the stack and may use its parameters and locals by index. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly locals: readonly number[];
  readonly code: Code;
}

export const TYPE = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

export const get = (local: number): Code => [0x20, local];
/** Evaluates `value` into a local. */
export const set = (local: number, value: Code): Code => [value, 0x21, local];
/** Repeats `body` for as long as `again` is not 0 at its end. */
export const repeat = (body: Code, again: Code): Code => [0x03, 0x40, body, again, 0x0d, 0, 0x0b];

export const add = (a: Code, b: Code): Code => [a, b, 0x6a];
export const subtract = (a: Code, b: Code): Code => [a, b, 0x6b];
export const isBelow = (a: Code, b: Code): Code => [a, b, 0x49];
export const int = (value: number): Code => [0x41, signed(value)];
export const float = (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** Four floats at an address; addresses need not be aligned. */
export const load = (address: Code, offset = 0): Code => [address, 0xfd, 0x00, 0, unsigned(offset)];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...[address, value, 0xfd, 0x0b, 0],
  unsigned(offset),
];
/** One float at an address, four times. */
export const loadSplat = (address: Code): Code => [address, 0xfd, 0x09, 0, 0];
export const splat = (value: Code): Code => [value, 0xfd, 0x13];
export const root4 = (a: Code): Code => [a, 0xfd, 0xe3, 0x01];
export const add4 = (a: Code, b: Code): Code => [a, b, 0xfd, 0xe4, 0x01];
export const subtract4 = (a: Code, b: Code): Code => [a, b, 0xfd, 0xe5, 0x01];
export const multiply4 = (a: Code, b: Code): Code => [a, b, 0xfd, 0xe6, 0x01];
export const divide4 = (a: Code, b: Code): Code => [a, b, 0xfd, 0xe7, 0x01];

/** A module of functions that share the memory imported as `heads.memory`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, list(parameters.map((type) => [type])), 0]);
  const names = functions.map(({ name }, at) => [text(name), 0x00, at]);
  const bodies = functions.map(({ locals, code }) =>
    sized([list(locals.map((type) => [1, type])), code, 0x0b]),
  );
  const bytes = [
    ...[0x00, ...new TextEncoder().encode('asm'), 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [[text('heads'), text('memory'), 0x02, 0x00, 0]]),
    ...section(
      3,
      functions.map((_, at) => [at]),
    ),
    ...section(7, names),
    ...section(10, bodies),
  ];
  return Uint8Array.from(bytes);
}

const section = (id: number, entries: readonly Code[]): number[] => flat([id, sized(list(entries))]);
const list = (entries: readonly Code[]): Code => [unsigned(entries.length), entries];
const sized = (code: Code): Code => {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
};
const text = (name: string): Code => sized([...new TextEncoder().encode(name)]);
const flat = (code: Code): number[] => (typeof code === 'number' ? [code] : code.flatMap(flat));

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
