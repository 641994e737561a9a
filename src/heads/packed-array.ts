import { fail, ok, type Result } from '../errors.js';

/** Numbers as they are stored: whole numbers of 8 or 16 bits in base64 (little-endian), each times `scale`. */
export interface PackedArray {
  readonly bits: 8 | 16;
  readonly scale: number;
  readonly data: string;
}

/** Rounds to `bits`: tiny differences between two fits vanish, and so do most of the bytes. */
export function packArray(values: Float32Array, bits: 8 | 16): PackedArray {
  const steps = bits === 8 ? 127 : 32_767;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Three digits, rounded up, so that the scale is the same where fits differ in their last bits.
  const scale = largest === 0 ? 1 : Number(((largest * 1.0005) / steps).toPrecision(3)) || 1;
  const whole = Float32Array.from(values, (value) =>
    Math.max(-steps, Math.min(steps, Math.round(value / scale))),
  );
  const bytes = bits === 8 ? Buffer.from(Int8Array.from(whole).buffer) : Buffer.alloc(whole.length * 2);
  if (bits === 16) whole.forEach((value, at) => bytes.writeInt16LE(value, 2 * at));
  return { bits, scale, data: bytes.toString('base64') };
}

/**
 * Reads stored numbers.
 *
 * @param length how many there must be
 * @param name what the message calls them
 */
export function unpackArray(stored: unknown, length: number, name: string): Result<Float32Array> {
  const { bits, scale, data } = (stored ?? {}) as Partial<Record<keyof PackedArray, unknown>>;
  if (bits !== 8 && bits !== 16)
    return fail('head_invalid', `${name}.bits is ${String(bits)}, must be 8 or 16`);
  if (typeof scale !== 'number' || !Number.isFinite(scale) || scale <= 0) {
    return fail('head_invalid', `${name}.scale is ${String(scale)}, must be a number above 0`);
  }
  const bytes = Buffer.from(typeof data === 'string' ? data : '', 'base64');
  const found = bytes.length / (bits / 8);
  if (found !== length) {
    return fail('head_invalid', `${name} holds ${found} numbers, must be ${length}: write the head again`);
  }
  const values = new Float32Array(length);
  // A plain loop: the shipped heads hold some hundred thousand numbers, which every start reads.
  for (let place = 0; place < length; place += 1) {
    values[place] = scale * (bits === 8 ? bytes.readInt8(place) : bytes.readInt16LE(2 * place));
  }
  return ok(values);
}
