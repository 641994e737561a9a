import type { CelRules } from './cel-rule.js';

/** Rules of the types in router-policy.ts. */
export const ROUTER_POLICY_RULES: CelRules = {
  RouterPolicySpec: [
    {
      rule: "!has(self.onLowMargin) || self.onLowMargin != 'llm' || has(self.llmRouter)",
      message: 'is "llm" and needs "llmRouter", the model to ask',
      fieldPath: '.onLowMargin',
    },
  ],
};
