// For each point at which a process may die: what leads there, and what has to come of it.
//
// A scene gets a world without a running server and leaves it so. It starts a server that is to die,
// acts until that is dead, starts one that lives, and brings the matter to its end in one of the
// ways that people and machines have: pressing again, a webhook, the janitor. `round` chooses.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { Gone } from './browser.mjs';
import { remittance, sheet } from './files.mjs';
import { eventually } from './program.mjs';
import { PATIENCE } from './world.mjs';

/** Seconds after which a payment whose page nobody saw is given up. */
const UNSEEN = 21 * 60;
/** Seconds after which the gateway's account is read again. */
const READ_AGAIN = 3_700;

export const SCENES = {
  'payment-committed': pressing,
  'page-opened': pressing,
  'page-saved': pressing,
  'page-answered': answering,
  'event-verified': telling,
  'event-kept': telling,
  'event-applied': telling,
  'in-ledger': booking,
  'message-claimed': writing,
  'message-sent': writing,
  'waiting-claimed': waiting,
  'refund-committed': refunding,
  'refund-answered': refunding,
  'import-under-way': importing,
  'movements-read': reading,
  'movements-kept': reading,
};

/** Acts on a server until it is dead. */
export async function untilGone(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
}

/** A server that dies at `dieAt` while `act` is under way. */
async function deadly(world, dieAt, act) {
  const server = await world.serve({ dieAt });
  const result = await act(server);
  await server.dies(`at ${dieAt}`);
  return result;
}

/** The process dies under a press of Pay. */
async function pressing(world, point, round) {
  const payer = world.anyone();
  const amount = world.amount();
  const press = await deadly(world, point, async () => {
    const press = await payer.opens();
    await untilGone(() => payer.presses(press, amount));
    return press;
  });
  const again = round % 4;
  if (again === 3) await world.pass(UNSEEN);
  await world.living(async () => {
    const other = again === 2 ? amount + 100 : amount;
    const answer = await payer.presses(again === 0 ? press : await payer.opens(), other);
    assert.ok(answer.page, `pressed again: ${JSON.stringify(answer)}`);
    await payer.paysThere(answer.page, other);
  });
}

/** It dies when the gateway has said that the page was paid. */
async function answering(world, point, round) {
  const payer = world.anyone();
  await world.control('/webhooks', { hold: true });
  const payment = await deadly(world, point, async () => {
    const payment = await leaves(world, payer);
    await untilGone(() => payer.returns(payment));
    return payment;
  });
  await settles(world, payer, payment, ['browser', 'webhook', 'janitor'][round % 3]);
}

/**
 * A payment on a server that dies soon after it, perhaps before it has written down that the receipt's
 * letter left: that one alone may come twice.
 */
async function paysBeforeDeath(world, payer) {
  const payment = await payer.pays(world.amount());
  world.books.mayBeToldAgain(payment);
  await world.books.tells(payment);
  return payment;
}

/** Presses, pays on the hosted page and does not come back; gives the payment. */
async function leaves(world, payer) {
  const amount = world.amount();
  const { page } = await payer.presses(await payer.opens(), amount);
  const payment = await payer.paysOn(page);
  world.books.charged(payer, payment, amount);
  return payment;
}

/** One of three ways in which what was paid on a hosted page comes into the books. */
async function settles(world, payer, payment, by) {
  if (by === 'janitor') await world.pass(PATIENCE);
  await world.living(async () => {
    if (by === 'browser') assert.ok(await payer.returns(payment), 'the way back ends at the receipt');
    if (by === 'webhook') await world.control('/webhooks/release');
    if (by !== 'browser') await eventually(`${by}: the receipt`, () => payer.hasReceipt(payment));
    // What comes late changes nothing.
    await world.control('/webhooks/release');
    await world.drain();
  });
}

/** It dies over a webhook: the first, second, third or fourth that a payment brings. */
async function telling(world, point, round) {
  const payer = world.anyone();
  await world.control('/webhooks', { duplicate: 1 + (round % 3) });
  const payment = await deadly(world, `${point}:${1 + (round % 4)}`, () => leaves(world, payer));
  // It may have lived on after the event that counts, and died with the letter in its hands.
  world.books.mayBeToldAgain(payment, world.books.deaths - 1);
  await world.control('/webhooks', {});
  const server = await world.serve();
  await world.drain();
  assert.ok(await payer.hasReceipt(payment), 'the receipt is there without the browser');
  await server.stop();
  await world.pass(PATIENCE);
  await world.living(() => {});
}

/** It dies inside the transaction that books something. */
function booking(world, point, round) {
  return [bookingAfter('browser'), bookingAfter('webhook'), bookingCash, bookingRefund][round % 4](
    world,
    point,
  );
}

function bookingAfter(way) {
  return async (world, point) => {
    const payer = world.anyone();
    await world.control('/webhooks', { hold: way === 'browser' });
    const payment = await deadly(world, point, async () => {
      const payment = await leaves(world, payer);
      if (way === 'browser') await untilGone(() => payer.returns(payment));
      return payment;
    });
    await settles(world, payer, payment, way);
  };
}

