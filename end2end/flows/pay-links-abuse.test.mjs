// What is tried against pay links: cards by the hundred, dead links that are told apart, tokens that
// are looked for in logs and tables. By plain requests, as a program does it.
//
// ABUSE_CARDS=500 tries as many cards as the promise says; by default it is as many as show that the
// run is stopped long before.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { suite } from '../support/harness.mjs';
import { CARD, charged, pay, webhooksArrive } from '../support/paying.mjs';
import { guarantorOf, newAccount, newPatient, post, staffCookie } from '../support/people.mjs';
import { OUT } from '../support/portal.mjs';
import { text } from '../support/words.mjs';

const env = { TORTURE_TICK_MS: '300', OPENBALANCE_PROXIES: '1' };
const CARDS = Number(process.env.ABUSE_CARDS ?? 60);
const LINKS = 10;
const BIRTH = { birth_date_month: '2', birth_date_day: '3', birth_date_year: '1979' };

async function linkFor(portal, person, fields = {}) {
  person.guarantor ??= await guarantorOf(portal, person);
  const wanted = { aim: 'due', days: '30', campaign: 'Flow', ...fields };
  const headers = { cookie: await staffCookie(portal) };
  const made = await post(portal, `/staff/accounts/${person.guarantor}/links`, wanted, headers);
  return (await made.text()).match(/\/l\/[0-9a-f]{64}/)[0];
}

const cookieOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .filter((one) => !one.endsWith('='))
    .join('; ');

/** Where the next request comes from: tries are counted by it, so that whoever attacks is not where others are. */
let from = '203.0.113.1';

const ask = (portal, path, { cookie, headers, ...more } = {}) =>
  fetch(portal.url + path, {
    redirect: 'manual',
    headers: { 'x-forwarded-for': from, ...(cookie ? { cookie } : {}), ...headers },
    ...more,
  });

const send = (portal, path, fields, cookie) =>
  ask(portal, path, { cookie, method: 'POST', body: new URLSearchParams(fields) });

/** Opens a link and answers rightly: the guest's cookie, or none when it is not open. */
async function enter(portal, path) {
  const arrived = await ask(portal, path);
  const answered = await send(portal, '/l', BIRTH, cookieOf(arrived));
  return answered.status === 303 ? cookieOf(answered) : null;
}

/** Presses Pay and tries a card; says how that ended: 'refused', 'paid', or that there is no way on. */
async function tryCard(portal, guest, number, amount) {
  const bill = await (await ask(portal, '/l/bill', { cookie: guest })).text();
  const press = bill.match(/name="press" value="([^"]+)"/)?.[1];
  if (!press) return 'no button';
  const fields = amount ? { press, choice: 'part', amount } : { press, choice: 'all' };
  const page = (await send(portal, '/l/pay', fields, guest)).headers.get('location') ?? '';
  if (!page.startsWith(portal.stripe)) return 'no page';
  const body = new URLSearchParams({ number, expiry: '12 / 34', cvc: '123', name: 'Test Person' });
  const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  if (answer.status === 410) return 'closed';
  return answer.status === 303 ? 'paid' : 'refused';
}

