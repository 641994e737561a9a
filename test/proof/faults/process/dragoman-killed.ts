import type { Fault } from '../fault.js';
import { startAgain } from './start-again.js';

export const dragomanKilled: Fault = {
  name: 'dragoman-killed',
  what: 'SIGKILL to Dragoman; it is started again after 2 seconds, as a kubelet does.',
  users:
    'The default model answers until Dragoman is back; requests that waited for a decision at that moment, too. Answers that were to be judged are delivered as they are.',
  seconds: 2,
  start: async (stack) => {
    stack.dragoman().signal('SIGKILL');
    await stack.dragoman().ended;
    return startAgain(stack);
  },
};
