// How long staff wait for a search among 100,000 people, whether the right one comes first, and how
// long the file that brings them in takes:
//
//   OPENBALANCE_BIN_DIR=target/release node end2end/measure/search.mjs
//   E2E_DATABASE=postgres for PostgreSQL; PEOPLE=…, ROUNDS=…, SEED=…
//   ONLY_IMPORT=1 with the binaries of another commit: what the import took there.
//
// Names are spread as names are: a few that very many have, and tens of thousands that one family has.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { post, staffCookie } from '../support/people.mjs';
import { startPortal } from '../support/portal.mjs';

const PEOPLE = Number(process.env.PEOPLE ?? 100_000);
const ROUNDS = Number(process.env.ROUNDS ?? 200);
const FIRST = 'Maria James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Carlos Karen Daniel Lisa Matthew Nancy Anthony Betty Mark Sandra Luis Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Dorothy José Melissa Juan Deborah Ana'.split(' ');
const LAST = 'Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López González Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts'.split(' ');
const HEADS = 'Ba Be Bri Ca Cha Co Da De Do Ed El Fa Fe Fre Ga Ge Gra Ha He Ho Is Ja Je Ka Ke Kra La Le Lu Ma Me Mo Na Ne No Ob Pa Pe Po Qui Ra Re Ro Sa Sche Si Sta Ta Te Tho Tri Ul Va Ve Wa We Wi Ya Ze Zi'.split(' ');
const HEARTS = 'ba ben cha de der do fe ga gen ha ko la le len li lo ma man me mi na ne ni no ra re ri ro sa se si so ta te ten ti va ve vi wi'.split(' ');
const TAILS = 'bach berg by cki der dez ez field ford gan ham ing ker kov ley lin man mann mond nen ner ock ola on ova quist rick row sen ski son stad ston ta ter ton tt va vich wald well wick wood worth'.split(' ');

let state = Number(process.env.SEED ?? 20_261_127) >>> 0;
/** From 0 up to this, the same of each seed (mulberry32). */
function upTo(most) {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * most);
}
const pick = (all) => all[upTo(all.length)];
/** One in three has a name of the list, its first names oftener than its last. */
const often = (all) => all[Math.min(upTo(all.length), upTo(all.length))];
const rare = () => pick(HEADS) + pick(HEARTS) + pick(TAILS);
const two = (n) => String(n).padStart(2, '0');
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '');

function person(n) {
  return {
    number: `M${100_000 + n}`,
    first: upTo(3) < 2 ? often(FIRST) : pick(HEADS) + pick(HEARTS),
    last: upTo(3) < 1 ? often(LAST) : rare(),
    born: [1930 + upTo(90), 1 + upTo(12), 1 + upTo(28)],
    phone: `${200 + upTo(800)}${200 + upTo(800)}${String(upTo(10_000)).padStart(4, '0')}`,
  };
}

const slip = (word) => {
  const at = 1 + upTo(word.length - 2);
  return [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    `${word.slice(0, at)}e${word.slice(at + 1)}`,
    word.slice(0, at) + word[at] + word.slice(at),
  ][upTo(4)];
};
const us = ([y, m, d]) => `${two(m)}/${two(d)}/${y}`;
const QUERIES = {
  'first and last name': (p) => `${plain(p.first)} ${plain(p.last)}`,
  'last, first, cut short': (p) => `${plain(p.last).slice(0, 5)}, ${plain(p.first).slice(0, 3)}`,
  'a slip in either name': (p) => `${slip(plain(p.first))} ${slip(plain(p.last))}`,
  'last name and day of birth': (p) => `${p.last} ${us(p.born)}`,
  'a slip, and day of birth': (p) => `${slip(plain(p.last))} ${us(p.born)}`,
  'day of birth': (p) => us(p.born),
  'account number': (p) => p.number,
  'last seven of the phone': (p) => `${p.phone.slice(3, 6)}-${p.phone.slice(6)}`,
  email: (p) => `${p.number}@example.com`,
  'last name alone': (p) => p.last,
  'first name alone': (p) => p.first,
  'a letter and the last name': (p) => `${p.first[0]} ${p.last}`,
  'two letters': (p) => plain(p.last).slice(0, 2),
};

const all = Array.from({ length: PEOPLE }, (_, n) => person(n));
const folder = await mkdtemp(join(tmpdir(), 'openbalance-search-'));
const portal = await startPortal('measure-search');
try {
  const rows = all.map((p) => {
    const [y, m, d] = p.born;
    return `${p.number},${p.first},${p.last},${y}-${two(m)}-${two(d)},${p.number},${p.number}@example.com,${p.phone}\n`;
  });
  const file = join(folder, 'people.csv');
  await writeFile(file, `patient_number,first_name,last_name,birth_date,account_number,email,phone\n${rows.join('')}`);
  const begun = performance.now();
  await portal.command('import', '--practice', 'riverside', file);
  const took = (performance.now() - begun) / 1000;
  console.log(`import of ${PEOPLE} new people: ${took.toFixed(1)} s, ${Math.round(PEOPLE / took)} a second`);
  if (!process.env.ONLY_IMPORT) await measure();
} finally {
  await portal.stop();
  await rm(folder, { recursive: true });
}

async function measure() {
  const cookie = await staffCookie(portal);
  const every = [];
  for (const [name, words] of Object.entries(QUERIES)) {
    const taken = [];
    let [first, shown] = [0, 0];
    for (let n = 0; n < ROUNDS; n += 1) {
      const one = pick(all);
      const q = words(one);
      const begun = performance.now();
      const answer = await post(portal, '/staff/patients', { q }, { cookie });
      const body = await answer.text();
      taken.push(performance.now() - begun);
      if (!answer.ok) throw new Error(`${name} answered ${answer.status}`);
      const place = [...body.matchAll(/<td>(M\d{6})<\/td>/g)].findIndex(([, number]) => number === one.number);
      first += place === 0 ? 1 : 0;
      shown += place >= 0 ? 1 : 0;
    }
    every.push(...taken);
    const of = (count) => `${Math.round((100 * count) / ROUNDS)} %`;
    console.log(`${name}: ${times(taken)}; the right one first ${of(first)}, shown ${of(shown)}`);
  }
  console.log(`all together: ${times(every)}`);
}

function times(taken) {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)].toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
