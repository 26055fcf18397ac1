// Stripe's official Node client, which knows nothing of the stand-in, against every resource.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Stripe from 'stripe';
import { KEY, order, sandbox } from './harness.mjs';

let it;
let stripe;
before(async () => { it = await sandbox(); stripe = it.stripe; });
after(async () => { assert.equal(await it.stop(), 0, 'a clean end on SIGTERM'); });

const pay = (more = {}) => stripe.paymentIntents.create({ amount: 5000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, ...more });
const press = (session, fields) => fetch(session.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
const CARD = { number: '4242424242424242', expiry: '12/34', cvc: '123', name: 'Test Person' };

test('a Checkout session: created, read, expanded, paid on its page, listed', async () => {
  const made = await stripe.checkout.sessions.create(order(12345, { metadata: { payment: '0192' }, client_reference_id: '0192' }));
  assert.match(made.id, /^cs_test_/);
  assert.equal(made.payment_intent, null);
  const answer = await press(made, CARD);
  assert.equal(answer.headers.get('location'), `http://127.0.0.1/done?session=${made.id}`);
  const read = await stripe.checkout.sessions.retrieve(made.id, { expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'] });
  assert.equal(read.payment_status, 'paid');
  assert.equal(read.line_items.data[0].amount_total, 12345);
  assert.equal(read.payment_intent.latest_charge.balance_transaction.amount, 12345);
  assert.equal((await stripe.checkout.sessions.listLineItems(made.id)).data.length, 1);
  assert.equal((await stripe.checkout.sessions.list({ payment_intent: read.payment_intent.id })).data[0].id, made.id);
});

test('a Checkout session expires on request and only once', async () => {
  const made = await stripe.checkout.sessions.create(order(5000));
  assert.equal((await stripe.checkout.sessions.expire(made.id)).status, 'expired');
  await assert.rejects(stripe.checkout.sessions.expire(made.id), Stripe.errors.StripeInvalidRequestError);
});

test('errors arrive as the classes of the client', async () => {
  await assert.rejects(stripe.checkout.sessions.create(order(49)), { code: 'amount_too_small', statusCode: 400 });
  await assert.rejects(stripe.customers.create({ colour: 'red' }), { code: 'parameter_unknown', param: 'colour' });
  await assert.rejects(stripe.charges.retrieve('ch_none'), { code: 'resource_missing', statusCode: 404 });
  await assert.rejects(pay({ payment_method: 'pm_card_visa_chargeDeclined' }), (error) => {
    assert.ok(error instanceof Stripe.errors.StripeCardError);
    assert.equal(error.decline_code, 'generic_decline');
    assert.equal(error.payment_intent.status, 'requires_payment_method');
    return true;
  });
  const { hostname, port } = new URL(it.url);
  const stranger = new Stripe('sk_live_nobody', { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
  await assert.rejects(stranger.charges.list(), Stripe.errors.StripeAuthenticationError);
});

test('idempotency: replayed, refused with other parameters, kept for a day', async () => {
  const key = { idempotencyKey: 'audit-1' };
  const first = await pay2(5000, key);
  const second = await pay2(5000, key);
  assert.equal(second.id, first.id);
  assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
  await assert.rejects(pay2(6000, key), Stripe.errors.StripeIdempotencyError);
  await it.control('/faults', { path: '/v1/payment_intents', kind: 'error_after' });
  for (let i = 0; i < 2; i += 1) {
    await assert.rejects(pay2(7000, { idempotencyKey: 'audit-2' }), Stripe.errors.StripeAPIError, 'a saved 500 is replayed');
  }
  await it.control('/clock', { advance: 25 * 3600 });
  assert.notEqual((await pay2(5000, key)).id, first.id);
});
const pay2 = (amount, options) => stripe.paymentIntents.create({ amount, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }, options);

test('a lost answer is a connection error, and the same key finds the charge', async () => {
  // Twice, because the client tries a closed connection once more by itself.
  await it.control('/faults', { path: '/v1/payment_intents', kind: 'drop_after', times: 2 });
  await assert.rejects(pay2(4321, { idempotencyKey: 'lost' }), Stripe.errors.StripeConnectionError);
  const found = await pay2(4321, { idempotencyKey: 'lost' });
  assert.equal(found.lastResponse.headers['idempotent-replayed'], 'true');
  const charges = await stripe.charges.list({ payment_intent: found.id });
  assert.equal(charges.data.length, 1);
});

test('a customer with a saved card: set up, charged off session, detached', async () => {
  const customer = await stripe.customers.create({ metadata: { guarantor: '0192' } });
  const setup = await stripe.setupIntents.create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true });
  assert.equal(setup.status, 'succeeded');
  const methods = await stripe.customers.listPaymentMethods(customer.id);
  assert.equal(methods.data[0].id, setup.payment_method);
  assert.equal(methods.data[0].card.last4, '4242');
  const charged = await pay({ customer: customer.id, payment_method: setup.payment_method, off_session: true });
  assert.equal(charged.status, 'succeeded');
  await stripe.paymentMethods.detach(setup.payment_method);
  assert.equal((await stripe.paymentMethods.list({ customer: customer.id })).data.length, 0);
  await assert.rejects(
    pay({ customer: customer.id, payment_method: 'pm_card_authenticationRequired', off_session: true }),
    { code: 'authentication_required', statusCode: 402 },
  );
  assert.equal((await stripe.customers.update(customer.id, { metadata: { guarantor: '' } })).metadata.guarantor, undefined);
  assert.equal((await stripe.customers.del(customer.id)).deleted, true);
  assert.equal((await stripe.customers.retrieve(customer.id)).deleted, true);
});

test('payment methods by number, attached and listed', async () => {
  const customer = await stripe.customers.create();
  const method = await stripe.paymentMethods.create({ type: 'card', card: { number: '5555555555554444', exp_month: 12, exp_year: 2034, cvc: '123' } });
  assert.equal(method.card.brand, 'mastercard');
  assert.equal((await stripe.paymentMethods.attach(method.id, { customer: customer.id })).customer, customer.id);
  assert.equal((await stripe.paymentMethods.retrieve(method.id)).id, method.id);
});

test('payment intents: confirmed later, cancelled, captured', async () => {
  const later = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
  assert.equal(later.status, 'requires_payment_method');
  assert.equal((await stripe.paymentIntents.confirm(later.id, { payment_method: 'pm_card_visa' })).status, 'succeeded');
  const dropped = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
  assert.equal((await stripe.paymentIntents.cancel(dropped.id)).status, 'canceled');
  const held = await pay({ capture_method: 'manual' });
  assert.equal((await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000 })).amount_received, 3000);
  assert.equal((await pay({ payment_method: 'pm_card_authenticationRequired' })).status, 'requires_action');
});

test('refunds stop at the charge; a failing one gives the room back', async () => {
  const paid = await pay();
  await stripe.refunds.create({ payment_intent: paid.id, amount: 3000, reason: 'requested_by_customer' });
  await assert.rejects(stripe.refunds.create({ payment_intent: paid.id, amount: 2001 }), { statusCode: 400 });
  const rest = await stripe.refunds.create({ charge: paid.latest_charge });
  assert.equal(rest.amount, 2000);
  await it.control(`/refunds/${rest.id}/fail`);
  assert.equal((await stripe.refunds.retrieve(rest.id)).status, 'failed');
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).amount_refunded, 3000);
  assert.equal((await stripe.refunds.list({ charge: paid.latest_charge })).data.length, 2);
});

