// Staff give money back, and the patient is told what has really happened to it.

import assert from 'node:assert/strict';

import { axe, fits, letterTo, suite, tellsNothing } from '../support/harness.mjs';
import { CARD, booksAreRight, control, pay, stripe, webhooksArrive } from '../support/paying.mjs';
import { RAVI, enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { button, field, pattern, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360 };
const REFUSED = [/status of 422/];

const paymentPage = (payment) => `/staff/payments/${payment}`;

/** Fills in and presses "Give back" on the payment's page. */
async function giveBack(page, { amount, reason = 'courtesy', note = '' }) {
  await field(page, 'amount').fill(amount);
  await field(page, 'reason').selectOption(reason);
  await field(page, 'note').fill(note);
  await button(page, 'en', 'give-back-button').click();
}

/** The refunds that the stand-in made of what this test began with: amounts, newest first. */
async function refunded(portal, known) {
  const { data } = await stripe(portal, '/refunds?limit=100');
  return data.slice(0, data.length - known).map((refund) => refund.amount);
}

const howMany = async (portal) => (await stripe(portal, '/refunds?limit=100')).data.length;

/** Cases under "Given back": `{ amount, text }`, newest first. */
const cases = (page) => page.locator('section[aria-labelledby=refunds] li.case');

/** What the patient reads about refunds: on the history and on the receipt, which say the same. */
async function toldThePatient(page, payment, sentence) {
  for (const path of ['/payments', `/receipts/${payment}`]) {
    await page.goto(path);
    await page.locator('.returns li', { hasText: sentence }).waitFor();
    await axe(page);
    await fits(page);
  }
}

suite('refunds', ({ test }) => {
  test(
    'part of a payment goes back, once however often it is pressed, and the patient sees how far it is',
    EITHER,
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      const payment = await pay(portal, person, { card: CARD.refundPends });
      const before = await howMany(portal);
      const staff = await open({ lang: 'en', width: 1280 });
      await enterAsStaff(staff, portal);
      await staff.goto(paymentPage(payment));
      const press = await field(staff, 'press').inputValue();
      // The stand-in's bank sends pending money on by itself after five seconds: not before all has been read.
      await control(portal, '/clock', { freeze: Math.floor(Date.now() / 1000) });
      await giveBack(staff, { amount: '30.00' });
      await cases(staff).getByText(text('en', 'refund-on-the-way-what')).waitFor();
      await axe(staff);
      const again = { press, amount: '30.00', reason: 'courtesy', note: '' };
      await staff.request.post(`${paymentPage(payment)}/refund`, { form: again });
      assert.deepEqual(await refunded(portal, before), [3_000]);

      await enterAs(page, person);
      const lately = page.locator('.row', { hasText: text(lang, 'lately-sent-back') });
      await lately.getByText(text(lang, 'state-on-its-way')).waitFor();
      await axe(page);
      await fits(page);
      const to = { to: 'card', amount: '$30.00' };
      await toldThePatient(page, payment, pattern(lang, 'back-on-the-way', to));

      // The stand-in's bank takes its time; both sides say so until it has ended.
      await control(portal, '/clock', { advance: 6, resume: true });
      await webhooksArrive(portal);
      await toldThePatient(page, payment, pattern(lang, 'back-done', to));
      await page.goto('/home');
      assert.equal(await lately.getByText(text(lang, 'state-on-its-way')).count(), 0);
      await staff.goto(paymentPage(payment));
      await cases(staff).getByText(text('en', 'refund-done'), { exact: true }).waitFor();
      await staff.getByText(text('en', 'payment-partly-refunded'), { exact: true }).waitFor();
      await axe(staff);

      tellsNothing(await letterTo(open, person, lang, 'mail-refund-subject'));
    },
  );

  test(
    'what cannot be given back comes back as typed, with what is wrong',
    { js: 'both', expects: REFUSED },
    async ({ page, portal }) => {
      const person = await newPatient(portal);
      const payment = await pay(portal, person);
      const before = await howMany(portal);
      await enterAsStaff(page, portal);
      await page.goto(paymentPage(payment));
      assert.equal(await field(page, 'amount').inputValue(), '184.20');
      for (const [typed, wrong, error] of [
        [{ amount: '184.21' }, 'amount', 'error-refund-most'],
        [{ amount: 'ten' }, 'amount', 'error-amount-form'],
        [{ amount: '0' }, 'amount', 'error-amount-form'],
        [{ amount: '10', reason: '' }, 'reason', 'error-reason'],
        [{ amount: '10', reason: 'other' }, 'note', 'error-note'],
      ]) {
        await giveBack(page, typed);
        await page.locator(`#${wrong}-error`).getByText(text('en', error)).waitFor();
        assert.equal(await field(page, 'amount').inputValue(), typed.amount);
        assert.equal(await field(page, wrong).getAttribute('aria-invalid'), 'true');
        await axe(page);
      }
      assert.deepEqual(await refunded(portal, before), []);
      await giveBack(page, { amount: '10', reason: 'other', note: 'Promised <b>on the phone</b>' });
      await cases(page).getByText('Promised <b>on the phone</b>').waitFor();
      assert.deepEqual(await refunded(portal, before), [1_000]);
    },
  );

  test(
    'above the limit a second person agrees, or says no, and nothing moves before',
    { js: 'both', expects: REFUSED },
    async ({ page, open, portal }) => {
      const person = await newPatient(portal, { visits: [52_000] });
      const payment = await pay(portal, person);
      const before = await howMany(portal);
      await enterAsStaff(page, portal);
      await page.goto(paymentPage(payment));
      await page.getByText(text('en', 'give-back-second', { limit: '$200.00' })).waitFor();
      await giveBack(page, { amount: '200.01', reason: 'mistake' });
      const waiting = cases(page).first();
      await waiting.getByText(text('en', 'refund-waiting'), { exact: true }).waitFor();
      assert.equal(await waiting.getByRole('button', { name: text('en', 'refund-approve') }).count(), 0);
      const approve = `/staff/refunds/${await refundId(waiting, 'decline')}/approve`;
      const alone = await page.request.post(approve, { maxRedirects: 0 });
      assert.equal(alone.status(), 422);
      assert.match(await alone.text(), new RegExp(text('en', 'error-second-person')));
      assert.deepEqual(await refunded(portal, before), []);
      await axe(page);

      const second = await open();
      await enterAsStaff(second, portal, RAVI);
      await second.goto('/staff/work');
      const title = text('en', 'work-refund-approval', { amount: '$200.01' });
      await axe(second);
      const item = second.locator('li.work-item', { hasText: title });
      await item.getByText(person.name).waitFor();
      await item.getByRole('link', { name: text('en', 'work-open') }).click();
      await cases(second).getByRole('button', { name: text('en', 'refund-approve') }).click();
      await cases(second).getByText(text('en', 'refund-done'), { exact: true }).waitFor();
      await cases(second).getByText(text('en', 'refund-approved', { name: 'Ravi' })).waitFor();
      assert.deepEqual(await refunded(portal, before), [20_001]);
      await second.goto('/staff/work');
      assert.equal(await item.count(), 0);

      await page.goto(paymentPage(payment));
      await giveBack(page, { amount: '319.99' });
      await cases(page).first().getByText(text('en', 'refund-waiting'), { exact: true }).waitFor();
      await second.goto(paymentPage(payment));
      await cases(second).first().getByRole('button', { name: text('en', 'refund-decline') }).click();
      await cases(second).first().getByText(text('en', 'refund-declined'), { exact: true }).waitFor();
      await axe(second);
      // The page that is still open finds that it is decided.
      await cases(page).getByRole('button', { name: text('en', 'refund-take-back') }).click();
      await page.getByRole('alert').getByText(text('en', 'error-moved')).waitFor();
      await cases(page).first().getByText(text('en', 'refund-declined'), { exact: true }).waitFor();
      await axe(page);
      assert.deepEqual(await refunded(portal, before), [20_001]);

      const patient = await open();
      await enterAs(patient, person);
      await patient.goto(`/receipts/${payment}`);
      assert.equal(await patient.locator('.returns li').count(), 1);
      await booksAreRight(portal);
    },
  );

  test(
    'a request can be taken back by whoever made it',
    { js: 'both' },
    async ({ page, portal }) => {
      const payment = await pay(portal, await newPatient(portal, { visits: [30_000] }));
      const before = await howMany(portal);
      await enterAsStaff(page, portal);
      await page.goto(paymentPage(payment));
      await giveBack(page, { amount: '300' });
      await cases(page).getByRole('button', { name: text('en', 'refund-take-back') }).click();
      await cases(page).getByText(text('en', 'refund-declined'), { exact: true }).waitFor();
      assert.equal(await field(page, 'amount').inputValue(), '300.00');
      assert.deepEqual(await refunded(portal, before), []);
    },
  );

  test(
    'a refund that fails comes back to the work list, and goes another way',
    { ...EITHER, expects: REFUSED },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      const payment = await pay(portal, person, { card: CARD.refundFails });
      const staff = await open({ lang: 'en', width: 1280 });
      await enterAsStaff(staff, portal);
      await staff.goto(paymentPage(payment));
      await giveBack(staff, { amount: '40' });
      await cases(staff).getByText(text('en', 'refund-done'), { exact: true }).waitFor();
      await fail(portal);

      await enterAs(page, person);
      await toldThePatient(page, payment, pattern(lang, 'back-failed', { to: 'card', amount: '$40.00' }));
      tellsNothing(await letterTo(open, person, lang, 'mail-refund-failed-subject'));

      await staff.goto('/staff/work');
      const item = staff.locator('li.work-item', { hasText: person.name });
      await item.getByText(text('en', 'work-refund-failed', { amount: '$40.00' })).first().waitFor();
      await item.getByRole('link', { name: text('en', 'work-open') }).click();
      await cases(staff).getByText(text('en', 'refund-failure-expired_or_canceled_card')).waitFor();
      await axe(staff);
      await cases(staff).getByRole('button', { name: text('en', 'refund-retry') }).click();
      await cases(staff).first().getByText(text('en', 'refund-done'), { exact: true }).waitFor();
      await fail(portal);

      await staff.goto(paymentPage(payment));
      const failed = cases(staff).first();
      await failed.getByText(text('en', 'refund-by-hand'), { exact: true }).click();
      await failed.getByRole('button', { name: text('en', 'refund-by-hand-button') }).click();
      await staff.locator('#reference-error').getByText(text('en', 'error-reference')).waitFor();
      await axe(staff);
      await field(failed, 'reference').fill('7741');
      await failed.getByRole('button', { name: text('en', 'refund-by-hand-button') }).click();
      await cases(staff).first().getByText(text('en', 'refund-by-hand-done', { number: '7741' })).waitFor();
      await axe(staff);
      await staff.goto('/staff/work');
      assert.equal(await item.count(), 0);
      await page.goto(`/receipts/${payment}`);
      await page.locator('.returns li', { hasText: '$40.00' }).first().waitFor();
      await axe(page);
      await booksAreRight(portal);
    },
  );
});

/** The bank sends the newest refund back. */
async function fail(portal) {
  const { data } = await stripe(portal, '/refunds?limit=1');
  await control(portal, `/refunds/${data[0].id}/fail`);
  await webhooksArrive(portal);
}

async function refundId(row, verb) {
  const action = await row.locator(`form[action$="/${verb}"]`).getAttribute('action');
  return action.split('/').at(-2);
}
