type Stop = () => void | Promise<void>;

/** What a test has started and must stop, also when only half of it could be started. */
export interface CleanUp {
  add(stop: Stop): void;
  /** Stops everything, the last first. */
  run(): Promise<void>;
}

export function createCleanUp(): CleanUp {
  const stops: Stop[] = [];
  return {
    add: (stop) => {
      stops.push(stop);
    },
    async run() {
      const errors: unknown[] = [];
      for (const stop of stops.splice(0).reverse()) {
        try {
          await stop();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'not everything could be stopped');
    },
  };
}
