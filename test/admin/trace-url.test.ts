import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTraceUrl, traceUrlOf } from '../../src/admin/trace-url.js';
import { DragomanError } from '../../src/errors.js';
import { buildStoredRecord } from '../support/build-stored-record.js';

describe('checkTraceUrl', () => {
  it('takes a link with a place for the id', () => {
    for (const link of [
      'http://127.0.0.1:16686/trace/{traceId}',
      'https://t.example/#/{traceId}?again={traceId}',
    ]) {
      assert.equal(checkTraceUrl('--trace-url', link), link);
    }
  });

  it('refuses what is no such link, scripts above all', () => {
    for (const link of [
      '',
      '{traceId}',
      'http://t.example/',
      'javascript:alert("{traceId}")',
      'data:text/html,{traceId}',
    ]) {
      assert.throws(
        () => checkTraceUrl('--trace-url', link),
        (error) =>
          error instanceof DragomanError && error.code === 'usage' && error.message.includes('{traceId}'),
        link,
      );
    }
  });
});

describe('traceUrlOf', () => {
  it('links to what was exported', () => {
    const record = (traceparent: string) => buildStoredRecord('a', { traceparent });
    const traced = record(`00-${'0a'.repeat(16)}-${'0b'.repeat(8)}-01`);
    const template = 'http://t/{traceId}/{traceId}';
    assert.equal(traceUrlOf(template, traced), `http://t/${'0a'.repeat(16)}/${'0a'.repeat(16)}`);
    assert.deepEqual(
      [
        traceUrlOf(undefined, traced),
        traceUrlOf(template, record('')),
        traceUrlOf(template, record('00-x-y-00')),
        traceUrlOf(template, record(traced.traceparent.replace(/01$/, '00'))),
      ],
      [null, null, null, null],
    );
  });
});
