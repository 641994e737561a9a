import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DragomanError } from '../../../src/errors.js';
import { headSampling, keepSettings, tracedShare } from '../../../src/telemetry/traces/trace-settings.js';

function read(sampler: string | undefined, argument?: string) {
  const warnings: string[] = [];
  const environment = { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: argument };
  return { ...headSampling(environment, (message) => warnings.push(message)), warnings };
}

describe('headSampling', () => {
  it('takes everything that no caller leaves out by default', () => {
    for (const none of [undefined, '']) {
      assert.deepEqual(read(none), { followsParent: true, ratio: 1, warnings: [] });
    }
  });

  it("knows OpenTelemetry's samplers", () => {
    assert.deepEqual(
      ['always_on', 'always_off', 'traceidratio', 'parentbased_always_off', 'parentbased_traceidratio'].map(
        (name) => Object.values(read(name, '0.25')).slice(0, 2),
      ),
      [
        [false, 1],
        [false, 0],
        [false, 0.25],
        [true, 0],
        [true, 0.25],
      ],
    );
  });

  it('goes on with the default, and says so, for what it does not know', () => {
    const unknown = read('jaeger_remote');
    assert.deepEqual([unknown.followsParent, unknown.ratio], [true, 1]);
    assert.match(unknown.warnings.join(), /OTEL_TRACES_SAMPLER "jaeger_remote" is not known/);
    for (const wrong of ['2', '-1', 'half', 'NaN']) {
      const { ratio, warnings } = read('traceidratio', wrong);
      assert.equal(ratio, 1, wrong);
      assert.match(warnings.join(), /OTEL_TRACES_SAMPLER_ARG/);
    }
  });
});

describe('tracedShare', () => {
  it('is the ratio of requests without a caller', () => {
    assert.equal(tracedShare({}), 1);
    assert.equal(
      tracedShare({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }),
      0.1,
    );
  });
});

describe('keepSettings', () => {
  it('has defaults, and reads both variables', () => {
    assert.deepEqual(keepSettings({}), { hold: 4096, slowMs: 50 });
    const environment = { DRAGOMAN_TRACES_HOLD: '0', DRAGOMAN_TRACES_SLOW_MS: '2.5' };
    assert.deepEqual(keepSettings(environment), { hold: 0, slowMs: 2.5 });
  });

  it('quotes what it cannot read', () => {
    for (const value of ['-1', 'many', '1e9']) {
      assert.throws(
        () => keepSettings({ DRAGOMAN_TRACES_HOLD: value }),
        (error) =>
          error instanceof DragomanError && error.message.includes(`DRAGOMAN_TRACES_HOLD "${value}"`),
      );
    }
  });
});
