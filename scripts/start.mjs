// npm start: sets up, then runs the demo in this process, so that signals need no forwarding. With `exec` in the script, no shell
// stands between npm and it either: a shell that is killed does not pass the signal on.
import { report } from './progress.mjs';
import { setUp } from './setup.mjs';

try {
  await setUp();
  const { runDemo } = await import('../dist/demo/main.js');
  await runDemo(process.argv.slice(2));
} catch (error) {
  report(error);
}
