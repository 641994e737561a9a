import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import assert from 'node:assert/strict';

/** A page, and what a reader should never have to see. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the page and its console. */
  readonly complaints: readonly string[];
  /** Every request, as the page made it. */
  readonly requests: readonly URL[];
  /** Fails the test for any complaint, and for any request to another origin. */
  readonly assertClean: () => void;
}

export interface TestBrowser {
  /** Opens a page that shares nothing with the others. */
  open(url: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

const VIEWPORT = { width: 1280, height: 800 };

/**
 * Starts the Chromium that `DRAGOMAN_CHROMIUM` names, without a window.
 *
 * @throws Error when it names none; `npm test` fetches one where there is one
 */
export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = process.env['DRAGOMAN_CHROMIUM'];
  if (executablePath === undefined) throw new Error('Set DRAGOMAN_CHROMIUM to the path of a Chromium.');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    open: (url, options = {}) => openPage(browser, url, options),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 1, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: URL[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(new URL(request.url())));
  await page.goto(url);
  return {
    page,
    complaints,
    requests,
    assertClean: () => {
      assert.deepEqual(complaints, []);
      const { origin } = new URL(url);
      const foreign = requests.filter((request) => request.origin !== origin && request.protocol !== 'data:');
      assert.deepEqual(foreign.map(String), []);
    },
  };
}
