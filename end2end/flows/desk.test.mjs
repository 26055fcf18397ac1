// Money at the desk: taken once, with a receipt for paper, and counted at the end of the day.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { axe, fits, suite } from '../support/harness.mjs';
import { booksAreRight, owes, pay } from '../support/paying.mjs';
import { enterAs, enterAsStaff, guarantorOf, newAccount, newPatient } from '../support/people.mjs';
import { button, cents, field, link, shown, text } from '../support/words.mjs';

const REFUSED = [/status of 422/];
const TAKEN = /\/staff\/payments\/[0-9a-f-]{36}\?taken$/;
const EVIL = "=cmd()|' /C calc'!A0";

/** Fills in "Take a payment" for an account; `press` presses its button. */
async function take(page, guarantor, { method, amount, reference }) {
  await page.goto(`/staff/accounts/${guarantor}/payment`);
  await page.locator(`[name=method][value=${method}]`).check();
  await field(page, 'amount').fill(amount);
  if (reference) await field(page, 'reference').fill(reference);
  return { press: () => button(page, 'en', 'take-button').click() };
}

async function taken(page, guarantor, what) {
  const { press } = await take(page, guarantor, what);
  await press();
  await page.waitForURL(TAKEN);
}

const figure = async (page, id) => cents(await page.locator('.figure', { hasText: text('en', id) }).textContent());

/** A receipt's amounts, from the first line to the sum. */
const lines = async (page) => (await page.locator('table.sums td').allTextContents()).map(cents);

/** What should be in the drawer, in cents. */
const expected = async (page) => [
  await figure(page, 'close-expected-cash'),
  await figure(page, 'close-expected-checks'),
];

async function count(page, cash, checks, note = '') {
  await field(page, 'counted_cash').fill((cash / 100).toFixed(2));
  await field(page, 'counted_checks').fill((checks / 100).toFixed(2));
  await field(page, 'note').fill(note);
  await page.locator('form[action="/staff/close"] button').click();
  await page.waitForURL(/\/staff\/close\?day=/);
}

/** A CSV file's lines as objects by its head. */
function rows(csv) {
  const [head, ...lines] = csv.trim().split('\n').map(cellsOf);
  return lines.map((line) => Object.fromEntries(head.map((name, n) => [name, line[n]])));
}

const cellsOf = (line) =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
    .slice(0, -1);

