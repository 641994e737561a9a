import type { Fault } from '../fault.js';
import { BROKEN_STREAMS, killAll, modelFault } from './model-fault.js';

export const modelsKilled: Fault = modelFault(
  {
    name: 'models-killed',
    what: 'SIGKILL to all three models; all are started again at the end.',
    users: 'A 503 in the OpenAI shape at once, until a model is back.',
    allows: [
      BROKEN_STREAMS,
      {
        fates: ['lost'],
        when: ({ detail }) => detail === 'status 503',
        why: 'No model was there that could have answered.',
      },
    ],
  },
  ['small', 'medium', 'large'],
  killAll,
);