test('disputes: won by evidence, lost by closing', async () => {
  const paid = await pay({ payment_method: 'pm_card_createDispute' });
  const [dispute] = (await stripe.disputes.list({ payment_intent: paid.id })).data;
  assert.equal(dispute.status, 'needs_response');
  assert.equal(dispute.balance_transactions[0].fee, 1500);
  const won = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true });
  assert.equal(won.status, 'won');
  const other = await pay();
  const opened = await it.control(`/charges/${other.latest_charge}/dispute`, { amount: 2500, reason: 'duplicate' });
  assert.equal((await stripe.disputes.close(opened.id)).status, 'lost');
});

test('the books: auto-paging visits all, a payout is the sum of its parts', async () => {
  const all = [];
  for await (const one of stripe.balanceTransactions.list({ limit: 3 })) all.push(one);
  assert.equal(new Set(all.map((one) => one.id)).size, all.length);
  assert.ok(all.length > 6);
  assert.ok(all.every((one) => one.net === one.amount - one.fee));
  await it.control('/clock', { advance: 3 * 86400 });
  const available = (await stripe.balance.retrieve()).available[0].amount;
  const payout = await it.control('/payouts');
  assert.equal(payout.amount, available);
  assert.equal(payout.reconciliation_status, 'completed');
  const lines = [];
  for await (const line of stripe.balanceTransactions.list({ payout: payout.id })) lines.push(line);
  assert.equal(lines.filter((line) => line.type === 'payout')[0].net, -payout.amount, 'its own line is among them');
  assert.equal(lines.reduce((sum, line) => sum + line.net, 0), 0);
  assert.equal((await stripe.payouts.retrieve(payout.id)).status, 'in_transit');
  await it.control('/clock', { advance: 86400 });
  assert.equal((await stripe.payouts.retrieve(payout.id)).status, 'paid');
  await it.control(`/payouts/${payout.id}/fail`);
  const failed = await stripe.payouts.retrieve(payout.id, { expand: ['failure_balance_transaction'] });
  assert.deepEqual([failed.status, failed.failure_balance_transaction.type, failed.failure_balance_transaction.net], ['failed', 'payout_failure', payout.amount]);
  const since = all[0].created + 1;
  assert.ok((await stripe.balanceTransactions.list({ created: { gte: since } })).data.every((one) => one.created >= since));
});

