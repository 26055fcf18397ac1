// Whatever browsers, tabs and webhooks do, a patient is charged once and the balance is right.

import assert from 'node:assert/strict';

import { signIn, suite } from '../support/harness.mjs';
import {
  CARD,
  charged,
  chargesOnce,
  control,
  fillCard,
  owes,
  payOnHostedPage,
  webhooksArrive,
} from '../support/paying.mjs';
import { enterAs, newPatient } from '../support/people.mjs';
import { text } from '../support/words.mjs';

const payButton = (page, lang) => page.getByRole('button', { name: text(lang, 'picker-submit') });
const GONE = [/status of 410/];

/** The press on the hosted page arrives there, and the browser never follows the way back. */
async function payAndVanish(page) {
  await page.waitForURL(/\/c\/pay\//);
  const form = { number: CARD.pays, expiry: '12 / 34', cvc: '123', name: 'Test Person' };
  const answer = await page.request.post(page.url(), { form, maxRedirects: 0 });
  assert.match(answer.headers().location, /\/pay\/return\//);
}

suite('charged once', ({ test }) => {
  test(
    'a double click on Pay, here and on the hosted page, charges once',
    { js: 'both' },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal));
      await page.goto('/pay');
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).dblclick();
        await fillCard(page);
        await page.locator('main button[type=submit]').first().dblclick();
        await page.waitForURL(/\/receipts\//);
      });
      await owes(page, 0);
    },
  );

  test('ten presses of one page at once open one payment page', { js: false }, async ({ page, portal }) => {
    await enterAs(page, await newPatient(portal));
    await page.goto('/pay');
    const press = await page.locator('[name=press]').inputValue();
    const send = () => page.request.post('/pay', { form: { press, choice: 'all' }, maxRedirects: 0 });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    const places = new Set(answers.map((answer) => answer.headers().location));
    assert.deepEqual(
      [answers.map((answer) => answer.status()).every((status) => status === 303), places.size],
      [true, 1],
    );
  });

  test('two tabs that pay the same pay it once', { js: 'both' }, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal));
    const other = await page.context().newPage();
    await chargesOnce(portal, 18_420, async () => {
      for (const tab of [page, other]) {
        await tab.goto('/pay');
        await payButton(tab, lang).click();
      }
      const [first, second] = [await fillCard(page), await fillCard(other)];
      await first.press();
      await page.waitForURL(/\/receipts\//);
      await second.press();
      await other.waitForURL(/\/receipts\//);
    });
    assert.equal(new URL(page.url()).pathname, new URL(other.url()).pathname);
    await owes(page, 0);
  });

  test(
    'of two tabs with different choices only the newer can be paid',
    { js: 'both', expects: GONE },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal));
      const other = await page.context().newPage();
      await chargesOnce(portal, 5_580, async () => {
        await page.goto('/pay');
        await payButton(page, lang).click();
        const older = await fillCard(page);
        await other.goto('/pay');
        await other.locator('#choice-visits').check();
        await other.locator('[name=visit]').nth(1).check();
        await payButton(other, lang).click();
        await other.waitForURL(/\/c\/pay\//);
        await older.press();
        await page.getByRole('heading', { level: 1, name: /expired/ }).waitFor();
        await payOnHostedPage(other);
      });
      await owes(page, 12_840);
    },
  );

  test(
    'going back after paying and pressing again charges nothing',
    { js: 'both', expects: [/status of 422/] },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal));
      await page.goto('/pay');
      const press = await page.locator('[name=press]').inputValue();
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        await payOnHostedPage(page);
        const again = await page.request.post('/pay', { form: { press, choice: 'all' } });
        assert.match(again.url(), /\/receipts\//);
      });
      await owes(page, 0);
    },
  );

  test(
    'when the browser never comes back, the webhook posts the payment',
    { js: 'both', langs: ['en', 'es'] },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      await enterAs(page, person);
      await page.goto('/pay');
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        await payAndVanish(page);
      });
      await page.close();
      await webhooksArrive(portal);
      const later = await open();
      await signIn(later, person, { lang });
      await owes(later, 0, lang);
      await later.goto('/payments');
      assert.equal(await later.locator('.row a[href^="/receipts/"]').count(), 1);
    },
  );

  test(
    'when webhooks are late, the browser’s return posts it, and they change nothing',
    { js: 'both' },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal));
      await control(portal, '/webhooks', { hold: true });
      await page.goto('/pay');
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        await payOnHostedPage(page);
        await owes(page, 0);
        await control(portal, '/webhooks', {});
        await control(portal, '/webhooks/release', { order: 'reverse' });
        await webhooksArrive(portal);
      });
      await owes(page, 0);
      await page.goto('/payments');
      assert.equal(await page.locator('.row').count(), 1);
    },
  );

  test('webhooks that come twice and in disorder post once', {}, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal));
    await page.goto('/pay');
    await payButton(page, lang).click();
    await control(portal, '/webhooks', { hold: true });
    await payAndVanish(page);
    await owes(page, 18_420);
    await control(portal, '/webhooks', { duplicate: 3 });
    await control(portal, '/webhooks/release', { order: 'shuffle' });
    await webhooksArrive(portal);
    const events = await (
      await fetch(`${portal.stripe}/v1/events?type=checkout.session.completed&limit=1`, {
        headers: { authorization: 'Bearer sk_test_end2end' },
      })
    ).json();
    await control(portal, '/webhooks/resend', { event: events.data[0].id, times: 3 });
    await webhooksArrive(portal);
    await control(portal, '/webhooks', {});
    await owes(page, 0);
    await page.goto('/payments');
    assert.equal(await page.locator('.row').count(), 1);
  });

  test(
    'Stripe out of reach: nothing is charged, and it works a minute later',
    { js: 'both', expects: [/status of 502/, /status 502/] },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal));
      await control(portal, '/faults', {
        path: '/v1/checkout/sessions',
        method: 'POST',
        kind: 'error_before',
        times: 6,
      });
      const before = (await charged(portal)).length;
      await page.goto('/pay');
      await payButton(page, lang).click();
      await page.getByText(text(lang, 'error-gateway')).waitFor();
      assert.equal((await charged(portal)).length, before);
      await fetch(`${portal.stripe}/_sandbox/faults`, { method: 'DELETE' });
      await payButton(page, lang).click();
      await payOnHostedPage(page);
      await owes(page, 0);
    },
  );

  test(
    'an answer that Stripe lost on the way is asked for again, and charges once',
    { js: 'both' },
    async ({ page, portal, lang }) => {
      await enterAs(page, await newPatient(portal));
      await control(portal, '/faults', { path: '/v1/checkout/sessions', method: 'POST', kind: 'drop_after', times: 1 });
      await page.goto('/pay');
      await chargesOnce(portal, 18_420, async () => {
        await payButton(page, lang).click();
        await payOnHostedPage(page);
      });
      await owes(page, 0);
    },
  );
});
