// A payment plan runs: what its patient sees and changes, what the calendar and the bank do to it.

import assert from 'node:assert/strict';

import { axe, fits, outbox, screenshot, suite } from '../support/harness.mjs';
import { CARD, charged, chargesOnce, fillCard, owes, payOnHostedPage } from '../support/paying.mjs';
import { enterAs, newPatient } from '../support/people.mjs';
import { Calendar, cardsBecome, later, opensPlan, planSays, schedule, signsPlan } from '../support/plans.mjs';
import { button, cents, field, link, pattern, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 404/] };
const NO_MONEY = '4000 0000 0000 9995';
/** The worker looks every half second. */
const env = { TORTURE_TICK_MS: '500' };

/** Somebody with a running plan of 184.20 dollars in four payments. */
async function withPlan(page, portal, lang, options = {}) {
  const person = await newPatient(portal, { lang });
  await enterAs(page, person);
  const plan = await signsPlan(page, lang, options);
  return { person, plan };
}

const change = (page, lang, id) => link(page, lang, id).click();

suite(
  'plans life',
  ({ test }) => {
    test('the plan says what comes next, and nothing else asks for it', EITHER, async ({ page, portal, lang }) => {
      const { plan } = await withPlan(page, portal, lang);
      await page.getByText(text(lang, 'myplan-told-signed')).waitFor();
      assert.equal(cents(await page.locator('.hero-amount').textContent()), 4_605);
      const rows = await schedule(page);
      assert.deepEqual(rows.map((row) => row.amount), [4_605, 4_605, 4_605, 4_605]);
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-life-${lang}`);
      await page.goto('/home');
      await page.getByText(text(lang, 'home-nothing-yet'), { exact: true }).waitFor();
      assert.equal(await page.locator('.owed a.primary').count(), 0, 'nothing is asked for beside the plan');
      await page.locator('article.card', { hasText: '$46.05' }).waitFor();
      await axe(page);
      await fits(page);
      await page.goto('/pay');
      await page.getByText(text(lang, 'pay-nothing')).waitFor();
      await page.goto('/plans');
      await page.locator('article.card').getByRole('link').first().click();
      assert.equal(new URL(page.url()).pathname, plan);
      // The papers: words, schedule and dates, for this reader and no other.
      const pdf = await page.request.get(`${plan}/agreement.pdf`);
      assert.equal(pdf.headers()['content-type'], 'application/pdf');
      assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
      const dates = await (await page.request.get(`${plan}/dates.ics`)).text();
      assert.deepEqual(
        [...dates.matchAll(/DTSTART;VALUE=DATE:(\d{8})/g)].map(([, day]) => day),
        rows.map((row) => row.due.replaceAll('-', '')),
      );
      assert.doesNotMatch(dates, /Noor|Castellan|Visit/);
      const other = await newPatient(portal, { lang });
      await page.context().clearCookies();
      await enterAs(page, other);
      for (const path of ['', '/pay', '/history', '/join', '/change/pause', '/agreement.pdf', '/dates.ics']) {
        assert.equal((await page.request.get(plan + path)).status(), 404, path);
      }
    });

    test('paying by hand: the next one, more of it, all of it', EITHER, async ({ page, portal, lang }) => {
      const { plan } = await withPlan(page, portal, lang);
      await link(page, lang, 'myplan-pay', { amount: '$46.05' }).click();
      await axe(page);
      await fits(page);
      await chargesOnce(portal, 4_605, async () => {
        await button(page, lang, 'myplan-pay-go').click();
        await payOnHostedPage(page);
      });
      await page.goto(`${plan}/pay`);
      await page.locator('#choice-extra').check();
      await field(page, 'amount').fill('500');
      await button(page, lang, 'myplan-pay-go').click();
      await page.getByText(text(lang, 'error-plan-most')).first().waitFor();
      assert.equal(await field(page, 'amount').inputValue(), '500');
      await axe(page);
      await field(page, 'amount').fill('50');
      await button(page, lang, 'myplan-pay-go').click();
      await page.getByRole('heading', { level: 1, name: text(lang, 'myplan-extra-head', { amount: '$50.00' }) }).waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-extra-${lang}`);
      await chargesOnce(portal, 5_000, async () => {
        await button(page, lang, 'myplan-extra-smaller-do').click();
        await payOnHostedPage(page);
      });
      await page.goto(plan);
      const left = (await schedule(page)).filter((row) => row.state === '');
      assert.deepEqual(left.map((row) => row.amount), [2_939, 2_939, 2_937]);
      await page.goto(`${plan}/pay`);
      await page.locator('#choice-payoff').check();
      await button(page, lang, 'myplan-pay-go').click();
      await payOnHostedPage(page);
      await page.goto(plan);
      await page.getByRole('heading', { level: 1, name: text(lang, 'myplan-head-finished') }).waitFor();
      await axe(page);
      await fits(page);
      await owes(page, 0, lang);
    });

    test('days, a skip, a pause: each shown before it happens', EITHER, async ({ page, portal, lang }) => {
      const { plan } = await withPlan(page, portal, lang);
      const before = await schedule(page);
      await change(page, lang, 'myplan-wish-skip');
      await page.getByRole('heading', { level: 1, name: text(lang, 'myplan-skip-head') }).waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-skip-${lang}`);
      await button(page, lang, 'myplan-skip-do').click();
      await page.getByText(text(lang, 'myplan-told-changed')).waitFor();
      assert.deepEqual((await schedule(page)).slice(0, 3).map((row) => row.due), before.slice(1).map((row) => row.due));
      await change(page, lang, 'myplan-wish-skip');
      await page.getByText(pattern(lang, 'myplan-not-skip')).waitFor();
      await axe(page);

      // Sooner than agreed: only with consent, and nothing changes until it is given.
      await page.goto(`${plan}/change/days`);
      await field(page, 'day').fill('45');
      await button(page, lang, 'myplan-days-look').click();
      await page.getByText(text(lang, 'error-plan-month-day')).first().waitFor();
      await axe(page);
      const soon = later(before[0].due, 3);
      await page.locator('[name=rhythm][value=two-weeks]').check();
      await field(page, 'first').fill(soon);
      await button(page, lang, 'myplan-days-look').click();
      await page.getByText(text(lang, 'myplan-worse')).waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-worse-${lang}`);
      await button(page, lang, 'myplan-days-do').click();
      await page.getByText(text(lang, 'error-agree')).first().waitFor();
      await field(page, 'agree').check();
      await button(page, lang, 'myplan-days-do').click();
      await page.getByText(text(lang, 'myplan-told-changed')).waitFor();
      assert.deepEqual(
        (await schedule(page)).map((row) => row.due),
        [0, 14, 28, 42].map((days) => later(soon, days)),
      );

      await change(page, lang, 'myplan-wish-pause');
      await button(page, lang, 'myplan-pause-do').click();
      await page.getByRole('heading', { level: 1, name: text(lang, 'myplan-head-paused') }).waitFor();
      await axe(page);
      await change(page, lang, 'myplan-do-resume');
      await button(page, lang, 'myplan-do-resume').click();
      await page.getByText(text(lang, 'myplan-told-changed')).waitFor();
      await page.goto(`${plan}/history`);
      await page.getByText(text(lang, 'myplan-ev-skipped')).waitFor();
      await page.locator('details.plan-redrawn').first().locator('summary').click();
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-history-${lang}`);
    });

    test('a page that is out of date changes nothing', { expects: [/status of 422/] }, async ({ page, portal, lang }) => {
      const { plan } = await withPlan(page, portal, lang);
      await page.goto(`${plan}/change/cancel`);
      const elsewhere = await page.context().newPage();
      await elsewhere.goto(`${portal.url}${plan}/change/pause`);
      await button(elsewhere, lang, 'myplan-pause-do').click();
      await elsewhere.waitForURL(/\?changed$/);
      await elsewhere.close();
      await button(page, lang, 'myplan-cancel-do').click();
      await page.getByText(text(lang, 'error-moved')).first().waitFor();
      await button(page, lang, 'myplan-cancel-do').click();
      await page.getByText(text(lang, 'myplan-told-ended')).waitFor();
      await axe(page);
      await owes(page, 18_420, lang);
    });

    test('a card is stopped, removed, and never taken from again', EITHER, async ({ page, portal, lang }) => {
      const before = (await charged(portal)).length;
      await withPlan(page, portal, lang, { how: 'auto' });
      await page.getByText('Visa 4242').first().waitFor();
      await change(page, lang, 'myplan-wish-remove');
      await axe(page);
      await button(page, lang, 'myplan-remove-do').click();
      await page.getByText(text(lang, 'myplan-says-no-method')).waitFor();
      await axe(page);
      await screenshot(page, `plan-no-method-${lang}`);
      await button(page, lang, 'myplan-method-another').first().click();
      await (await fillCard(page)).press();
      await page.getByText(text(lang, 'myplan-told-method')).waitFor();
      await change(page, lang, 'myplan-wish-stop');
      await button(page, lang, 'myplan-stop-do').click();
      await page.getByText(text(lang, 'myplan-by-hand')).waitFor();
      await axe(page);
      assert.equal((await charged(portal)).length, before);
    });

    test('a new balance joins when its patient has seen what it does', EITHER, async ({ page, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      await enterAs(page, person);
      await page.goto('/plans/new');
      await page.locator('.plan-for summary').click();
      await page.locator('.tick', { hasText: '$55.80' }).getByRole('checkbox').uncheck();
      if (!page.js) await button(page, lang, 'new-plan-again').click();
      await button(page, lang, 'new-plan-go-on').click();
      await page.locator('[name=how][value=self]').check();
      await field(page, 'agree').check();
      await field(page, 'electronic').check();
      await button(page, lang, 'review-plan-sign').click();
      await page.waitForURL(/\?signed$/);
      await owes(page, 5_580, lang);
      await page.goto('/plans');
      await page.locator('article.card').getByRole('link').first().click();
      await page.getByText(text(lang, 'myplan-may-join', { amount: '$55.80' })).waitFor();
      await link(page, lang, 'myplan-join-link').click();
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-join-${lang}`);
      const join = button(page, lang, 'myplan-join-do', { amount: '$55.80' });
      await join.click();
      await page.getByText(text(lang, 'error-agree')).first().waitFor();
      await field(page, 'agree').check();
      await join.click();
      await page.getByText(text(lang, 'myplan-told-joined')).waitFor();
      const sum = (await schedule(page)).reduce((all, row) => all + row.amount, 0);
      assert.equal(sum, 18_420);
      await owes(page, 0, lang);
    });

    test('who helps sees amounts, pays what is due, and changes nothing', { expects: [/status of 404/, /status of 422/] }, async ({ page, open, portal, lang }) => {
      const { person, plan } = await withPlan(page, portal, lang, { how: 'auto' });
      const helper = await newPatient(portal, { lang, visits: [1_000] });
      await page.goto('/household');
      await field(page, 'email').fill(helper.email);
      await page.locator('[name=scope][value=amounts]').check();
      await button(page, lang, 'share-button').click();
      await page.waitForURL(/\?invited$/);
      const letter = (await outbox(open)).find((one) => one.links.some((href) => href.includes('/shared/')));
      const path = new URL(letter.links.find((href) => href.includes('/shared/'))).pathname;
      const theirs = await open({ lang });
      await theirs.goto(path);
      await field(theirs, 'password').fill(helper.password);
      await button(theirs, lang, 'shared-button').click();
      await theirs.waitForURL(/\/home$/);
      // From their own account the plan is one press away.
      await theirs.goto('/household');
      await theirs.getByRole('button', { name: text(lang, 'household-look') }).first().click();
      await theirs.waitForURL(/\/home$/);
      await theirs.goto('/plans');
      await theirs.locator('.plan-elsewhere').getByRole('button').click();
      await theirs.waitForURL(new RegExp(plan));
      const said = await theirs.locator('main').innerText();
      assert.doesNotMatch(said, /4242|Visit number/);
      await axe(theirs);
      for (const path of ['/history', '/join', '/change/pause', '/agreement.pdf', '/dates.ics']) {
        assert.equal((await theirs.request.get(plan + path)).status(), 404, path);
      }
      await theirs.goto(`${plan}/pay`);
      assert.equal(await theirs.locator('[name=choice]').count(), 1, 'only what is due');
      await chargesOnce(portal, 4_605, async () => {
        await button(theirs, lang, 'myplan-pay-go').click();
        await payOnHostedPage(theirs);
      });
      await opensPlan(page, person, plan);
      assert.equal((await schedule(page))[0].state, text(lang, 'myplan-one-paid'));
    });

    // The clock moves for everybody: these come last.
    test('announced, taken, declined, tried again, missed and brought back', { expects: [/status of 422/] }, async ({ page, open, portal, lang }) => {
      const { person, plan } = await withPlan(page, portal, lang, { how: 'auto' });
      const calendar = Calendar.of(portal);
      const [first, second] = (await schedule(page)).map((row) => row.due);
      const letters = async () =>
        (await outbox(open)).filter((letter) => letter.to.includes(person.email)).map((letter) => letter.subject);

      await calendar.until(later(first, -3));
      await planSays(page, person, plan, '$46.05');
      for (let tries = 0; !(await letters()).includes(text(lang, 'mail-plan-coming-taken-subject')); tries += 1) {
        assert.ok(tries < 30, JSON.stringify(await letters()));
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      await calendar.until(first);
      await planSays(page, person, plan, text(lang, 'myplan-ev-paid', { amount: '$46.05' }));
      assert.deepEqual((await charged(portal)).map((intent) => intent.amount).slice(0, 1), [4_605]);

      // The next one is declined for want of money, and tried again three days later.
      await cardsBecome(portal, NO_MONEY);
      await calendar.until(second);
      await planSays(page, person, plan, text(lang, 'myplan-try-money'));
      await page.getByText(pattern(lang, 'myplan-says-retry')).waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, 'plan-retry');
      for (const days of [3, 7]) {
        const tried = (await charged(portal)).length;
        await calendar.pass(days);
        await planSays(page, person, plan, text(lang, 'myplan-try-money'));
        assert.equal((await charged(portal)).length, tried, 'the bank says no again');
      }
      await planSays(page, person, plan, text(lang, 'myplan-says-declined'));
      await screenshot(page, 'plan-declined');

      // A payment by hand brings it back, and the card works again.
      await cardsBecome(portal, CARD.pays);
      await opensPlan(page, person, plan);
      await link(page, lang, 'myplan-pay', { amount: '$46.05' }).click();
      await button(page, lang, 'myplan-pay-go').click();
      await payOnHostedPage(page);
      await page.goto(plan);
      assert.equal((await schedule(page))[1].state, text(lang, 'myplan-one-paid'));
      await page.getByText(pattern(lang, 'myplan-says-taken')).waitFor();
    });

    test('a plan that broke is brought back with one press', { expects: [/status of 422/] }, async ({ page, portal, lang }) => {
      const calendar = Calendar.of(portal);
      const person = await newPatient(portal, { lang });
      await enterAs(page, person);
      const plan = await signsPlan(page, lang);
      const [first, second] = (await schedule(page)).map((row) => row.due);
      await calendar.until(later(first, 11));
      await planSays(page, person, plan, pattern(lang, 'myplan-says-behind'));
      await axe(page);
      await screenshot(page, 'plan-behind');
      await calendar.until(later(second, 11));
      await planSays(page, person, plan, text(lang, 'myplan-head-broken'));
      await axe(page);
      await screenshot(page, 'plan-broken');
      await owes(page, 18_420, lang);
      await page.goto(plan);
      await button(page, lang, 'myplan-do-cure').click();
      await page.getByText(text(lang, 'myplan-told-changed')).waitFor();
      await page.getByText(text(lang, 'myplan-says-by-hand')).waitFor();
    });
  },
  { env },
);
