type Close = () => Promise<void> | void;

const closes: Close[] = [];

/** Remembers how to close what a target keeps open as long as it is fuzzed. */
export function opened(close: Close): void {
  closes.push(close);
}

/** Closes all that was {@link opened} in this thread, the last first. */
export async function closeOpened(): Promise<void> {
  for (const close of closes.splice(0).reverse()) await close();
}
