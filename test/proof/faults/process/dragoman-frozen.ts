import type { Fault } from '../fault.js';

export const dragomanFrozen: Fault = {
  name: 'dragoman-frozen',
  what: 'SIGSTOP to Dragoman, and SIGCONT at the end: it takes connections and answers nothing.',
  users:
    "Requests wait until Envoy's health check has taken Dragoman out, at most the 2 seconds of its deadline, and are then answered by the default model; later ones at once.",
  start: (stack) => {
    stack.dragoman().signal('SIGSTOP');
    const end = (): Promise<void> => {
      stack.dragoman().signal('SIGCONT');
      return Promise.resolve();
    };
    return Promise.resolve({ end, cleanUp: end });
  },
};
