import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeProcessingRequest } from '../../../src/extproc/wire/processing-request.js';
import type { HeaderMap } from '../../../src/extproc/wire/header-map.js';
import { delimited, frame, PREFIX_BYTES } from '../../../src/extproc/wire/protobuf.js';
import { type StructObject, writeStruct } from '../../../src/extproc/wire/struct.js';
import type { ProcessingRequest } from '../gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import { loadServiceDefinitions } from '../service-definitions.js';
import { toStruct } from '../to-struct.js';
import { structObject, structs, withoutPrototypes } from './struct-values.js';

const { requestSerialize } = loadServiceDefinitions().externalProcessor.Process;

const headerList = fc.array(
  fc.record({
    key: fc.constantFrom(':path', 'x-a', 'x-b', '__proto__'),
    value: fc.string({ unit: 'grapheme' }),
  }),
);
const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const modes = ['NONE', 'STREAMED', 'BUFFERED', 'BUFFERED_PARTIAL', 'FULL_DUPLEX_STREAMED', 'GRPC'] as const;

describe('decodeProcessingRequest', () => {
  it('reads every field that it knows as the official reader wrote it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('request_headers', 'response_headers'),
        headerList,
        fc.boolean(),
        structs,
        structs,
        fc.option(fc.constantFrom(...modes), { nil: undefined }),
        (part, headers, endOfStream, metadata, attributes, mode) => {
          const message: ProcessingRequest = {
            [part]: { headers: { headers: headers.map(raw) }, end_of_stream: endOfStream },
            metadata_context: { filter_metadata: mapped(metadata) },
            attributes: mapped(attributes),
            ...(mode && { protocol_config: { request_body_mode: mode } }),
          };
          const read = decodeProcessingRequest(requestSerialize(message));
          assert.equal(read.part, part);
          assert.deepEqual(read.headers, joined(headers));
          assert.equal(read.endOfStream, endOfStream);
          assert.deepEqual(withoutPrototypes(read.metadata), withoutPrototypes(metadata));
          assert.deepEqual(withoutPrototypes(read.attributes), withoutPrototypes(attributes));
          assert.equal(read.requestBodyMode, mode);
        },
      ),
    );
  });

  it('reads bodies and trailers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('request_body', 'response_body'),
        body,
        fc.boolean(),
        (part, bytes, endOfStream) => {
          const read = decodeProcessingRequest(
            requestSerialize({ [part]: { body: bytes, end_of_stream: endOfStream } }),
          );
          assert.deepEqual([read.part, read.body, read.endOfStream], [part, bytes, endOfStream]);
        },
      ),
    );
    for (const part of ['request_trailers', 'response_trailers'] as const) {
      assert.equal(decodeProcessingRequest(requestSerialize({ [part]: {} })).part, part);
    }
  });

  it('throws an Error for damaged bytes, and nothing else happens', () => {
    const damage = fc.tuple(structObject, fc.array(fc.tuple(fc.nat(), fc.nat(255))), fc.nat());
    fc.assert(
      fc.property(damage, ([metadata, changes, cut]) => {
        const bytes = requestSerialize({
          request_headers: { headers: { headers: [raw({ key: 'x-a', value: 'b' })] } },
          metadata_context: { filter_metadata: { dragoman: toStruct(metadata) } },
        });
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        try {
          decodeProcessingRequest(bytes.subarray(0, cut % (bytes.length + 1)));
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }),
    );
  });

  it('refuses a struct that is too deep, and what goes on behind its message', () => {
    let deep: StructObject = {};
    for (let depth = 0; depth < 100; depth++) deep = { deep };
    const bytes = frame((writer) => {
      writer.uint32(delimited(8)).fork().uint32(delimited(1)).fork().uint32(delimited(2)).fork();
      writeStruct(writer, deep);
      writer.ldelim().ldelim().ldelim();
    });
    assert.throws(() => decodeProcessingRequest(bytes.subarray(PREFIX_BYTES)), /more than 64 deep/);
    // A head of 2 bytes whose header map says that it has 100.
    assert.throws(() => decodeProcessingRequest(Buffer.from([0x12, 2, 0x0a, 100])), RangeError);
  });
});

function raw({ key, value }: { readonly key: string; readonly value: string }) {
  return { key, raw_value: Buffer.from(value) };
}

function mapped(all: Readonly<Record<string, Parameters<typeof toStruct>[0]>>) {
  return Object.fromEntries(Object.entries(all).map(([name, object]) => [name, toStruct(object)]));
}

function joined(list: readonly { readonly key: string; readonly value: string }[]): HeaderMap {
  const headers = new Map<string, string>();
  const pseudo = new Map<string, string>();
  for (const { key, value } of list) {
    // What is no Unicode travels as U+FFFD.
    const text = Buffer.from(value).toString();
    if (key.startsWith(':')) pseudo.set(key, text);
    else headers.set(key, headers.has(key) ? `${headers.get(key) ?? ''}, ${text}` : text);
  }
  return { headers, pseudo };
}
