import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PAGE_LINES } from '../../../src/console/page/views/live/line-window.js';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { createCleanUp } from '../../support/clean-up.js';
import { startConsoleServer, type ConsoleServer } from '../../support/console-server.js';
import { startBrowser, type TestBrowser, type WatchedPage } from '../../support/start-browser.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const DECISIONS = 100_000;
const MOST_ROWS = 200;

/** Every tenth is of the route `rare`, so that a filter has pages of its own. */
function decisions(from: number, count: number): ReturnType<typeof buildStoredRecord>[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const route = number % 10 === 0 ? 'rare' : 'smalltalk';
    return buildStoredRecord(`decision-${number}`, { at: Date.UTC(2026, 0, 2) + number * 100, route });
  });
}

describe(`the console over ${DECISIONS.toLocaleString('en')} decisions`, () => {
  const folder = temporaryFolder();
  const cleanUp = createCleanUp();
  let server: ConsoleServer;
  let browser: TestBrowser;
  let opened: WatchedPage;

  before(async () => {
    const store = await openRecordStore(`sqlite:${join(folder, 'records.db')}`);
    cleanUp.add(() => store.close());
    for (let from = 0; from < DECISIONS; from += 1000) await store.append(decisions(from, 1000));
    server = await startConsoleServer({ store });
    cleanUp.add(() => server.close());
    browser = await startBrowser();
    cleanUp.add(() => browser.close());
    opened = await browser.open(server.url);
    await opened.page.locator('tbody tr').first().waitFor();
  });
  after(() => cleanUp.run());

  /** Ids of the decisions on the page. */
  async function shown(): Promise<string[]> {
    return opened.page.evaluate<string[]>(
      '[...document.querySelectorAll("tbody tr")].map((row) => row.dataset.id)',
    );
  }

  async function assertFew(): Promise<void> {
    const elements = await opened.page.evaluate('document.querySelectorAll("*").length');
    assert.ok((await shown()).length <= MOST_ROWS);
    assert.ok(Number(elements) < MOST_ROWS * 30, `${String(elements)} elements`);
    for (const { pathname, searchParams } of opened.requests) {
      if (pathname === '/decisions') assert.ok(Number(searchParams.get('limit')) <= MOST_ROWS);
    }
  }

  it('shows the newest at once, and no more than a page of them', async () => {
    const ids = await shown();
    assert.deepEqual([ids.length, ids[0]], [PAGE_LINES, `decision-${DECISIONS - 1}`]);
    await assertFew();
    const paint = await opened.page.evaluate(
      'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null',
    );
    console.log(`first contentful paint after ${Math.round(Number(paint))} ms`);
  });

  it('turns pages by asking the server, there and back, without a gap', async () => {
    const { page } = opened;
    const seen = new Set(await shown());
    for (let turn = 1; turn <= 5; turn += 1) {
      const [first] = await shown();
      await page.getByRole('button', { name: 'Older' }).click();
      await page.locator(`tbody tr[data-id="${first ?? ''}"]`).waitFor({ state: 'detached' });
      for (const id of await shown()) seen.add(id);
    }
    assert.equal(seen.size, 6 * PAGE_LINES);
    assert.ok(seen.has(`decision-${DECISIONS - 6 * PAGE_LINES}`));
    await assertFew();
    await page.getByRole('button', { name: 'Newest' }).click();
    await page.locator(`tr[data-id="decision-${DECISIONS - 1}"]`).waitFor();
  });

  it('filters by what is asked for, and keeps the filter in the address', async () => {
    const { page } = opened;
    await page.keyboard.press('/');
    await page.keyboard.type('rare');
    await page.keyboard.press('Enter');
    await page.locator(`tr[data-id="decision-${DECISIONS - 10 * PAGE_LINES}"]`).waitFor();
    assert.equal(await page.locator('td.c-route', { hasNotText: 'rare' }).count(), 0);
    assert.match(page.url(), /#\/live\?route=rare$/);
    await page.getByRole('spinbutton', { name: 'Margin below' }).fill('0.1');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.locator(`tr[data-id="decision-${DECISIONS - 1}"]`).waitFor();
    assert.match(page.url(), /#\/live$/);
  });

  it('adds what is decided meanwhile, but not while the list is held', async () => {
    const { page } = opened;
    await page.mouse.move(0, 0);
    await page.locator('[data-state="live"]').waitFor();
    server.recent.add(buildStoredRecord('fresh', { at: Date.now() }));
    await page.locator('tbody tr[data-id="fresh"]:first-child').waitFor();
    await page.getByRole('button', { name: 'Live' }).click();
    server.recent.add(buildStoredRecord('held', { at: Date.now() }));
    const missed = page.getByRole('button', { name: '1 new' });
    await missed.waitFor();
    assert.equal((await shown()).includes('held'), false);
    await page.getByRole('button', { name: 'Paused' }).click();
    await page.locator('tbody tr[data-id="held"]').waitFor();
    assert.ok(await missed.isHidden());
  });

  it('stays small while thousands come in', async () => {
    for (const record of decisions(DECISIONS, 3000)) server.recent.add(record);
    await opened.page.locator(`tbody tr:nth-child(${MOST_ROWS})`).waitFor();
    await assertFew();
    opened.assertClean();
  });
});
