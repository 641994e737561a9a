import { about, exactlyOne, type CelRule, type CelRules } from './cel-rule.js';

const ENDPOINTS = ['completions', 'responses', 'messages', 'models'];

/** Whether a URL ends at an endpoint; a server may itself be called `models`. Slower ways to ask are over the API server's budget. */
const ENDS_AT_ENDPOINT = ENDPOINTS.map(
  (name) => `(self.endsWith('/${name}') && !self.endsWith('//${name}')) || self.endsWith('/${name}/')`,
).join(' || ');

const URL_RULES: readonly CelRule[] = [
  {
    rule: `!(${ENDS_AT_ENDPOINT})`,
    message: 'must end before the endpoint, such as "/chat/completions", which Dragoman adds',
  },
  {
    rule: "!isURL(self) || [url(self).getPort()].all(port, port == '' || (int(port) >= 1 && int(port) <= 65535))",
    message: 'must be a valid URL',
  },
];

/** Rules of the types in model-pool.ts. */
export const MODEL_POOL_RULES: CelRules = {
  ModelPoolSpec: [
    {
      rule: 'self.models.exists(m, m.name == self.default)',
      message: 'is no model of the pool',
      messageExpression: about('self.default', 'is no model of the pool'),
      fieldPath: '.default',
    },
    {
      rule: "!has(self.aliases) || !self.models.exists(m, m.name != 'auto' && m.name in self.aliases)",
      message: 'is the name of a model, too; rename one of them',
      messageExpression: about(
        "self.aliases.filter(a, a != 'auto' && self.models.exists(m, m.name == a))[0]",
        'is the name of a model, too; rename one of them',
      ),
      fieldPath: '.aliases',
    },
    {
      rule: '!has(self.cascade) || self.cascade.tiers.all(t, self.models.exists(m, m.name == t))',
      message: 'is no model of the pool',
      messageExpression: about(
        'self.cascade.tiers.filter(t, !self.models.exists(m, m.name == t))[0]',
        'is no model of the pool',
      ),
      fieldPath: '.cascade.tiers',
    },
    {
      rule: '!has(self.cascade) || !has(self.cascade.gate) || !has(self.cascade.gate.verifier) || self.models.exists(m, m.name == self.cascade.gate.verifier.model)',
      message: 'is no model of the pool',
      messageExpression: about('self.cascade.gate.verifier.model', 'is no model of the pool'),
      fieldPath: '.cascade.gate.verifier.model',
    },
  ],
  'Model.name': [
    {
      rule: "self != 'auto'",
      message: '"auto" always means "choose for me"; give the model another name',
    },
  ],
  Model: [
    exactlyOne(['url', 'backends'], 'must have exactly one of "url" and "backends"'),
    {
      rule: "!has(self.tls) || (has(self.url) && self.url.startsWith('https://')) || (has(self.backends) && self.backends.exists(b, b.url.startsWith('https://')))",
      message: 'is only for https upstreams; remove it, or write https:// in the URL',
      fieldPath: '.tls',
    },
  ],
  'Model.url': URL_RULES,
  'Model.backends': [
    {
      rule: "self.all(b, b.url.startsWith('https://') == self[0].url.startsWith('https://'))",
      message: 'must have the same scheme as the first backend',
    },
  ],
  'Backend.url': URL_RULES,
  ApiKey: [exactlyOne(['env', 'file'], 'must have exactly one of "env" and "file"')],
};
