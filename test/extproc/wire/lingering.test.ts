import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { type Lingerer, startLingering } from '../../../src/extproc/wire/lingering.js';

describe('startLingering', () => {
  it('looks at each once, 50 to 100 ms later, and not at what is forgotten', (t) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    t.after(() => {
      mock.timers.reset();
    });
    const seen: string[] = [];
    const named = (name: string): Lingerer => ({ linger: () => seen.push(name) });
    const lingering = startLingering();
    const [kept, young, old] = [named('kept'), named('young'), named('old')];
    for (const lingerer of [kept, kept, old]) lingering.add(lingerer);
    mock.timers.tick(50);
    lingering.forget(old);
    lingering.add(young);
    lingering.forget(young);
    mock.timers.tick(49);
    assert.deepEqual(seen, []);
    mock.timers.tick(1);
    assert.deepEqual(seen, ['kept']);
    mock.timers.tick(200);
    assert.deepEqual(seen, ['kept']);
  });
});
