// A payer's bank takes a payment back: the patient learns why they owe again, staff what to do until
// when; and when it is won, everything is as it was.

import assert from 'node:assert/strict';

import { axe, fits, suite } from '../support/harness.mjs';
import {
  CARD,
  booksAreRight,
  control,
  intentOf,
  owes,
  pay,
  payOnHostedPage,
  stripe,
  webhooksArrive,
} from '../support/paying.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { button, link, pattern, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360 };

/** The dispute of one of our payments, as the stand-in has it. */
async function disputeOf(portal, payment) {
  const intent = await intentOf(portal, payment);
  const { data } = await stripe(portal, '/disputes?limit=100');
  return data.find((dispute) => dispute.payment_intent === intent.id);
}

async function ends(portal, payment, won) {
  const { id } = await disputeOf(portal, payment);
  await control(portal, `/disputes/${id}/resolve`, { won });
  await webhooksArrive(portal);
}

/** The item about somebody in the list of what waits. */
const item = (page, person) => page.locator('li.work-item', { hasText: person.name });

/** A patient whose bank has just taken a payment back. */
async function disputed(portal, options) {
  const person = await newPatient(portal, options);
  const payment = await pay(portal, person, { card: CARD.disputed });
  await webhooksArrive(portal);
  return { person, payment };
}

suite('chargebacks', ({ test }) => {
  test(
    'what a bank took back is due again, with a reason on every page; won, it is as it was',
    EITHER,
    async ({ page, open, portal, lang }) => {
      const name = lang === 'en' ? 'Ximena' : 'Yolanda';
      const { person, payment } = await disputed(portal, { lang, name });
      await enterAs(page, person);
      await page.getByText(pattern(lang, 'home-taken-back', { amount: '$184.20' })).waitFor();
      await page.getByText(text(lang, 'lately-taken-back')).waitFor();
      await axe(page);
      await fits(page);
      await owes(page, 18_420, lang);
      await page.goto('/payments');
      await page.locator('.row', { hasText: text(lang, 'state-taken-back') }).waitFor();
      for (const path of ['/payments', `/receipts/${payment}`]) {
        await page.goto(path);
        await page.locator('.returns li', { hasText: pattern(lang, 'back-taken', { to: 'card', amount: '$184.20' }) }).waitFor();
        await axe(page);
        await fits(page);
      }

      const staff = await open({ lang: 'en', width: 1280 });
      await enterAsStaff(staff, portal);
      await staff.goto('/staff/work');
      const waiting = item(staff, person);
      await waiting.getByText(text('en', 'work-chargeback', { amount: '$184.20' })).first().waitFor();
      assert.match(await waiting.locator('.work-when').textContent(), /[89] days left \d{4}-\d\d-\d\d \d\d:\d\d/);
      await axe(staff);
      await waiting.getByRole('link', { name: text('en', 'work-open') }).click();
      const dispute = staff.locator('section[aria-labelledby=chargebacks] li.case');
      await dispute.getByText(text('en', 'chargeback-needs-response'), { exact: true }).waitFor();
      await dispute.getByText(text('en', 'dispute-fraudulent')).waitFor();
      await dispute.getByText(text('en', 'chargeback-until')).waitFor();
      await dispute.getByText(text('en', 'chargeback-fee', { amount: '$15.00' })).waitFor();
      await staff.getByText(text('en', 'give-back-taken')).waitFor();
      await axe(staff);
      await staff.goto(`/staff/accounts/${person.guarantor}`);
      await staff.locator('.notice-wait', { hasText: pattern('en', 'hold-chargeback') }).waitFor();
      await staff.getByRole('row', { name: /−\$184\.20/ }).waitFor();
      await axe(staff);

      await ends(portal, payment, true);
      await owes(page, 0, lang);
      assert.equal(await page.getByText(pattern(lang, 'home-taken-back')).count(), 0);
      await page.goto(`/receipts/${payment}`);
      assert.equal(await page.locator('.returns li').count(), 0);
      await staff.reload();
      assert.equal(await staff.locator('.notice-wait').count(), 0);
      await staff.goto(`/staff/payments/${payment}`);
      await dispute.getByText(text('en', 'chargeback-won'), { exact: true }).waitFor();
      await axe(staff);
      await staff.goto('/staff/work');
      assert.equal(await item(staff, person).count(), 0);
      await booksAreRight(portal);
    },
  );

  test(
    'a lost one stays due, rests until a person has looked at it, and can be paid again',
    { js: 'both' },
    async ({ page, open, portal, lang, js }) => {
      const { person, payment } = await disputed(portal, { name: js ? 'Quentin' : 'Roberta' });
      await ends(portal, payment, false);
      const staff = await open();
      await enterAsStaff(staff, portal);
      await staff.goto('/staff/work');
      const lost = item(staff, person);
      await lost.getByText(text('en', 'work-no-deadline')).waitFor();
      await lost.locator('details.put-away summary').click();
      await lost.locator('[name=note]').fill('The patient will pay by card again.');
      await axe(staff);
      await lost.getByRole('button', { name: text('en', 'work-put-away-button') }).click();
      await staff.getByText(text('en', 'work-put-away')).waitFor();
      assert.equal(await lost.count(), 0);
      await staff.goto(`/staff/accounts/${person.guarantor}`);
      assert.equal(await staff.locator('.notice-wait').count(), 0);

      await enterAs(page, person);
      await link(page, lang, 'home-pay', { amount: '$184.20' }).click();
      await page.getByRole('button', { name: text(lang, 'picker-submit') }).click();
      await payOnHostedPage(page);
      await owes(page, 0, lang);
      await axe(page);
      await booksAreRight(portal);
    },
  );

  test(
    'a bank that only asks has taken nothing: staff see a question, the patient nothing',
    { js: false },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { name: 'Ulrich' });
      const payment = await pay(portal, person);
      const { latest_charge: charge } = await intentOf(portal, payment);
      await control(portal, `/charges/${charge}/dispute`, { inquiry: true, reason: 'unrecognized' });
      await webhooksArrive(portal);
      await enterAs(page, person);
      await owes(page, 0, lang);
      assert.equal(await page.locator('.owed .notice').count(), 0);
      const staff = await open({ js: true });
      await enterAsStaff(staff, portal);
      await staff.goto(`/staff/payments/${payment}`);
      const question = staff.locator('section[aria-labelledby=chargebacks] li.case');
      await question.getByText(text('en', 'chargeback-inquiry'), { exact: true }).waitFor();
      await question.getByText(text('en', 'dispute-unrecognized')).waitFor();
      await button(staff, 'en', 'give-back-button').waitFor();
      await axe(staff);
    },
  );
});
