// Stripe does not say what became of a payment. Nobody claims to know, nobody is charged twice, and
// it is found out by itself, or put before a person the same day.

import assert from 'node:assert/strict';

import { axe, fits, signIn, suite } from '../support/harness.mjs';
import { charged, control, fillCard, owes } from '../support/paying.mjs';
import { DANA, enterAs, newPatient } from '../support/people.mjs';
import { text } from '../support/words.mjs';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const WAYS = [
  ['en', true],
  ['es', false],
];

suite('no answer', ({ test }) => {
  test(
    'a payment of which nobody knows is being checked, for the patient and for staff, until it is found out',
    { expects: [/status of 502/, /status 502/] },
    async ({ page: staff, open, portal }) => {
      const before = (await charged(portal)).length;
      await control(portal, '/webhooks', { hold: true });
      const payers = [];
      for (const [lang, js] of WAYS) {
        const page = await open({ lang, js, width: 360 });
        const person = await newPatient(portal, { lang, name: js ? 'Anouk' : 'Benito' });
        payers.push({ lang, page, person });
        await enterAs(page, person);
        await page.goto('/pay');
        await page.getByRole('button', { name: text(lang, 'picker-submit') }).click();
        const { press } = await fillCard(page);
        // From here on Stripe takes money and says nothing about it.
        await silence(portal);
        await press();
        await page.waitForURL(/\/pay\/checking\//);
        await page.getByRole('heading', { level: 1, name: text(lang, 'checking-head') }).waitFor();
        await page.getByText(text(lang, 'checking-once')).waitFor();
        await axe(page);
        await fits(page);
        await hears(portal);
      }
      assert.equal((await charged(portal)).length, before + 2);

      await silence(portal);
      await portal.restart({ ahead: HOUR + 5 * MINUTE });
      for (const { lang, page, person } of payers) {
        // An hour later the session has ended, too.
        await signIn(page, person, { lang });
        await page.goto('/home');
        await page.getByText(text(lang, 'home-checking', { amount: '$184.20' })).waitFor();
        await page.getByText(text(lang, 'home-checking-what')).waitFor();
        assert.equal(await page.getByText(text(lang, 'home-pay-open')).count(), 0, 'nobody knows that');
        await axe(page);
        await fits(page);
        await page.goto('/pay');
        await page.getByText(text(lang, 'home-checking', { amount: '$184.20' })).waitFor();
        assert.equal(await page.getByText(text(lang, 'pay-open', { amount: '$184.20' })).count(), 0);
        await axe(page);
        await fits(page);
        // Whoever presses all the same is not led to a second page.
        await page.getByRole('button', { name: text(lang, 'picker-submit') }).click();
        await page.getByText(text(lang, 'error-checking')).waitFor();
        await page.goto('/payments');
        await page.locator('.row', { hasText: text(lang, 'state-checking') }).waitFor();
        await page.getByText(text(lang, 'payments-checking')).waitFor();
        await axe(page);
        await fits(page);
      }

      await portal.restart({ ahead: 21 * HOUR });
      await signIn(staff, DANA, { path: '/staff/sign-in' });
      for (const { person } of payers) {
        const item = staff.locator('li.work-item', { hasText: person.name });
        await shows(staff, '/staff/work', item);
        await item.getByText(text('en', 'work-payment-unknown', { amount: '$184.20' })).first().waitFor();
        await item.getByText(text('en', 'work-payment-unknown-next')).waitFor();
      }
      await axe(staff);
      await staff.getByRole('link', { name: text('en', 'work-open') }).first().click();
      await staff.getByText(text('en', 'give-back-later')).waitFor();
      await axe(staff);

      // Stripe answers again, and the portal asks by itself.
      await hears(portal);
      await portal.restart({ ahead: 21 * HOUR + 5 * MINUTE });
      for (const { lang, page, person } of payers) {
        await signIn(page, person, { lang });
        await shows(page, '/payments', page.locator('a[href^="/receipts/"]'));
        await owes(page, 0, lang);
      }
      await shows(staff, '/staff/work', staff.getByText(text('en', 'work-none')));
      assert.equal((await charged(portal)).length, before + 2);
    },
  );
});

/** Opens a page again and again until it shows something that happens by itself. */
async function shows(page, path, what) {
  for (const limit = Date.now() + 30_000; Date.now() < limit; await page.waitForTimeout(250)) {
    await page.goto(path);
    if (await what.count()) return;
  }
  assert.fail(`${path} does not show ${what}`);
}

const silence = (portal) =>
  control(portal, '/faults', { path: '/v1/checkout/sessions', method: 'GET', kind: 'drop_before', times: 10_000 });

const hears = (portal) => fetch(`${portal.stripe}/_sandbox/faults`, { method: 'DELETE' });
