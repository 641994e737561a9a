import { isOk } from '../../../../demo/wait-for.js';
import { eventually } from '../../../support/eventually.js';
import type { Stack } from '../../../support/stack.js';
import type { RunningFault } from '../fault.js';

/** A fault that ends with Dragoman's start: it is over when Dragoman itself says that it is ready, whatever Envoy does. */
export function startAgain(stack: Stack): RunningFault {
  let started: Promise<void> | undefined;
  return {
    end: async () => {
      started = stack.restartDragoman();
      await dragomanReady(stack);
    },
    cleanUp: async () => started,
  };
}

export async function dragomanReady(stack: Stack): Promise<void> {
  await eventually('Dragoman to be ready', () => isOk(`${stack.admin}/readyz`).catch(() => false));
}
