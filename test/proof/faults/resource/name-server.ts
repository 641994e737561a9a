import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What the server does with a question. */
export type NameDeed = 'answer' | 'silent' | 'no such name';

/** A DNS server that knows one answer to every question: 127.0.0.1, for a second. */
export interface NameServer {
  /** Address of loopback at which it listens, on port 53. */
  readonly address: string;
  deed: NameDeed;
  /** Questions so far. */
  readonly asked: number;
  close(): void;
}

const PORT = 53;
const NAME_ERROR = 3;
const TYPE_A = 1;
const TTL_SECONDS = 1;

/** @throws Error where nobody may listen on port 53 */
export async function startNameServer(): Promise<NameServer> {
  const byte = (): number => 1 + Math.floor(Math.random() * 250);
  const address = `127.${byte()}.${byte()}.${byte()}`;
  const socket = createSocket('udp4');
  const server = { address, deed: 'answer' as NameDeed, asked: 0, close: () => socket.close() };
  socket.on('message', (question, from) => {
    server.asked++;
    if (server.deed === 'silent') return;
    socket.send(answerTo(question, server.deed === 'answer'), from.port, from.address);
  });
  socket.bind(PORT, address);
  await once(socket, 'listening');
  return server;
}

/** RFC 1035, section 4: the question again, and one address where one was asked for. */
function answerTo(question: Buffer, isKnown: boolean): Buffer {
  let end = 12;
  while (end < question.length && question[end] !== 0) end += (question[end] ?? 0) + 1;
  const type = question.readUInt16BE(end + 1);
  const asked = question.subarray(12, end + 5);
  const answers = isKnown && type === TYPE_A ? [127, 0, 0, 1] : [];
  const head = Buffer.alloc(12);
  question.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | (isKnown ? 0 : NAME_ERROR), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length > 0 ? 1 : 0, 6);
  if (answers.length === 0) return Buffer.concat([head, asked]);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(TTL_SECONDS, 6);
  record.writeUInt16BE(answers.length, 10);
  return Buffer.concat([head, asked, record, Buffer.from(answers)]);
}
