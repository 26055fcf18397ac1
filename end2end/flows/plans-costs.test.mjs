// A practice that asks for interest and a late fee: who may say so, what the patient reads before they sign, what is
// paid at once, what is owed when a date has come, and what is not when everything is paid early.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { payOnHostedPage } from '../support/paying.mjs';
import { RAVI, enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { Calendar, opensPlan, planSays, schedule } from '../support/plans.mjs';
import { button, field, text } from '../support/words.mjs';

const PHONE = { width: 360, height: 740, expects: [/422/] };

suite(
  'plans costs',
  ({ test }) => {
    test('interest from the rule to the last payment', PHONE, async ({ page, portal, lang, open }) => {
      const calendar = Calendar.of(portal);
      const desk = await open({ width: 1280, expects: [/422/] });
      await enterAsStaff(desk, portal, RAVI);
      await desk.goto('/staff/plans/policy');
      await desk.getByText(text(lang, 'plan-rule-says-free')).waitFor();
      await field(desk, 'down_percent').fill('10');
      await field(desk, 'rate').fill('12');
      await field(desk, 'late_fee').fill('5');
      await button(desk, lang, 'plan-rule-save').click();
      await desk.getByText(text(lang, 'error-plan-allowed')).first().waitFor();
      assert.equal(await field(desk, 'rate').inputValue(), '12');
      await axe(desk);
      await screenshot(desk, 'plan-rule-costs');
      await field(desk, 'state_allows').check();
      await button(desk, lang, 'plan-rule-save').click();
      await desk.getByText(text(lang, 'plan-rule-saved')).waitFor();
      await desk.getByText(text(lang, 'plan-rule-says-rate', { rate: '12' })).waitFor();

      const person = await newPatient(portal, { lang, visits: [120_000] });
      await enterAs(page, person);
      await page.goto('/plans/new');
      await page.getByText(text(lang, 'terms-plan-interest', { rate: '12.00 %' })).waitFor();
      await button(page, lang, 'new-plan-go-on').click();
      await page.getByRole('heading', { name: text(lang, 'tila-title') }).waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, 'plan-costs-review');
      await page.locator('[name=how][value=self]').check();
      await field(page, 'agree').check();
      await field(page, 'electronic').check();
      await button(page, lang, 'review-plan-sign').click();
      // What is paid at once is paid with the same press.
      await payOnHostedPage(page);
      await page.goto('/plans');
      const plan = await page.locator('main a[href^="/plans/"]').evaluateAll(
        (links) => links.map((one) => one.pathname).find((path) => /[0-9a-f-]{36}$/.test(path)),
      );
      await page.goto(plan);
      assert.equal(await page.getByText(text(lang, 'myplan-down', { amount: '$120.00' })).count(), 0);
      const rows = await schedule(page);
      const total = rows.reduce((sum, row) => sum + row.amount, 0);
      assert.ok(total > 108_000, `${total} is more than is owed`);
      await screenshot(page, 'plan-costs-begins');

      await calendar.until(rows[0].due);
      await opensPlan(page, person, plan, lang);
      await page.goto('/home');
      await page.locator('a[href^="/visits/"]').first().click();
      await page.getByText(text(lang, 'step-plan-interest'), { exact: true }).waitFor({ timeout: 20_000 });
      await axe(page);
      await fits(page);
      await screenshot(page, 'plan-costs-visit');
      await page.goto(`${plan}/pay`);
      await page.locator('#choice-payoff').check();
      await button(page, lang, 'myplan-pay-go').click();
      await payOnHostedPage(page);
      await planSays(page, person, plan, text(lang, 'myplan-head-finished'));
      await page.goto('/history');
      await page.getByText(text(lang, 'history-plan-cost')).first().waitFor();
      await page.goto('/home');
      assert.doesNotMatch(await page.locator('main').innerText(), /\$[1-9][\d,.]* *due/i);
    });
  },
  { env: { TORTURE_TICK_MS: '500' } },
);
