import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../../demo/child-process.js';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { randomFreePort } from '../../demo/free-port.js';
import { startRouter } from '../../demo/stack.js';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import type { Behaviour } from '../../demo/stand-in/behaviour.js';
import { parseObject, type JsonObject } from '../../demo/stand-in/json.js';

/** File name to YAML text. `{{small}}` in it becomes the base URL (with `/v1`) of the stand-in called `small`. */
export type RegistryFiles = Readonly<Record<string, string>>;

export interface StackOptions {
  readonly registry: RegistryFiles;
  /** Stand-ins by name, with what differs from their defaults; each serves the model `stand-in/NAME`. Default: small, medium, large, all without delays. */
  readonly models?: Readonly<Record<string, Partial<Behaviour>>>;
  /** Environment of Dragoman. */
  readonly env?: Readonly<Record<string, string>>;
  /** More flags of `dragoman serve`, such as `['--encoder', 'none']`. */
  readonly flags?: readonly string[];
  /** Command line that runs `dragoman`, by the scratch folder that it is to see. Default: this package's. */
  readonly program?: (work: string) => readonly string[];
}

/** Stand-in models, `dragoman serve` and a real Envoy on free ports of 127.0.0.1. */
export interface Stack {
  /** Base URL of Envoy's listener, without `/v1`. */
  readonly url: string;
  /** Base URL of Dragoman's admin server. */
  readonly admin: string;
  readonly envoyAdmin: string;
  readonly models: ReadonlyMap<string, StandInModel>;
  readonly envoy: Child;
  /** The Dragoman that runs now. */
  dragoman(): Child;
  restartDragoman(): Promise<void>;
  /** Replaces the files of the registry that are named, each by an atomic rename. */
  writeRegistry(files: RegistryFiles): Promise<void>;
  /** Every JSON line that Dragoman logged so far. */
  logs(): readonly JsonObject[];
  stop(): Promise<void>;
}

const DEFAULT_MODELS = { small: {}, medium: {}, large: {} };

/** Resolves when requests through Envoy are decided. The caller stops it, also when its test fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const work = await mkdtemp(join(tmpdir(), 'dragoman-'));
  const registry = join(work, 'registry');
  const models = await startModels(options.models ?? DEFAULT_MODELS);
  const logs: JsonObject[] = [];
  const cleanUp = async (): Promise<void> => {
    await Promise.all([...models.values()].map((model) => model.close()));
    await rm(work, { recursive: true, force: true });
  };
  const writeRegistry = (files: RegistryFiles): Promise<void> => writeFiles(registry, files, models);
  try {
    await mkdir(registry);
    await writeRegistry(options.registry);
    const router = await startRouter({
      registry,
      work,
      logs: join(work, 'logs'),
      envoy: await envoyBinary(),
      ports: {
        listener: await randomFreePort(),
        internal: await randomFreePort(),
        envoyAdmin: await randomFreePort(),
        admin: await randomFreePort(),
      },
      onLogLine: (text) => {
        const line = parseObject(text);
        if (line !== undefined) logs.push(line);
      },
      ...(options.flags === undefined ? {} : { flags: options.flags }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.program === undefined ? {} : { program: options.program(work) }),
    });
    return {
      ...router,
      models,
      writeRegistry,
      logs: () => logs,
      stop: async () => {
        await router.stop();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function startModels(
  models: Readonly<Record<string, Partial<Behaviour>>>,
): Promise<ReadonlyMap<string, StandInModel>> {
  const started = Object.entries(models).map(async ([name, behaviour]) => {
    const model = await startStandInModel({
      name: `stand-in/${name}`,
      behaviour: { delay: 0, gap: 0, ...behaviour },
    });
    return [name, model] as const;
  });
  return new Map(await Promise.all(started));
}

async function writeFiles(
  folder: string,
  files: RegistryFiles,
  models: ReadonlyMap<string, StandInModel>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const filled = text.replaceAll(
      /\{\{([a-z0-9-]+)\}\}/g,
      (whole, model: string) => models.get(model)?.url ?? whole,
    );
    // A name that the loader does not read, so that it never sees half a document.
    const half = join(folder, `.${name}.new`);
    await writeFile(half, filled);
    await rename(half, join(folder, name));
  }
}
