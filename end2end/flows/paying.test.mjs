// A patient pays: everything, one visit, another amount; declined, asked, or changing their mind.

import assert from 'node:assert/strict';

import { axe, fits, letterTo, suite, tellsNothing } from '../support/harness.mjs';
import { CARD, chargesOnce, fillCard, hostedButton, owes, payOnHostedPage } from '../support/paying.mjs';
import { enterAs, newPatient } from '../support/people.mjs';
import { button, cents, field, link, shown, text } from '../support/words.mjs';

const EVERYWHERE = { langs: ['en', 'es'], js: 'both', width: 360 };
const REFUSED = [/status of 422/];

/** The island adds the amount to its button's name. */
const payButton = (page, lang) => page.getByRole('button', { name: text(lang, 'picker-submit') });

suite('paying', ({ test }) => {
  test(
    'paying all of it ends with a receipt, and nothing is owed',
    EVERYWHERE,
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      await enterAs(page, person);
      await link(page, lang, 'home-pay', { amount: '$184.20' }).click();
      await axe(page);
      await fits(page);
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        await payOnHostedPage(page);
      });
      await page
        .getByRole('heading', { level: 1, name: text(lang, 'receipt-thanks', { amount: '$184.20' }) })
        .waitFor();
      const sums = (await page.locator('table.sums td').allTextContents()).map(cents);
      assert.deepEqual(sums, [12_840, 5_580, 18_420]);
      await axe(page);
      await fits(page);
      tellsNothing(await letterTo(open, person, lang, 'mail-receipt-subject'));
      const receipt = new URL(page.url()).pathname;
      await owes(page, 0, lang);
      await page.goto('/payments');
      assert.equal(cents(await page.locator('.row b').textContent()), 18_420);
      assert.equal(await page.locator('.row a').getAttribute('href'), receipt);
      await axe(page);
      await fits(page);
    },
  );

  test('paying one visit leaves the other', EVERYWHERE, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    await page.locator('article.card', { hasText: '$55.80' }).getByRole('link').click();
    await link(page, lang, 'home-pay', { amount: '$55.80' }).click();
    assert.equal(await page.locator('#choice-visits').isChecked(), true);
    assert.equal(await page.locator('[name=visit]:checked').count(), 1);
    await chargesOnce(portal, 5_580, async () => {
      await payButton(page, lang).click();
      await payOnHostedPage(page);
    });
    await page.getByText(text(lang, 'receipt-left', { amount: '$128.40' })).waitFor();
    await owes(page, 12_840, lang);
  });

  test('paying another amount pays the oldest visit first', EVERYWHERE, async ({ page, portal, lang, js }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    await page.goto('/pay');
    await page.locator('#choice-amount').check();
    await field(page, 'amount').fill('150');
    if (js) {
      const summary = page.locator('.summary');
      await summary.getByText(text(lang, 'picker-left', { amount: '$34.20' })).waitFor();
      assert.deepEqual((await summary.locator('li .num').allTextContents()).map(cents), [12_840, 2_160]);
      await axe(page);
    }
    await chargesOnce(portal, 15_000, async () => {
      await payButton(page, lang).click();
      await payOnHostedPage(page);
    });
    assert.deepEqual((await page.locator('table.sums td').allTextContents()).map(cents), [12_840, 2_160, 15_000]);
    await owes(page, 3_420, lang);
  });

  test('one dollar is enough', { js: 'both', width: 360 }, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    await page.goto('/pay');
    await page.locator('#choice-amount').check();
    await field(page, 'amount').fill('1.00');
    await chargesOnce(portal, 100, async () => {
      await payButton(page, lang).click();
      await payOnHostedPage(page);
    });
    await owes(page, 18_320, lang);
  });

  test(
    'an amount that cannot be paid comes back as typed, with what is wrong',
    { ...EVERYWHERE, expects: REFUSED },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal, { lang }));
      await page.goto('/pay');
      for (const [typed, error, values] of [
        ['abc', 'error-amount-form'],
        ['0.99', 'error-amount-least', { least: '$1.00' }],
        ['184.21', 'error-amount-most', { most: '$184.20' }],
      ]) {
        await page.locator('#choice-amount').check();
        await field(page, 'amount').fill(typed);
        await payButton(page, lang).click();
        const wrong = page.locator('#amount-error');
        await wrong.getByText(text(lang, error, values)).waitFor();
        assert.equal(await field(page, 'amount').inputValue(), typed);
        assert.equal(await field(page, 'amount').getAttribute('aria-invalid'), 'true');
        assert.equal(new URL(page.url()).pathname, '/pay');
        await axe(page);
        await fits(page);
      }
    },
  );

  test(
    'some visits without a visit is asked again',
    { js: 'both', expects: REFUSED },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal, { lang }));
      await page.goto('/pay');
      await page.locator('#choice-visits').check();
      await payButton(page, lang).click();
      await page.locator('#visit-error').getByText(text(lang, 'error-no-visit')).waitFor();
    },
  );

  test('a receipt prints without what can only be pressed', EVERYWHERE, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang, visits: [9_000] }));
    await page.goto('/pay');
    await payButton(page, lang).click();
    const receipt = await payOnHostedPage(page);
    await page.goto(receipt);
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.menu', '.language', '.back', '.actions', '.demo-strip', '.no-print']) {
      for (const each of await page.locator(part).all()) assert.equal(await each.isVisible(), false, part);
    }
    await page.getByText('Riverside Family Medicine').first().waitFor();
    assert.equal(await page.locator('table.sums tfoot').isVisible(), true);
  });

  test(
    'a declined card can be followed by another one',
    { ...EVERYWHERE, expects: REFUSED },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal, { lang }));
      await page.goto('/pay');
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        const declined = await fillCard(page, CARD.declined);
        await declined.press();
        await page.getByRole('alert').waitFor();
        await payOnHostedPage(page);
      });
      await owes(page, 0, lang);
    },
  );

  test(
    'a bank that asks is answered, and the payment goes through',
    { js: 'both', width: 360 },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal, { lang }));
      await page.goto('/pay');
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        const asked = await fillCard(page, CARD.asks);
        await asked.press();
        await page.waitForURL(/\/authenticate$/);
        await hostedButton(page).click();
        await page.waitForURL(/\/receipts\//);
      });
      await owes(page, 0, lang);
    },
  );

  test('changing one’s mind loses nothing, and trying again works', EVERYWHERE, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    await page.goto('/pay');
    await page.locator('#choice-amount').check();
    await field(page, 'amount').fill('20');
    await payButton(page, lang).click();
    await page.waitForURL(/\/c\/pay\//);
    await page.locator('p.back a').click();
    await page.waitForURL(/\/pay\/cancelled\//);
    await page.getByRole('heading', { level: 1, name: text(lang, 'cancelled-head') }).waitFor();
    await axe(page);
    await fits(page);
    const cancelled = page.url();
    await owes(page, 18_420, lang);
    await page.getByText(text(lang, 'home-pay-open')).waitFor();
    await page.goto(cancelled);
    await chargesOnce(portal, 2_000, async () => {
      await button(page, lang, 'cancelled-again', { amount: shown(2_000) }).click();
      await payOnHostedPage(page);
    });
    await owes(page, 16_420, lang);
  });

  test('a patient who owes nothing is told so on the pay page', { js: 'both' }, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang, visits: [5_000] }));
    await page.goto('/pay');
    await payButton(page, lang).click();
    await payOnHostedPage(page);
    await page.goto('/pay');
    await page.getByText(text(lang, 'pay-nothing')).waitFor();
    await axe(page);
  });

  test(
    'the receipt’s link in the mail leads through the door to the receipt',
    { langs: ['en', 'es'], js: false },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang, visits: [6_000] });
      await enterAs(page, person);
      await page.goto('/pay');
      await payButton(page, lang).click();
      const receipt = await payOnHostedPage(page);
      const letter = await letterTo(open, person, lang, 'mail-receipt-subject');
      const elsewhere = await open();
      await elsewhere.goto(letter.links[0]);
      await elsewhere.waitForURL(/\/sign-in/);
      await field(elsewhere, 'email').fill(person.email);
      await field(elsewhere, 'password').fill(person.password);
      await button(elsewhere, lang, 'sign-in-button').click();
      await elsewhere.waitForURL((url) => url.pathname === receipt);
    },
  );
});
