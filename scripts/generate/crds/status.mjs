/** Columns that every kind ends with. */
export const STATUS_COLUMNS = [
  conditionColumn('Accepted', 'Accepted', 'status', 'Whether nothing is wrong with the resource.'),
  conditionColumn('Ready', 'Ready', 'status', 'Whether requests are decided by the resource as it stands.'),
  conditionColumn('Reason', 'Ready', 'reason', 'Why it is ready, or why it is not.'),
  { ...conditionColumn('Message', 'Accepted', 'message', 'What is wrong with the resource.'), priority: 1 },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'Time since creation.' },
];

/** As Kubernetes' own `Condition` says it. */
const CONDITION = {
  type: 'object',
  required: ['type', 'status', 'lastTransitionTime', 'reason', 'message'],
  properties: {
    type: { description: '`Accepted` or `Ready`.', type: 'string', maxLength: 316 },
    status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
    observedGeneration: {
      description: 'The generation of the resource that the condition is about.',
      type: 'integer',
      format: 'int64',
      minimum: 0,
    },
    lastTransitionTime: {
      description: 'When the status last changed.',
      type: 'string',
      format: 'date-time',
    },
    reason: {
      description: 'The cause in one word.',
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    },
    message: {
      description: 'What `dragoman check` says of the resource, a line a problem.',
      type: 'string',
      maxLength: 32768,
    },
  },
};

/** What Dragoman tells of a resource; the spec says nothing of it. */
export const STATUS = {
  description: 'Written by Dragoman.',
  type: 'object',
  properties: {
    observedGeneration: {
      description: 'The generation of the resource that the status is about.',
      type: 'integer',
      format: 'int64',
      minimum: 0,
    },
    registryVersion: {
      description:
        'The version of the registry with which this generation went into service, as `dragoman check` prints it.',
      type: 'string',
    },
    conditions: {
      description: '`Accepted`: nothing is wrong with the resource. `Ready`: requests are decided by it.',
      type: 'array',
      items: CONDITION,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
    },
  },
};

function conditionColumn(name, type, field, description) {
  return { name, type: 'string', jsonPath: `.status.conditions[?(@.type=="${type}")].${field}`, description };
}
