import { about, type CelRules } from './cel-rule.js';

const REPEATED_TIERS = 'self.tiers.filter(t, !self.tiers.exists_one(u, u == t))';

/** Rules of the types in cascade.ts. */
export const CASCADE_RULES: CelRules = {
  Cascade: [
    {
      rule: `size(${REPEATED_TIERS}) == 0`,
      message: 'is a tier already; leave it out',
      messageExpression: about(`${REPEATED_TIERS}[0]`, 'is a tier already; leave it out'),
      fieldPath: '.tiers',
    },
    {
      rule: '!has(self.timeouts) || self.timeouts.all(t, t in self.tiers)',
      message: 'is no tier of this cascade',
      messageExpression: about(
        'self.timeouts.filter(t, !(t in self.tiers))[0]',
        'is no tier of this cascade',
      ),
      fieldPath: '.timeouts',
    },
  ],
};
