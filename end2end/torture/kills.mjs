// One process dies at each point between two steps, again and again.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { SCENES } from './scenes.mjs';
import { World } from './world.mjs';

const DAY = 86_400;

/** The points as the program names them. */
export function points() {
  const source = readFileSync(new URL('../../billing/src/door.rs', import.meta.url), 'utf8');
  return [...source.matchAll(/^ {4}[A-Z]\w+ = "([a-z-]+)",$/gm)].map(([, code]) => code);
}

/**
 * `kills` deaths, each point in turn, on `database`. Gives how often each point was met and what the
 * stand-in holds at the end. No more of them begin when `inTime()` says no.
 */
export async function killAtEveryPoint({ kills, database, report, inTime }) {
  const all = points();
  assert.deepEqual([...all].sort(), Object.keys(SCENES).sort(), 'every point has its scene');
  const world = await World.start('torture', { database, people: 4 });
  const met = Object.fromEntries(all.map((point) => [point, 0]));
  try {
    for (let kill = 0; kill < kills && inTime(); kill += 1) {
      const point = all[kill % all.length];
      const round = Math.floor(kill / all.length);
      try {
        await SCENES[point](world, point, round);
        await world.control('/webhooks', {});
        await world.books.agree();
      } catch (error) {
        throw new Error(`at ${point}, round ${round}: ${error.message}`, { cause: error });
      }
      met[point] += 1;
      report(`${kill + 1} of ${kills}: ${point}`);
    }
    await world.living(async () => {
      await world.drain();
      await world.books.read();
      await world.books.told();
    });
    // A day later whatever is still open would be a violation.
    await world.pass(DAY + 3_600);
    await world.books.agree();
    return { met, ...(await world.books.compare()) };
  } finally {
    await world.stop();
  }
}
