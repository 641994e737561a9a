/** What the system tells a running process. */
export interface ProcessSignals {
  /** Resolves with the first SIGTERM or SIGINT, also one that came while the service was starting. */
  readonly stop: Promise<NodeJS.Signals>;
  /** Called at each SIGHUP; until it is set, SIGHUP does nothing. */
  onReload(reload: () => void): void;
}

/** From this call on no signal ends the process by itself: a stop drains first, and a second one does not cut that short. */
export function listenToSignals(): ProcessSignals {
  let reload = (): void => undefined;
  process.on('SIGHUP', () => {
    reload();
  });
  const stop = new Promise<NodeJS.Signals>((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
  return {
    stop,
    onReload(next) {
      reload = next;
    },
  };
}
