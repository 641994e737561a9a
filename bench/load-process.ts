/** A process of its own: runs each {@link LoadJob} that its parent sends, and answers with the result. */
import { runLoad, type LoadJob } from './load.js';

process.on('message', (job: LoadJob) => {
  void runLoad(job).then((result) => process.send?.(result));
});
