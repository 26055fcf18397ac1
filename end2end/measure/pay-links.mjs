// Pay links: the first page's weight, its first byte under 200 requests a second, from the email to
// the receipt at a person's typing speed, links by the API, and 10,000 links in a batch:
//
//   OPENBALANCE_BIN_DIR=target/release LINKS=10000 node end2end/measure/pay-links.mjs

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import http from 'node:http';

import { launch } from '../support/harness.mjs';
import { fillCard } from '../support/paying.mjs';
import { guarantorOf, newAccount, post, staffCookie } from '../support/people.mjs';
import { startPortal } from '../support/portal.mjs';
import { button, field, shown } from '../support/words.mjs';

const LINKS = Number(process.env.LINKS ?? 10_000);
const RATE = 200;
const SECONDS = Number(process.env.SECONDS ?? 10);
/** Somebody who types with two thumbs: 40 words of five letters a minute. */
const KEY_MS = 300;

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const jar = (answer) => (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');

const portal = await startPortal('measure-links');
try {
  const cookie = await staffCookie(portal);
  const linkFor = async (person) => {
    person.guarantor ??= await guarantorOf(portal, person);
    const fields = { aim: 'due', days: '30', campaign: 'Measured' };
    const made = await post(portal, `/staff/accounts/${person.guarantor}/links`, fields, { cookie });
    return (await made.text()).match(/\/l\/[0-9a-f]{64}/)[0];
  };
  await weight(await linkFor(await newAccount(portal)), 'as it comes');
  await post(portal, '/staff/branding', { accent: '#123a6b', phone: '(555) 010-0142', languages: 'English, español' }, { cookie });
  const path = await linkFor(await newAccount(portal));
  await weight(path, 'with a practice\'s own look');
  await firstByte(path);
  await journey(await linkFor(await newAccount(portal)));
  await api(await newAccount(portal));
  await batch(cookie);
} finally {
  agent.destroy();
  await portal.stop();
}

/** What one request brings over the wire: `{ bytes, body, headers, ms }`. */
function get(path, headers = {}) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http
      .get(portal.url + path, { headers: { 'accept-encoding': 'br', ...headers }, agent }, (answer) => {
        const ms = performance.now() - begun;
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const raw = Buffer.concat(parts);
          const body = answer.headers['content-encoding'] === 'br' ? brotliDecompressSync(raw) : raw;
          const head = answer.rawHeaders.join(': ').length + 20;
          resolve({ bytes: raw.length + head, body: body.toString(), headers: answer.headers, ms, status: answer.statusCode });
        });
      })
      .on('error', reject);
  });
}
async function weight(path, what) {
  const arrived = await get(path);
  const page = await get('/l', { cookie: jar(arrived) });
  const sheets = [...page.body.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href);
  const files = await Promise.all(sheets.map((href) => get(href)));
  const others = [...page.body.matchAll(/(?:src|href)="(\/(?:pkg|brand)[^"]+)"/g)].length;
  const bytes = [arrived, page, ...files].reduce((sum, one) => sum + one.bytes, 0);
  console.log(`first page, ${what}: ${1 + files.length} requests after the redirect (${others} files named), ${bytes} bytes with headers`);
}

async function firstByte(path) {
  const cookie = jar(await get(path));
  const taken = [];
  const pending = [];
  const begun = performance.now();
  for (let n = 0; n < RATE * SECONDS; n += 1) {
    const at = begun + (n * 1000) / RATE;
    const wait = at - performance.now();
    if (wait > 1) await new Promise((go) => setTimeout(go, wait));
    pending.push(get('/l', { cookie }).then(({ ms, status }) => (status === 200 ? taken.push(ms) : taken.push(Infinity))));
  }
  await Promise.all(pending);
  taken.sort((a, b) => a - b);
  const at = (share) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))].toFixed(1);
  console.log(`first byte at ${RATE}/s for ${SECONDS} s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`);
}

