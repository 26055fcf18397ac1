// What a page costs, and the headers it comes with.

import assert from 'node:assert/strict';

import { signIn, suite } from '../support/harness.mjs';
import { payOnHostedPage } from '../support/paying.mjs';
import { MARIA, enterAs, newPatient } from '../support/people.mjs';
import { text } from '../support/words.mjs';

const SCRIPT = /\.(js|wasm)$/;
/** Both islands are one file: 117 kB of wasm and 6 kB of JavaScript. */
const MOST = 125_000;

suite('weight and headers', ({ test }) => {
  test('pages without an island load no script file and no wasm', {}, async ({ page, portal, lang }) => {
    const loaded = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await enterAs(page, await newPatient(portal));
    const visit = await page.locator('article.card a').first().getAttribute('href');
    for (const path of ['/home', visit, '/payments', '/settings', '/help'])
      await page.goto(path, { waitUntil: 'networkidle' });
    assert.deepEqual(
      loaded.filter((path) => SCRIPT.test(path)),
      [],
    );
    await page.goto('/pay');
    await page.getByRole('button', { name: text(lang, 'picker-submit') }).click();
    await payOnHostedPage(page);
    loaded.length = 0;
    await page.reload({ waitUntil: 'networkidle' });
    assert.deepEqual(
      loaded.filter((path) => SCRIPT.test(path)),
      [],
    );
  });

  test('what the islands of a page weigh', {}, async ({ page, portal }) => {
    await enterAs(page, await newPatient(portal));
    const loaded = new Set();
    page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
    await page.goto('/plans/new', { waitUntil: 'networkidle' });
    await page.goto('/pay', { waitUntil: 'networkidle' });
    const files = [...loaded].filter((path) => SCRIPT.test(path));
    assert.deepEqual(files.map((path) => path.split('.').pop()).sort(), ['js', 'wasm']);
    let weight = 0;
    for (const file of files) {
      const answer = await fetch(portal.url + file, { headers: { 'accept-encoding': 'br' } });
      assert.equal(answer.headers.get('content-encoding'), 'br', file);
      weight += Number(answer.headers.get('content-length'));
    }
    assert.ok(weight > 0 && weight <= MOST, `${weight} bytes`);
  });

  test('files are kept for a year, pages are not kept at all', {}, async ({ page, portal }) => {
    const answers = [];
    page.on('response', (response) => answers.push(response));
    await signIn(page, MARIA);
    await page.goto('/pay', { waitUntil: 'networkidle' });
    const files = answers.filter((answer) => new URL(answer.url()).pathname.startsWith('/pkg/'));
    assert.ok(files.length >= 3);
    for (const file of files) assert.match(file.headers()['cache-control'], /immutable/, file.url());
    const pages = answers.filter((answer) => !files.includes(answer) && answer.url().startsWith(portal.url));
    for (const each of pages) assert.equal(each.headers()['cache-control'], 'no-store', each.url());
  });

  test(
    'every answer to a browser carries the policy that keeps others out',
    { expects: [/status of 404/] },
    async ({ page }) => {
      const seen = [];
      page.on('response', (response) => response.request().isNavigationRequest() && seen.push(response));
      await signIn(page, MARIA);
      for (const path of [
        '/home',
        '/pay',
        '/payments',
        '/settings',
        '/help',
        '/outbox',
        '/register',
        '/forgot',
        '/staff/sign-in',
        '/nothing',
      ])
        await page.goto(path);
      const nonces = new Set();
      for (const answer of seen) {
        const headers = answer.headers();
        const policy = headers['content-security-policy'] ?? '';
        for (const part of [
          "default-src 'none'",
          "style-src 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'self'",
        ]) {
          assert.ok(policy.includes(part), `${answer.url()}: ${part}`);
        }
        assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.ok(headers['referrer-policy'] && headers['x-request-id']);
        nonces.add(policy.match(/'nonce-([^']+)'/)[1]);
      }
      assert.equal(nonces.size, seen.length, 'a nonce is never used twice');
    },
  );

  test('cookies are out of a script’s reach and stay with this site', {}, async ({ page }) => {
    await signIn(page, MARIA);
    for (const cookie of await page.context().cookies()) {
      assert.equal(cookie.httpOnly, true, cookie.name);
      assert.notEqual(cookie.sameSite, 'None', cookie.name);
    }
  });
});
