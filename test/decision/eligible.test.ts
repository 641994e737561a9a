import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenLimit, type Limit, type Terms } from '../../src/decision/eligible.js';
import type { ModelProfile } from '../../src/decision/model-profile.js';
import type { RequestView } from '../../src/request/request-view.js';
import { buildProfile } from '../support/build-plan.js';
import { buildView } from '../support/build-view.js';

const tools = [{ name: 'search', description: '' }];
const short = { contextLength: 1000 };

interface Case {
  readonly what: string;
  readonly model?: Partial<ModelProfile>;
  readonly view?: Partial<RequestView>;
  readonly terms?: Partial<Terms>;
  readonly limit: Limit | undefined;
}

const CASES: readonly Case[] = [
  {
    what: 'a model without limits takes everything',
    view: { tools, images: 3, responseFormat: 'json_schema', tokenEstimate: 1e6, maxTokens: 1e6 },
    limit: undefined,
  },
  {
    what: 'an empty list of capabilities still takes plain text',
    model: { capabilities: new Set() },
    limit: undefined,
  },
  { what: 'tools', model: { capabilities: new Set(['vision', 'json']) }, view: { tools }, limit: 'tools' },
  { what: 'tools offered', model: { capabilities: new Set(['tools']) }, view: { tools }, limit: undefined },
  { what: 'images', model: { capabilities: new Set(['tools']) }, view: { images: 1 }, limit: 'vision' },
  {
    what: 'JSON',
    model: { capabilities: new Set() },
    view: { responseFormat: 'json_object' },
    limit: 'json',
  },
  {
    what: 'JSON by schema',
    model: { capabilities: new Set() },
    view: { responseFormat: 'json_schema' },
    limit: 'json',
  },
  { what: 'an endpoint not spoken', model: { endpoints: new Set(['messages']) }, limit: 'endpoint' },
  { what: 'an endpoint spoken', model: { endpoints: new Set(['chat-completions']) }, limit: undefined },
  { what: 'a prompt that just fits', model: short, view: { tokenEstimate: 1000 }, limit: undefined },
  { what: 'a prompt that does not', model: short, view: { tokenEstimate: 1001 }, limit: 'context_length' },
  {
    what: 'prompt and answer together',
    model: short,
    view: { tokenEstimate: 600, maxTokens: 401 },
    limit: 'context_length',
  },
  {
    what: "an answer cut to the route's cap",
    model: short,
    view: { tokenEstimate: 600, maxTokens: 100_000 },
    terms: { maxTokens: 400 },
    limit: undefined,
  },
  {
    what: 'an answer for which the route alone sets a limit',
    model: short,
    view: { tokenEstimate: 600 },
    terms: { maxTokens: 401 },
    limit: 'context_length',
  },
  {
    what: 'an answer that the client wants shorter than the route',
    model: short,
    view: { tokenEstimate: 600, maxTokens: 400 },
    terms: { maxTokens: 4000 },
    limit: undefined,
  },
  { what: 'a safety class not listed', terms: { safetyClass: 'medical' }, limit: 'safety_class' },
  {
    what: 'a safety class listed',
    model: { safetyClasses: new Set(['legal', 'medical']) },
    terms: { safetyClass: 'medical' },
    limit: undefined,
  },
  {
    what: 'several limits at once: safety is told first',
    model: { ...short, capabilities: new Set() },
    view: { tools, tokenEstimate: 5000 },
    terms: { safetyClass: 'medical' },
    limit: 'safety_class',
  },
];

describe('brokenLimit', () => {
  for (const { what, model, view, terms, limit } of CASES) {
    it(`${limit ?? 'nothing'} for ${what}`, () => {
      const full = { safetyClass: undefined, maxTokens: undefined, ...terms };
      assert.equal(brokenLimit(buildProfile('model', model), buildView(view), full), limit);
    });
  }
});
