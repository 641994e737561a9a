import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Condition, Match } from '../../../src/config/api/v1alpha1/route.js';
import type { RequestView } from '../../../src/request/request-view.js';
import { compileRule } from '../../../src/router/compile/compile-rule.js';
import { measureFeatures } from '../../../src/signals/features.js';
import type { SignalLookup } from '../../../src/signals/rule.js';
import { buildHead, buildView } from '../../support/build-view.js';

const matches = (match: Match, view: RequestView): boolean =>
  compileRule(match, 'X-Tenant')(view, measureFeatures(view));
const withHeaders = (headers: Record<string, string>): RequestView => buildView({ head: buildHead(headers) });

describe('compileRule', () => {
  const everything: Match = {
    path: '/v1/chat',
    models: ['auto'],
    tenants: ['acme', 'globex'],
    headers: [{ name: 'X-Team', exact: 'blue' }],
    tools: ['search'],
    when: [{ signal: 'tokens', above: 5, below: 50 }],
    keywords: ['invoice'],
    regex: '\\d{4}',
  };
  const fitting: Partial<RequestView> = {
    head: buildHead({ 'x-tenant': 'acme', 'x-team': 'blue' }),
    tools: [{ name: 'search', description: '' }],
    lastUserText: 'Find invoice 2024.',
  };

  it('holds when all of its fields do', () => {
    assert.ok(matches(everything, buildView(fitting)));
  });

  const spoilt: Readonly<Record<string, Partial<RequestView>>> = {
    path: { head: buildHead({ 'x-tenant': 'acme', 'x-team': 'blue' }, '/v1/responses') },
    models: { model: 'large' },
    tenants: { head: buildHead({ 'x-tenant': 'initech', 'x-team': 'blue' }) },
    headers: { head: buildHead({ 'x-tenant': 'acme' }) },
    tools: { tools: [] },
    when: { tokenEstimate: 50 },
    keywords: { lastUserText: 'Find 2024.' },
    regex: { lastUserText: 'Find invoice 20.' },
  };
  for (const [field, changes] of Object.entries(spoilt)) {
    it(`does not hold when ${field} does not`, () => {
      assert.ok(!matches(everything, buildView({ ...fitting, ...changes })));
    });
  }

  it('compares a header in each of its ways', () => {
    const cases: readonly [match: object, value: string | undefined, holds: boolean][] = [
      [{ exact: 'blue' }, 'blue', true],
      [{ exact: 'blue' }, 'Blue', false],
      [{ exact: '' }, '', true],
      [{ exact: '' }, undefined, false],
      [{ prefix: 'bl' }, 'blue', true],
      [{ prefix: 'bl' }, 'able', false],
      [{ prefix: '' }, undefined, false],
      [{ regex: 'l.e' }, 'blue', true],
      [{ regex: '.*' }, undefined, false],
      [{ present: true }, '', true],
      [{ present: true }, undefined, false],
      [{ present: false }, undefined, true],
      [{ present: false }, 'blue', false],
    ];
    for (const [test, value, holds] of cases) {
      const view = withHeaders(value === undefined ? {} : { 'x-team': value });
      assert.equal(
        matches({ headers: [{ name: 'x-team', ...test }] }, view),
        holds,
        JSON.stringify([test, value]),
      );
    }
  });

  it('knows no tenant in a request without the header, or with it twice', () => {
    assert.ok(!matches({ tenants: ['acme'] }, withHeaders({})));
    assert.ok(!matches({ tenants: ['acme'] }, withHeaders({ 'x-tenant': 'acme, globex' })));
    assert.ok(matches({ tenants: ['acme'] }, withHeaders({ 'x-tenant': 'acme' })));
  });

  it('asks built-in signals for a label or for the probability of yes', () => {
    const task = { label: 'code', scores: { code: 0.7, chat: 0.3 } };
    const harm = { label: 'no', scores: { no: 0.7, yes: 0.3 } };
    const holds = (condition: Condition): boolean => {
      const view = buildView();
      const signalOf: SignalLookup = (name) => ({ task, harm })[name as 'task' | 'harm'];
      return compileRule({ when: [condition] }, 'X-Tenant')(view, measureFeatures(view), signalOf);
    };
    assert.ok(holds({ signal: 'task', is: ['chat', 'code'] }));
    assert.ok(!holds({ signal: 'task', is: ['chat'] }));
    assert.ok(holds({ signal: 'harm', above: 0.2 }));
    assert.ok(!holds({ signal: 'harm', above: 0.3 }));
    assert.ok(holds({ signal: 'harm', below: 0.5 }));
    assert.ok(holds({ signal: 'harm', is: ['no'] }));
  });

  it('never holds for a built-in signal that was not measured', () => {
    assert.ok(!matches({ when: [{ signal: 'harm', below: 0.5 }] }, buildView()));
    assert.ok(!matches({ when: [{ signal: 'task', is: ['code'] }] }, buildView()));
  });
});
