// From a letter to a paid bill, without an account: a real mail server's letter, one question, the
// hosted page, the receipt. And everything that must not work.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, fits, suite, tellsNothing } from '../support/harness.mjs';
import { Mail } from '../support/mail.mjs';
import { CARD, chargesOnce, fillCard } from '../support/paying.mjs';
import { enterAsStaff, guarantorOf, newAccount, post, staffCookie } from '../support/people.mjs';
import { OUT } from '../support/portal.mjs';
import { eventually, issue } from '../support/stating.mjs';
import { button, cents, field, freshPassword, link, shown, text } from '../support/words.mjs';

const mail = new Mail();
const env = {
  OPENBALANCE_MAIL: `smtp://127.0.0.1:${await mail.start()}`,
  OPENBALANCE_MAIL_FROM: 'Riverside <billing@riverside.example>',
  TORTURE_TICK_MS: '300',
};
const REFUSED = [/status of 4(10|22)/];
const BIRTH = { month: '2', day: '3', year: '1979' };

/** A link for somebody, made by staff with a plain request: its path. */
async function linkFor(portal, person, fields = {}) {
  person.guarantor ??= await guarantorOf(portal, person);
  const wanted = { aim: 'due', days: '30', campaign: 'Flow', ...fields };
  const headers = { cookie: await staffCookie(portal) };
  const made = await post(portal, `/staff/accounts/${person.guarantor}/links`, wanted, headers);
  return (await made.text()).match(/\/l\/[0-9a-f]{64}/)[0];
}

async function answer(page, lang, { month, day, year } = BIRTH) {
  await field(page, 'birth_date_month').fill(month);
  await field(page, 'birth_date_day').fill(day);
  await field(page, 'birth_date_year').fill(year);
  await button(page, lang, 'guest-question-button').click();
}

