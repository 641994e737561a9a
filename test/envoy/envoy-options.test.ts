import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { type EnvoyFlagValues, parseEnvoyOptions } from '../../src/envoy/envoy-options.js';
import { DragomanError } from '../../src/errors.js';

describe('parseEnvoyOptions', () => {
  it('has defaults', () => {
    const options = parseEnvoyOptions({});
    assert.deepEqual(options.listen, { host: '0.0.0.0', port: 10_000 });
    assert.deepEqual(options.internal, { host: '127.0.0.1', port: 10_001 });
    assert.deepEqual(options.admin, { host: '127.0.0.1', port: 9901 });
    assert.deepEqual(options.dragoman, { kind: 'unix', path: '/run/dragoman/extproc.sock' });
    assert.equal(options.xdsDirectory, resolve('.'));
    assert.equal(options.otlp, undefined);
  });

  it('reads every flag', () => {
    const options = parseEnvoyOptions({
      out: 'xds',
      'envoy-listen': '[::1]:0',
      'envoy-internal': '127.0.0.2:1',
      dragoman: 'dragoman.svc:50051',
      otlp: 'http://collector',
      'system-ca': '/ca.pem',
    });
    assert.equal(options.xdsDirectory, resolve('xds'));
    assert.deepEqual(options.listen, { host: '::1', port: 0 });
    assert.deepEqual(options.internal, { host: '127.0.0.2', port: 1 });
    assert.deepEqual(options.dragoman, { kind: 'tcp', host: 'dragoman.svc', port: 50_051 });
    assert.deepEqual(options.otlp, { host: 'collector', port: 80, path: '/v1/traces', share: 1 });
    assert.equal(options.systemCaFile, '/ca.pem');
  });

  it('keeps the path of a collector', () => {
    const { otlp } = parseEnvoyOptions({ otlp: 'http://[::1]:4318/custom' }, { share: 0.1 });
    assert.deepEqual(otlp, { host: '::1', port: 4318, path: '/custom', share: 0.1 });
  });

  it('takes no password in the URL of a collector, and does not repeat it', () => {
    assert.throws(
      () => parseEnvoyOptions({ otlp: 'http://user:a-secret@collector:4318' }),
      (error) =>
        error instanceof DragomanError && error.code === 'usage' && !error.message.includes('a-secret'),
    );
  });

  it('calls the address of Dragoman as the verb does', () => {
    assert.throws(
      () => parseEnvoyOptions({ dragoman: 'nowhere' }, { dragomanFlag: '--listen' }),
      /^DragomanError: --listen "nowhere" is not HOST:PORT/,
    );
  });

  it('quotes the flag at fault', () => {
    const wrong: readonly EnvoyFlagValues[] = [
      { 'envoy-listen': '10000' },
      { 'envoy-internal': '10001' },
      { 'envoy-admin': 'localhost:99999' },
      { dragoman: '::1:50051' },
      { dragoman: `unix:/${'x'.repeat(120)}` },
      { otlp: 'https://collector:4318' },
      { otlp: 'collector' },
    ];
    for (const flags of wrong) {
      const [name = '', value = ''] = Object.entries(flags)[0] ?? [];
      assert.throws(
        () => parseEnvoyOptions(flags),
        (error) =>
          error instanceof DragomanError &&
          error.code === 'usage' &&
          error.message.includes(`--${name} "${value}"`),
      );
    }
  });
});
