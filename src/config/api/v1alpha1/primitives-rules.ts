import type { CelRules } from './cel-rule.js';

const DURATION = "r'^[0-9]+([.][0-9]+)?(ms|s|m|h)$'";

/** Rules of the types in primitives.ts. */
export const PRIMITIVES_RULES: CelRules = {
  FilePath: [
    {
      // Whoever may write resources must not read the files of the pods through them.
      rule: "!self.contains('/')",
      message: 'must be the name of one of registry.files, without a folder',
    },
  ],
  Duration: [
    {
      // What is no duration at all is told by the pattern.
      rule: `!self.matches(${DURATION}) || (duration(self) >= duration('1ms') && duration(self) <= duration('24h'))`,
      message: 'must be between "1ms" and "24h"',
    },
  ],
};
