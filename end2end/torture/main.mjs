// node main.mjs torture [--kills N, once: each point] [--database sqlite|postgres] [--minutes M] [--only PART]
// node main.mjs soak [--minutes M] [--rate R, 0: as fast as it goes] [--faults PERCENT] [--database …] [--seed S]
//
// `cargo xtask torture` and `cargo xtask soak` build the binaries and call this. The last line is the
// outcome as JSON; what went wrong is told in words and with exit code 1.

import { parseArgs } from 'node:util';

import { killAtEveryPoint, points } from './kills.mjs';
import { databaseKilled } from './outage.mjs';
import { inWords, soak } from './soak.mjs';
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
  if (values.only) {
    if (!parts[values.only]) throw new Error(`--only is one of ${Object.keys(parts).join(', ')}`);
    return { [values.only]: await parts[values.only]() };
  }
  const outcome = {};
  for (const [name, part] of Object.entries(parts)) {
    if (name === 'kills' || database === 'postgres') outcome[name] = await part();
  }
  return outcome;
}

/** Payments at a fixed rate for a long time. */
async function wear() {
  const [minutes, rate, faults, seed] = [values.minutes ?? '60', values.rate, values.faults, values.seed].map(
    Number,
  );
  const outcome = await soak({ minutes, rate, faults, seed, database: values.database, report });
  console.log(inWords(outcome));
  return outcome;
}

const task = { torture, soak: wear }[positionals[0]];
if (!task) {
  console.error('say torture or soak');
  process.exit(2);
}
try {
  const outcome = await task();
  console.log(JSON.stringify({ ...outcome, seconds: Math.round((Date.now() - began) / 1000) }));
  process.exit(outcome.ok === false ? 1 : 0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
