// What a flow's test file works with: a portal, a browser, and gates that every page passes.
//
//   import { suite } from '../support/harness.mjs';
//   suite('sign in', ({ test }) => {
//     test('a patient signs in', { js: 'both', langs: ['en', 'es'] }, async ({ page, lang }) => { … });
//   });
//
// The gates: nothing in the browser's console but what the test announced, no violation of the
// content security policy, no request to anyone but the portal (and the payment page), no 5xx.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test as nodeTest } from 'node:test';

import { chromium } from 'playwright-core';

import { booksAreRight } from './paying.mjs';
import { OUT, startPortal } from './portal.mjs';
import { button, field, text } from './words.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOCALE = { en: 'en-US', es: 'es-US' };
// The shell is Chromium without its windows: a page opens in a third of the time.
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);

/** Starts the browser: `CHROMIUM` in the environment, or where Debian and others put it. */
export function launch(moreArguments = []) {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find(existsSync);
  if (!executablePath) throw new Error('there is no Chromium: scripts/setup --test installs it, or set CHROMIUM');
  return chromium.launch({
    executablePath,
    args: [
      // Chromium's own sandbox refuses to run as root; these pages are ours.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...moreArguments,
    ],
  });
}

/**
 * A test file's frame: one portal and one browser for all of its tests, and after the last of them
 * a look at the books: whatever was done, not a cent is out of place.
 *
 * `test(name, options, body)` runs `body({ page, lang, js, portal, open })` in a fresh browser
 * context, once for each language in `langs` (default English) and for each of `js`: true
 * (default), false, 'both', or 'turns' (with JavaScript in the first language, without in the
 * second). `open(options)` gives further pages (another person's browser).
 */
export function suite(name, define, { env } = {}) {
  describe(name, () => {
    const shared = {};
    before(async () => {
      shared.portal = await startPortal(slug(name), env);
      shared.browser = await launch();
    });
    after(async () => {
      await shared.browser?.close();
      await shared.portal?.stop();
    });
    define({
      shared,
      test(title, options, body) {
        const { langs = ['en'], js = true, ...pageOptions } = options;
        for (const [turn, lang] of langs.entries()) {
          for (const withJs of { both: [true, false], turns: [turn % 2 === 0] }[js] ?? [js]) {
            nodeTest(`${title} (${lang}${withJs ? '' : ', no JavaScript'})`, (t) =>
              inContext(t, shared, { lang, js: withJs, ...pageOptions }, body),
            );
          }
        }
      },
    });
    nodeTest('and the books are right, here and at the gateway', () => booksAreRight(shared.portal));
  });
}

async function inContext(t, shared, options, body) {
  const opened = [];
  const open = async (more = {}) => {
    const page = await newPage(shared, { ...options, ...more });
    opened.push(page);
    return page;
  };
  try {
    const page = await open();
    await body({ t, page, open, portal: shared.portal, lang: options.lang, js: options.js });
    for (const each of opened) assert.deepEqual(each.problems, [], 'what the browser complained about');
  } catch (error) {
    for (const [index, each] of opened.entries()) {
      const file = join(OUT, `failed-${slug(t.name)}-${index}.png`);
      await each.screenshot({ path: file, fullPage: true }).catch(() => {});
      t.diagnostic(`${each.url()} → ${file}; the browser complained about ${JSON.stringify(each.problems)}`);
    }
    throw error;
  } finally {
    for (const each of opened) await each.context().close();
  }
}

/**
 * A page in a browser context of its own. Options: `lang` 'en' or 'es', `js`, `width` and `height`
 * in CSS pixels, `dark`, `expects` (patterns of console messages that belong to the test, such as a
 * page that answers 422).
 */
async function newPage({ browser, portal }, options) {
  const { lang = 'en', js = true, width = 1280, height = 900, dark = false, expects = [] } = options;
  const context = await browser.newContext({
    baseURL: portal.url,
    locale: LOCALE[lang],
    javaScriptEnabled: js,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.js = js;
  page.problems = [];
  const report = (problem) => {
    if (!expects.some((pattern) => pattern.test(problem))) page.problems.push(problem);
  };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) report(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => report(`script: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && ![portal.url, portal.stripe].includes(origin)) {
      report(`third party: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 500) report(`status ${response.status()}: ${response.url()}`);
  });
  return page;
}

/** Asserts that axe finds nothing. Without JavaScript axe never ends, so there it does nothing. */
export async function axe(page) {
  if (!page.js) return;
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async (tags) => {
      const { violations } = await globalThis.axe.run(document, { runOnly: tags });
      return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html.slice(0, 200)) }));
    },
    AXE_TAGS,
  );
  assert.deepEqual(found, [], `axe on ${page.url()}`);
}

/** Signs in as `{ email, password }`, at the patients' door or at `/staff/sign-in`. */
export async function signIn(page, login, { lang = 'en', path = '/sign-in' } = {}) {
  await page.goto(path);
  await field(page, 'email').fill(login.email);
  await field(page, 'password').fill(login.password);
  await button(page, lang, 'sign-in-button').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
}

/** Keeps a picture of the whole page in `end2end/out/NAME.png`, to be looked at. */
export async function screenshot(page, name) {
  const path = join(OUT, `${slug(name)}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

/**
 * The demo's outgoing mail, newest first: `{ subject, to, body, links }`. It opens the page in a
 * context of its own, so that it may be read in the middle of anything.
 */
export async function outbox(open) {
  const page = await open({ js: true, lang: 'en' });
  await page.goto('/outbox');
  return page.locator('article.letter').evaluateAll((letters) =>
    letters.map((letter) => ({
      subject: letter.querySelector('h2')?.textContent ?? '',
      to: letter.querySelector('.soft')?.textContent ?? '',
      body: letter.querySelector('.letter-body')?.textContent ?? '',
      links: [...letter.querySelectorAll('a')].map((link) => link.href),
    })),
  );
}

/** The newest letter to somebody under the subject of this message. */
export async function letterTo(open, person, lang, subject) {
  const theirs = (await outbox(open)).filter((letter) => letter.to.includes(person.email));
  const letter = theirs.find((one) => one.subject === text(lang, subject));
  assert.ok(letter, `no ${subject} among ${JSON.stringify(theirs.map((one) => one.subject))}`);
  return letter;
}

/** Asserts that whoever reads a letter over a shoulder learns no amount, no name and not what was done. */
export function tellsNothing({ subject, body }) {
  assert.doesNotMatch(subject + body, /\$|\d[.,]\d\d|Noor|Castellan|Visit number|Dr\. Chen/);
}

/** Asserts that nothing sticks out to the right, which a phone would scroll to. */
export async function fits(page) {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(excess <= 0, `${page.url()} is ${excess} pixels wider than the screen`);
}

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
