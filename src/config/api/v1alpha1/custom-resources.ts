import type { Kind } from '../../schemas.js';
import { CASCADE_RULES } from './cascade-rules.js';
import type { CelRules } from './cel-rule.js';
import { MODEL_POOL_RULES } from './model-pool-rules.js';
import { PRIMITIVES_RULES } from './primitives-rules.js';
import { ROUTE_RULES } from './route-rules.js';
import { ROUTER_POLICY_RULES } from './router-policy-rules.js';

/** The group and the version that `apiVersion` joins by a slash. */
export const API_GROUP = 'dragoman.dev';
export const API_GROUP_VERSION = 'v1alpha1';

/** What `kubectl get dragoman` lists. */
export const RESOURCE_CATEGORY = 'dragoman';

/** A column of `kubectl get`, as a CustomResourceDefinition has it. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'date';
  readonly jsonPath: string;
  readonly description: string;
  /** 1: shown with `-o wide` only. */
  readonly priority?: 1;
}

/** How a kind is called and shown in Kubernetes. */
export interface CustomResource {
  readonly plural: string;
  readonly singular: string;
  readonly shortName: string;
  /** Those of the spec; every kind has those of its status besides. */
  readonly columns: readonly PrinterColumn[];
}

export const CUSTOM_RESOURCES: Readonly<Record<Kind, CustomResource>> = {
  ModelPool: {
    plural: 'modelpools',
    singular: 'modelpool',
    shortName: 'dpool',
    columns: [
      specColumn('Default', 'default', 'The model that answers whenever nothing better is known.'),
      specColumn('Cascade', 'cascade.tiers', 'Tiers of the cascade for routes that choose no model.', 1),
    ],
  },
  Route: {
    plural: 'routes',
    singular: 'route',
    shortName: 'droute',
    columns: [
      specColumn('Target', 'target', 'The model that answers; none with an objective or a cascade.'),
      {
        ...specColumn('Priority', 'priority', 'Among routes whose rules match, the highest wins.'),
        type: 'integer',
      },
      specColumn('Cascade', 'cascade.tiers', 'Models that are tried in turn.', 1),
      { ...specColumn('Quality', 'objective.quality', 'What the objective asks for.', 1), type: 'number' },
      specColumn('Safety', 'policy.safetyClass', 'Only models that list this class may answer.', 1),
    ],
  },
  RouterPolicy: {
    plural: 'routerpolicies',
    singular: 'routerpolicy',
    shortName: 'dpolicy',
    columns: [
      specColumn('LowMargin', 'onLowMargin', 'What answers when no route is clear.'),
      specColumn('Experiment', 'experiment.name', 'What decides a share of the conversations instead.', 1),
    ],
  },
};

/** Lists whose entries have names: Kubernetes refuses a name twice, and merges changes of two owners by it. */
export const LIST_MAP_KEYS: Readonly<Record<string, readonly string[]>> = {
  'ModelPoolSpec.models': ['name'],
};

/** Every rule; beside a file of types lies the file of its rules. */
export const CEL_RULES: CelRules = {
  ...PRIMITIVES_RULES,
  ...MODEL_POOL_RULES,
  ...CASCADE_RULES,
  ...ROUTE_RULES,
  ...ROUTER_POLICY_RULES,
};

function specColumn(name: string, field: string, description: string, priority?: 1): PrinterColumn {
  const column = { name, type: 'string', jsonPath: `.spec.${field}`, description } as const;
  return priority === undefined ? column : { ...column, priority };
}
