// A code beside the password: set up with an app, asked for at the door, and wanted of everybody.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAsStaff, staffCookie } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

const EXPECTS = [/422/];

/** What an app shows with this key (RFC 6238), so many half minutes from now. */
function codeOf(key, later = 0) {
  const bits = [...key.replace(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac('sha1', secret).update(step).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function signIn(page, lang, { email, password }) {
  await page.goto('/staff/sign-in');
  await field(page, 'email').fill(email);
  await field(page, 'password').fill(password);
  await button(page, lang, 'sign-in-button').click();
}

suite('staff second factor', ({ test }) => {
  test('set up, asked for, a recovery code once, ended', { langs: ['en', 'es'], js: 'turns', expects: EXPECTS, width: 360, height: 740 }, async ({ page, portal, lang }) => {
    const login = { email: `second-${lang}@example.com`, password: freshPassword(), role: 'biller' };
    await portal.addStaff(login, 'riverside');
    await signIn(page, lang, login);
    await page.goto('/staff/second');
    await button(page, lang, 'second-begin').click();
    const key = await page.locator('.app-key').textContent();
    await axe(page);
    await fits(page);
    await screenshot(page, `second-begun-${lang}`);
    await field(page, 'code').fill('123456');
    await button(page, lang, 'second-confirm').click();
    await page.locator('#code-error').waitFor();
    assert.equal(await page.locator('.app-key').textContent(), key, 'the same key, still to be scanned');
    const first = codeOf(key);
    await field(page, 'code').fill(first);
    await button(page, lang, 'second-confirm').click();
    await page.locator('.recovery-codes').waitFor();
    // The same press once more is no mistake.
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const again = await fetch(`${portal.url}/staff/second`, {
      method: 'POST', body: new URLSearchParams({ do: 'confirm', code: first }), headers: { cookie }, redirect: 'manual',
    });
    assert.equal(again.status, 303);
    const codes = await page.locator('.recovery-codes li').allTextContents();
    assert.equal(codes.length, 10);
    await axe(page);
    await fits(page);

    await page.goto('/staff');
    await page.locator('form[action="/staff/sign-out"] button').click();
    await signIn(page, lang, login);
    await page.waitForURL('**/staff/sign-in/code');
    // The password opened nothing.
    await page.goto('/staff/patients');
    await page.waitForURL('**/staff/sign-in/code');
    await axe(page);
    await fits(page);
    await screenshot(page, `second-door-${lang}`);
    await field(page, 'code').fill(first);
    await button(page, lang, 'second-door-go').click();
    await page.locator('#code-error').waitFor();
    await field(page, 'code').fill(codeOf(key, 1));
    await button(page, lang, 'second-door-go').click();
    await page.waitForURL(`${portal.url}/staff`);

    await page.goto('/staff/second');
    await page.getByText(text(lang, 'second-codes-left', { n: 10 })).waitFor();
    await field(page, 'code').fill(codes[0]);
    await button(page, lang, 'second-end').click();
    await button(page, lang, 'second-begin').waitFor();
  });

  test('wanted of everybody; an administrator takes away what was lost', { expects: EXPECTS }, async ({ page, open, portal }) => {
    const login = { email: 'wanted@example.com', password: freshPassword(), role: 'front_desk' };
    await portal.addStaff(login, 'riverside');
    await enterAsStaff(page, portal);
    await page.goto('/staff/people');
    await page.locator('#required').check();
    await page.locator('form[action="/staff/people"] button').click();
    // Whoever asks it of others is asked as well.
    await page.waitForURL('**/staff/second');
    const desk = await open();
    await signIn(desk, 'en', login);
    await desk.waitForURL('**/staff/second');
    const cookie = await staffCookie(portal, DANA);
    const refused = await fetch(`${portal.url}/staff/patients`, { headers: { cookie }, redirect: 'manual' });
    assert.equal(refused.headers.get('location'), '/staff/second');
    for (const one of [page, desk]) {
      await button(one, 'en', 'second-begin').click();
      await field(one, 'code').fill(codeOf(await one.locator('.app-key').textContent()));
      await button(one, 'en', 'second-confirm').click();
      await one.locator('.recovery-codes').waitFor();
    }
    await desk.goto('/staff');
    await desk.getByRole('link', { name: text('en', 'staff-search-button') }).waitFor();
    await page.goto('/staff/people');
    await axe(page);
    await fits(page);
    await page.getByRole('row', { name: /wanted/ }).locator('form[action$="/second"] button').click();
    await page.waitForURL('**/staff/people?changed');
    await desk.goto('/staff');
    await desk.waitForURL('**/staff/sign-in');
    await page.locator('#required').uncheck();
    await page.locator('form[action="/staff/people"] button').click();
    await page.waitForURL('**/staff/people?changed');
  });
});
