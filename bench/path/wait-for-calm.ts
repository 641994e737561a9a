import { setTimeout as sleep } from 'node:timers/promises';

const LEVEL = /^dragoman_load_level (\d+)/m;
const EVERY_MS = 250;
const MOST_MS = 20_000;

/**
 * Waits until Dragoman leaves out nothing for want of time, as it does for some seconds after it was saturated: what comes
 * next would be measured without its layers. Gives up after 20 seconds; the shares of what was decided as meant show it.
 *
 * @param admin base URL of the admin port; `undefined` where no Dragoman is
 */
export async function waitForCalm(admin: string | undefined): Promise<void> {
  if (admin === undefined) return;
  const end = performance.now() + MOST_MS;
  while (performance.now() < end) {
    const response = await fetch(`${admin}/metrics`);
    if (Number(LEVEL.exec(await response.text())?.[1] ?? 0) === 0) return;
    await sleep(EVERY_MS);
  }
}
