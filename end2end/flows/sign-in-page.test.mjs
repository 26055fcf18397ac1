// The door: what a stranger meets first.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { button, field, link, text } from '../support/words.mjs';

const EVERYWHERE = { langs: ['en', 'es'], js: 'both' };

suite('the sign-in page', ({ test }) => {
  test('a stranger finds the form and the way in', { ...EVERYWHERE, width: 360 }, async ({ page, lang }) => {
    const response = await page.goto('/sign-in');
    assert.equal(response.status(), 200);
    await page.getByRole('heading', { level: 1, name: text(lang, 'sign-in-head') }).waitFor();
    assert.equal(await field(page, 'password').getAttribute('type'), 'password');
    await button(page, lang, 'sign-in-button').waitFor();
    await link(page, lang, 'sign-in-register').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `sign-in-360-${lang}`);
  });

  test('a page without an island loads no script file and no wasm', {}, async ({ page }) => {
    const loaded = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto('/sign-in', { waitUntil: 'networkidle' });
    assert.deepEqual(
      loaded.filter((path) => /\.(js|wasm)$/.test(path)),
      [],
    );
  });

  test('a stranger who asks for a bill is shown the door', { js: 'both' }, async ({ page }) => {
    await page.goto('/home');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
  });
});