async function journey(path) {
  const browser = await launch();
  const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  let presses = 1;
  const begun = performance.now();
  await page.goto(path);
  for (const [name, typed] of [['month', '2'], ['day', '3'], ['year', '1979']]) {
    await field(page, `birth_date_${name}`).pressSequentially(typed, { delay: KEY_MS });
  }
  await button(page, 'en', 'guest-question-button').click();
  await page.waitForURL('**/l/bill');
  await button(page, 'en', 'home-pay', { amount: shown(18_420) }).click();
  presses += 2;
  const reached = performance.now();
  const { press } = await fillCard(page);
  await press();
  presses += 1;
  await page.waitForURL(/\/l\/receipt\//);
  const ended = performance.now();
  // The hosted page is Stripe's: 16 digits, 4, 3 and a name, typed at the same speed.
  const card = (16 + 4 + 3 + 11) * KEY_MS;
  const seconds = (ended - begun + card) / 1000;
  console.log(
    `email to receipt: 2 screens of ours, ${presses} presses, ${((reached - begun) / 1000).toFixed(1)} s on ours, ` +
      `${seconds.toFixed(1)} s in all with ${card / 1000} s of typing a card`,
  );
  await browser.close();
}

/** Links made by a program, four requests at a time. */
async function api(person) {
  const key = (await portal.command('api-key', 'add', 'Measure', '--practice', 'riverside', '--scope', 'all', '--per-minute', '100000')).trim();
  const taken = [];
  const one = async () => {
    const begun = performance.now();
    const answer = await fetch(`${portal.url}/api/v1/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ account_number: person.account, campaign: 'Measured' }),
    });
    await answer.arrayBuffer();
    if (answer.status !== 201) throw new Error(`a link by the API: ${answer.status}`);
    taken.push(performance.now() - begun);
  };
  await Promise.all(Array.from({ length: 4 }, async () => { for (let n = 0; n < 500; n += 1) await one(); }));
  taken.sort((a, b) => a - b);
  console.log(`a link by the API, of ${taken.length}: p50 ${taken[taken.length >> 1].toFixed(1)} ms, p99 ${taken[Math.floor(taken.length * 0.99)].toFixed(1)} ms`);
}

async function batch(cookie) {
  const head =
    'patient_number,first_name,last_name,birth_date,account_number,zip,email,language,visit_number,service_date,' +
    'provider,insurance,charge_line,code,description,units,amount';
  const day = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);
  const rows = Array.from({ length: LINKS }, (_, n) =>
    `M${n},Noor,Castellan${n},1979-02-03,M${n},04101,m${n}@example.com,en,MV${n},${day},Dr. Chen,,1,99213,Office visit,1,50.00`);
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-measure-'));
  const file = join(folder, 'visits.csv');
  await writeFile(file, [head, ...rows, ''].join('\n'));
  await portal.command('import', '--practice', 'riverside', file);
  await rm(folder, { recursive: true });
  for (const hand_out of ['file', 'mail']) {
    const wish = { campaign: 'Measured batch', least: '50', older: '80', email: 'with', hand_out, days: '30' };
    let begun = performance.now();
    const to = (await post(portal, '/staff/links/batches', wish, { cookie })).headers.get('location');
    const previewed = (performance.now() - begun) / 1000;
    await post(portal, `${to}/release`, {}, { cookie });
    begun = performance.now();
    for (;;) {
      const page = await (await fetch(portal.url + to, { headers: { cookie } })).text();
      if (!/pill-wait/.test(page)) break;
      await new Promise((go) => setTimeout(go, 500));
    }
    const made = (performance.now() - begun) / 1000;
    let said = `${LINKS} links by ${hand_out}: preview ${previewed.toFixed(1)} s, made in ${made.toFixed(1)} s`;
    if (hand_out === 'file') {
      begun = performance.now();
      const sheet = await (await post(portal, `${to}/file`, { seen: '0' }, { cookie })).text();
      said += `, file of ${sheet.trim().split('\n').length - 1} lines in ${((performance.now() - begun) / 1000).toFixed(1)} s`;
    }
    console.log(said);
  }
}
