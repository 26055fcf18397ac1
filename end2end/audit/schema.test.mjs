// Requests that Stripe would not understand are found, and so are answers it would not give.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertOfStripe, differences } from './schema/index.mjs';

const order = {
  mode: 'payment', client_reference_id: '0192', locale: 'es', expires_at: '1700000000',
  success_url: 'https://pay.example.com/done', cancel_url: 'https://pay.example.com/back',
  metadata: { payment: '0192' }, payment_intent_data: { metadata: { payment: '0192' } },
  allowed_payment_method_types: { 0: 'card', 1: 'us_bank_account' },
  line_items: { 0: { quantity: '1', price_data: { currency: 'usd', unit_amount: '5000', product_data: { name: 'Balance' } } } },
};
const sessions = '/v1/checkout/sessions';
const create = (more) => ({ method: 'POST', path: sessions, params: { ...order, ...more } });
const get = (path, params = {}) => ({ method: 'GET', path, params });

test('what the product asks of Stripe is understood', () => {
  assertOfStripe([
    create(),
    get(`${sessions}/cs_1`, { expand: { 0: 'payment_intent.latest_charge' } }),
    get(sessions, { status: 'complete', limit: '100', starting_after: 'cs_1' }),
    { method: 'POST', path: `${sessions}/cs_1/expire`, params: {} },
    { method: 'POST', path: '/v1/refunds', params: { payment_intent: 'pi_1', amount: '500', reason: 'requested_by_customer', metadata: { refund: '1' } } },
    get('/v1/refunds', { payment_intent: 'pi_1', limit: '100' }),
    get('/v1/refunds/re_1'),
    get('/v1/disputes/dp_1', { expand: { 0: 'charge' } }),
    get('/v1/balance_transactions', { created: { gte: '1' }, limit: '100', starting_after: 'txn_1', payout: 'po_1', expand: { 0: 'data.source' } }),
    get('/v1/balance'),
    { method: 'POST', path: '/v1/customers', params: { metadata: { setup: '1' } } },
    { method: 'DELETE', path: '/v1/customers/cus_1', params: {} },
    {
      method: 'POST',
      path: sessions,
      params: {
        mode: 'setup', currency: 'usd', customer: 'cus_1', client_reference_id: '1', metadata: { setup: '1' },
        setup_intent_data: { metadata: { setup: '1' } }, expires_at: '1700000000', locale: 'en',
        success_url: 'https://pay.example.com/done', cancel_url: 'https://pay.example.com/back',
      },
    },
    get(`${sessions}/cs_1`, { expand: { 0: 'setup_intent.payment_method' } }),
    {
      method: 'POST',
      path: '/v1/payment_intents',
      params: {
        amount: '500', currency: 'usd', customer: 'cus_1', payment_method: 'pm_1', confirm: 'true', off_session: 'true',
        automatic_payment_methods: { enabled: 'true', allow_redirects: 'never' }, description: 'A practice',
        metadata: { payment: '1' }, expand: { 0: 'latest_charge' },
      },
    },
    get('/v1/payment_intents', { customer: 'cus_1', limit: '100' }),
    get('/v1/payment_intents/pi_1', { expand: { 0: 'latest_charge' } }),
    get('/v1/payouts', { status: 'paid', created: { gte: '1' } }),
  ]);
});

for (const [what, request, says] of [
  ['a made-up parameter', create({ colour: 'red' }), 'colour: there is no such parameter'],
  ['a made-up one deep inside', create({ line_items: { 0: { quantity: '1', price_data: { currency: 'usd', tint: '1' } } } }), 'line_items[0][price_data][tint]: there is no such parameter'],
  ['a value that is none of the list', create({ mode: 'gift' }), 'mode: "gift" is not'],
  ['a number that is none', create({ expires_at: 'tomorrow' }), 'expires_at: "tomorrow" is not number'],
  ['text in place of a list', create({ line_items: 'one' }), 'line_items: "one" is not'],
  ['names in place of a list', create({ line_items: { first: { quantity: '1' } } }), 'line_items[first]: a list has no names'],
  ['a list item without what it needs', create({ line_items: { 0: { quantity: '1', price_data: { unit_amount: '5' } } } }), 'line_items[0][price_data][currency]: it is required'],
  ['a parameter of another address', { method: 'POST', path: `${sessions}/cs_1/expire`, params: { mode: 'payment' } }, 'mode: there is no such parameter'],
  ['an address that is none', get('/v1/checkout/session/cs_1'), 'is no address of Stripe'],
  ['a verb that the address does not take', { method: 'DELETE', path: '/v1/refunds/re_1', params: {} }, 'is no address of Stripe'],
  ['something that cannot be expanded', get('/v1/refunds', { expand: { 0: 'data.amount' } }), 'expand: data.amount cannot be expanded'],
]) {
  test(`${what} is found`, () => {
    assert.throws(() => assertOfStripe([create(), request]), (error) => {
      assert.deepEqual(error.actual.map((one) => one.includes(says)), [true], error.actual.join('\n'));
      return true;
    });
  });
}

test('a parameter newer than the schema passes by name, and must go once the schema knows it', () => {
  const colour = { verb: 'POST', path: sessions, parameter: 'colour', why: 'made up' };
  assertOfStripe([create({ colour: 'red' })], [colour]);
  assert.throws(() => assertOfStripe([create({ colour: 'red', tint: 'blue' })], [colour]), /tint: there is no such/);
  const known = { ...colour, parameter: 'line_items[price_data][currency]' };
  assert.throws(() => assertOfStripe([create()], [known]), /strike it from NEWER/);
});

test('an answer is told apart from Stripe’s by what is too much, missing, or of another kind', () => {
  const refund = {
    id: 're_1', object: 'refund', amount: '500', balance_transaction: null, charge: 'ch_1', created: 1, currency: 'usd',
    metadata: {}, payment_intent: 'pi_1', reason: 'boredom', receipt_number: null, source_transfer_reversal: null,
    status: 'succeeded', transfer_reversal: null, colour: 'red',
  };
  const found = differences('GET', '/v1/refunds/re_1', refund).join('\n');
  for (const part of ['refund.amount: "500" is not number', 'refund.reason: "boredom" is not', 'refund.colour: Stripe has no such member', 'refund.customer: it is missing']) {
    assert.ok(found.includes(part), `${part} among\n${found}`);
  }
  assert.ok(!found.includes('refund.charge'));
});