test('events tell the story and can be read one by one', async () => {
  const { data } = await stripe.events.list({ type: 'charge.*', limit: 100 });
  assert.ok(data.length > 5 && data.every((event) => event.type.startsWith('charge.')));
  assert.equal((await stripe.events.retrieve(data[0].id)).data.object.object, data[0].data.object.object);
});

test('a bank debit is on its way, then cleared', async () => {
  const session = await stripe.checkout.sessions.create(order(5000, { allowed_payment_method_types: ['card', 'us_bank_account'] }));
  await press(session, { method: 'us_bank_account', bank: '000123456789', name: 'Test Person' });
  const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  assert.deepEqual([waiting.status, waiting.payment_status, waiting.payment_intent.status], ['complete', 'unpaid', 'processing']);
  await it.control(`/debits/${waiting.payment_intent.id}/settle`);
  assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, 'paid');
});

test('a cleared debit that its bank takes back is a dispute, lost from the beginning', async () => {
  const debit = await pay({ payment_method: 'pm_usBankAccount_success', payment_method_types: ['us_bank_account'] });
  const { data: [pending] } = await stripe.balanceTransactions.list({ source: debit.latest_charge });
  assert.deepEqual([pending.type, pending.reporting_category, pending.status], ['payment', 'charge', 'pending']);
  await it.control(`/debits/${debit.id}/settle`);
  const { id } = await it.control(`/charges/${debit.latest_charge}/return`, { code: 'insufficient_funds' });
  const taken = await stripe.disputes.retrieve(id);
  assert.deepEqual([taken.status, taken.reason, taken.is_charge_refundable, taken.evidence_details.due_by], ['lost', 'insufficient_funds', false, 0]);
  await assert.rejects(stripe.disputes.close(id), { statusCode: 400 });
  await assert.rejects(stripe.refunds.create({ payment_intent: debit.id }), { code: 'charge_disputed' });
  const types = (await stripe.events.list({ type: 'charge.dispute.*', limit: 3 })).data.map((event) => event.type);
  assert.deepEqual(types, ['charge.dispute.closed', 'charge.dispute.funds_withdrawn', 'charge.dispute.created']);
});
