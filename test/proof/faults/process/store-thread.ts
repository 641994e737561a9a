import { join } from 'node:path';
import type { Fault } from '../fault.js';
import { threadFault } from './thread-fault.js';

/** The thread that writes the embedded store dies, and so does each that takes its place. */
export const storeThreadEnds: Fault = threadFault({
  name: 'store-thread-ends',
  what: 'The thread that writes the embedded store ends in the middle of its work, and so does each that takes its place.',
  users: 'Nothing: records wait in memory and are written when a thread lives again.',
  script: 'sqlite-worker.js',
  deed: 'end',
  sign: 'the store fails; what is to be kept waits and is tried again',
  stack: (folder) => ({ flags: ['--records', `sqlite:${join(folder, 'records.db')}`] }),
});
