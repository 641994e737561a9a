import type { Fault } from '../fault.js';
import { freezeAll, modelFault } from './model-fault.js';

export const modelFrozen: Fault = modelFault(
  {
    name: 'model-frozen',
    what: 'SIGSTOP to one of three models, the one that most routes name, and SIGCONT at the end: its connections stay open.',
    users:
      "Requests wait for the route's time-out, here 2 seconds, and are then answered by its fallback or the next tier.",
    seconds: 8,
  },
  ['small'],
  freezeAll,
);
