// The hosted payment page, the stand-in behind it, and what the books must say afterwards.

import assert from 'node:assert/strict';

import { cents, text } from './words.mjs';

/** Test cards, by what they do. */
export const CARD = {
  pays: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  asks: '4000 0027 6000 3184',
};

/** What the product's secret key is here. */
const KEY = { authorization: 'Bearer sk_test_end2end' };

/** Waits for the hosted page and fills it in; `press` presses its button. */
export async function fillCard(page, number = CARD.pays) {
  // By its field and not by its address: of two presses the second takes the place of the first, and
  // waiting for an address ends with the first.
  await page.locator('#number').fill(number);
  await page.locator('#expiry').fill('12 / 34');
  await page.locator('#cvc').fill('123');
  await page.locator('#name').fill('Test Person');
  return { press: () => hostedButton(page).click() };
}

/** The hosted page's one button. */
export const hostedButton = (page) => page.locator('main button[type=submit]').first();

/** Pays on the hosted page and waits for the receipt; gives the receipt's path. */
export async function payOnHostedPage(page, number) {
  const { press } = await fillCard(page, number);
  await press();
  await page.waitForURL(/\/receipts\//);
  return new URL(page.url()).pathname;
}

/** Payments that went through at the stand-in, newest first. */
export async function charged(portal) {
  const answer = await fetch(`${portal.stripe}/v1/payment_intents?limit=100`, { headers: KEY });
  return (await answer.json()).data.filter((intent) => intent.status === 'succeeded');
}

/** Asserts that `body` makes the stand-in charge once, `amount` cents, and nothing else. */
export async function chargesOnce(portal, amount, body) {
  const before = (await charged(portal)).length;
  await body();
  const after = await charged(portal);
  assert.deepEqual(
    after.slice(0, after.length - before).map((intent) => intent.amount),
    [amount],
  );
}

/** Tells the stand-in something: `control(portal, '/webhooks', { hold: true })`. */
export async function control(portal, path, body) {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body ?? {}) };
  const answer = await fetch(`${portal.stripe}/_sandbox${path}`, request);
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
}

/** Waits until every webhook that is not held back has arrived. */
export const webhooksArrive = (portal) => control(portal, '/webhooks/drain?timeout_ms=15000');

/** Asserts what the home page says is owed, in cents. */
export async function owes(page, amount, lang = 'en') {
  await page.goto('/home');
  if (amount === 0) {
    const pay = text(lang, 'home-pay', { amount: '' }).trim();
    assert.equal(await page.locator('.hero-amount').count(), 0);
    assert.equal(await page.locator('.owed a.primary', { hasText: pay }).count(), 0);
  } else {
    assert.equal(cents(await page.locator('.hero-amount').textContent()), amount);
  }
}

/** Asserts that the portal's books are right, in themselves and beside the gateway's. */
export async function booksAreRight(portal) {
  const verdict = JSON.parse(await portal.command('verify', '--json'));
  assert.equal(verdict.ok, true, JSON.stringify(verdict.violations));
  assert.match(await portal.command('verify', '--gateway'), /the books are right/);
}
