import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import { ask, chat } from '../../support/ask.js';
import { createCleanUp } from '../../support/clean-up.js';
import { CONSOLE_TEXTS, keepConsoleRecords, STORY_ID } from '../../support/console-records.js';
import { startStack, type Stack } from '../../support/stack.js';
import { startBrowser, type TestBrowser, type WatchedPage } from '../../support/start-browser.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { TRAFFIC_REGISTRY } from '../../support/traffic-registry.js';

/** Each view with words that are there once it has what it shows. */
const VIEWS = [
  { name: 'live', hash: 'live', has: 'Decide p99' },
  { name: 'decision', hash: `decision?id=${STORY_ID}`, has: 'Good route, bad model' },
  { name: 'playground', hash: 'playground', has: 'Nothing asked yet' },
  { name: 'map', hash: 'map', has: 'smalltalk' },
  { name: 'confusion', hash: 'confusion', has: 'smalltalk' },
  { name: 'quality', hash: 'quality', has: 'translation' },
  { name: 'savings', hash: 'savings', has: 'Saved against the' },
  { name: 'experiments', hash: 'experiments', has: 'control' },
  { name: 'drift', hash: 'drift', has: 'translation' },
  { name: 'registry', hash: 'registry', has: 'In service' },
] as const;

/** Views whose pictures are in the docs in the dark as well. */
const ALSO_DARK: readonly string[] = ['live', 'map'];

const PICTURES = join(packageRoot, 'docs/images/console');
const takesPictures = process.env['DRAGOMAN_SCREENSHOTS'] === '1';
/** The first question about evidence starts a process that reads the registry and the encoder. */
const LIMIT_MS = 60_000;
const NARROW = { width: 390, height: 844 };

describe('the views of the console, of a real router', () => {
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
  const cleanUp = createCleanUp();
  let stack: Stack;
  let browser: TestBrowser;

  before(async () => {
    const store = await openRecordStore(url);
    await keepConsoleRecords(store, Date.now());
    await store.close();
    const flags = ['--records', url, '--trace-url', 'http://127.0.0.1:16686/trace/{traceId}'];
    stack = await startStack({ registry: TRAFFIC_REGISTRY, flags });
    cleanUp.add(() => stack.stop());
    for (const text of CONSOLE_TEXTS) await ask(stack.url, chat(text));
    browser = await startBrowser();
    cleanUp.add(() => browser.close());
    if (takesPictures) mkdirSync(PICTURES, { recursive: true });
  });
  after(() => cleanUp.run());

  async function open(hash: string, options: Parameters<TestBrowser['open']>[1] = {}): Promise<WatchedPage> {
    return browser.open(`${stack.admin}/console/#/${hash}`, options);
  }

  async function settled({ page }: WatchedPage, has: string): Promise<void> {
    await page.locator('main').getByText(has).first().waitFor({ timeout: LIMIT_MS });
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: LIMIT_MS });
  }

  async function picture({ page }: WatchedPage, name: string): Promise<void> {
    const path = join(PICTURES, `${name}.png`);
    if (takesPictures) await page.screenshot({ path, animations: 'disabled' });
  }

  for (const { name, hash, has } of VIEWS) {
    it(`open: ${name}`, async () => {
      const watched = await open(hash, { colorScheme: 'light' });
      await settled(watched, has);
      await assertNamed(watched);
      await picture(watched, name);
      await watched.page.emulateMedia({ colorScheme: 'dark' });
      if (ALSO_DARK.includes(name)) await picture(watched, `${name}-dark`);
      await watched.page.setViewportSize(NARROW);
      const isWithin = 'document.documentElement.scrollWidth <= innerWidth';
      assert.equal(await watched.page.evaluate(isWithin), true, 'wider than a narrow window');
      watched.assertClean();
      await watched.page.context().close();
    });
  }

  it('show a request as soon as it is answered, and its story', async () => {
    const watched = await open('live');
    await settled(watched, 'Decide p99');
    await watched.page.locator('[data-state="live"]').waitFor();
    const answer = await ask(stack.url, chat('Put this sentence into Polish: the cat sleeps'));
    await watched.page.locator(`tr[data-id="${answer.decision ?? ''}"] a`).click();
    await watched.page.getByRole('region', { name: 'Text of user' }).getByText('the cat sleeps').waitFor();
    watched.assertClean();
  });

  it('explain a prompt without sending it anywhere', async () => {
    const watched = await open('playground', { colorScheme: 'light' });
    const { page } = watched;
    const received = [...stack.models.values()].map((model) => model.received().length);
    await page
      .getByRole('textbox', { name: 'Prompt', exact: true })
      .fill('Write a Python function that reverses a list');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Decision' }).getByText('code → ').waitFor();
    await page
      .getByRole('table', { name: 'Layers in the order in which they ran' })
      .getByText('similarity')
      .waitFor();
    assert.equal(
      await page.getByRole('table', { name: 'What each model would have meant' }).locator('tbody tr').count(),
      3,
    );
    await page.getByRole('region', { name: 'Asked before' }).getByRole('button').waitFor();
    assert.deepEqual(
      [...stack.models.values()].map((model) => model.received().length),
      received,
    );
    await picture(watched, 'playground');
    await page.getByRole('checkbox', { name: 'Raw JSON' }).check();
    await page.getByRole('textbox', { name: /JSON/ }).fill('{"model": "auto"');
    await page.getByRole('button', { name: /^Explain/ }).click();
    await page.getByRole('alert').getByText('not valid JSON').waitFor();
    watched.assertClean();
  });
});

/** What can be pressed or filled in and has no name for those who listen to the page; runs in the page. */
const NAMELESS = `[...document.querySelectorAll('a, button, input, select, textarea, [role="button"]')]
  .filter((element) => element.getClientRects().length > 0)
  .filter((element) => {
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    const words = [element.getAttribute('aria-label'), element.textContent, ...labels];
    return words.every((word) => (word ?? '').trim() === '');
  })
  .map((element) => element.outerHTML)`;

async function assertNamed({ page }: WatchedPage): Promise<void> {
  for (const landmark of ['main', 'navigation'] as const) await page.getByRole(landmark).first().waitFor();
  assert.deepEqual(await page.evaluate(NAMELESS), []);
}
