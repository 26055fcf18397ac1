// The hosted page in a real browser: axe finds nothing, nothing overflows at 360 px, no script.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { order, sandbox } from './harness.mjs';

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => file && existsSync(file));
const skip = executablePath ? false : 'no Chromium found (set CHROMIUM)';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let it;
let browser;
before(async () => {
  if (skip) return;
  it = await sandbox('--merchant', 'Cedar Street Family Practice and Pediatrics', '--methods', 'card,us_bank_account');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
});
after(async () => { await browser?.close(); await it?.stop(); });

/** Where the payer goes back to: somewhere that answers. */
const back = () => `${it.url}/_sandbox/health?session={CHECKOUT_SESSION_ID}`;

async function check(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, `${name}: nothing sticks out`);
  // The page's own policy forbids scripts; the context lets axe in all the same.
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`), [], name);
  if (process.env.AUDIT_PICTURES) await page.screenshot({ path: `${process.env.AUDIT_PICTURES}/${name}.png`, fullPage: true });
}

for (const locale of ['en', 'es']) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${locale}, ${colorScheme}: form, errors, decline, authentication, paid`, { skip }, async () => {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const make = () => it.stripe.checkout.sessions.create(order(123456, { locale, success_url: back() }));

      let session = await make();
      await page.goto(session.url);
      assert.equal(await page.locator('html').getAttribute('lang'), locale);
      assert.ok(await page.getByText(locale === 'es' ? 'no es dinero real' : 'no real money').isVisible());
      await check(page, `${locale}-${colorScheme}-form`);

      await page.locator('button').click();
      assert.equal(await page.locator('[aria-invalid=true]').count(), 4);
      await check(page, `${locale}-${colorScheme}-errors`);

      const fill = async (number) => {
        await page.locator('#number').fill(number);
        await page.locator('#expiry').fill('12/34');
        await page.locator('#cvc').fill('123');
        await page.locator('#name').fill('Test Person');
        await page.locator('button').click();
      };
      await fill('4000000000000002');
      assert.ok(await page.getByRole('alert').isVisible());
      await check(page, `${locale}-${colorScheme}-declined`);

      await fill('4000002500003155');
      await page.waitForURL(/authenticate$/);
      await check(page, `${locale}-${colorScheme}-authenticate`);
      await page.locator('button[value=complete]').click();
      await page.waitForURL(/health\?session=cs_test_/);

      await page.goto(session.url);
      await check(page, `${locale}-${colorScheme}-complete`);

      session = await make();
      await page.goto(session.url);
      await page.locator('[value=us_bank_account]').check();
      assert.equal(await page.locator('#number').isVisible(), false, 'the choice shows its own fields without a script');
      await check(page, `${locale}-${colorScheme}-bank`);
      await page.locator('button').click();
      assert.equal(await page.locator('[value=us_bank_account]').isChecked(), true, 'the choice outlives a mistake');
      assert.deepEqual(await page.locator('[aria-invalid=true]').evaluateAll((all) => all.map((one) => one.id)), ['name']);
      await check(page, `${locale}-${colorScheme}-bank-errors`);
      await it.stripe.checkout.sessions.expire(session.id);
      await page.goto(session.url);
      await check(page, `${locale}-${colorScheme}-expired`);
      await context.close();
    });
  }
}

test('with scripts switched off a patient pays just the same', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const session = await it.stripe.checkout.sessions.create(order(5000, { success_url: back() }));
  await page.goto(session.url);
  for (const [field, value] of Object.entries({ number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123', name: 'Test Person' })) {
    await page.locator(`#${field}`).fill(value);
  }
  await page.getByRole('button').click();
  await page.waitForURL(/health\?session=cs_test_/);
  assert.equal((await it.stripe.checkout.sessions.retrieve(session.id)).payment_status, 'paid');
  await context.close();
});

test('by keyboard alone a patient chooses the bank and pays', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const session = await it.stripe.checkout.sessions.create(order(5000, { locale: 'es', success_url: `${it.url}/_sandbox/health` }));
  await page.goto(session.url);
  const keys = page.keyboard;
  await keys.press('Tab');
  await keys.press('ArrowDown');
  await keys.press('Tab');
  await keys.press('Tab');
  await keys.type('Test Person');
  await keys.press('Enter');
  await page.waitForURL(/health$/);
  const { payment_intent: intent, status } = await it.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  assert.deepEqual([status, intent.status], ['complete', 'processing']);
  await context.close();
});