async function bookingCash(world, point) {
  const payer = world.anyone();
  const amount = world.amount();
  const press = randomUUID();
  await deadly(world, point, () => untilGone(() => world.clerk.takes(payer, amount, press)));
  await world.living(async () => {
    const payment = await world.clerk.takes(payer, amount, press);
    payer.owes -= amount;
    assert.equal(
      await world.clerk.takes(payer, amount, press),
      payment,
      'a second press is the same payment',
    );
  });
}

async function bookingRefund(world, point) {
  const payer = world.anyone();
  await deadly(world, `${point}:2`, async () => {
    const payment = await paysBeforeDeath(world, payer);
    await untilGone(() => world.clerk.refunds(payment, 50));
    world.books.refunded(payment, 50);
  });
  await world.pass(PATIENCE);
  await world.living(() => refundArrives(world, payer));
}

const refundArrives = (world, payer) =>
  eventually('the refund is in the books', async () => (await payer.reads()) === payer.owes);

/** It dies between taking a letter out of the outbox and writing down that it left. */
async function writing(world, point) {
  const payer = world.anyone();
  const payment = await deadly(world, point, async () => {
    const payment = await leaves(world, payer);
    await untilGone(() => payer.returns(payment));
    return payment;
  });
  const again = point === 'message-sent';
  if (again) world.books.mayBeToldAgain(payment, world.books.deaths - 1);
  await world.pass(PATIENCE);
  await world.living(() => world.books.tells(payment, again ? 2 : 1));
}

/** The janitor dies with payments or refunds in its hands. */
async function waiting(world, point, round) {
  const payer = world.anyone();
  await world.control('/webhooks', { hold: true });
  const what = round % 2 === 0 ? await paidUnseen(world, payer) : await refundUnsent(world, payer);
  await world.pass(PATIENCE);
  const janitor = await world.serve({ dieAt: point, stillborn: true });
  await janitor.dies(`at ${point}`);
  await world.pass(PATIENCE);
  await world.living(async () => {
    await what();
    await world.control('/webhooks/release');
    await world.drain();
  });
}

async function paidUnseen(world, payer) {
  const server = await world.serve();
  const payment = await leaves(world, payer);
  await server.kill();
  return () => eventually('the janitor finds the payment', () => payer.hasReceipt(payment));
}

async function refundUnsent(world, payer) {
  await deadly(world, 'refund-committed', async () => {
    const payment = await paysBeforeDeath(world, payer);
    await untilGone(() => world.clerk.refunds(payment, 70));
    world.books.refunded(payment, 70);
  });
  return () => refundArrives(world, payer);
}

/** It dies under a refund, before or after the gateway gave the money back. */
async function refunding(world, point, round) {
  const payer = world.anyone();
  const press = randomUUID();
  const payment = await deadly(world, point, async () => {
    const payment = await paysBeforeDeath(world, payer);
    await world.drain();
    await world.control('/webhooks', { hold: round % 3 !== 2 });
    await untilGone(() => world.clerk.refunds(payment, 60, { press }));
    world.books.refunded(payment, 60);
    return payment;
  });
  // Before the gateway was asked there is no webhook that could tell.
  const byWebhook = round % 3 === 2 && point === 'refund-answered';
  if (!byWebhook) await world.pass(PATIENCE);
  await world.living(async () => {
    if (round % 3 === 1) assert.ok(await world.clerk.refunds(payment, 60, { press }), 'pressed again');
    await refundArrives(world, payer);
    await world.control('/webhooks/release');
    await world.drain();
  });
}

/** An import dies over one of the claims of a file. */
async function importing(world, point, round) {
  const { person } = world.anyone();
  const number = world.next();
  const visits = Array.from({ length: 5 }, (_, n) => ({
    person,
    visit: `W-${number}-${n}`,
    cents: 200_00,
    insurance: 'Blue Harbor Health',
  }));
  const content = remittance(visits, number);
  const charged = await world.import('visits.csv', sheet(visits));
  assert.equal(charged.code, 0, charged.out + charged.err);
  const dead = await world.import('paid.835', content, { dieAt: `${point}:${1 + (round % 5)}` });
  assert.equal(dead.signal, 'SIGKILL', dead.out + dead.err);
  const again = await world.import('paid.835', content);
  assert.equal(again.code, 0, again.out + again.err);
  const report = JSON.parse(again.out);
  assert.equal(report.posted + report.duplicates, visits.length, again.out);
  const third = JSON.parse((await world.import('paid.835', content)).out);
  assert.equal(third.posted, 0, 'the third time nothing is new');
  world.people.find((payer) => payer.person === person).owes += 5 * 100_00;
}

/** It dies while it reads the gateway's account: on staff's order, or by itself after an hour. */
async function reading(world, point, round) {
  const payer = world.anyone();
  if (round % 2 === 0) {
    await deadly(world, point, async () => {
      await paysBeforeDeath(world, payer);
      await untilGone(() => world.clerk.reconciles());
    });
  } else {
    await world.living(() => payer.pays(world.amount()));
    await world.pass(READ_AGAIN);
    const server = await world.serve({ dieAt: point, stillborn: true });
    await server.dies(`at ${point}`);
  }
  await world.living(() => world.clerk.reconciles());
}
