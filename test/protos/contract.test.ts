import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { loadSync } from '@grpc/proto-loader';
import type { AnyDefinition, MessageTypeDefinition } from '@grpc/proto-loader';
import { packageRoot } from '../../src/package-root.js';

/**
 * What protos/ states and the official files in @grpc/grpc-js-xds are too old to know. Each was read in Envoy's own
 * repository, and test/extproc/envoy.test.ts meets them in the real Envoy.
 */
const NEWER = [
  // The filter tells how it is configured.
  'envoy.service.ext_proc.v3.ProtocolConfiguration',
  'envoy.service.ext_proc.v3.ProtocolConfiguration.request_body_mode',
  'envoy.service.ext_proc.v3.ProcessingRequest.protocol_config',
  // Body modes that Dragoman recognises in order to refuse them.
  'envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode.FULL_DUPLEX_STREAMED',
  'envoy.extensions.filters.http.ext_proc.v3.ProcessingMode.BodySendMode.GRPC',
];

/** Not in the official files: nothing here compares grpc.health.v1; the real Envoy's health check does. */
const UNCHECKED_FOLDERS = ['grpc'];

/** A value to send for each type; 1 for the numbers. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  TYPE_MESSAGE: {},
  TYPE_STRING: 'x',
  TYPE_BYTES: Buffer.from('x'),
  TYPE_BOOL: true,
};

const official = dirname(createRequire(import.meta.url).resolve('@grpc/grpc-js-xds/package.json'));
const ours = join(packageRoot, 'protos');
const files = readdirSync(ours, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.proto') && !UNCHECKED_FOLDERS.includes(file.split('/')[0] ?? ''));

describe('protos/', () => {
  const stated = describeFiles([ours]);
  const known = describeFiles(
    ['envoy-api', 'xds', 'googleapis', 'protoc-gen-validate'].map((folder) => join(official, 'deps', folder)),
  );

  it('states something', () => {
    assert.equal(files.length, 6);
    assert.ok(stated.size > 100, `only ${stated.size} facts were read`);
    for (const name of ['ProcessingRequest.request_body', 'ExternalProcessor.Process', 'HttpHeaders']) {
      assert.ok(stated.has(`envoy.service.ext_proc.v3.${name}`), name);
    }
    assert.match(
      stated.get('envoy.service.ext_proc.v3.ProcessingRequest.request_body') ?? '',
      /oneof=request /,
    );
  });

  it('agrees with the official files in every message, field, number, type, label, oneof, enum and method', () => {
    const differences = [...stated]
      .filter(([name, fact]) => known.has(name) && known.get(name) !== fact)
      .map(([name, fact]) => `${name}: ours ${fact}, official ${known.get(name) ?? ''}`);
    assert.deepEqual(differences, []);
  });

  it('states beyond them exactly the newer names listed here', () => {
    const beyond = [...stated.keys()].filter((name) => !known.has(name));
    assert.deepEqual(beyond.sort(), [...NEWER].sort());
  });
});

interface FieldDescriptor {
  readonly name: string;
  readonly number: number;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
  readonly proto3Optional: boolean;
}

interface EnumDescriptor {
  readonly name: string;
  readonly value: readonly { readonly name: string; readonly number: number }[];
}

interface MessageDescriptor {
  readonly name: string;
  readonly field: readonly FieldDescriptor[];
  readonly nestedType: readonly MessageDescriptor[];
  readonly enumType: readonly EnumDescriptor[];
  readonly oneofDecl: readonly { readonly name: string }[];
}

/** Every fact about the `envoy` packages, by the full name of what it is about. */
function describeFiles(includeDirs: string[]): Map<string, string> {
  const facts = new Map<string, string>();
  const definitions = loadSync(files, { includeDirs, keepCase: true, oneofs: true });
  for (const [name, definition] of Object.entries(definitions)) {
    if (name.startsWith('envoy.')) describeDefinition(facts, name, definition);
  }
  return facts;
}

function describeDefinition(facts: Map<string, string>, name: string, definition: AnyDefinition): void {
  if (!('format' in definition)) {
    const methods = Object.entries(definition as Readonly<Record<string, MethodFacts>>);
    for (const [method, { path, requestStream, responseStream, requestType, responseType }] of methods) {
      const types = `${requestType.type.name} ${responseType.type.name}`;
      facts.set(`${name}.${method}`, `${path} ${String(requestStream)} ${String(responseStream)} ${types}`);
    }
  } else if (definition.format === 'Protocol Buffer 3 EnumDescriptorProto') {
    describeEnum(facts, name, definition.type as EnumDescriptor);
  } else {
    const message = definition.type as MessageDescriptor;
    describeMessage(
      facts,
      name,
      message,
      oneofByRoundTrip(definition as MessageTypeDefinition<object, object>, message),
    );
  }
}

interface MethodFacts {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestType: { readonly type: { readonly name: string } };
  readonly responseType: { readonly type: { readonly name: string } };
}

function describeMessage(
  facts: Map<string, string>,
  name: string,
  message: MessageDescriptor,
  oneofOf: (field: FieldDescriptor) => string = () => '',
): void {
  facts.set(name, 'message');
  for (const field of message.field) {
    const { number, label, type, typeName, proto3Optional } = field;
    facts.set(
      `${name}.${field.name}`,
      [number, label, type, typeName, `oneof=${oneofOf(field)}`, proto3Optional].join(' '),
    );
  }
  for (const nested of message.nestedType) describeMessage(facts, `${name}.${nested.name}`, nested);
  for (const nested of message.enumType) describeEnum(facts, `${name}.${nested.name}`, nested);
}

/** The descriptors cannot tell "the first oneof" from "none", so a round trip has to: the loader names the oneof. */
function oneofByRoundTrip(definition: MessageTypeDefinition<object, object>, message: MessageDescriptor) {
  return (field: FieldDescriptor): string => {
    if (field.label === 'LABEL_REPEATED') return '';
    const sent = { [field.name]: SAMPLES[field.type] ?? 1 };
    const received: Readonly<Record<string, unknown>> = {
      ...definition.deserialize(definition.serialize(sent)),
    };
    return message.oneofDecl.find(({ name }) => received[name] === field.name)?.name ?? '';
  };
}

function describeEnum(facts: Map<string, string>, name: string, descriptor: EnumDescriptor): void {
  facts.set(name, 'enum');
  for (const value of descriptor.value) facts.set(`${name}.${value.name}`, String(value.number));
}
