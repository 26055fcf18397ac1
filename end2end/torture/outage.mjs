// PostgreSQL dies while people pay: cut off as a whole, or the processes that serve connections
// killed. It comes back, the server finds it again, and people press again.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { Gone } from './browser.mjs';
import { eventually } from './program.mjs';
import { World } from './world.mjs';

const PATIENT = 60_000;

/** `cuts` deaths of PostgreSQL under payments; gives counts and what the stand-in holds. */
export async function databaseKilled({ cuts, report, inTime }) {
  const world = await World.start('outage', { database: 'postgres', people: 4 });
  const seen = { cuts: 0, backendsKilled: 0, payments: 0, refused: 0 };
  try {
    const server = await world.serve();
    for (let cut = 0; cut < cuts && inTime(); cut += 1) {
      // After so many steps of the payers, whichever step and whoever's that is.
      const after = 1 + ((cut * 7) % 23);
      let steps = 0;
      let strike;
      const struck = new Promise((resolve) => (strike = resolve));
      const step = () => (steps += 1) === after && strike();
      const paying = Promise.all(world.people.map((payer) => pays(world, payer, step, seen)));
      await Promise.race([struck, paying]);
      world.books.died();
      if (cut % 2 === 0) {
        await world.postgres.cut();
        await world.postgres.up();
      } else {
        seen.backendsKilled += await world.postgres.killBackends();
      }
      seen.cuts += 1;
      await paying;
      assert.equal(server.end, undefined, 'the server outlives its database');
      report(`PostgreSQL: cut ${cut + 1} of ${cuts}`);
    }
    await eventually('webhooks are taken', () => world.control('/webhooks/drain?timeout_ms=5000'), PATIENT);
    await server.stop();
    // A letter that could not be written without the database is tried again after five minutes, fifteen, …
    await world.pass(3_600);
    await world.living(async () => {
      await world.drain();
      await world.books.read();
    });
    await world.pass(25 * 3_600);
    await world.books.agree();
    return { ...seen, ...(await world.books.compare()) };
  } finally {
    await world.stop();
  }
}

/** Somebody pays three times and gets half of the last back, each step again until it is answered. */
async function pays(world, payer, step, seen) {
  const again = (what, act) =>
    eventually(
      `${payer.email}: ${what}`,
      async () => {
        step();
        try {
          return await act();
        } catch (error) {
          seen.refused += 1;
          if (!(error instanceof Gone) && !/answered 5\d\d/.test(error.message)) throw error;
          return undefined;
        }
      },
      PATIENT,
    );
  let payment;
  for (let n = 0; n < 3; n += 1) {
    const amount = world.amount();
    const press = await again('opens the pay page', () => payer.opens());
    const page = await again('presses', async () => (await payer.presses(press, amount)).page);
    payment = await payer.paysOn(page);
    world.books.charged(payer, payment, amount);
    world.books.mayBeToldAgain(payment);
    await again('returns', () => payer.returns(payment));
    seen.payments += 1;
  }
  const press = randomUUID();
  await again('is given money back', () => world.clerk.refunds(payment, 50, { press }));
  world.books.refunded(payment, 50);
}
