// Money from a bank account takes days, and may come back: every page says how far it is.

import assert from 'node:assert/strict';

import { axe, fits, suite } from '../support/harness.mjs';
import { booksAreRight, control, hostedButton, intentOf, owes, payByBank, webhooksArrive } from '../support/paying.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { cents, field, pattern, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360 };
/** Stripe's dashboard, where a practice switches bank debits on. */
const env = { STRIPE_SANDBOX_METHODS: 'card,us_bank_account' };

const payButton = (page, lang) => page.getByRole('button', { name: text(lang, 'picker-submit') });

/** The bank says what became of a payment: 'settle' or 'fail'. */
async function bankSays(portal, payment, word) {
  const { id } = await intentOf(portal, payment);
  await control(portal, `/debits/${id}/${word}`);
  await webhooksArrive(portal);
}

suite(
  'bank debits',
  ({ test }) => {
    test(
      'a bank payment is on its way until it has cleared, and then has a receipt',
      EITHER,
      async ({ page, open, portal, lang }) => {
        const person = await newPatient(portal, { lang });
        await enterAs(page, person);
        await page.goto('/pay');
        await payButton(page, lang).click();
        await page.locator('[name=method][value=us_bank_account]').check();
        await field(page, 'bank').selectOption('000123456789');
        await field(page, 'name').fill('Test Person');
        await hostedButton(page).click();
        await page.waitForURL(/\/pay\/checking\//);
        await page.getByRole('heading', { level: 1, name: text(lang, 'checking-bank') }).waitFor();
        await page.getByText(text(lang, 'checking-bank-what', { amount: '$184.20' })).waitFor();
        await axe(page);
        await fits(page);
        const payment = page.url().split('/').pop();

        await page.goto('/home');
        await page.getByText(text(lang, 'home-bank', { amount: '$184.20' })).waitFor();
        await axe(page);
        await fits(page);
        await page.goto('/payments');
        await page.locator('.row', { hasText: text(lang, 'state-on-its-way') }).waitFor();
        assert.equal(await page.locator('a[href^="/receipts/"]').count(), 0);
        await axe(page);
        const staff = await open({ lang: 'en', width: 1280 });
        await enterAsStaff(staff, portal);
        await staff.goto(`/staff/accounts/${person.guarantor}`);
        const figure = staff.locator('.figure', { hasText: text('en', 'staff-on-the-way') });
        assert.equal(cents(await figure.textContent()), 18_420);
        await staff.goto(`/staff/payments/${payment}`);
        await staff.getByText(text('en', 'give-back-later')).waitFor();
        await axe(staff);

        await bankSays(portal, payment, 'settle');
        await portal.command('reconcile');
        await owes(page, 0, lang);
        assert.equal(await page.getByText(text(lang, 'home-bank', { amount: '$184.20' })).count(), 0);
        await page.goto(`/receipts/${payment}`);
        await page.locator('dl.facts', { hasText: text(lang, 'method-bank') }).waitFor();
        await axe(page);
        await fits(page);
        await staff.reload();
        await staff.getByText(text('en', 'goes-to-bank')).waitFor();
        await booksAreRight(portal);
      },
    );

    test(
      'one that does not clear was not paid, and is due again',
      EITHER,
      async ({ page, portal, lang }) => {
        const person = await newPatient(portal, { lang });
        const payment = await payByBank(portal, person);
        await bankSays(portal, payment, 'fail');
        await enterAs(page, person);
        await owes(page, 18_420, lang);
        assert.equal(await page.getByText(text(lang, 'home-bank', { amount: '$184.20' })).count(), 0);
        await page.goto('/payments');
        await page.locator('.row', { hasText: text(lang, 'state-not-paid') }).waitFor();
        await axe(page);
        await booksAreRight(portal);
      },
    );

    test(
      'one that comes back after it had cleared is due again, and staff hear why',
      EITHER,
      async ({ page, open, portal, lang }) => {
        const person = await newPatient(portal, { lang, name: lang === 'en' ? 'Viggo' : 'Wanda' });
        const payment = await payByBank(portal, person);
        await bankSays(portal, payment, 'settle');
        await portal.command('reconcile');
        const { latest_charge: charge } = await intentOf(portal, payment);
        await control(portal, `/charges/${charge}/return`, { code: 'insufficient_funds' });
        await webhooksArrive(portal);
        await enterAs(page, person);
        await page.getByText(pattern(lang, 'home-returned', { amount: '$184.20' })).waitFor();
        await owes(page, 18_420, lang);
        await axe(page);
        await fits(page);
        await page.goto(`/receipts/${payment}`);
        await page.locator('.returns li', { hasText: pattern(lang, 'back-taken', { to: 'bank', amount: '$184.20' }) }).waitFor();
        await axe(page);
        const staff = await open({ lang: 'en', width: 1280 });
        await enterAsStaff(staff, portal);
        await staff.goto('/staff/work');
        const item = staff.locator('li.work-item', { hasText: person.name });
        await item.getByRole('link', { name: text('en', 'work-open') }).click();
        await staff.getByText(text('en', 'dispute-insufficient_funds')).waitFor();
        await axe(staff);
        await booksAreRight(portal);
      },
    );
  },
  { env },
);
