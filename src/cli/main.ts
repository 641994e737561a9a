#!/usr/bin/env -S node --max-semi-space-size=8
import { didYouMean } from '../config/suggest.js';
import { DragomanError } from '../errors.js';
import { packageVersion } from '../package-root.js';

/** Runs a verb with the arguments after it and answers the exit code. */
type Verb = (argv: readonly string[]) => Promise<number>;

interface VerbEntry {
  readonly summary: string;
  /** Imports the verb only when it is asked for: the others are not worth their start-up time. */
  readonly load: () => Promise<Verb>;
}

const VERBS: Readonly<Record<string, VerbEntry>> = {
  serve: { summary: 'serve decisions to Envoy', load: async () => (await import('./serve.js')).serve },
  envoy: {
    summary: "write Envoy's configuration from a registry",
    load: async () => (await import('./envoy.js')).envoy,
  },
  explain: {
    summary: 'show why a prompt goes where it goes',
    load: async () => (await import('./explain.js')).explain,
  },
  eval: {
    summary: 'measure how well a registry routes labelled prompts',
    load: async () => (await import('./eval.js')).evaluate,
  },
  diff: {
    summary: 'show what a change of the registry changes',
    load: async () => (await import('./diff.js')).diff,
  },
  predict: {
    summary: 'judge prompts from a file, as serving would',
    load: async () => (await import('./predict.js')).predict,
  },
  report: {
    summary: 'show what routing cost and saved, and what trials say',
    load: async () => (await import('./report.js')).report,
  },
  drift: {
    summary: 'find what is no longer as it was, and traffic that no route covers',
    load: async () => (await import('./drift.js')).drift,
  },
  records: {
    summary: 'list, show, export, label and prune records of decisions',
    load: async () => (await import('./records.js')).records,
  },
  train: {
    summary: 'learn a bundle from labels, opinions and verdicts',
    load: async () => (await import('./train.js')).train,
  },
  bundle: {
    summary: 'show, promote and roll back bundles',
    load: async () => (await import('./bundle.js')).bundle,
  },
  'fit-outcomes': {
    summary: 'learn from outcomes how good each model is',
    load: async () => (await import('./fit-outcomes.js')).fitOutcomes,
  },
  gate: {
    summary: "judge answers from a file, as a cascade's gate would",
    load: async () => (await import('./gate.js')).gate,
  },
  calibrate: {
    summary: 'show what each bar of the gate costs',
    load: async () => (await import('./calibrate.js')).calibrate,
  },
  replay: {
    summary: 'route recorded traffic again, by one registry or two',
    load: async () => (await import('./replay.js')).replay,
  },
  whatif: {
    summary: 'estimate from records what another registry would have earned',
    load: async () => (await import('./whatif.js')).whatif,
  },
  audit: {
    summary: 'ask a sample of recorded prompts again, and have the answers judged',
    load: async () => (await import('./audit.js')).audit,
  },
  models: {
    summary: 'add a sentence encoder',
    load: async () => (await import('./models.js')).models,
  },
  lint: {
    summary: 'look for what will route requests wrongly',
    load: async () => (await import('./lint.js')).lint,
  },
  check: { summary: 'check a registry', load: async () => (await import('./check.js')).check },
};

/** Exit code of a command line that cannot be understood. */
const USAGE_ERROR = 2;

function help(): string {
  const lines = Object.entries(VERBS).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`);
  return `Usage: dragoman VERB [ARGUMENTS]\n\n${lines.join('\n')}\n\ndragoman VERB --help tells more; --version prints the version.\n`;
}

async function run([name, ...argv]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help());
    return 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  if (name === undefined) throw new DragomanError('usage', 'a verb is missing');
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) {
    throw new DragomanError('usage', `"${name}" is no verb${didYouMean(name, Object.keys(VERBS))}`);
  }
  return (await verb.load())(argv);
}

/** Flags that node:util's parseArgs refuses are wrong usage as well. */
function isUsageError(error: Error): boolean {
  if (error instanceof DragomanError) return error.code === 'usage';
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
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
    process.stderr.write(`dragoman: ${error.message}\nSee dragoman --help.\n`);
    process.exitCode = USAGE_ERROR;
  } else if (error instanceof DragomanError) {
    process.stderr.write(`dragoman: ${error.message} (${error.code})\n`);
    process.exitCode = 1;
  } else throw error;
}
