import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../demo/stand-in/json.js';
import { ask, type Answer } from './ask.js';

/** Clients that ask without a break, one request after the other. */
export interface ConstantLoad {
  /** Every answer so far. */
  readonly answers: readonly Answer[];
  /** Every request that got no answer at all. */
  readonly errors: readonly unknown[];
  /** Resolves when all clients have their last answer. */
  stop(): Promise<void>;
}

const PAUSE_MS = 5;

/** Starts one client for each of the bodies. */
export function startConstantLoad(base: string, bodies: readonly JsonObject[]): ConstantLoad {
  const answers: Answer[] = [];
  const errors: unknown[] = [];
  let stopped = false;
  const client = async (body: JsonObject): Promise<void> => {
    while (!stopped) {
      try {
        answers.push(await ask(base, body));
      } catch (error) {
        errors.push(error);
      }
      await sleep(PAUSE_MS);
    }
  };
  const clients = bodies.map(client);
  return {
    answers,
    errors,
    async stop() {
      stopped = true;
      await Promise.all(clients);
    },
  };
}
