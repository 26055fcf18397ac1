// Stripe's account beside the books: what nobody told us is found, and what differs is settled.

import assert from 'node:assert/strict';

import { axe, fits, signIn, suite } from '../support/harness.mjs';
import { booksAreRight, charged, control, intentOf, owes, pay, stripe, webhooksArrive } from '../support/paying.mjs';
import { DANA, enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { button, cents, pattern, shown, text } from '../support/words.mjs';

const DAY = 86_400;
/** A card whose money is there at once, and can be paid out. */
const AT_ONCE = '4000 0000 0000 0077';

/** Presses "Check now", and gives what it says it found. */
async function checkNow(page) {
  await page.goto('/staff/reconcile');
  await button(page, 'en', 'reconcile-now').click();
  await page.waitForURL(/\?ran=\d+-\d+$/);
  const [, fresh, recovered] = page.url().match(/ran=(\d+)-(\d+)$/);
  return { fresh: Number(fresh), recovered: Number(recovered) };
}

const agrees = (page) => page.getByText(text('en', 'differences-none')).waitFor();

suite('reconciling', ({ test }) => {
  test('on a day on which nothing went wrong, Stripe and the books agree', { js: 'both' }, async ({ page, portal }) => {
    await pay(portal, await newPatient(portal));
    await webhooksArrive(portal);
    await enterAsStaff(page, portal);
    await page.goto('/staff/reconcile');
    await axe(page);
    const { fresh, recovered } = await checkNow(page);
    assert.ok(fresh >= 1);
    assert.equal(recovered, 0);
    await agrees(page);
    await axe(page);
    assert.deepEqual(await checkNow(page), { fresh: 0, recovered: 0 });
    await page.getByText(text('en', 'reconcile-ran-nothing')).waitFor();
  });

  test(
    'a refund made in Stripe’s dashboard is a difference, and one press takes it over',
    { langs: ['en', 'es'], js: 'turns', width: 360 },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      const payment = await pay(portal, person);
      const { id: intent } = await intentOf(portal, payment);
      await stripe(portal, '/refunds', { payment_intent: intent, amount: '2500' });
      await webhooksArrive(portal);
      const staff = await open({ lang: 'en', width: 1280 });
      await enterAsStaff(staff, portal);
      await checkNow(staff);
      const difference = staff.locator('li.case', { hasText: text('en', 'difference-refund-not-ours') });
      assert.equal(cents(await difference.locator('dl.sides').textContent()), -2_500);
      await axe(staff);
      await staff.goto('/staff/work');
      const item = staff.locator('li.work-item', { hasText: text('en', 'work-difference') });
      await axe(staff);
      await item.getByRole('link', { name: text('en', 'work-open') }).click();
      await difference.getByRole('button', { name: text('en', 'action-adopt-refund') }).click();
      await staff.getByText(text('en', 'reconcile-resolved')).waitFor();
      await agrees(staff);
      await axe(staff);
      await staff.goto('/staff/work');
      assert.equal(await item.count(), 0);
      await staff.goto(`/staff/payments/${payment}`);
      await staff.getByText(text('en', 'refund-asked-outside')).waitFor();
      await axe(staff);

      await enterAs(page, person);
      await page.goto(`/receipts/${payment}`);
      await page.locator('.returns li', { hasText: pattern(lang, 'back-done', { to: 'card', amount: '$25.00' }) }).waitFor();
      await owes(page, 2_500, lang);
      await axe(page);
      await fits(page);
      await booksAreRight(portal);
    },
  );

  test(
    'a payment that no browser and no webhook ever told of is found',
    { js: 'both' },
    async ({ page, open, portal, lang }) => {
      const before = (await charged(portal)).length;
      const person = await newPatient(portal);
      // Held and never let go: these are lost.
      await control(portal, '/webhooks', { hold: true });
      const payment = await pay(portal, person, { returns: false });
      await control(portal, '/webhooks', {});
      const patient = await open();
      await enterAs(patient, person);
      await owes(patient, 18_420, lang);
      await enterAsStaff(page, portal);
      const { recovered } = await checkNow(page);
      assert.equal(recovered, 1);
      await page.getByText(pattern('en', 'reconcile-ran', { recovered: 1 })).waitFor();
      await agrees(page);
      await owes(patient, 0, lang);
      await patient.goto(`/receipts/${payment}`);
      await patient.locator('table.sums tfoot', { hasText: '$184.20' }).waitFor();
      assert.equal((await charged(portal)).length, before + 1);
    },
  );

  test(
    'without an answer from Stripe nothing changes, and it is said so',
    { js: false, expects: [/status of 502/, /status 502/] },
    async ({ page, portal }) => {
      await enterAsStaff(page, portal);
      await page.goto('/staff/reconcile');
      await control(portal, '/faults', { path: '/v1/balance_transactions', kind: 'error_before', times: 20 });
      await button(page, 'en', 'reconcile-now').click();
      await page.getByText(text('en', 'reconcile-no-answer')).waitFor();
      await fetch(`${portal.stripe}/_sandbox/faults`, { method: 'DELETE' });
    },
  );

  // The last one: it moves the clocks.
  test('a payout is shown with its parts, adds up, and is in the close of its day', {}, async ({ page, portal }) => {
    const person = await newPatient(portal, { visits: [10_000] });
    const payment = await pay(portal, person, { card: AT_ONCE });
    const { id: intent } = await intentOf(portal, payment);
    await stripe(portal, '/refunds', { payment_intent: intent, amount: '1000' });
    const payout = await control(portal, '/payouts');
    await webhooksArrive(portal);
    await enterAsStaff(page, portal);
    await checkNow(page);
    await page.locator('li.case').getByRole('button', { name: text('en', 'action-adopt-refund') }).click();
    await page.getByText(text('en', 'reconcile-resolved')).waitFor();
    await agrees(page);
    const row = page.getByRole('row', { name: new RegExp(payout.id) });
    await row.getByText(text('en', 'payout-yes'), { exact: true }).waitFor();
    await row.getByText(text('en', 'state-on-its-way')).waitFor();
    const sums = (await row.locator('td.num').allTextContents()).filter((cell) => cell.includes('$')).map(cents);
    assert.equal(sums.at(-1), payout.amount);
    assert.equal(sums.slice(0, -1).reduce((total, part) => total + part, 0), payout.amount);
    await axe(page);

    // The day on which it arrives.
    const day = new Date(payout.arrival_date * 1000).toISOString().slice(0, 10);
    await control(portal, '/clock', { advance: 4 * DAY });
    await portal.restart({ ahead: 4 * DAY });
    await page.context().clearCookies();
    await signIn(page, DANA, { path: '/staff/sign-in' });
    await checkNow(page);
    await row.getByText(text('en', 'payout-paid'), { exact: true }).waitFor();
    await page.goto(`/staff/close?day=${day}`);
    await row.getByText(shown(payout.amount)).waitFor();
    await axe(page);
    const csv = await (await page.request.get(`/staff/close.csv?day=${day}`)).text();
    const line = csv.split('\n').find((line) => line.includes(payout.id));
    assert.match(line, new RegExp(`,${(payout.amount / 100).toFixed(2)}$`));
    await booksAreRight(portal);
  });
});
