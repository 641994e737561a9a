#!/usr/bin/env -S MALLOC_ARENA_MAX=2 node --max-semi-space-size=8 --heap-growing-percent=100
import { didYouMean } from '../config/suggest.js';
import { DragomanError } from '../errors.js';
import { packageVersion } from '../package-root.js';
import { WRONG_USAGE } from './exit-codes.js';
import type { VerbName } from './manual/manuals.js';
import { terminalWidth } from './output/terminal-width.js';

/** Runs a verb with the arguments after it and answers the exit code. */
type Verb = (argv: readonly string[]) => Promise<number>;

/** Each verb's code, imported only when it is asked for: the others are not worth their start-up time. */
const VERBS: Readonly<Record<VerbName, () => Promise<Verb>>> = {
  serve: async () => (await import('./serve.js')).serve,
  envoy: async () => (await import('./envoy.js')).envoy,
  check: async () => (await import('./check.js')).check,
  lint: async () => (await import('./lint.js')).lint,
  convert: async () => (await import('./convert.js')).convert,
  explain: async () => (await import('./explain.js')).explain,
  eval: async () => (await import('./eval.js')).evaluate,
  diff: async () => (await import('./diff.js')).diff,
  predict: async () => (await import('./predict.js')).predict,
  tail: async () => (await import('./tail.js')).tail,
  report: async () => (await import('./report.js')).report,
  drift: async () => (await import('./drift.js')).drift,
  records: async () => (await import('./records.js')).records,
  train: async () => (await import('./train.js')).train,
  bundle: async () => (await import('./bundle.js')).bundle,
  'fit-outcomes': async () => (await import('./fit-outcomes.js')).fitOutcomes,
  gate: async () => (await import('./gate.js')).gate,
  calibrate: async () => (await import('./calibrate.js')).calibrate,
  replay: async () => (await import('./replay.js')).replay,
  whatif: async () => (await import('./whatif.js')).whatif,
  audit: async () => (await import('./audit.js')).audit,
  models: async () => (await import('./models.js')).models,
  completion: async () => (await import('./completion.js')).completion,
};

/** The help of a verb; of all verbs without one. */
async function help(verb?: VerbName): Promise<string> {
  const { MANUALS } = await import('./manual/manuals.js');
  const { renderHelp, renderVerbs } = await import('./manual/render-help.js');
  const width = terminalWidth();
  return verb === undefined ? renderVerbs(MANUALS, width) : renderHelp(MANUALS[verb], width);
}

async function run([name, ...argv]: readonly string[]): Promise<number> {
  const [subject] = argv;
  if (name === 'help' && subject !== undefined) return run([subject, '--help']);
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await help());
    return 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  if (name === undefined) throw new DragomanError('usage', 'a verb is missing');
  if (!isVerb(name)) {
    throw new DragomanError('usage', `"${name}" is no verb${didYouMean(name, Object.keys(VERBS))}`);
  }
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(await help(name));
    return 0;
  }
  return (await VERBS[name]())(argv);
}

function isVerb(name: string): name is VerbName {
  return Object.hasOwn(VERBS, name);
}

/** Flags that node:util's parseArgs refuses are wrong usage as well. */
function isUsageError(error: Error): boolean {
  if (error instanceof DragomanError) return error.code === 'usage';
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** What is wrong with a command line, and where to look it up. */
async function usageAdvice(error: Error, name = ''): Promise<string> {
  if (!isVerb(name)) return `dragoman: ${error.message}\nSee dragoman --help.\n`;
  const { usageMessage } = await import('./manual/usage-message.js');
  return `dragoman: ${usageMessage(error, name)}\nSee dragoman ${name} --help.\n`;
}

// A reader that leaves early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  if (isUsageError(error)) {
    process.stderr.write(await usageAdvice(error, process.argv[2]));
    process.exitCode = WRONG_USAGE;
  } else if (error instanceof DragomanError) {
    process.stderr.write(`dragoman: ${error.message} (${error.code})\n`);
    process.exitCode = 1;
  } else throw error;
}
