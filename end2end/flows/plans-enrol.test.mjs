// A patient sets a payment plan up alone: the calculator, the review, the signature, the card.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { charged, control, fillCard, hostedButton, pay } from '../support/paying.mjs';
import { enterAs, newPatient, post, staffCookie } from '../support/people.mjs';
import { button, cents, field, link, text } from '../support/words.mjs';

const EVERYWHERE = { langs: ['en', 'es'], js: 'both', width: 360, height: 740, expects: [/422/] };
const PLAN = /\/plans\/[0-9a-f-]{36}(\?\w+)?$/;

/** What each payment is, as the schedule on the page says. */
const payments = async (page) =>
  (await page.locator('.schedule tbody tr td:nth-child(3)').allTextContents()).map(cents);

/** The island has come: the button that nobody needs with it is gone. */
const ready = (page) => page.js && page.locator('#plan-again').waitFor({ state: 'detached' });

/** The schedule as it is after a change: by the island, or by asking the server. */
async function redrawn(page, lang, change) {
  await change();
  if (!page.js) await button(page, lang, 'new-plan-again').click();
}

async function review(page, lang) {
  await button(page, lang, 'new-plan-go-on').click();
  await button(page, lang, 'review-plan-sign').waitFor();
}

async function agree(page, how) {
  await page.locator(`[name=how][value=${how}]`).check();
  await field(page, 'agree').check();
  await field(page, 'electronic').check();
}

/** Someone at the review of a plan of all they owe, 184.20 dollars. */
async function atReview(page, portal, lang, options = {}) {
  const person = await newPatient(portal, { lang, ...options });
  await enterAs(page, person);
  await page.goto('/plans/new');
  await review(page, lang);
  return person;
}

/** The plans that the books hold of an account, as staff see them. */
async function plansOf(portal, person) {
  const headers = { cookie: await staffCookie(portal) };
  const page = await (await fetch(`${portal.url}/staff/accounts/${person.guarantor}`, { headers })).text();
  return new Set([...page.matchAll(/\/staff\/plans\/([0-9a-f-]{36})/g)].map(([, id]) => id));
}

