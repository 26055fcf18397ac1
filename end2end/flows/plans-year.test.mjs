// A year of a payment plan with a fake clock: enrolled by an offer beyond the rule, taken month by
// month, declined twice, paid extra, taken back by a bank and given back, and paid off.

import assert from 'node:assert/strict';

import { axe, screenshot, suite } from '../support/harness.mjs';
import { CARD, charged, control, fillCard, payOnHostedPage, webhooksArrive } from '../support/paying.mjs';
import { RAVI, enterAs, newPatient, post, staffCookie } from '../support/people.mjs';
import { Calendar, PLAN, cardsBecome, later, opensPlan, planSays, schedule } from '../support/plans.mjs';
import { button, field, link, pattern, text } from '../support/words.mjs';

const NO_MONEY = '4000 0000 0000 9995';
const env = { TORTURE_TICK_MS: '500' };

/** Staff offer more than the rule to one account, and a second person agrees. */
async function beyondTheRule(portal, { guarantor }, offer) {
  const account = `/staff/accounts/${guarantor}`;
  await post(portal, `${account}/exception`, offer, { cookie: await staffCookie(portal) });
  const second = { cookie: await staffCookie(portal, RAVI) };
  const shown = await (await fetch(portal.url + account, { headers: second })).text();
  const [, id] = shown.match(/exception\/decide[^]*?name="id" value="([0-9a-f-]{36})"/);
  await post(portal, `${account}/exception/decide`, { id, do: 'agree' }, second);
}

suite(
  'plans year',
  ({ test }) => {
    test('a year of a plan', { expects: [/status of 422/], width: 390, height: 840 }, async ({ page, portal, lang }) => {
      const calendar = Calendar.of(portal);
      const person = await newPatient(portal, { lang, visits: [60_000] });
      const offer = { months: '12', smallest: '25', until: later(calendar.today, 20), why: 'lost their job' };
      await beyondTheRule(portal, person, offer);

      // Enrolled: twelve payments of fifty dollars, with the disclosure, taken from a card.
      await enterAs(page, person);
      await page.goto('/plans/new');
      await page.locator('#plan-again').waitFor({ state: 'detached' });
      await page.locator('#count').selectOption('12');
      await button(page, lang, 'new-plan-go-on').click();
      await page.locator('[name=how][value=auto]').check();
      await field(page, 'cap').fill('60');
      await field(page, 'agree').check();
      await field(page, 'electronic').check();
      await button(page, lang, 'review-plan-sign').click();
      await (await fillCard(page)).press();
      await page.waitForURL(PLAN);
      const plan = new URL(page.url()).pathname;
      const rows = await schedule(page);
      assert.deepEqual(rows.map((row) => row.amount), Array(12).fill(5_000));
      await screenshot(page, 'plan-year-begins');

      const paidSoFar = async (amount) =>
        planSays(page, person, plan, text(lang, 'myplan-so-far', { paid: amount, total: '$600.00' }));
      /** The next payment's day comes, and it is taken. */
      const month = async (n, amount) => {
        await calendar.until(rows[n].due);
        await paidSoFar(amount);
      };
      await month(0, '$50.00');
      await month(1, '$100.00');

      // The first decline: no money, and three days later there is some.
      await cardsBecome(portal, NO_MONEY);
      await calendar.until(rows[2].due);
      await planSays(page, person, plan, pattern(lang, 'myplan-says-retry'));
      await cardsBecome(portal, CARD.pays);
      await calendar.pass(3);
      await paidSoFar('$150.00');
      await month(3, '$200.00');

      // The second: the bank says no for good, and another card is chosen.
      await cardsBecome(portal, CARD.declinesLater);
      await calendar.until(rows[4].due);
      await planSays(page, person, plan, text(lang, 'myplan-says-no-method'));
      await button(page, lang, 'myplan-method-another').first().click();
      await (await fillCard(page)).press();
      await page.getByText(text(lang, 'myplan-told-method')).waitFor();
      await paidSoFar('$250.00');

      // A hundred dollars more than is due: done sooner.
      await page.goto(`${plan}/pay`);
      await page.locator('#choice-extra').check();
      await field(page, 'amount').fill('100');
      await button(page, lang, 'myplan-pay-go').click();
      await button(page, lang, 'myplan-extra-fewer-do').click();
      await payOnHostedPage(page);
      await page.goto(plan);
      await paidSoFar('$350.00');
      assert.equal((await schedule(page)).filter((row) => row.state === '').length, 5);

      // The bank takes a payment back, and gives it back: the plan rests in between.
      await month(5, '$400.00');
      const [{ latest_charge: charge }] = await charged(portal);
      const dispute = await control(portal, `/charges/${charge}/dispute`);
      await webhooksArrive(portal);
      await planSays(page, person, plan, text(lang, 'myplan-head-paused'));
      await screenshot(page, 'plan-year-taken-back');
      await axe(page);
      await control(portal, `/disputes/${dispute.id}/resolve`, { won: true });
      await webhooksArrive(portal);
      await paidSoFar('$400.00');
      // What came back pays the next one; the one after it is taken on its day.
      const next = (await schedule(page)).find((row) => row.state === '');
      await calendar.until(next.due);
      await paidSoFar('$450.00');

      // Then all of it.
      await opensPlan(page, person, plan, lang);
      await link(page, lang, 'myplan-pay-early').click();
      await page.locator('#choice-payoff').check();
      await button(page, lang, 'myplan-pay-go').click();
      await payOnHostedPage(page);
      await page.goto(plan);
      await page.getByRole('heading', { level: 1, name: text(lang, 'myplan-head-finished') }).waitFor();
      await page.getByText(text(lang, 'myplan-says-finished', { amount: '$600.00' })).waitFor();
      await axe(page);
      await screenshot(page, 'plan-year-finished');
      await page.goto(`${plan}/history`);
      const told = await page.locator('main').innerText();
      for (const id of ['myplan-ev-signed', 'myplan-ev-declined', 'myplan-ev-method', 'myplan-ev-extra-fewer']) {
        assert.match(told, pattern(lang, id));
      }
      await axe(page);
      await screenshot(page, 'plan-year-history');
      const taken = (await charged(portal)).reduce((sum, intent) => sum + intent.amount, 0);
      assert.equal(taken, 60_000, 'not one cent more than was owed');
    });
  },
  { env },
);
