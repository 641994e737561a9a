import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { createCleanUp } from '../../support/clean-up.js';
import { startConsoleServer, type ConsoleServer } from '../../support/console-server.js';
import { startBrowser, type TestBrowser } from '../../support/start-browser.js';

/** A script, an image that fails, an override of the direction, emoji, and a word of 100 KB. */
const HOSTILE = `<script>window.ran = 1</script><img src=x onerror="window.ran = 1">\u202Etxet desrever\u202C 🐉${'W'.repeat(100_000)}`;

describe('the console and its reader', () => {
  const cleanUp = createCleanUp();
  let server: ConsoleServer;
  let browser: TestBrowser;

  before(async () => {
    server = await startConsoleServer();
    cleanUp.add(() => server.close());
    for (const [index, id] of ['one', 'two', 'three'].entries())
      server.recent.add(buildStoredRecord(id, { at: Date.now() - index * 1000 }));
    browser = await startBrowser();
    cleanUp.add(() => browser.close());
  });
  after(() => cleanUp.run());

  it('shows hostile text, runs none of it, and keeps its shape', async () => {
    const { prompt } = buildStoredRecord('hostile');
    const record = buildStoredRecord('hostile', {
      ...{ at: Date.now() + 1000, route: HOSTILE, modelAsked: HOSTILE, tenant: HOSTILE },
      prompt: { ...prompt, messages: [{ role: 'user', text: HOSTILE }] },
    });
    const own = await startConsoleServer();
    cleanUp.add(() => own.close());
    own.recent.add(record);
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      const { page, assertClean } = await browser.open(own.url, { viewport });
      await page.locator('tbody tr[data-id="hostile"] a').click();
      await page
        .getByRole('region', { name: 'Text of user' })
        .getByText('<script>window.ran = 1</script>')
        .waitFor();
      await page.getByRole('button', { name: /^Show .* more characters$/ }).click();
      assert.equal(await page.evaluate('window.ran'), undefined);
      assert.equal(await page.evaluate('document.querySelectorAll("main script, main img").length'), 0);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
      assertClean();
      await page.context().close();
    }
  });

  it('is steered by the keyboard alone', async () => {
    const { page, assertClean } = await browser.open(server.url);
    await page.locator('tbody tr').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate('document.activeElement.closest("tr").dataset.id'), 'two');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Decision', exact: true }).waitFor();
    assert.match(page.url(), /id=two$/);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Decisions' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: 'Playground' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('g l ?');
    assert.equal(await page.getByRole('textbox', { name: 'Prompt', exact: true }).inputValue(), 'g l ?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assertClean();
  });

  it('says what is wrong, and what there is not', async () => {
    const { page } = await browser.open(`${server.url}#/decision?id=gone`);
    const alert = page.getByRole('alert');
    await alert.getByText('There is no decision "gone". If its answer has just ended').waitFor();
    await alert.getByRole('button', { name: 'Try again' }).waitFor();
    const empty = await startConsoleServer();
    cleanUp.add(() => empty.close());
    const { page: other } = await browser.open(empty.url);
    await other.getByText('No decision yet').waitFor();
    await empty.close();
    await other.getByRole('button', { name: 'Connecting' }).waitFor();
  });

  it('follows the system into the dark, and the reader out of it', async () => {
    const { page } = await browser.open(server.url, { colorScheme: 'dark' });
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Light').click();
    const light = await ground();
    assert.notEqual(light, dark);
    await page.reload();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    assert.equal(await ground(), light);
  });

  it('asks for the token once, again when it is wrong, and sends it with every question', async () => {
    const locked = await startConsoleServer({ token: 'right-token' });
    cleanUp.add(() => locked.close());
    locked.recent.add(buildStoredRecord('one'));
    const { page } = await browser.open(locked.url);
    const dialog = page.getByRole('dialog', { name: 'This address wants a token' });
    await dialog.getByLabel('Admin token').fill('wrong-token');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Admin token').fill('right-token');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await page.locator('tbody tr[data-id="one"]').waitFor();
    await page.locator('[data-state="live"]').waitFor();
    await page.reload();
    await page.locator('tbody tr[data-id="one"]').waitFor();
    assert.equal(await dialog.count(), 0);
    assert.equal(await page.evaluate('localStorage.getItem("dragoman-token")'), null);
  });
});
