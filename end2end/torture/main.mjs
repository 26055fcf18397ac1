// node main.mjs torture [--kills N, once: each point] [--database sqlite|postgres] [--minutes M] [--only PART]
// node main.mjs soak [--minutes M] [--rate R, 0: as fast as it goes] [--faults PERCENT] [--database …] [--seed S]
//
// `cargo xtask torture` and `cargo xtask soak` build the binaries and call this. The last line is the
// outcome as JSON; what went wrong is told in words and with exit code 1.

import { parseArgs } from 'node:util';

import { killAtEveryPoint, points } from './kills.mjs';
import { databaseKilled } from './outage.mjs';
import { soak } from './soak.mjs';
import { twoServers } from './pair.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '200' },
    database: { type: 'string', default: 'sqlite' },
    minutes: { type: 'string' },
    only: { type: 'string' },
    rate: { type: 'string', default: '50' },
    faults: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});

const report = (line) => process.stderr.write(`${line}\n`);
const began = Date.now();

/** Kills at every point; on PostgreSQL also two servers at once, and PostgreSQL killed itself. */
async function torture() {
  const { database } = values;
  const kills = values.kills === 'once' ? points().length : Number(values.kills);
  const end = values.minutes ? began + Number(values.minutes) * 60_000 : Infinity;
  const inTime = () => Date.now() < end;
  const parts = {
    kills: () => killAtEveryPoint({ kills, database, report, inTime }),
    pair: () => twoServers({ rounds: Math.ceil(kills / 10), report, inTime }),
    outage: () => databaseKilled({ cuts: Math.ceil(kills / 10), report, inTime }),
  };
  if (values.only) return { [values.only]: await parts[values.only]() };
  const outcome = {};
  for (const [name, part] of Object.entries(parts)) {
    if (name === 'kills' || database === 'postgres') outcome[name] = await part();
  }
  return outcome;
}

/** Payments at a fixed rate for a long time. */
function wear() {
  const [minutes, rate, faults, seed] = [values.minutes ?? '60', values.rate, values.faults, values.seed].map(Number);
  return soak({ minutes, rate, faults, seed, database: values.database, report });
}

const TASKS = { torture, soak: wear };
try {
  const outcome = await TASKS[positionals[0]]();
  console.log(JSON.stringify({ ...outcome, seconds: Math.round((Date.now() - began) / 1000) }));
  process.exit(outcome.ok === false ? 1 : 0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
