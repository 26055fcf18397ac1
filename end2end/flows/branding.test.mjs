// A practice's own look and its own host name, where patients meet it.

import assert from 'node:assert/strict';
import http from 'node:http';
import { brotliDecompressSync } from 'node:zlib';

import { axe, fits, suite } from '../support/harness.mjs';
import { enterAsStaff, guarantorOf, newAccount, post, staffCookie } from '../support/people.mjs';
import { button, field, text } from '../support/words.mjs';

const REFUSED = [/status of 422/];

/** A request under any host name: `{ status, headers, body, bytes }`. */
function ask(portal, path, { host, cookie, method = 'GET', body, origin } = {}) {
  const headers = { 'accept-encoding': 'br' };
  if (host) headers.host = host;
  if (cookie) headers.cookie = cookie;
  if (origin) headers.origin = origin;
  if (body) headers['content-type'] = 'application/x-www-form-urlencoded';
  return new Promise((resolve, reject) => {
    const request = http.request(portal.url + path, { method, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const raw = Buffer.concat(parts);
        const whole = answer.headers['content-encoding'] === 'br' ? brotliDecompressSync(raw) : raw;
        resolve({ status: answer.statusCode, headers: answer.headers, body: whole.toString(), bytes: raw.length });
      });
    });
    request.on('error', reject);
    request.end(body?.toString());
  });
}

const jar = ({ headers }) => headers['set-cookie'].map((one) => one.split(';')[0]).join('; ');

async function linkFor(portal, person) {
  person.guarantor ??= await guarantorOf(portal, person);
  const wanted = { aim: 'due', days: '30', campaign: 'Flow' };
  const headers = { cookie: await staffCookie(portal) };
  const made = await (await post(portal, `/staff/accounts/${person.guarantor}/links`, wanted, headers)).text();
  return { path: made.match(/\/l\/[0-9a-f]{64}/)[0], base: made.match(/(https?:\/\/[^/\s]+)\/l\/[0-9a-f]{64}/)[1] };
}

suite('branding', ({ test }) => {
  test(
    'a pale colour is refused with one that works, and the look costs no request more',
    { langs: ['en', 'es'], js: 'turns', width: 360, expects: REFUSED },
    async ({ page, open, portal, lang }) => {
      await enterAsStaff(page, portal);
      await page.goto('/staff/branding');
      await field(page, 'accent').fill('#ffd400');
      await button(page, lang, 'brand-save').click();
      await page.getByText(text(lang, 'error-brand-pale')).first().waitFor();
      assert.equal(await field(page, 'accent').inputValue(), '#ffd400');
      const nearest = (await page.locator('main').textContent()).match(/#(?!ffd400|0b5b5a)[0-9a-f]{6}/)[0];
      await axe(page);
      await fits(page);
      await field(page, 'accent').fill(nearest);
      await field(page, 'languages').fill('English, español, Tagalog');
      await button(page, lang, 'brand-save').click();
      await page.getByText(text(lang, 'brand-saved')).waitFor();
      const picture = await page.screenshot();
      await field(page, 'logo').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: picture });
      await button(page, lang, 'brand-logo-send').click();
      await page.locator('img.brand-logo').waitFor();
      await axe(page);

      const guest = await open({ width: 360 });
      const { path } = await linkFor(portal, await newAccount(portal));
      const requests = [];
      guest.on('request', (request) => requests.push(new URL(request.url()).pathname.replace(/[0-9a-f-]{36}\/[0-9a-f]+/, '…')));
      await guest.goto(path);
      assert.deepEqual(requests.filter((one) => !one.startsWith('data')), [path, '/l', '/brand/…/guest.css']);
      await guest.getByText(/, Tagalog$/).waitFor();
      const colour = await guest.locator('button.primary').evaluate((one) => getComputedStyle(one).backgroundColor);
      const [red, green, blue] = nearest.match(/\w\w/g).map((part) => parseInt(part, 16));
      assert.equal(colour, `rgb(${red}, ${green}, ${blue})`);
      await axe(guest);
      await fits(guest);

      const arrived = await ask(portal, path);
      const asked = await ask(portal, '/l', { cookie: jar(arrived) });
      const sheet = await ask(portal, asked.body.match(/href="(\/brand\/[^"]+)"/)[1]);
      assert.match(sheet.headers['cache-control'], /immutable/);
      assert.match(sheet.body, /image\/png;base64/);
      assert.ok(asked.bytes + sheet.bytes < 20_000, `${asked.bytes} + ${sheet.bytes} bytes`);
      await post(portal, '/staff/branding/logo/remove', {}, { cookie: await staffCookie(portal) });
    },
  );

  test('the button for their own site leads to a page of the practice', { width: 360 }, async ({ page, open, portal, lang }) => {
    const staff = await open();
    await enterAsStaff(staff, portal);
    await staff.goto('/staff/branding');
    const snippet = await staff.locator('#site-snippet').inputValue();
    const address = snippet.match(/href="([^"]+)"/)[1];
    await page.goto(new URL(address).pathname);
    await page.getByRole('heading', { name: text(lang, 'bills-head', { practice: 'Riverside Family Medicine' }) }).waitFor();
    await axe(page);
    await fits(page);
  });

  test('only names of ours are answered, and a practice\'s own name is where its links lead', {}, async ({ portal }) => {
    const own = `bills.riverside.test:${new URL(portal.url).port}`;
    for (const host of [own, 'evil.example', 'x'.repeat(300), `127.0.0.1.evil.example:${new URL(portal.url).port}`]) {
      const answer = await ask(portal, '/sign-in', { host });
      assert.equal(answer.status, 421, host);
      assert.ok(answer.bytes < 200, 'and nothing of ours is shown');
    }
    await portal.command('practice', 'set', 'riverside', '--host', own);
    const { path, base } = await linkFor(portal, await newAccount(portal));
    assert.equal(base, `http://${own}`);
    const arrived = await ask(portal, path, { host: own });
    assert.equal(arrived.headers.location, '/l', 'redirects stay where they are');
    const cookie = jar(arrived);
    assert.equal((await ask(portal, '/l', { host: own, cookie })).status, 200);
    const body = new URLSearchParams({ birth_date_month: '2', birth_date_day: '3', birth_date_year: '1979' });
    const form = { host: own, cookie, method: 'POST', body };
    assert.equal((await ask(portal, '/l', { ...form, origin: portal.url })).status, 403, 'another of our names is another site');
    const entered = await ask(portal, '/l', { ...form, origin: `http://${own}` });
    assert.equal(entered.headers.location, '/l/bill');
    const guest = jar(entered);
    const bill = await ask(portal, '/l/bill', { host: own, cookie: guest });
    const press = bill.body.match(/name="press" value="([^"]+)"/)[1];
    const pay = new URLSearchParams({ press, choice: 'all' });
    const away = await ask(portal, '/l/pay', { host: own, cookie: guest, method: 'POST', body: pay });
    const hosted = await (await fetch(away.headers.location)).text();
    assert.ok(hosted.includes(`http://${own}/l/`), 'and from the hosted page back to it');
    await portal.command('practice', 'set', 'riverside', '--without-host', own);
    assert.equal((await ask(portal, '/l', { host: own, cookie })).status, 421);
  });
});
