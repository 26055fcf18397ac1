// One press pays several practices of one organisation: the card is typed once, each practice
// charges its part, and what one bank says no to is not hidden by what the other says yes to.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { axe, outbox, screenshot, suite } from '../support/harness.mjs';
import { CARD, fillCard } from '../support/paying.mjs';
import { enterAs, newPatient, post, staffCookie } from '../support/people.mjs';
import { button, link, text } from '../support/words.mjs';

let practices = 0;

/** A patient who owes 120 dollars to one practice and 75 to another of the same organisation. */
async function ofTwo(portal, lang) {
  const person = await newPatient(portal, { visits: [12_000], lang });
  practices += 1;
  const slug = `alder-${practices}`;
  const name = `Alder Imaging ${practices}`;
  await portal.command('practice', 'add', slug, '--name', name, '--organisation', 'Riverbend Health');
  await portal.command('practice', 'set', 'riverside', '--organisation', 'Riverbend Health');
  const staff = { email: `desk-${slug}@example.com`, password: 'velvet anchor planet' };
  const rows =
    'patient_number,first_name,last_name,birth_date,account_number,zip,email,visit_number,service_date,provider,' +
    'charge_line,code,description,amount\n' +
    `Q1,Noor,Castellan,1979-02-03,Q1,04101,${person.email},VQ1,2026-10-02,Dr. Adeyemi,1,70450,Scan of the head,75.00\n`;
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-together-'));
  try {
    const file = join(folder, 'alder.csv');
    await writeFile(file, rows);
    await portal.command('import', '--practice', slug, file);
  } finally {
    await rm(folder, { recursive: true });
  }
  // The other practice invites the same address, whose login takes the second account in.
  await portal.addStaff(staff, slug);
  const cookie = await staffCookie(portal, staff);
  const found = await (await post(portal, '/staff/patients', { q: 'Q1' }, { cookie })).text();
  const guarantor = found.match(/\/staff\/accounts\/([0-9a-f-]{36})/)[1];
  await post(portal, `/staff/patients/${guarantor}/invite`, {}, { cookie });
  const letters = await (await fetch(`${portal.url}/outbox`)).text();
  const path = letters.slice(letters.indexOf(person.email)).match(/\/invitation\/[\w-]+/)[0];
  await post(portal, path, { password: person.password });
  return { ...person, other: name, staff };
}

suite('together', ({ test }) => {
  test(
    'the card is typed once and both practices are paid',
    { js: 'turns', langs: ['en', 'es'], width: 360, height: 740, expects: [/422/, /404/] },
    async ({ page, open, portal, lang }) => {
      const person = await ofTwo(portal, lang);
      await enterAs(page, person);
      await page.getByText(text(lang, 'whose-own')).waitFor();
      await page.goto('/household');
      await axe(page);
      await link(page, lang, 'household-together', { amount: '$195.00' }).click();
      await page.waitForURL(/\/pay\/together$/);
      await axe(page);
      await screenshot(page, `together-${lang}`);
      for (const box of await page.locator('input[name=account]').all()) await box.uncheck();
      await button(page, lang, 'together-button').click();
      await page.getByText(text(lang, 'error-together')).first().waitFor();
      for (const box of await page.locator('input[name=account]').all()) await box.check();
      await button(page, lang, 'together-button').click();
      await (await fillCard(page)).press();
      await page.waitForURL(/\/pay\/together\/[0-9a-f-]{36}$/);
      await page.getByRole('heading', { name: text(lang, 'together-paid', { amount: '$195.00' }) }).waitFor();
      await axe(page);
      await screenshot(page, `together-done-${lang}`);
      const done = page.url();
      await page.reload();
      await page.goto('/household');
      await page.goto(done);
      await page.getByRole('heading', { name: text(lang, 'together-paid', { amount: '$195.00' }) }).waitFor();
      await page.goto('/pay/together');
      await page.getByText(text(lang, 'together-nothing')).waitFor();
      const letters = (await outbox(open)).filter((letter) => letter.to.includes(person.email));
      const receipts = letters.filter((letter) => letter.links.some((href) => href.includes('/receipts/')));
      assert.equal(receipts.length, 2, 'a receipt from each');
      // Somebody else's press is not there.
      const stranger = await open({ lang });
      await enterAs(stranger, await newPatient(portal, { lang }));
      assert.equal((await stranger.goto(new URL(done).pathname)).status(), 404);
    },
  );

  test('what the bank declines is said, and can be paid on its own', { expects: [/422/] }, async ({ page, portal, lang }) => {
    const person = await ofTwo(portal, lang);
    await enterAs(page, person);
    await page.goto('/pay/together');
    await button(page, lang, 'together-button').click();
    await (await fillCard(page, CARD.declinesLater)).press();
    await page.waitForURL(/\/pay\/together\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: text(lang, 'together-partly') }).waitFor();
    await axe(page);
    await screenshot(page, 'together-declined');
    await page.getByRole('button', { name: `${text(lang, 'together-alone')} : ${person.other}` }).click();
    await page.waitForURL(/\/pay$/);
    assert.match(await page.locator('.brand-name').innerText(), new RegExp(person.other));
    assert.match(await page.locator('main').innerText(), /75\.00/);
  });

  test('who leaves the payment page has paid nothing', {}, async ({ page, portal, lang }) => {
    const person = await ofTwo(portal, lang);
    await enterAs(page, person);
    await page.goto('/pay/together');
    await button(page, lang, 'together-button').click();
    await page.waitForURL((url) => url.origin === portal.stripe);
    await page.goto(`${portal.url}/household`);
    await link(page, lang, 'household-together', { amount: '$195.00' }).waitFor();
  });
});
