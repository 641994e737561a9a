import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { createLogger, LOG_LEVELS } from '../../src/telemetry/logger.js';

const at = (file: string): string => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href);

describe('createLogger', () => {
  it('takes every level that the command line names', () => {
    for (const level of LOG_LEVELS) {
      assert.equal(createLogger(level).level, level);
    }
  });

  it('says where an error was thrown, unless it is one of ours, which says what to do', () => {
    const program = `
      import { createLogger } from ${at('telemetry/logger.js')};
      import { DragomanError } from ${at('errors.js')};
      const logger = createLogger('info');
      logger.warn({ err: new Error('a bug') }, 'theirs');
      logger.warn({ err: new DragomanError('usage', 'give another') }, 'ours');`;
    const lines = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    }).split('\n');
    const [theirs, ours] = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
    assert.match(theirs?.err.stack ?? '', /^Error: a bug\n +at /);
    const { code, message, stack } = ours?.err ?? { message: '' };
    assert.deepEqual({ code, message, stack }, { code: 'usage', message: 'give another', stack: undefined });
  });
});

interface Entry {
  readonly err: { readonly code?: string; readonly message: string; readonly stack?: string };
}
