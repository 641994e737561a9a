import { open, type FileHandle } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import type { SourceFile } from './source-file.js';

/** Records of a zip file (PKWARE APPNOTE 4.3): signatures and sizes of their fixed parts, in bytes. */
const END = { signature: 0x06054b50, size: 22 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const LOCAL = { signature: 0x04034b50, size: 30 };
const LONGEST_COMMENT = 0xffff;
/** Stands in a field whose value is in a zip64 record. */
const IN_ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Largest unpacked member, in bytes: what one Buffer surely holds. */
const MAX_BYTES = 2 ** 31 - 1;

interface Member {
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** An open zip file. */
export interface ZipFile {
  /** The files in it, by path; folders are left out. */
  readonly files: ReadonlyMap<string, SourceFile>;
  close(): Promise<void>;
}

/**
 * Opens a zip file (a wheel is one). Members are read when asked for, and their length and checksum compared.
 *
 * @throws Error for a file that is cut off or no zip, a member that would land outside its folder, encryption, zip64
 */
export async function openZip(path: string): Promise<ZipFile> {
  const handle = await open(path, 'r');
  try {
    const files = new Map<string, SourceFile>();
    for (const [name, member] of readCentral(await centralOf(handle))) {
      if (name.endsWith('/')) continue;
      files.set(name, { bytes: member.bytes, read: () => readMember(handle, name, member) });
    }
    return { files, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The central directory's bytes. */
async function centralOf(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - END.size - LONGEST_COMMENT), size);
  for (let at = tail.length - END.size; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END.signature) continue;
    const bytes = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (bytes === IN_ZIP64 || offset === IN_ZIP64) throw new Error('is a zip64 file, which is not supported');
    if (offset + bytes > size) throw new Error('is cut off: its table of contents is not all there');
    return readAt(handle, offset, offset + bytes);
  }
  throw new Error('is no zip file, or is cut off: its end is missing');
}

function* readCentral(central: Buffer): Generator<readonly [string, Member]> {
  for (let at = 0; at < central.length;) {
    if (at + CENTRAL.size > central.length || central.readUInt32LE(at) !== CENTRAL.signature) {
      throw new Error('has a damaged table of contents');
    }
    const nameEnd = at + CENTRAL.size + central.readUInt16LE(at + 28);
    const name = central.toString('utf8', at + CENTRAL.size, nameEnd);
    if (!isInside(name)) throw new Error(`holds ${JSON.stringify(name)}, which lies outside its folder`);
    const member = {
      method: central.readUInt16LE(at + 10),
      crc: central.readUInt32LE(at + 16),
      packedBytes: central.readUInt32LE(at + 20),
      bytes: central.readUInt32LE(at + 24),
      offset: central.readUInt32LE(at + 42),
    };
    if ((central.readUInt16LE(at + 8) & 1) !== 0) throw new Error(`has an encrypted file, ${name}`);
    if (member.bytes > MAX_BYTES) throw new Error(`holds ${name}, which is larger than ${MAX_BYTES} bytes`);
    yield [name, member];
    at = nameEnd + central.readUInt16LE(at + 30) + central.readUInt16LE(at + 32);
  }
}

/** Whether a member's path stays below the folder that it is unpacked in ("zip slip"). */
function isInside(name: string): boolean {
  return !/^\/|^[A-Za-z]:|[\\\0]/.test(name) && !name.split('/').includes('..');
}

async function readMember(handle: FileHandle, name: string, member: Member): Promise<Buffer> {
  const head = await readAt(handle, member.offset, member.offset + LOCAL.size);
  if (head.length < LOCAL.size || head.readUInt32LE(0) !== LOCAL.signature) {
    throw new Error(`is damaged where ${name} begins`);
  }
  const start = member.offset + LOCAL.size + head.readUInt16LE(26) + head.readUInt16LE(28);
  const packed = await readAt(handle, start, start + member.packedBytes);
  const bytes = unpack(packed, name, member);
  if (bytes.length !== member.bytes || crc32(bytes) !== member.crc) throw new Error(`is damaged in ${name}`);
  return bytes;
}

function unpack(packed: Buffer, name: string, { method, bytes }: Member): Buffer {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error(`packs ${name} by method ${method}; only deflate is supported`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (error) {
    throw new Error(`is damaged in ${name}`, { cause: error });
  }
}

/** Bytes from `start` to `end`, fewer where the file ends before. */
async function readAt(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
