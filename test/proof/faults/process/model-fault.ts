import type { Allowance, Fault, RunningFault } from '../fault.js';
import { startModels, type ModelProcess } from './model-process.js';

/** A fault of models that are processes; `act` begins it and gets those that are named. */
export function modelFault(
  fault: Omit<Fault, 'prepare' | 'start'>,
  names: readonly string[],
  act: (models: readonly ModelProcess[]) => Promise<RunningFault>,
): Fault {
  let models: readonly ModelProcess[] = [];
  return {
    ...fault,
    prepare: async (cleanUp) => {
      const started = await startModels(cleanUp);
      models = started.models;
      return started.options;
    },
    start: () => act(models.filter(({ name }) => names.includes(name))),
  };
}

/** SIGKILL now, a new process on the same port at the end. */
export async function killAll(models: readonly ModelProcess[]): Promise<RunningFault> {
  await Promise.all(models.map((model) => model.kill()));
  return {
    end: async () => {
      await Promise.all(models.map((model) => model.startAgain()));
    },
  };
}

/** SIGSTOP now, SIGCONT at the end. */
export function freezeAll(models: readonly ModelProcess[]): Promise<RunningFault> {
  for (const model of models) model.signal('SIGSTOP');
  return Promise.resolve({
    end: () => {
      for (const model of models) model.signal('SIGCONT');
      return Promise.resolve();
    },
  });
}

/** A stream that has begun cannot be begun again by another model. */
export const BROKEN_STREAMS: Allowance = {
  fates: ['wrong'],
  when: ({ detail }) => detail !== undefined && /^broke off|^a stream without its end/.test(detail),
  why: 'The model died in the middle of a stream that the client had begun to read; no other can go on with it.',
};
