import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import { keepConsoleRecords } from '../../support/console-records.js';
import { startStack, type Stack } from '../../support/stack.js';
import { startBrowser, type TestBrowser, type WatchedPage } from '../../support/start-browser.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { TRAFFIC_REGISTRY } from '../../support/traffic-registry.js';

/** Views with pictures, and the title of one that each has. */
const VIEWS = [
  { name: 'map', title: 'Near on the map, near in meaning' },
  { name: 'confusion', title: 'What is right, and what was decided' },
  { name: 'quality', title: 'Cost: smalltalk' },
  { name: 'savings', title: 'Saved by route, against the strongest model' },
  { name: 'experiments', title: 'Quality: routed minus control' },
] as const;

const WORKED_OUT_MS = 60_000;

describe('the pictures of the console', () => {
  const cleanUp = createCleanUp();
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
  let stack: Stack;
  let browser: TestBrowser;

  before(async () => {
    const store = await openRecordStore(url);
    await keepConsoleRecords(store, Date.now());
    await store.close();
    stack = await startStack({ registry: TRAFFIC_REGISTRY, flags: ['--records', url] });
    cleanUp.add(() => stack.stop());
    browser = await startBrowser();
    cleanUp.add(() => browser.close());
  });
  after(() => cleanUp.run());

  async function open(hash: string): Promise<WatchedPage> {
    const watched = await browser.open(`${stack.admin}/console/#/${hash}`);
    watched.page.setDefaultTimeout(10_000);
    await watched.page.locator('.evidence:not([aria-busy]) > *').first().waitFor({ timeout: WORKED_OUT_MS });
    return watched;
  }

  for (const { name, title } of VIEWS) {
    it(`say the same in a table: ${name}`, async () => {
      const watched = await open(name);
      const figure = watched.page.getByRole('figure', { name: title });
      await figure.locator('svg[aria-label], canvas[aria-label]').first().waitFor();
      await figure.getByText('As a table').click();
      const rows = figure.getByRole('table', { name: title }).locator('tbody tr');
      await rows.first().waitFor();
      assert.ok((await rows.count()) > 1 || name === 'map');
      for (const box of await figure.locator('svg, canvas').all()) {
        const { width = 0, height = 0 } = (await box.boundingBox()) ?? {};
        assert.ok(width > 50 && height > 10, `${name}: ${width} x ${height}`);
      }
      watched.assertClean();
      await watched.page.context().close();
    });
  }

  it('tell by keyboard what they tell by pointer', async () => {
    const watched = await open('savings');
    const { page } = watched;
    const bars = page.getByRole('figure', { name: 'What these requests cost' }).locator('.chart-mark');
    await bars.first().focus();
    await page.keyboard.press('ArrowDown');
    const tip = page.locator('.chart-tip:not([hidden])');
    assert.match(
      (await bars.nth(1).getAttribute('aria-label')) ?? '',
      new RegExp((await tip.locator('strong').textContent()) ?? 'no tip'),
    );
    await page.keyboard.press('Escape');
    assert.equal(await tip.count(), 0);
    const line = page.getByRole('figure', { name: 'Saved by day' }).locator('svg');
    await line.focus();
    await page.keyboard.press('ArrowLeft');
    assert.match((await line.getAttribute('aria-description')) ?? '', /\d+ requests/);
    await line.hover();
    await tip.getByText('requests').waitFor();
    watched.assertClean();
  });

  it('keep the period and the choice in the address', async () => {
    const { page, requests, assertClean } = await open('savings');
    await page.getByText('control group', { exact: true }).last().click();
    await page.getByRole('heading', { name: 'Saved by route, against the control group' }).waitFor();
    await page.getByText('7 days').click();
    await page.waitForURL(({ hash }) => hash === '#/savings?against=control&period=7d');
    assert.equal(requests.at(-1)?.searchParams.get('since'), '7d');
    await page.reload();
    await page.getByRole('heading', { name: 'Saved by route, against the control group' }).waitFor();
    assert.ok(await page.getByRole('radio', { name: '7 days' }).isChecked());
    await page.goto(`${stack.admin}/console/#/savings?from=2020-01-01&to=2020-01-02`);
    await page.getByText('No records in this period').waitFor();
    assertClean();
  });

  it('show a cell of the matrix, and judge by examples when asked to', async () => {
    const { page, assertClean } = await open('confusion?of=examples');
    const matrix = page.getByRole('figure', { name: 'What is right' }).locator('svg');
    await matrix.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.locator('.cell-panel').getByText('code → errands', { exact: true }).waitFor();
    await page.getByText('what people said').click();
    await page.getByText('Decisions that people agree with').waitFor();
    assertClean();
  });

  it('ring what no route covers on the map, with a Route to copy, and hide a route', async () => {
    const { page, assertClean } = await open('map');
    const cluster = page.locator('.cluster').filter({ hasText: 'tax' });
    await cluster.getByText('A Route for it').click();
    await cluster.getByText('kind: Route').waitFor();
    const canvas = page.locator('canvas');
    const drawn = (): Promise<string> => page.evaluate('document.querySelector("canvas").toDataURL()');
    const all = await drawn();
    await page.getByRole('button', { name: /^writing/ }).click();
    await eventually('the map without a route', async () => (await drawn()) !== all);
    await canvas.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('n');
    assert.match((await canvas.getAttribute('aria-description')) ?? '', /example of|went to/);
    assertClean();
  });

  it('say what moved, and where', async () => {
    const { page, assertClean } = await open('drift');
    await page.getByRole('button', { name: /^translation: Margin fell/ }).click();
    const card = page.locator('article:focus');
    await card.locator('p').getByText('Margin fell from').waitFor();
    assert.match((await card.locator('svg').getAttribute('aria-label')) ?? '', /^translation: Margin fell/);
    await page.getByRole('heading', { name: 'Kinds of requests that no route covers' }).waitFor();
    assertClean();
  });
});
