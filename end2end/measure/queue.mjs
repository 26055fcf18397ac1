// Time to the first byte of a queue of the desk and until it answers the keyboard, with 50,000 open cases
// and with 60:
//
//   OPENBALANCE_BIN_DIR=target/release QUEUE=disputes node end2end/measure/queue.mjs
//   QUEUE=denials for what insurers refused
//   DATABASE=postgres://… (an empty database) for PostgreSQL; CASES=…, ROUNDS=…
//
// The cases are written into the tables as the program would have left them, without their steps;
// disputes each with its item in the list of what waits, refusals each with a visit of its own.

import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch } from '../support/harness.mjs';
import { staffCookie } from '../support/people.mjs';
import { startPortal } from '../support/portal.mjs';

const CASES = Number(process.env.CASES ?? 50_000);
const ROUNDS = Number(process.env.ROUNDS ?? 100);
const folder = await mkdtemp(join(tmpdir(), 'openbalance-queue-'));
const database = process.env.DATABASE ?? `sqlite:${join(folder, 'openbalance.db')}`;
const lite = database.startsWith('sqlite:');
const QUEUE = process.env.QUEUE ?? 'disputes';
/** Insurers that refuse. */
const PAYERS = 40;
const OF_ALL = {
  'by deadline': '',
  'by age': 'order=oldest',
  'by amount': 'order=amount',
  "nobody's": 'whose=nobody',
  'the live look': '.json',
};
const PATHS = {
  disputes: { ...OF_ALL, 'a reason': 'reason=duplicate', 'a state with none': 'state=appealed' },
  denials: { ...OF_ALL, late: 'due=late', 'a way': 'route=coding', 'a state with none': 'state=appealed', 'the days by insurer': '/payers' },
};

const SEEDS = { disputes, denials };

const portal = await startPortal('measure', { OPENBALANCE_DATABASE_URL: database });
const browser = await launch();
try {
  const cookie = await staffCookie(portal);
  let had = 0;
  for (const cases of [60, CASES]) {
    sql(SEEDS[QUEUE](had, cases));
    had = cases;
    for (const [name, query] of Object.entries({ ...PATHS[QUEUE], ...(await ofOnePayer(cookie)) })) {
      const path = `/staff/${QUEUE}${/^[./]/.test(query) ? query : `?${query}`}`;
      const taken = [];
      let bytes = 0;
      for (let n = 0; n < ROUNDS + 10; n += 1) {
        const [took, length] = await firstByte(path, cookie);
        bytes = length;
        if (n >= 10) taken.push(took);
      }
      console.log(`${cases} cases, ${name}: ${spread(taken)}, ${bytes} bytes`);
    }
    console.log(`${cases} cases, until the keyboard is answered: ${spread(await interactive())}`);
  }
} finally {
  await browser.close();
  await portal.stop();
}

function spread(taken) {
  taken.sort((a, b) => a - b);
  const at = (part) => taken[Math.floor((taken.length - 1) * part)].toFixed(2);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

/**
 * From the navigation until its list is drawn, its script listens, and a key has moved to the next row:
 * in Chromium, with what a reader's browser keeps of the style sheet and the typeface.
 */
async function interactive() {
  const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 1280, height: 900 } });
  const [name, value] = (await staffCookie(portal)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: portal.url }]);
  const page = await context.newPage();
  const taken = [];
  for (let n = 0; n < ROUNDS + 3; n += 1) {
    await page.goto(`/staff/${QUEUE}`, { waitUntil: 'domcontentloaded' });
    const took = await page.evaluate(() => {
      const [one, next] = document.querySelectorAll('[data-case] a');
      one.focus();
      one.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      if (!next.closest('[data-case]').contains(document.activeElement)) throw new Error('the key moved nothing');
      const [seen] = performance.getEntriesByType('navigation');
      return seen.domContentLoadedEventEnd - seen.startTime;
    });
    if (n >= 3) taken.push(took);
  }
  await context.close();
  return taken;
}

/** The filter by one of the insurers. */
async function ofOnePayer(cookie) {
  if (QUEUE !== 'denials') return {};
  const html = await (await fetch(`${portal.url}/staff/denials/payers`, { headers: { cookie } })).text();
  const [, payer] = html.match(/<th scope="row">Payer 1<[\s\S]*?denials\?payer=([0-9a-f-]{36})/);
  return { 'one insurer': `payer=${payer}` };
}

/** What both seeds are made with, in the words of either engine. */
function words(from, to) {
  return {
    numbers: lite
      ? `WITH RECURSIVE s (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM s WHERE n + 1 < ${to})`
      : `WITH s AS (SELECT n FROM generate_series(${from}, ${to - 1}) n)`,
    id: lite ? 'randomblob(16)' : 'gen_random_uuid()',
    day: (days) => (lite ? `date('now', (${days}) || ' days')` : `(CURRENT_DATE + (${days})::int)`),
    now: lite ? "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')" : 'now()',
    no: lite ? '0' : 'false',
    pick: (choices, by) => `CASE ${by} ${choices.map((word, n) => `WHEN ${n} THEN '${word}'`).join(' ')} END`,
  };
}