/** Presses Pay for all and pays on the hosted page. */
async function payAll(page, lang, amount) {
  await button(page, lang, 'home-pay', { amount: shown(amount) }).click();
  const { press } = await fillCard(page, CARD.pays);
  await press();
  await page.waitForURL(/\/l\/receipt\//);
}

suite('pay links', ({ test }) => {
  test(
    'from the letter to the receipt in two screens of ours, and staff see that nothing is due',
    { langs: ['en', 'es'], js: 'both', width: 360, height: 740, expects: REFUSED },
    async ({ page, open, portal, lang }) => {
      const person = await newAccount(portal, { lang });
      person.guarantor = await guarantorOf(portal, person);
      const staff = await open({ lang: 'en', js: true, width: 1280 });
      await enterAsStaff(staff, portal);
      await staff.goto(`/staff/accounts/${person.guarantor}`);
      await link(staff, 'en', 'links-account').click();
      await field(staff, 'mail').check();
      await button(staff, 'en', 'links-make').click();
      await staff.getByText(text('en', 'links-once-shown')).waitFor();
      await axe(staff);
      assert.equal(await staff.locator('.made-qr svg').count(), 1);
      const address = await staff.locator('#made-address').inputValue();
      assert.ok((await staff.locator('#made-button').inputValue()).includes(address));

      const [letter] = await eventually(() => mail.to(person.email).length && mail.to(person.email), 'the letter');
      tellsNothing({ subject: letter.text.match(/^Subject: (.*)$/m)[1], body: '' });
      const path = new URL(address).pathname;
      assert.ok(letter.text.includes(path), 'the letter leads where the staff page says');

      const requests = [];
      const watch = (request) => requests.push(request.url());
      page.on('request', watch);
      await page.goto(path);
      assert.equal(new URL(page.url()).pathname, '/l', 'the token is out of the address bar');
      page.off('request', watch);
      assert.deepEqual(requests.map((url) => new URL(url).pathname.replace(/\.[0-9a-f]+\./, '.')), [
        path,
        '/l',
        '/pkg/guest.css',
      ]);
      await axe(page);
      await fits(page);
      assert.doesNotMatch(await page.content(), /Noor|Castellan|\$\d/, 'nothing of whom it is for');

      await answer(page, lang, { ...BIRTH, day: '4' });
      await page.getByText(text(lang, 'error-link-wrong')).first().waitFor();
      assert.equal(await field(page, 'birth_date_day').inputValue(), '4', 'what was typed is there');
      await answer(page, lang);
      await page.waitForURL('**/l/bill');
      await axe(page);
      await fits(page);
      assert.equal(cents(await page.locator('h1').textContent()), 18_420);
      assert.equal(await page.locator('article.card').count(), 2);
      await chargesOnce(portal, 18_420, () => payAll(page, lang, 18_420));
      await axe(page);
      await fits(page);
      await link(page, lang, 'guest-back').click();
      await page.getByText(text(lang, 'guest-settled')).waitFor();

      await staff.goto(`/staff/accounts/${person.guarantor}`);
      assert.equal(cents(await staff.locator('.figure', { hasText: text('en', 'staff-due') }).textContent()), 0);

      const stranger = await open({ lang });
      await stranger.goto(path);
      await stranger.getByText(text(lang, 'guest-gone-lead')).waitFor();
      assert.doesNotMatch(await stranger.content(), /Noor|Castellan|\$\d/);
    },
  );

  test('the first page is two files of at most 20 kB, and no file loads a script', {}, async ({ portal }) => {
    const person = await newAccount(portal);
    const path = await linkFor(portal, person);
    const arrived = await fetch(portal.url + path, { redirect: 'manual' });
    const cookie = arrived.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const asked = await fetch(`${portal.url}/l`, { headers: { cookie, 'accept-encoding': 'br' } });
    const html = await asked.text();
    assert.doesNotMatch(html, /<script|\.woff2|\.svg/);
    const sheet = html.match(/href="(\/pkg\/guest[^"]+)"/)[1];
    const css = await fetch(portal.url + sheet, { headers: { 'accept-encoding': 'br' } });
    const weight = html.length + Number(css.headers.get('content-length'));
    assert.ok(weight < 20_000, `${weight} bytes, the page counted as it is before it is compressed`);
  });

  test(
    'a scanner that follows the link uses nothing up, and the token is in no log',
    {},
    async ({ page, portal, lang }) => {
      const person = await newAccount(portal);
      const path = await linkFor(portal, person, { once: 'yes' });
      for (let n = 0; n < 20; n += 1) {
        const arrived = await fetch(portal.url + path, { redirect: 'manual', method: n % 2 ? 'HEAD' : 'GET' });
        assert.equal(arrived.status, 303);
        const cookie = arrived.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
        assert.equal((await fetch(`${portal.url}/l`, { headers: { cookie } })).status, 200);
      }
      await page.goto(path);
      await answer(page, lang);
      await payAll(page, lang, 18_420);
      const token = path.split('/').pop();
      const log = readFileSync(join(OUT, 'pay-links-portal.log'), 'utf8');
      assert.match(log, /\/l\/\{token\}/, 'the log names the route');
      assert.ok(!log.includes(token));
    },
  );

  test(
    'a part can be paid, a wrong amount comes back, and the rest stays due',
    { js: 'both', width: 360, expects: REFUSED },
    async ({ page, portal, lang }) => {
      const person = await newAccount(portal);
      await page.goto(await linkFor(portal, person));
      await answer(page, lang);
      await page.getByText(text(lang, 'guest-part'), { exact: true }).click();
      await field(page, 'amount').fill('900');
      await button(page, lang, 'guest-part-button').click();
      await page.getByText(text(lang, 'error-link-most')).first().waitFor();
      assert.equal(await field(page, 'amount').inputValue(), '900');
      await field(page, 'amount').fill('50');
      await button(page, lang, 'guest-part-button').click();
      const { press } = await fillCard(page, CARD.pays);
      await press();
      await page.waitForURL(/\/l\/receipt\//);
      await link(page, lang, 'guest-back').click();
      assert.equal(cents(await page.locator('h1').textContent()), 13_420);
    },
  );

  test('the letter about a statement has a way to pay without signing in', {}, async ({ page, portal, lang }) => {
    const person = await newAccount(portal);
    person.guarantor = await guarantorOf(portal, person);
    const staff = { cookie: await staffCookie(portal) };
    await post(portal, `/staff/patients/${person.guarantor}/invite`, {}, staff);
    const [invitation] = await eventually(() => mail.to(person.email).length && mail.to(person.email), 'the invitation');
    await post(portal, invitation.text.match(/\/invitation\/[\w-]+/)[0], { password: freshPassword() });
    await issue(portal, person);
    const letter = await eventually(() => mail.to(person.email)[1], 'the letter');
    assert.match(letter.text, /\/statements\/[0-9a-f-]{36}/);
    await page.goto(letter.text.match(/\/l\/[0-9a-f]{64}/)[0]);
    await answer(page, lang);
    await payAll(page, lang, 18_420);
  });

  test('a link for an amount shows the amount, and no visit on the bill or the receipt', {}, async ({ page, portal, lang }) => {
    const person = await newAccount(portal);
    await page.goto(await linkFor(portal, person, { aim: 'amount', amount: '50' }));
    await answer(page, lang);
    await page.waitForURL('**/l/bill');
    assert.equal(cents(await page.locator('h1').textContent()), 5_000);
    assert.doesNotMatch(await page.content(), /Visit number/);
    await payAll(page, lang, 5_000);
    assert.doesNotMatch(await page.content(), /Visit number/);
    await axe(page);
  });

  test('the same link in two tabs pays once', { expects: REFUSED }, async ({ page, open, portal, lang }) => {
    const person = await newAccount(portal);
    const path = await linkFor(portal, person);
    const other = await open();
    for (const tab of [page, other]) {
      await tab.goto(path);
      await answer(tab, lang);
      await tab.waitForURL('**/l/bill');
    }
    await chargesOnce(portal, 18_420, async () => {
      await payAll(page, lang, 18_420);
      await button(other, lang, 'home-pay', { amount: shown(18_420) }).click();
      await other.getByText(text(lang, 'guest-settled')).waitFor();
    });
  });

  test(
    'five wrong answers close a link, and staff find it among their work',
    { expects: REFUSED },
    async ({ page, open, portal, lang }) => {
      const person = await newAccount(portal, { name: 'Lysander' });
      await page.goto(await linkFor(portal, person));
      for (let n = 0; n < 5; n += 1) await answer(page, lang, { ...BIRTH, year: '1980' });
      await page.getByText(text(lang, 'guest-gone-lead')).waitFor();
      const staff = await open();
      await enterAsStaff(staff, portal);
      await staff.goto('/staff/work');
      const item = staff.locator('li.work-item', { hasText: text('en', 'work-link-locked') });
      await item.filter({ hasText: 'Lysander' }).waitFor();
    },
  );

  test(
    'a link that was taken back opens nothing, and a fresh one comes by mail',
    { expects: REFUSED },
    async ({ page, open, portal, lang }) => {
      const person = await newAccount(portal);
      const path = await linkFor(portal, person, { days: '7' });
      const staff = await open();
      await enterAsStaff(staff, portal);
      await staff.goto(`/staff/accounts/${person.guarantor}/links`);
      await staff.getByRole('button', { name: new RegExp(`^${text('en', 'links-revoke')}`) }).click();
      await staff.getByText(text('en', 'links-revoked')).waitFor();
      await page.goto(path);
      await page.getByText(text(lang, 'guest-gone-lead')).waitFor();
      await axe(page);

      // One that ran out is replaced; one that was taken back is not.
      await button(page, lang, 'guest-fresh').click();
      await page.getByText(text(lang, 'guest-fresh-asked')).waitFor();
      const late = await linkFor(portal, person, { days: '7' });
      await portal.restart({ ahead: 8 * 86_400 });
      await page.goto(late);
      await button(page, lang, 'guest-fresh').click();
      await page.getByText(text(lang, 'guest-fresh-asked')).waitFor();
      const letters = await eventually(() => mail.to(person.email).length && mail.to(person.email), 'the fresh link');
      assert.equal(letters.length, 1);
      await page.goto(letters[0].text.match(/\/l\/[0-9a-f]{64}/)[0]);
      await answer(page, lang);
      await page.waitForURL('**/l/bill');
    },
  );
}, { env });
