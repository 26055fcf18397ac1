// Two servers share one PostgreSQL and one stand-in, and everybody presses everything at once.

import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';

import { Gone, send } from './browser.mjs';
import { eventually } from './program.mjs';
import { PATIENCE, World } from './world.mjs';

const COPIES = 50;
const CAPTURED = 40_00;

/** Where the second server may be killed: after so many passes of a point, chosen by the round. */
const DEATHS = [
  'page-opened',
  'event-kept',
  'in-ledger',
  'page-answered',
  'message-claimed',
  'refund-answered',
  'event-applied',
];

/** `rounds` of all of it; gives counts and what the stand-in holds at the end. */
export async function twoServers({ rounds, report, inTime }) {
  const sandbox = ['--webhook-concurrency', '8'];
  const world = await World.start('pair', { database: 'postgres', servers: 2, people: 4, sandbox });
  const seen = {
    rounds: 0,
    presses: 0,
    webhooks: 0,
    refundsAsked: 0,
    refundsTaken: 0,
    killed: 0,
    killedAtPoint: 0,
  };
  try {
    for (let round = 0; round < rounds && inTime(); round += 1) {
      // One server stays; the other dies at some moment of every second round.
      const dieAt =
        round % 2 === 0 ? undefined : `${DEATHS[(round >> 1) % DEATHS.length]}:${1 + (round % 3)}`;
      const servers = [await world.serve({ n: 0 }), await world.serve({ n: 1, dieAt })];
      await oneRound(world, seen, round, Boolean(dieAt));
      if (dieAt) {
        // Not every round brings it past its point so often: then it is killed between two steps.
        if (servers[1].end) seen.killedAtPoint += 1;
        else await servers[1].kill();
        await servers[1].dies(`at ${dieAt}`);
        seen.killed += 1;
      }
      for (const server of servers) await server.stop();
      await world.pass(PATIENCE);
      await world.living(async () => {
        await world.drain();
        await world.books.read();
      });
      await world.books.agree();
      seen.rounds += 1;
      report(`two servers: round ${round + 1} of ${rounds}${dieAt ? `, ${dieAt}` : ''}`);
    }
    await world.pass(25 * 3_600);
    await world.books.agree();
    return { ...seen, ...(await world.books.compare()) };
  } finally {
    await world.stop();
  }
}

async function oneRound(world, seen, round, deadly) {
  const { deaths } = world.books;
  const [one, two, three] = [world.anyone(), world.anyone(), world.anyone()];
  const payments = await Promise.all([
    samePress(world, seen, one),
    otherPresses(world, seen, two, 0),
    otherPresses(world, seen, three, 100),
  ]);
  // Who dies may do so between sending a letter and writing that down.
  if (deadly) payments.forEach((payment) => world.books.mayBeToldAgain(payment, deaths));
  await Promise.all([everyEvent(world, seen), refundsAtOnce(world, seen, payments[0], round)]);
}

/** Presses on both servers, again while one is gone, until one answers as wanted. */
async function onEither(world, act) {
  return eventually('one of two servers answers', async () => {
    for (const n of [1, 0]) {
      try {
        return await act({ at: world.at(n) });
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
      }
    }
    return undefined;
  });
}

/** What came of requests of which some may have found their server gone. */
async function answered(requests) {
  const outcomes = await Promise.allSettled(requests);
  for (const { reason } of outcomes) if (reason && !(reason instanceof Gone)) throw reason;
  return outcomes.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
}

const both = (world, count, act) =>
  answered(Array.from({ length: count }, (_, n) => act({ at: world.at(n % 2) }, n)));

/** One press, ten times on two servers: one page, one payment. */
async function samePress(world, seen, payer) {
  const press = await payer.opens();
  const answers = await both(world, 10, (where) => payer.presses(press, CAPTURED, where));
  seen.presses += 10;
  answers.push(await onEither(world, (where) => payer.presses(press, CAPTURED, where)));
  const pages = new Set(answers.map(({ page }) => page).filter(Boolean));
  assert.equal(pages.size, 1, `one press, ${pages.size} pages: ${JSON.stringify(answers)}`);
  return paysOnEvery(world, payer, [...pages], () => CAPTURED);
}

/** Six tabs on two servers, `step` cents apart: however they race, one page takes money. */
async function otherPresses(world, seen, payer, step) {
  const presses = await Promise.all(Array.from({ length: 6 }, () => payer.opens()));
  const amounts = new Map();
  const answers = await both(world, 6, async (where, n) => {
    const answer = await payer.presses(presses[n], CAPTURED + n * step, where);
    return { ...answer, amount: CAPTURED + n * step };
  });
  seen.presses += 6;
  const last = await onEither(world, async (where) =>
    payer.presses(await payer.opens(where), CAPTURED, where),
  );
  answers.push({ ...last, amount: CAPTURED });
  for (const { page, amount } of answers) if (page) amounts.set(page, amount);
  assert.ok(amounts.size > 0, `nobody got a page: ${JSON.stringify(answers)}`);
  return paysOnEvery(world, payer, [...amounts.keys()], (page) => amounts.get(page));
}

/** Somebody pays on every page that any tab was shown: exactly one takes the money. */
async function paysOnEvery(world, payer, pages, amount) {
  const paid = [];
  for (const page of pages) {
    const payment = await payer.paysOn(page);
    if (payment) paid.push([payment, amount(page)]);
  }
  assert.equal(paid.length, 1, `${paid.length} of ${pages.length} pages took money`);
  const [[payment, cents]] = paid;
  world.books.charged(payer, payment, cents);
  const returned = await both(world, 4, (where) => payer.returns(payment, where));
  assert.ok(returned.length > 0 && returned.every(Boolean), 'every way back ends at the receipt');
  return payment;
}

/** A hundred copies of the newest event of a paid page, half to each server, all at once. */
async function everyEvent(world, seen) {
  const [event] = await world.all('events?type=checkout.session.completed');
  const payload = JSON.stringify(event);
  const at = await world.now();
  const mac = createHmac('sha256', world.secret).update(`${at}.${payload}`).digest('hex');
  const { host } = new URL(world.at());
  const headers = { host, 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mac}` };
  const answers = await both(world, 2 * COPIES, (where) =>
    send('POST', `${where.at}/webhooks/stripe`, { body: payload, headers }),
  );
  seen.webhooks += 2 * COPIES;
  assert.deepEqual(
    answers.filter(({ status }) => status !== 200),
    [],
    'every copy is taken',
  );
}

/** Six refunds of three tenths each, asked on both servers at once: three fit. */
async function refundsAtOnce(world, seen, payment, round) {
  const each = (CAPTURED * 3) / 10;
  const presses = Array.from({ length: 6 }, () => randomUUID());
  await both(world, 6, ({ at }, n) => world.clerk.refunds(payment, each, { press: presses[n], at }));
  // Who saw no answer presses again; the answer is the first one's.
  const taken = [];
  for (const press of presses)
    taken.push(
      await onEither(world, ({ at }) =>
        world.clerk.refunds(payment, each, { press, at }).then((yes) => ({ yes })),
      ),
    );
  const fit = taken.filter(({ yes }) => yes).length;
  assert.equal(fit, 3, `${fit} refunds of three tenths were taken in round ${round}`);
  seen.refundsAsked += 12;
  seen.refundsTaken += fit;
  for (let n = 0; n < fit; n += 1) world.books.refunded(payment, each);
}
