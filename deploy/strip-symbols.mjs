// node deploy/strip-symbols.mjs IN OUT: copies a program (64-bit ELF, little-endian, of any architecture) without what follows
// its last loaded byte, which is symbols for debuggers. The image's base has no `strip`, least of all for another architecture.
import { readFileSync, writeFileSync } from 'node:fs';

const [from = '', to = ''] = process.argv.slice(2);
/** `\x7fELF`, class 64, data little-endian. */
const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const HEADER_BYTES = 64;

const program = readFileSync(from);
if (!program.subarray(0, MAGIC.length).equals(MAGIC))
  throw new Error(`${from} is no 64-bit little-endian ELF file`);
const table = Number(program.readBigUInt64LE(32));
const size = program.readUInt16LE(54);
const count = program.readUInt16LE(56);
let end = Math.max(HEADER_BYTES, table + size * count);
for (let at = table; at < table + size * count; at += size) {
  const offset = Number(program.readBigUInt64LE(at + 8));
  const bytes = Number(program.readBigUInt64LE(at + 32));
  end = Math.max(end, offset + bytes);
}
// No section header table: its offset, and the number of its entries and of the one that holds names.
program.writeBigUInt64LE(0n, 40);
program.writeUInt16LE(0, 60);
program.writeUInt16LE(0, 62);
writeFileSync(to, program.subarray(0, end), { mode: 0o755 });
