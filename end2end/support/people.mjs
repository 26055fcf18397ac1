// Patients of a test's own, so that what one test pays changes nothing for another.
//
// They come in as real ones do: a practice export, an invitation by staff, a password chosen by the
// link in the mail. All of it goes by plain requests; the flows that are about these steps walk them
// in the browser.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freshPassword } from './words.mjs';

/** The demo's people, as `openbalance demo` prints them. */
export const MARIA = { email: 'maria@example.com', password: 'violet harbor ladder' };
export const ROSA = { email: 'rosa@example.com', password: 'maple candle orchard' };
export const DANA = { email: 'dana@example.com', password: 'quiet pebble engine' };
export const RAVI = { email: 'ravi@example.com', password: 'amber ticket river' };
export const OWEN = { email: 'owen@example.com', password: 'copper meadow kite' };

const COLUMNS =
  'patient_number,first_name,last_name,birth_date,account_number,zip,email,language,visit_number,service_date,' +
  'provider,insurance,charge_line,code,description,units,amount';

/**
 * Imports somebody without insurance who owes `visits`, in cents, oldest visit first, and has no
 * login yet. The answer's fields are what registration asks for.
 */
export async function newAccount(portal, { lang = 'en', visits = [12_840, 5_580], name = 'Noor' } = {}) {
  const id = randomBytes(5).toString('hex');
  const person = { name, email: `noor-${id}@example.com`, account: `T-${id}`, zip: '04101', visits };
  const rows = visits.map((cents, n) =>
    [
      `P-${id}`,
      quoted(person.name),
      'Castellan',
      '1979-02-03',
      person.account,
      person.zip,
      person.email,
      lang,
      `V-${id}-${n}`,
      daysAgo(60 - 5 * n),
      'Dr. Chen',
      '',
      1,
      '99213',
      `Visit number ${n + 1}`,
      1,
      dollars(cents),
    ].join(','),
  );
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-people-'));
  try {
    const file = join(folder, `${id}.csv`);
    await writeFile(file, [COLUMNS, ...rows, ''].join('\n'));
    await portal.command('import', '--practice', 'riverside', file);
  } finally {
    await rm(folder, { recursive: true });
  }
  return person;
}

/** As [`newAccount`], with a login: `{ email, password, cookies, … }`. */
export async function newPatient(portal, options = {}) {
  const { lang = 'en' } = options;
  const person = await newAccount(portal, options);
  const guarantor = await guarantorOf(portal, person);
  await post(portal, `/staff/patients/${guarantor}/invite`, {}, { cookie: await staffCookie(portal) });
  const letters = await (await fetch(`${portal.url}/outbox`)).text();
  const link = letters.slice(letters.indexOf(person.email)).match(/\/invitation\/[\w-]+/)?.[0];
  if (!link) throw new Error(`no invitation reached ${person.email}`);
  const password = freshPassword();
  const entered = await post(portal, link, { password }, { 'accept-language': lang });
  const cookies = entered.headers.getSetCookie().map((cookie) => cookie.split(';')[0].split('='));
  return {
    ...person,
    guarantor,
    password,
    cookies: cookies.filter(([, value]) => value).map(([name, value]) => ({ name, value, url: portal.url })),
  };
}

/** Gives the browser a new patient's session and opens what they owe. */
export async function enterAs(page, person) {
  await page.context().addCookies(person.cookies);
  await page.goto('/home');
}

/** The id of an account as staff find it. */
export async function guarantorOf(portal, { account }) {
  const found = await post(portal, '/staff/patients', { q: account }, { cookie: await staffCookie(portal) });
  const id = (await found.text()).match(/\/staff\/accounts\/([0-9a-f-]{36})/)?.[1];
  if (!id) throw new Error(`staff do not find ${account}`);
  return id;
}

/** Gives the browser the session of a member of staff. */
export async function enterAsStaff(page, portal, login = DANA) {
  const [name, value] = (await staffCookie(portal, login)).split('=');
  await page.context().addCookies([{ name, value, url: portal.url }]);
}

const staffCookies = new WeakMap();

/** The cookie of a member of staff: one sign-in a portal, because the door counts them. */
export async function staffCookie(portal, login = DANA) {
  const known = staffCookies.get(portal) ?? new Map();
  staffCookies.set(portal, known);
  if (!known.has(login.email)) {
    const entered = await post(portal, '/staff/sign-in', login);
    const cookies = entered.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    known.set(login.email, cookies.find((cookie) => cookie.split('=')[1]));
  }
  return known.get(login.email);
}

/** Staff sign in anew: their sessions have ended with the days that passed. */
export const staffSignInAgain = (portal) => staffCookies.delete(portal);

/** A form sent by a plain request; whatever answers with a failure ends the test. */
export async function post(portal, path, fields, headers = {}) {
  const body = new URLSearchParams(fields);
  const response = await fetch(portal.url + path, { method: 'POST', body, headers, redirect: 'manual' });
  if (response.status >= 400) throw new Error(`POST ${path.slice(0, 20)}… answered ${response.status}`);
  return response;
}

const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`;
const dollars = (cents) => (cents / 100).toFixed(2);
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
