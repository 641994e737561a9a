import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decision } from '../../../src/decision/decision.js';
import { openShadow, type OpenShadow, type ShadowRoom } from '../../../src/router/shadow/open-shadow.js';
import { compile } from '../../../src/router/compile/compile.js';
import type { RequestView } from '../../../src/request/request-view.js';
import type { Signal } from '../../../src/signals/signal.js';
import { buildDecision } from '../../support/build-record.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildView } from '../../support/build-view.js';

interface Case {
  readonly decision?: Partial<Decision>;
  readonly view?: Partial<RequestView>;
  readonly signals?: readonly Signal[];
  readonly draw?: number;
  readonly room?: ShadowRoom | undefined;
}

async function shadowOf({ decision, view, signals = [], draw = 0, ...more }: Case = {}): Promise<
  OpenShadow | undefined
> {
  const room = 'room' in more ? more.room : { hasRoom: true };
  const models = [
    buildModel('small'),
    buildModel('large', { contextLength: 1000, price: { input: 2, output: 8 } }),
  ] as const;
  const registry = buildRegistry(models, [
    buildRoute('smalltalk', 'small'),
    buildRoute('private', 'small', { safetyClass: 'eu' }),
  ]);
  const policy = { ...registry.policy, shadow: { share: 0.25, model: 'large' } };
  const snapshot = await compile({ ...registry, policy }, {});
  return openShadow(buildView(view), buildDecision({ reason: 'similar', ...decision }), signals, snapshot, {
    room,
    draw,
  });
}

describe('openShadow', () => {
  it('takes the stated share, and says what the copy costs', async () => {
    const open = await shadowOf({ draw: 0.24 });
    assert.deepEqual(
      [open?.reference, open?.price, open?.tokenEstimate],
      ['large', { input: 2, output: 8 }, 10],
    );
    assert.equal(await shadowOf({ draw: 0.25 }), undefined);
  });

  it('leaves out what no router decided, and what only the reference may answer', async () => {
    assert.equal(await shadowOf({ decision: { reason: 'pinned' } }), undefined);
    assert.equal(await shadowOf({ decision: { model: 'large' } }), undefined);
    assert.notEqual(await shadowOf({ decision: { model: 'large', fallback: 'small' } }), undefined);
  });

  it('sends no copy of what must not be done twice, without room, or where nobody compares', async () => {
    assert.equal(await shadowOf({ view: { hasSideEffects: true } }), undefined);
    assert.equal(await shadowOf({ room: { hasRoom: false } }), undefined);
    assert.equal(await shadowOf({ room: undefined }), undefined);
  });

  it('sends no copy to a model that cannot serve the request, its route or a safety rule', async () => {
    const rules: Signal = { name: 'rules', route: undefined, guard: 'private', microseconds: 1 };
    assert.equal(await shadowOf({ view: { tokenEstimate: 1001 } }), undefined);
    assert.equal(await shadowOf({ decision: { route: 'private' } }), undefined);
    assert.equal(await shadowOf({ signals: [rules] }), undefined);
  });
});
