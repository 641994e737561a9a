import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runAside, startRetraining } from '../../../src/app/bundles/start-retraining.js';
import { eventually } from '../../support/eventually.js';
import { memoryLogger } from '../../support/memory-logger.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('startRetraining', () => {
  const start = (codeOf: (verb: string, calls: readonly string[]) => number) => {
    const calls: string[] = [];
    const { logger, lines } = memoryLogger();
    const stop = startRetraining({
      ...{ everyMs: 40, train: ['train'], drift: ['drift'], logger },
      run: ([verb = '']) => {
        calls.push(verb);
        return Promise.resolve(codeOf(verb, calls));
      },
    });
    return { calls, lines, stop };
  };

  it('looks for drift three times, then trains in any case', async () => {
    const { calls, stop } = start(() => 0);
    await eventually('two rounds', () => calls.length >= 8);
    await stop();
    assert.deepEqual(calls.slice(0, 8), [
      'drift',
      'drift',
      'drift',
      'train',
      'drift',
      'drift',
      'drift',
      'train',
    ]);
  });

  it('trains at once when something drifted, and counts anew from there', async () => {
    const { calls, lines, stop } = start((verb, before) => (verb === 'drift' && before.length === 2 ? 3 : 0));
    await eventually('the training', () => calls.length >= 7);
    await stop();
    assert.deepEqual(calls.slice(0, 7), ['drift', 'drift', 'train', 'drift', 'drift', 'drift', 'train']);
    assert.match(lines.join(''), /"because":"drift".*training anew/);
  });

  it('goes on after a training that failed', async () => {
    const { calls, lines, stop } = start((verb) => (verb === 'train' ? 1 : 0));
    await eventually('the next round', () => calls.length >= 6);
    await stop();
    assert.match(lines.join(''), /"code":1.*the training failed/);
  });
});

describe('runAside', () => {
  const script = join(temporaryFolder(), 'script.mjs');
  const { logger } = memoryLogger();

  it('answers the exit code of a process that runs behind all others', async () => {
    writeFileSync(
      script,
      "import { getPriority } from 'node:os';\nsetTimeout(() => process.exit(getPriority()), 300);",
    );
    const { signal } = new AbortController();
    assert.equal(await runAside(script, [], { signal, logger }), 15);
  });

  it('ends it when told to', async () => {
    writeFileSync(script, 'setInterval(() => undefined, 1000);');
    const stopping = new AbortController();
    const running = runAside(script, [], { signal: stopping.signal, logger });
    stopping.abort();
    await assert.rejects(running, /abort/i);
  });
});
