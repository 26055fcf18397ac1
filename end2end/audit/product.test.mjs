// What the product really sends: the portal's own flows, and every request that reached the
// stand-in beside Stripe's published schema.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { CARD, control, intentOf, pay, payByBank, stripe, webhooksArrive } from '../support/paying.mjs';
import { newPatient, post, staffCookie } from '../support/people.mjs';
import { startPortal } from '../support/portal.mjs';
import { assertOfStripe } from './schema/index.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = join(resolve(process.env.OPENBALANCE_BIN_DIR ?? join(root, 'target/debug')), 'openbalance');
const missing = [binary, join(root, 'target/site/manifest.json')].find((file) => !existsSync(file));
const skip = missing ? `${missing} is not built` : false;

let portal;
before(async () => { if (!skip) portal = await startPortal('schema', { STRIPE_SANDBOX_METHODS: 'card,us_bank_account' }); });
after(async () => { await portal?.stop(); });

async function requests() {
  return (await (await fetch(`${portal.stripe}/_sandbox/requests`)).json()).data;
}

test('the portal’s requests are requests that Stripe knows', { skip }, async () => {
  await fetch(`${portal.stripe}/_sandbox/requests`, { method: 'DELETE' });
  const person = () => newPatient(portal);

  const paid = await pay(portal, await person());
  await pay(portal, await person(), { amount: '20.00', returns: false });
  await payTwice(await person());
  const debit = await payByBank(portal, await person());
  const { id, latest_charge: charge } = await intentOf(portal, debit);
  await control(portal, `/debits/${id}/settle`);
  await control(portal, `/charges/${charge}/return`);
  const disputed = await pay(portal, await person(), { card: CARD.disputed });
  await webhooksArrive(portal);
  const { id: dispute } = (await stripe(portal, `/disputes?payment_intent=${(await intentOf(portal, disputed)).id}`)).data[0];
  await control(portal, `/disputes/${dispute}/resolve`, { won: true });

  const cookie = await staffCookie(portal);
  const press = await pressOn(`/staff/payments/${paid}`, cookie);
  await post(portal, `/staff/payments/${paid}/refund`, { press, amount: '12.34', reason: 'courtesy', note: '' }, { cookie });
  await portal.command('reconcile');
  await portal.command('verify', '--gateway');

  const all = await requests();
  assertOfStripe(all);
  const asked = new Set(all.map(({ method, path }) => `${method} ${path.replace(/(?<=\/)[a-z]+_(test_)?[A-Za-z0-9]{16,}/g, '{}')}`));
  for (const address of [
    'POST /v1/checkout/sessions', 'GET /v1/checkout/sessions/{}', 'POST /v1/checkout/sessions/{}/expire', 'GET /v1/checkout/sessions',
    'POST /v1/refunds', 'GET /v1/balance_transactions',
  ]) {
    assert.ok(asked.has(address), `${address} among ${[...asked].join(', ')}`);
  }
});

/** The name that a form's page gives to the press of its button. */
async function pressOn(path, cookie) {
  const shown = await (await fetch(portal.url + path, { headers: { cookie } })).text();
  return shown.match(/name="press" value="([^"]+)"/)[1];
}

/** Opens a page, changes their mind and opens another: the product closes the first. */
async function payTwice(patient) {
  const cookie = patient.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const amount of ['10.00', '11.00']) {
    await post(portal, '/pay', { press: await pressOn('/pay', cookie), choice: 'amount', amount }, { cookie });
  }
}
