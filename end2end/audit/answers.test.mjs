// What the stand-in answers, beside what Stripe's published schema says of the same addresses: every
// object that the product reads, in every state that the product meets.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { KEY, order, sandbox } from './harness.mjs';
import { differences } from './schema/index.mjs';

const CARD = { number: '4242424242424242', expiry: '12/34', cvc: '123', name: 'Test Person' };
const BANK = { method: 'us_bank_account', bank: '000123456789', name: 'Test Person' };

let it;
before(async () => { it = await sandbox('--methods', 'card,us_bank_account'); });
after(async () => { await it.stop(); });

async function get(path) {
  const response = await fetch(it.url + path, { headers: { authorization: `Bearer ${KEY}` } });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  assert.deepEqual([...new Set(differences('GET', path.split('?')[0], answer))], [], path);
  return answer;
}

async function session(fields) {
  const made = await it.stripe.checkout.sessions.create(order(5000, { metadata: { payment: '0192' } }));
  if (fields) await fetch(made.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
  return get(`/v1/checkout/sessions/${made.id}?expand[]=payment_intent.latest_charge&expand[]=line_items`);
}

test('hosted pages: open, paid, expired, on the way, returned', async () => {
  await session();
  await session(CARD);
  const gone = await it.stripe.checkout.sessions.create(order(5000));
  await it.stripe.checkout.sessions.expire(gone.id);
  const back = await session(BANK);
  await it.control(`/debits/${back.payment_intent.id}/fail`);
  await session(BANK);
  await session({ ...CARD, number: '4000000000000002' });
  await get('/v1/checkout/sessions?limit=100&expand[]=data.payment_intent');
  await get('/v1/payment_intents?limit=100&expand[]=data.latest_charge');
  await get('/v1/charges?limit=100');
});

test('refunds: done, pending, failed, to a card and to a bank', async () => {
  const paid = await session(CARD);
  const fails = await it.stripe.refunds.create({ payment_intent: paid.payment_intent.id, amount: 1000 });
  await it.stripe.refunds.create({ payment_intent: paid.payment_intent.id, amount: 2000, reason: 'requested_by_customer' });
  await it.control(`/refunds/${fails.id}/fail`);
  const bank = await session(BANK);
  await it.control(`/debits/${bank.payment_intent.id}/settle`);
  await it.stripe.refunds.create({ payment_intent: bank.payment_intent.id, amount: 1000 });
  await get('/v1/refunds?limit=100');
  await get(`/v1/refunds/${fails.id}?expand[]=charge&expand[]=failure_balance_transaction`);
});

test('disputes: open, answered, won, lost, an inquiry, a debit taken back', async () => {
  for (const [path, body] of [['dispute'], ['dispute', { inquiry: true }]]) {
    const paid = await session(CARD);
    const made = await it.control(`/charges/${paid.payment_intent.latest_charge.id}/${path}`, body);
    await get(`/v1/disputes/${made.id}?expand[]=charge`);
    await it.stripe.disputes.update(made.id, { evidence: { uncategorized_text: 'we have a signature' } });
    await get(`/v1/disputes/${made.id}`);
    await it.control(`/disputes/${made.id}/resolve`, { won: true });
  }
  const bank = await session(BANK);
  await it.control(`/debits/${bank.payment_intent.id}/settle`);
  await it.control(`/charges/${bank.payment_intent.latest_charge.id}/return`);
  await get('/v1/disputes?limit=100');
});

test('the account: every kind of line, payouts on the way, paid and failed', async () => {
  await it.control('/clock', { advance: 3 * 86400 });
  const payout = await it.control('/payouts');
  await get('/v1/payouts?limit=100');
  await it.control('/clock', { advance: 86400 });
  await it.control(`/payouts/${payout.id}/fail`);
  await get(`/v1/payouts/${payout.id}?expand[]=balance_transaction&expand[]=failure_balance_transaction`);
  await get('/v1/balance');
  const lines = await get('/v1/balance_transactions?limit=100&expand[]=data.source');
  const kinds = new Set(lines.data.map((line) => line.type));
  for (const kind of ['charge', 'payment', 'payment_failure_refund', 'refund', 'refund_failure', 'payment_refund', 'adjustment', 'stripe_fee', 'payout', 'payout_failure']) {
    assert.ok(kinds.has(kind), kind);
  }
});

test('customers, saved cards and events', async () => {
  const customer = await it.stripe.customers.create({ metadata: { guarantor: '0192' } });
  const setup = await it.stripe.setupIntents.create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true });
  await get(`/v1/customers/${customer.id}`);
  await get(`/v1/setup_intents/${setup.id}?expand[]=payment_method`);
  await get(`/v1/payment_methods?customer=${customer.id}`);
  await get('/v1/events?limit=100');
});
