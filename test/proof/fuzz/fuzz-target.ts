import type { Arbitrary } from 'fast-check';

/** What a target holds true of every input; throws, or rejects, where it does not hold. */
export type Property<T> = (input: T) => void | Promise<void>;

/** One thing that takes input from outside, and what must hold whatever comes. */
export interface TargetSpec<T> {
  /** In kebab-case; also the folder of its regression files. */
  readonly name: string;
  /** What is claimed, as a sentence for the page. */
  readonly claim: string;
  /** Share of the inputs, relative to the other targets' weights. */
  readonly weight: number;
  readonly arbitrary: Arbitrary<T>;
  /** Makes the property ready: reads models, opens what it needs. Called once a process. */
  readonly prepare: () => Property<T> | Promise<Property<T>>;
}

/** A target whose inputs nobody else looks into. */
export type FuzzTarget = TargetSpec<unknown>;

/** Forgets the type of the inputs, which never leave their target but as regression files of that same target. */
export function defineTarget<T>(spec: TargetSpec<T>): FuzzTarget {
  return {
    ...spec,
    prepare: async () => {
      const property = await spec.prepare();
      return (input) => property(input as T);
    },
  };
}
