import type { Fault } from '../fault.js';
import { BROKEN_STREAMS, killAll, modelFault } from './model-fault.js';

export const modelKilled: Fault = modelFault(
  {
    name: 'model-killed',
    what: 'SIGKILL to one of three models, the one that most routes name; it is started again at the end.',
    users:
      "The route's fallback answers, and the next tier of a cascade. Who pins the dead model, or asks a route without a fallback for it, gets a 503 at once. Once Envoy has found the model dead, it takes it back for plain routes as soon as it answers, but cascades leave it out for 15 seconds and more, unless it has a `healthCheck`.",
    allows: [BROKEN_STREAMS],
  },
  ['small'],
  killAll,
);