/** So many refusals more, each of a visit of its own, of 40 insurers. */
function denials(from, to) {
  const { numbers, id, day, now, no, pick } = words(from, to);
  return `${numbers}
    INSERT INTO visits (practice_id, id, patient_id, guarantor_id, visit_number, service_date, created_at)
    SELECT p.practice_id, ${id}, p.id, p.guarantor_id, 'QQ-' || CAST(n AS TEXT), ${day('-(n % 80) - 20')}, ${now}
    FROM s JOIN (SELECT p.*, ROW_NUMBER() OVER (ORDER BY p.id) - 1 AS place, COUNT(*) OVER () AS many FROM patients p
                 WHERE p.practice_id = (SELECT id FROM practices WHERE slug = 'riverside')) p ON p.place = s.n % p.many;
    ${words(0, PAYERS).numbers}
    INSERT INTO payers (practice_id, id, payer_key, name, seq)
    SELECT p.id, ${id}, 'QQ-' || CAST(n AS TEXT), 'Payer ' || CAST(n AS TEXT), 0 FROM s JOIN practices p ON p.slug = 'riverside'
    WHERE NOT EXISTS (SELECT 1 FROM payers y WHERE y.payer_key = 'QQ-' || CAST(n AS TEXT));
    ${numbers}
    INSERT INTO denials (practice_id, id, visit_id, guarantor_id, group_code, carc, route, state, proposed, refused_on, deadline,
      act_by, amount_cents, waits_cents, recovered_cents, patient_cents, given_up_cents, assigned_to, opened_at, changed_at, seq,
      payer_id, counted_from)
    SELECT v.practice_id, ${id}, v.id, v.guarantor_id, 'CO', '16', ${pick(['fix', 'appeal', 'coverage', 'coding', 'write_off'], 'n % 5')},
      ${pick(['open', 'sent_again'], 'n % 2')}, ${no}, ${day('-(n % 80)')}, ${day('90 - (n % 80)')}, ${day('n % 60 - 5')},
      100 * (1 + n % 700), 0, 0, 0, 0, CASE WHEN n % 3 = 0 THEN u.id END, ${now}, ${now}, 1, y.id, ${day('-(n % 80)')}
    FROM s JOIN practices p ON p.slug = 'riverside'
           JOIN visits v ON v.practice_id = p.id AND v.visit_number = 'QQ-' || CAST(n AS TEXT)
           JOIN payers y ON y.practice_id = p.id AND y.payer_key = 'QQ-' || CAST(n % ${PAYERS} AS TEXT)
           JOIN users u ON u.email = 'dana@example.com';`;
}

/** So many cases more, spread over the demo's accounts, states, reasons and days. */
function disputes(from, to) {
  const { numbers, id, day, now, no, pick } = words(from, to);
  const states = ['received', 'acknowledged', 'in_review', 'waiting_patient', 'waiting_insurer'];
  const reasons = ['wrong_amount', 'insurance', 'duplicate', 'quality'];
  const subject = lite
    ? "lower(substr(hex(id),1,8)||'-'||substr(hex(id),9,4)||'-'||substr(hex(id),13,4)||'-'||substr(hex(id),17,4)||'-'||substr(hex(id),21))"
    : 'id::text';
  return `${numbers}
    INSERT INTO disputes (practice_id, id, guarantor_id, visit_id, reference, press, reason, state, appealed, proposed,
      opened_on, decide_by, act_by, amount_cents, frozen_cents, plan_held_cents, opened_by, opened_at, changed_at,
      assigned_to, seq)
    SELECT v.practice_id, ${id}, v.guarantor_id, v.id, CAST(10000000 + n AS TEXT), ${id}, ${pick(reasons, 'n % 4')},
      ${pick(states, 'n % 5')}, ${no}, ${no}, ${day('-(n % 40)')}, ${day('n % 30')}, ${day('n % 30 - 5')}, 100 * (n % 700),
      100 * (n % 700), 0, u.id, ${now}, ${now}, CASE WHEN n % 3 = 0 THEN u.id END, 1
    FROM s JOIN (SELECT v.*, ROW_NUMBER() OVER (ORDER BY v.id) - 1 AS place, COUNT(*) OVER () AS many
                 FROM visits v
                 WHERE v.practice_id = (SELECT id FROM practices WHERE slug = 'riverside')) v ON v.place = s.n % v.many
           JOIN (SELECT id FROM users WHERE email = 'dana@example.com') u ON true;
    INSERT INTO work_items (practice_id, id, kind, subject, guarantor_id, amount_cents, opened_at)
    SELECT practice_id, ${id}, 'dispute', ${subject}, guarantor_id, frozen_cents, opened_at FROM disputes
    WHERE CAST(reference AS INTEGER) >= 10000000 + ${from} AND CAST(reference AS INTEGER) < 10000000 + ${to};`;
}

function sql(text) {
  const [program, args] = lite ? ['sqlite3', [database.slice('sqlite:'.length)]] : ['psql', ['-q', '-v', 'ON_ERROR_STOP=1', database]];
  execFileSync(program, args, { input: `${lite ? 'PRAGMA busy_timeout = 20000;\n' : ''}${text}\n`, stdio: ['pipe', 'ignore', 'inherit'] });
}

async function firstByte(path, cookie) {
  const begun = performance.now();
  const answer = await fetch(portal.url + path, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  const reader = answer.body.getReader();
  let { value } = await reader.read();
  const took = performance.now() - begun;
  let bytes = 0;
  for (let done = false; !done; ) {
    bytes += value?.length ?? 0;
    ({ value, done } = await reader.read());
  }
  return [took, bytes];
}
