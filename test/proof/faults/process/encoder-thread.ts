import { checkedRegistry, type Kind } from '../../load/requests.js';
import type { Fault } from '../fault.js';
import { threadFault } from './thread-fault.js';

/** Many that no rule decides. */
const KINDS: readonly Kind[] = [
  'examples',
  'examples',
  'examples',
  'rule',
  'cascade',
  'escalated stream',
  'cancelled',
];

/** Few enough that two cores that are busy with more than this embed them all. */
const PER_SECOND = 14;

/** Nothing keeps a text from the encoder that no rule decides. */
const WITHOUT_FAST_HEAD = checkedRegistry({ policy: 'fastHead: false, decisionCache: { enabled: false }' });

const USERS =
  'Rules and cascades are untouched. A text that needs the encoder waits for its deadline if the thread hangs; then the fast head decides in its place where it is clear (`stand_in`), and else the default model answers (`encoder_down`, `encoder_late`, `encoder_busy`).';

/** The thread that embeds texts dies, and so does each that takes its place. */
export const encoderThreadEnds: Fault = threadFault({
  name: 'encoder-thread-ends',
  what: "The encoder's thread ends in the middle of its work, and so does each that takes its place.",
  users: USERS,
  kinds: KINDS,
  perSecond: PER_SECOND,
  script: 'worker.js',
  deed: 'end',
  sign: 'crashed',
  stack: () => ({ registry: WITHOUT_FAST_HEAD }),
});

/** The thread hangs; the one that takes its place after 5 seconds does, too. */
export const encoderThreadHangs: Fault = threadFault({
  name: 'encoder-thread-hangs',
  what: "The encoder's thread hangs for 12 seconds, and so does the one that takes its place.",
  users: USERS,
  seconds: 12,
  kinds: KINDS,
  perSecond: PER_SECOND,
  script: 'worker.js',
  deed: 'freeze',
  sign: 'hung',
  stack: () => ({ registry: WITHOUT_FAST_HEAD }),
});
