// The hosted payment page, the stand-in behind it, and what the books must say afterwards.

import assert from 'node:assert/strict';

import { cents, text } from './words.mjs';

/** Test cards, by what they do. */
export const CARD = {
  pays: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  asks: '4000 0027 6000 3184',
  declinesLater: '4000 0000 0000 0341',
  disputed: '4000 0000 0000 0259',
  refundFails: '4000 0000 0000 5126',
  refundPends: '4000 0000 0000 7726',
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

/**
 * Pays all that somebody owes, or `amount` of it in dollars, by plain requests; gives the payment's
 * id. For flows that begin where a payment ends.
 */
export async function pay(portal, person, { card = CARD.pays, amount, returns = true } = {}) {
  const page = await openPage(portal, person, amount);
  const form = new URLSearchParams({ number: card, expiry: '12 / 34', cvc: '123', name: 'Test Person' });
  return finish(person, await fetch(page, { method: 'POST', body: form, redirect: 'manual' }), returns);
}

/** The same from a bank account, whose money takes days. */
export async function payByBank(portal, person) {
  const form = new URLSearchParams({ method: 'us_bank_account', bank: '000123456789', name: 'Test Person' });
  const page = await openPage(portal, person);
  return finish(person, await fetch(page, { method: 'POST', body: form, redirect: 'manual' }), true);
}

async function openPage(portal, person, amount) {
  const cookie = cookieOf(person);
  const shown = await (await fetch(`${portal.url}/pay`, { headers: { cookie } })).text();
  const press = shown.match(/name="press" value="([^"]+)"/)[1];
  const body = new URLSearchParams({ press, ...(amount ? { choice: 'amount', amount } : { choice: 'all' }) });
  const answer = await fetch(`${portal.url}/pay`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
  return answer.headers.get('location');
}

async function finish(person, answer, returns) {
  const back = answer.headers.get('location');
  assert.match(back ?? '', /\/pay\/return\//);
  if (returns) await fetch(back, { headers: { cookie: cookieOf(person) }, redirect: 'manual' });
  return new URL(back).pathname.split('/').pop();
}

const cookieOf = (person) => person.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

/** What the stand-in's API answers to a request with the product's key. */
export async function stripe(portal, path, fields) {
  const request = fields && { method: 'POST', body: new URLSearchParams(fields) };
  const answer = await fetch(`${portal.stripe}/v1${path}`, { headers: KEY, ...request });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

/** Payments that went through at the stand-in, newest first. */
export async function charged(portal) {
  const { data } = await stripe(portal, '/payment_intents?limit=100');
  return data.filter((intent) => intent.status === 'succeeded');
}

/** What the stand-in holds of one of our payments: its payment intent. */
export async function intentOf(portal, payment) {
  const { data } = await stripe(portal, '/payment_intents?limit=100');
  const intent = data.find((intent) => Object.values(intent.metadata).includes(payment));
  assert.ok(intent, `the stand-in has no intent of ${payment}`);
  return intent;
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

/** Tells the stand-in something, `control(portal, '/webhooks', { hold: true })`, and gives its answer. */
export async function control(portal, path, body) {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body ?? {}) };
  const answer = await fetch(`${portal.stripe}/_sandbox${path}`, request);
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
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
  const verdict = JSON.parse(await portal.command('verify', '--gateway', '--json'));
  assert.equal(verdict.ok, true, JSON.stringify(verdict.violations));
}