suite('the desk', ({ test }) => {
  test(
    'cash above what is due becomes a credit that both sides see, with a receipt for paper',
    { langs: ['en', 'es'], js: 'turns', width: 360 },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      const staff = await open({ lang: 'en', width: 1280 });
      await enterAsStaff(staff, portal);
      await staff.goto(`/staff/accounts/${person.guarantor}`);
      await link(staff, 'en', 'take-title').click();
      await staff.getByText(text('en', 'take-amount-hint', { amount: '$184.20' })).waitFor();
      await axe(staff);
      await taken(staff, person.guarantor, { method: 'cash', amount: '200' });
      await staff.getByText(text('en', 'payment-taken')).waitFor();
      const kept = staff.getByRole('row', { name: text('en', 'payment-kept') });
      assert.equal(cents(await kept.textContent()), 1_580);
      assert.deepEqual(await lines(staff), [12_840, 5_580, 1_580, 20_000]);
      await axe(staff);
      const payment = staff.url().match(/payments\/([0-9a-f-]+)/)[1];
      await staff.emulateMedia({ media: 'print' });
      for (const part of ['.rail', '.back', '.notice', 'form', '.demo-strip', '#give-back']) {
        for (const each of await staff.locator(part).all()) assert.equal(await each.isVisible(), false, part);
      }
      assert.equal(await staff.locator('.slip tfoot').isVisible(), true);
      await staff.emulateMedia({ media: 'screen' });
      await staff.goto(`/staff/accounts/${person.guarantor}`);
      assert.deepEqual([await figure(staff, 'staff-due'), await figure(staff, 'staff-credit')], [0, 1_580]);
      await axe(staff);

      await enterAs(page, person);
      const credit = page.locator('.notice-good', { hasText: text(lang, 'home-credit', { amount: '$15.80' }) });
      await credit.getByText(text(lang, 'home-credit-why')).waitFor();
      await owes(page, 0, lang);
      await axe(page);
      await fits(page);
      await page.goto(`/receipts/${payment}`);
      await page.locator('dl.facts', { hasText: text(lang, 'method-cash-desk') }).waitFor();
      await page.getByRole('row', { name: text(lang, 'receipt-credit') }).waitFor();
      assert.deepEqual(await lines(page), [12_840, 5_580, 1_580, 20_000]);
      await axe(page);
      await fits(page);
    },
  );

  test(
    'what is missing is asked for, and what was typed stays',
    { js: 'both', expects: REFUSED },
    async ({ page, portal }) => {
      const { guarantor } = await newPatient(portal);
      await enterAsStaff(page, portal);
      for (const [what, wrong, error] of [
        [{ method: 'check', amount: '50' }, 'reference', 'error-reference'],
        [{ method: 'terminal', amount: '50' }, 'reference', 'error-reference'],
        [{ method: 'cash', amount: 'fifty' }, 'amount', 'error-amount-form'],
        [{ method: 'cash', amount: '-5' }, 'amount', 'error-amount-form'],
        [{ method: 'cash', amount: '' }, 'amount', 'error-amount-form'],
      ]) {
        const { press } = await take(page, guarantor, what);
        await press();
        await page.locator(`#${wrong}-error`).getByText(text('en', error)).waitFor();
        assert.equal(await field(page, 'amount').inputValue(), what.amount);
        assert.equal(await page.locator(`[name=method][value=${what.method}]`).isChecked(), true);
      }
      await axe(page);
      const unsaid = await page.request.post(`/staff/accounts/${guarantor}/payment`, {
        form: { press: crypto.randomUUID(), amount: '5' },
      });
      assert.equal(unsaid.status(), 422);
      assert.match(await unsaid.text(), new RegExp(text('en', 'error-method')));
      await page.goto(`/staff/accounts/${guarantor}`);
      await page.getByText(text('en', 'account-payments-none')).waitFor();
    },
  );

  test(
    'a check pressed twice is one payment, and pays the chosen visit first',
    { js: 'both' },
    async ({ page, portal, js }) => {
      const { guarantor } = await newPatient(portal);
      await enterAsStaff(page, portal);
      const { press } = await take(page, guarantor, { method: 'check', amount: '60', reference: '1044' });
      await page.locator('#choice-visits').check();
      await page.locator('[name=visit]').nth(1).check();
      const key = await field(page, 'press').inputValue();
      if (js) await button(page, 'en', 'take-button').dblclick();
      else await press();
      await page.waitForURL(TAKEN);
      await page.locator('.slip', { hasText: '1044' }).waitFor();
      assert.deepEqual(await lines(page), [420, 5_580, 6_000]);
      const first = new URL(page.url()).pathname;
      const form = { press: key, method: 'check', amount: '60', reference: '1044', choice: 'oldest' };
      const again = await page.request.post(`/staff/accounts/${guarantor}/payment`, { form, maxRedirects: 0 });
      assert.match(again.headers().location, new RegExp(`^${first}`));
      await page.goto(`/staff/accounts/${guarantor}`);
      assert.equal(await page.locator('a[href^="/staff/payments/"]').count(), 1);
      assert.equal(await figure(page, 'staff-due'), 18_420 - 6_000);
    },
  );

  test(
    'the day is counted and closed, and says when it has changed since',
    { js: 'both', expects: REFUSED },
    async ({ page, portal, js }) => {
      await enterAsStaff(page, portal);
      const { guarantor } = await newPatient(portal);
      await taken(page, guarantor, { method: 'cash', amount: '20' });
      await taken(page, guarantor, { method: 'check', amount: '30', reference: '88' });
      await link(page, 'en', 'staff-close').click();
      await axe(page);
      await field(page, 'counted_cash').fill('a lot');
      await page.locator('form[action="/staff/close"] button').click();
      await page.locator('#counted_cash-error').getByText(text('en', 'error-amount-form')).waitFor();
      await axe(page);
      const [cash, checks] = await expected(page);
      assert.ok(cash >= 2_000 && checks >= 3_000);

      const newest = page.locator('li.case').first();
      await count(page, cash - 50, checks, js ? 'Half a dollar is missing.' : '');
      await newest.getByText(text('en', 'close-short', { amount: '$0.50' })).waitFor();
      await newest.getByText(text('en', 'close-by', { name: 'Dana' })).waitFor();
      await axe(page);
      await count(page, cash + 125, checks);
      await newest.getByText(text('en', 'close-over', { amount: '$1.25' })).waitFor();
      await count(page, cash, checks);
      await newest.getByText(text('en', 'close-agrees'), { exact: true }).waitFor();
      assert.equal(await newest.getByText(text('en', 'close-changed')).count(), 0);

      await taken(page, guarantor, { method: 'cash', amount: '7' });
      await page.goto('/staff/close');
      await newest.getByText(text('en', 'close-changed')).waitFor();
      assert.deepEqual(await expected(page), [cash + 700, checks]);
      await axe(page);
    },
  );

  test(
    'the day as a sheet adds up, and nothing in it is a formula',
    { js: 'both' },
    async ({ page, portal, js }) => {
      const evil = await newAccount(portal, { name: EVIL });
      await enterAsStaff(page, portal);
      const guarantor = await guarantorOf(portal, evil);
      await taken(page, guarantor, { method: 'check', amount: '12.34', reference: '=1+1' });
      await pay(portal, await newPatient(portal, { visits: [4_300] }));
      await page.goto('/staff/close');
      const loading = page.waitForEvent('download');
      await link(page, 'en', 'close-csv').click();
      const file = await loading;
      assert.match(file.suggestedFilename(), /^deposits-\d{4}-\d\d-\d\d\.csv$/);
      const csv = await readFile(await file.path(), 'utf8');
      const sheet = rows(csv);
      const line = sheet.filter((row) => row.name.includes('calc')).at(-1);
      assert.deepEqual([line.name, line.reference, line.taken], [`'${EVIL} Castellan`, "'=1+1", '12.34']);
      for (const cell of sheet.flatMap((row) => [row.number, row.name, row.reference])) {
        assert.doesNotMatch(cell, /^[=+@\t\r-]/);
      }
      const sum = (kind, what) =>
        sheet
          .filter((row) => row.line === kind && row.what === what)
          .reduce((total, row) => total + Math.round(Number(row.taken) * 100), 0);
      for (const method of ['cash', 'check', 'terminal']) assert.equal(sum('desk', method), sum('method', method));
      const online = page.getByRole('row', { name: text('en', 'method-card') });
      assert.match(await online.textContent(), new RegExp(shown(sum('method', 'card')).replace('$', '\\$')));
      assert.ok(sum('method', 'card') >= 4_300);
      if (!js) await booksAreRight(portal);
    },
  );
});