suite('plans enrol', ({ test }) => {
  test(
    'a plan that takes itself: calculator, review, signature, card',
    EVERYWHERE,
    async ({ page, portal, lang, js }) => {
      const person = await newPatient(portal, { lang });
      await enterAs(page, person);
      await link(page, lang, 'way-over-time').click();
      await page.getByRole('heading', { level: 1, name: text(lang, 'new-plan-title') }).waitFor();
      assert.deepEqual(await payments(page), [4_605, 4_605, 4_605, 4_605]);
      await ready(page);
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-new-${lang}-${js}`);
      await redrawn(page, lang, () => page.locator('#count').selectOption('3'));
      await page.getByText(text(lang, 'new-plan-sum-many', { n: 3, amount: '$61.40' })).first().waitFor();
      assert.deepEqual(await payments(page), [6_140, 6_140, 6_140]);
      await review(page, lang);
      assert.deepEqual(await payments(page), [6_140, 6_140, 6_140]);
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-review-${lang}-${js}`);
      // Nothing is agreed to by default.
      await button(page, lang, 'review-plan-sign').click();
      for (const error of ['error-plan-how', 'error-agree', 'error-plan-electronic'])
        await page.getByText(text(lang, error)).first().waitFor();
      await axe(page);
      await fits(page);
      await agree(page, 'auto');
      await field(page, 'cap').fill('60');
      await button(page, lang, 'review-plan-sign').click();
      await page.getByText(text(lang, 'error-plan-cap')).first().waitFor();
      assert.equal((await plansOf(portal, person)).size, 0);
      await field(page, 'cap').fill('61.40');
      await button(page, lang, 'review-plan-sign').click();
      await (await fillCard(page)).press();
      await page.waitForURL(PLAN);
      assert.match(page.url(), /\?signed$/);
      await page.getByText(text(lang, 'myplan-told-signed')).waitFor();
      const [plan] = await plansOf(portal, person);
      assert.ok(page.url().includes(plan));
      assert.deepEqual(await charged(portal), [], 'nothing is charged at signing');
      // What it pays is not offered again.
      await page.goto('/plans/new');
      await page.getByText(text(lang, 'new-plan-nothing')).waitFor();
      assert.equal(await page.getByText(text(lang, 'new-plan-kept-in-plan')).count(), 2);
      await axe(page);
    },
  );

  test(
    'a plan that the patient pays by hand, some of it, every two weeks',
    EVERYWHERE,
    async ({ page, portal, lang }) => {
      const person = await newPatient(portal, { lang, visits: [12_840, 5_580, 30_000] });
      await enterAs(page, person);
      await page.goto('/plans/new');
      await ready(page);
      await page.locator('.plan-for summary').click();
      await page.locator('.tick', { hasText: '$300.00' }).getByRole('checkbox').uncheck();
      await field(page, 'rhythm').selectOption('two-weeks');
      await page.locator('#by-amount').check();
      await redrawn(page, lang, () => field(page, 'amount').fill('50'));
      await page.waitForFunction(() => document.querySelectorAll('.schedule tbody tr').length === 4);
      assert.deepEqual(await payments(page), [5_000, 5_000, 5_000, 3_420]);
      await axe(page);
      await fits(page);
      await review(page, lang);
      await agree(page, 'self');
      await button(page, lang, 'review-plan-sign').click();
      await page.waitForURL(PLAN);
      assert.equal((await plansOf(portal, person)).size, 1);
      await page.goto('/plans/new');
      assert.equal(await page.getByText(text(lang, 'new-plan-kept-in-plan')).count(), 2);
      assert.deepEqual(await payments(page), [7_500, 7_500, 7_500, 7_500]);
    },
  );

  test('what is not offered is refused with what is', EVERYWHERE, async ({ page, portal, lang, js }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    await page.goto('/plans/new');
    await ready(page);
    await page.locator('#by-amount').check();
    await field(page, 'amount').fill('12');
    const said = text(lang, 'new-plan-wrong-amount', { least: '$46.05' });
    if (js) {
      assert.equal(await page.locator('#amount-error').isVisible(), false, 'nobody is told off while they type');
      await field(page, 'amount').blur();
      await page.locator('#amount-error', { hasText: said }).waitFor();
      await axe(page);
    }
    await button(page, lang, 'new-plan-go-on').click();
    await page.locator('.error-summary').getByRole('link', { name: said }).click();
    await page.locator('#amount-error', { hasText: said }).waitFor();
    assert.equal(await field(page, 'amount').inputValue(), '12');
    await axe(page);
    await fits(page);
    await ready(page);
    await field(page, 'amount').fill('46.05');
    await review(page, lang);
    assert.deepEqual(await payments(page), [4_605, 4_605, 4_605, 4_605]);
    // Back with everything as it was.
    await link(page, lang, 'review-plan-change').first().click();
    assert.equal(await field(page, 'amount').inputValue(), '46.05');
  });

  test('by keyboard, and read out when it has settled', {}, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    await page.goto('/plans/new');
    await ready(page);
    await page.locator('#count').focus();
    await page.keyboard.press('ArrowUp');
    await page.getByText('3 payments of $61.40').first().waitFor();
    const heard = page.locator('.plan-sum [role=status]');
    assert.equal((await heard.textContent()).trim(), '');
    await page.waitForFunction(() => document.querySelector('.plan-sum [role=status]').textContent.includes('61.40'));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'rhythm');
  });

  test('a double press signs once', { js: 'both' }, async ({ page, portal, lang }) => {
    const person = await atReview(page, portal, lang);
    await agree(page, 'self');
    await button(page, lang, 'review-plan-sign').dblclick();
    await page.waitForURL(PLAN);
    assert.equal((await plansOf(portal, person)).size, 1);
    // And so does the page that the browser goes back to.
    const first = page.url();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: text(lang, 'new-plan-title') }).waitFor();
    assert.equal(await page.getByText(text(lang, 'new-plan-kept-in-plan')).count(), 2);
    await page.goto(first);
    assert.equal((await plansOf(portal, person)).size, 1);
  });

  test(
    'a balance that changed meanwhile is shown, and nothing was signed',
    { langs: ['en', 'es'], js: 'turns', width: 360, expects: [/422/] },
    async ({ page, portal, lang }) => {
      const person = await atReview(page, portal, lang);
      await agree(page, 'self');
      await pay(portal, person, { amount: '20' });
      await button(page, lang, 'review-plan-sign').click();
      await page.getByText(text(lang, 'error-plan-owed')).waitFor();
      assert.equal((await plansOf(portal, person)).size, 0);
      assert.deepEqual(await payments(page), [4_105, 4_105, 4_105, 4_105]);
      assert.equal(await field(page, 'agree').isChecked(), true, 'what was answered stays');
      await axe(page);
      await fits(page);
      await button(page, lang, 'review-plan-sign').click();
      await page.waitForURL(PLAN);
      assert.equal((await plansOf(portal, person)).size, 1);
    },
  );

  test(
    'who leaves the card page is asked again, and can pay each one by themselves',
    EVERYWHERE,
    async ({ page, portal, lang }) => {
      const person = await atReview(page, portal, lang);
      await agree(page, 'auto');
      await button(page, lang, 'review-plan-sign').click();
      await page.waitForURL((url) => url.origin === portal.stripe);
      await hostedButton(page).waitFor();
      await page.locator('a[href*="/method"]').first().click();
      await page.getByRole('heading', { level: 1, name: text(lang, 'method-plan-stopped') }).waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, `plan-stopped-${lang}`);
      const method = new URL(page.url()).pathname;
      await button(page, lang, 'method-plan-go').click();
      await page.waitForURL((url) => url.origin === portal.stripe);
      // Interrupted: the plan waits.
      await page.goto(method);
      await page.getByRole('heading', { level: 1, name: text(lang, 'method-plan-unfinished') }).waitFor();
      await axe(page);
      await button(page, lang, 'method-plan-self').click();
      await page.waitForURL(PLAN);
      assert.match(page.url(), /\?signed$/);
      assert.equal((await plansOf(portal, person)).size, 1);
    },
  );

  test('a card that is refused can be another one', { expects: [/422/] }, async ({ page, portal, lang }) => {
    await atReview(page, portal, lang);
    await agree(page, 'auto');
    await button(page, lang, 'review-plan-sign').click();
    await (await fillCard(page, '4000 0000 0000 0002')).press();
    await page.locator('#number').waitFor();
    assert.equal(new URL(page.url()).origin, portal.stripe);
    await (await fillCard(page)).press();
    await page.waitForURL(PLAN);
  });

  test('while the gateway says nothing, so do we', { width: 360 }, async ({ page, portal, lang }) => {
    const person = await atReview(page, portal, lang);
    await agree(page, 'auto');
    await button(page, lang, 'review-plan-sign').click();
    const { press } = await fillCard(page);
    await control(portal, '/faults', { path: '/v1/checkout/sessions', method: 'GET', kind: 'error_before', times: 10_000 });
    await press();
    await page.getByRole('heading', { level: 1, name: text(lang, 'method-plan-checking') }).waitFor();
    await axe(page);
    await fits(page);
    await fetch(`${portal.stripe}/_sandbox/faults`, { method: 'DELETE' });
    await link(page, lang, 'method-plan-look-again').click();
    await page.waitForURL(PLAN);
    assert.equal((await plansOf(portal, person)).size, 1);
  });

  test('automatic payments begin on a plan that was paid by hand', { expects: [/422/] }, async ({ page, portal, lang }) => {
    const person = await atReview(page, portal, lang);
    await agree(page, 'self');
    await button(page, lang, 'review-plan-sign').click();
    await page.waitForURL(PLAN);
    const [plan] = await plansOf(portal, person);
    await page.goto(`/plans/${plan}/method`);
    await button(page, lang, 'method-plan-go').click();
    await page.getByText(text(lang, 'error-agree')).first().waitFor();
    await axe(page);
    await field(page, 'agree').check();
    await button(page, lang, 'method-plan-go').click();
    await (await fillCard(page)).press();
    await page.waitForURL(/\/plans\/[0-9a-f-]{36}\?method$/);
  });

  test('somebody else’s plan is not there, nor is signing for who only helps', { expects: [/404/] }, async ({ page, open, portal, lang }) => {
    const person = await atReview(page, portal, lang);
    await agree(page, 'self');
    await button(page, lang, 'review-plan-sign').click();
    await page.waitForURL(PLAN);
    const [plan] = await plansOf(portal, person);
    const stranger = await open({ lang });
    await enterAs(stranger, await newPatient(portal, { lang }));
    assert.equal((await stranger.goto(`/plans/${plan}/method`)).status(), 404);
    assert.equal((await stranger.goto(`/plans/method/${plan}`)).status(), 404);
    await post(portal, '/sign-out', {});
    assert.match((await fetch(`${portal.url}/plans/new`)).url, /sign-in/);
  });
});
