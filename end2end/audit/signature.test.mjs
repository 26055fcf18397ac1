// Signatures: what the stand-in sends must verify with Stripe's own client, and the header that
// client generates must be the stand-in's, character for character.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SECRET, endpoint, sandbox } from './harness.mjs';

let it;
let hook;
before(async () => {
  hook = await endpoint();
  it = await sandbox('--webhook-url', hook.url, '--webhook-secret', SECRET, '--webhook-retry-ms', '5');
});
after(async () => { await it.stop(); hook.close(); });

const pay = () => it.stripe.paymentIntents.create({ amount: 5000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true });
const drain = () => it.control('/webhooks/drain');

test('every delivery verifies, and an altered one does not', async () => {
  await pay();
  await drain();
  assert.deepEqual(
    hook.received.map((one) => JSON.parse(one.body).type),
    ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'],
  );
  for (const { body, signature } of hook.received) {
    const event = it.stripe.webhooks.constructEvent(body, signature, SECRET);
    assert.equal(event.object, 'event');
    assert.throws(() => it.stripe.webhooks.constructEvent(body.replace('5000', '5001'), signature, SECRET));
    assert.throws(() => it.stripe.webhooks.constructEvent(body, signature, 'whsec_other'));
  }
});

test("Stripe's own signature generator writes the same header", () => {
  const { body, signature } = hook.received[0];
  const timestamp = Number(/t=(\d+)/.exec(signature)[1]);
  assert.equal(it.stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET, timestamp }), signature);
});

test('an endpoint that fails is tried again with the same event until it takes it', async () => {
  hook.received.length = 0;
  hook.answer = 500;
  await it.stripe.customers.create();
  while (hook.received.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  hook.answer = 200;
  await drain();
  assert.equal(new Set(hook.received.map((one) => one.body)).size, 1);
});

test('duplicates, and a release in reverse order', async () => {
  hook.received.length = 0;
  await it.control('/webhooks', { duplicate: 5 });
  await it.stripe.customers.create();
  await drain();
  assert.equal(hook.received.length, 5);
  hook.received.length = 0;
  await it.control('/webhooks', { hold: true });
  await pay();
  assert.equal(hook.received.length, 0);
  await it.control('/webhooks/release', { order: 'reverse' });
  await drain();
  assert.deepEqual(
    hook.received.map((one) => JSON.parse(one.body).type),
    ['payment_intent.succeeded', 'charge.succeeded', 'payment_intent.created'],
  );
});

test('a late delivery is signed with the time it is sent at', async () => {
  hook.received.length = 0;
  await it.control('/webhooks', { hold: true });
  await it.stripe.customers.create();
  await it.control('/clock', { advance: 3 * 86400 });
  await it.control('/webhooks/release');
  await drain();
  const [{ body, signature }] = hook.received;
  const sent = Number(/t=(\d+)/.exec(signature)[1]);
  assert.ok(sent - JSON.parse(body).created >= 3 * 86400);
  assert.throws(() => it.stripe.webhooks.constructEvent(body, signature.replace(`t=${sent}`, `t=${sent - 400}`), SECRET));
});