suite('pay links under attack', ({ test }) => {
  test('a card-testing run is stopped, and harms nobody else', {}, async ({ portal }) => {
    const honest = await newPatient(portal);
    const guest = await newAccount(portal);
    const victims = [];
    for (let n = 0; n < LINKS; n += 1) victims.push(await linkFor(portal, await newAccount(portal)));
    const before = (await charged(portal)).length;

    const ends = {};
    from = '203.0.113.66';
    for (let n = 0; n < CARDS; n += 1) {
      const path = victims[n % LINKS];
      const who = await enter(portal, path);
      const end = who ? await tryCard(portal, who, CARD.declined, `${1 + Math.floor(n / LINKS)}.${10 + (n % 90)}`) : 'not open';
      ends[end] = (ends[end] ?? 0) + 1;
      if (n % 5 === 4) await webhooksArrive(portal);
    }
    const tried = ends.refused ?? 0;
    assert.ok(tried >= 30 && tried <= 40, `stopped at thirty, give or take what was on its way: ${JSON.stringify(ends)}`);
    assert.equal(tried + (ends['not open'] ?? 0) + (ends['no page'] ?? 0) + (ends['no button'] ?? 0) + (ends.closed ?? 0), CARDS);
    assert.equal((await charged(portal)).length, before, 'no card was charged');

    from = '203.0.113.2';
    // Who is signed in pays as ever; who comes by a link that is made now does too.
    await pay(portal, honest);
    await webhooksArrive(portal);
    const fresh = await enter(portal, await linkFor(portal, guest));
    assert.equal(await tryCard(portal, fresh, CARD.pays), 'paid');
    assert.equal((await charged(portal)).length, before + 2);
  });

  test('the same link in two tabs pays once, by whatever is sent first', {}, async ({ portal }) => {
    const path = await linkFor(portal, await newAccount(portal));
    const tabs = await Promise.all([enter(portal, path), enter(portal, path)]);
    const before = (await charged(portal)).length;
    const ends = await Promise.all(tabs.map((tab) => tryCard(portal, tab, CARD.pays)));
    assert.ok(ends.includes('paid'), ends.join());
    await webhooksArrive(portal);
    const bills = await Promise.all(tabs.map(async (tab) => (await ask(portal, '/l/bill', { cookie: tab })).text()));
    assert.equal((await charged(portal)).length, before + 1);
    for (const bill of bills) assert.ok(bill.includes(text('en', 'guest-settled')));
  });

  test('links that are not open look alike', {}, async ({ portal }) => {
    from = '203.0.113.3';
    const staff = { cookie: await staffCookie(portal) };
    const person = await newAccount(portal);
    const revoked = await linkFor(portal, person);
    const list = await (await fetch(`${portal.url}/staff/accounts/${person.guarantor}/links`, { headers: staff })).text();
    const id = list.match(/\/links\/([0-9a-f-]{36})\/revoke/)[1];
    await post(portal, `/staff/accounts/${person.guarantor}/links/${id}/revoke`, {}, staff);
    const locked = await linkFor(portal, person);
    for (let n = 0; n < 5; n += 1) {
      const arrived = await ask(portal, locked);
      await send(portal, '/l', { ...BIRTH, birth_date_year: '1980' }, cookieOf(arrived));
    }
    const settled = await linkFor(portal, await newAccount(portal));
    assert.equal(await tryCard(portal, await enter(portal, settled), CARD.pays), 'paid');
    await webhooksArrive(portal);
    const dead = { revoked, locked, settled, never: `/l/${'0'.repeat(64)}` };
    const seen = {};
    for (const [name, path] of Object.entries(dead)) {
      const arrived = await ask(portal, path);
      const answer = await ask(portal, '/l', { cookie: cookieOf(arrived) });
      const html = await answer.text();
      assert.equal(answer.status, 410, name);
      const { date: _d, 'x-request-id': _i, 'content-length': _l, 'content-security-policy': _c, ...headers } = Object.fromEntries(answer.headers);
      seen[name] = { headers: JSON.stringify(headers), main: html.match(/<h1>.*?<\/p>/s)[0] };
    }
    for (const [name, { headers, main }] of Object.entries(seen)) {
      assert.deepEqual({ headers, main }, { headers: seen.never.headers, main: seen.never.main }, name);
    }
  });

  test('tokens are in no log and no table, only their hashes', {}, async ({ portal }) => {
    from = '203.0.113.4';
    const person = await newAccount(portal);
    const path = await linkFor(portal, person);
    const guest = await enter(portal, path);
    await ask(portal, `${path}?x=1`, { headers: { referer: portal.url + path } });
    await ask(portal, `/l/${path.split('/').pop().toUpperCase()}`);
    const secrets = [path.split('/').pop(), guest.match(/ob_guest=([0-9a-f]{64})/)[1]];
    const kept = await portal.everythingKept();
    assert.ok(kept.includes(person.email), 'this reads what the database wrote');
    const logs = readdirSync(OUT).filter((file) => file.startsWith('pay-links-under-attack')).map((file) => readFileSync(join(OUT, file), 'latin1'));
    assert.ok(logs.some((log) => log.includes('/l/{token}')), 'the log names the route');
    for (const secret of secrets) {
      assert.ok(!kept.toLowerCase().includes(secret), 'no table has it');
      for (const log of logs) assert.ok(!log.toLowerCase().includes(secret), 'no log has it');
    }
    const told = await (await fetch(`${portal.stripe}/_sandbox/requests`)).text();
    assert.ok(told.includes('checkout'), 'this reads what the gateway was asked');
    for (const secret of secrets) assert.ok(!told.includes(secret), 'and the gateway never learns it');
  });
}, { env });
