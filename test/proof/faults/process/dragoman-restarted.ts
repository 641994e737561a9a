import type { Fault } from '../fault.js';
import { startAgain } from './start-again.js';

export const dragomanRestarted: Fault = {
  name: 'dragoman-restarted',
  what: 'SIGTERM to the only Dragoman, and a new one as soon as it has ended: an update without a second replica.',
  users:
    'What was being decided is decided; then the default model answers until the new process is ready. With a second replica nobody sees anything.',
  seconds: 0,
  start: async (stack) => {
    stack.dragoman().signal('SIGTERM');
    await stack.dragoman().ended;
    return startAgain(stack);
  },
};
