import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../../src/package-root.js';

interface Module {
  readonly collectEvents: (tests: EventEmitter) => object;
}

describe('what a run of tests notes', () => {
  let collectEvents: Module['collectEvents'];

  before(async () => {
    const url = pathToFileURL(join(packageRoot, 'scripts/test-events.mjs')).href;
    ({ collectEvents } = (await import(url)) as Module);
  });

  it("is the runner's own totals, and each test that failed or was skipped, once", () => {
    const tests = new EventEmitter();
    const seen = collectEvents(tests);
    const file = join(packageRoot, 'dist/test/room/a.test.js');
    const failed = (failureType: string): object => ({ details: { error: { failureType } } });
    tests.emit('test:fail', { name: 'adds', file, ...failed('testCodeFailure') });
    tests.emit('test:fail', { name: 'a suite', file, ...failed('subtestsFailed') });
    tests.emit('test:fail', { name: file, ...failed('testCodeFailure') });
    tests.emit('test:pass', { name: 'takes away', file });
    tests.emit('test:pass', { name: 'divides', file, skip: 'no data' });
    tests.emit('test:diagnostic', { nesting: 0, message: 'pass 1' });
    tests.emit('test:diagnostic', { nesting: 1, message: 'pass 7' });
    tests.emit('test:diagnostic', { nesting: 2, message: 'load {"what":"drained","sent":3}' });
    const source = 'test/room/a.test.ts';
    assert.deepEqual(seen, {
      totals: { pass: 1 },
      failures: [
        { file: source, name: 'adds' },
        { file: source, name: 'the file as a whole' },
      ],
      skips: [{ file: source, name: 'divides', why: 'no data' }],
      loads: [{ what: 'drained', sent: 3 }],
    });
  });
});
