// A household: somebody helps, somebody comes of age, and each sees what is theirs to see.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { axe, outbox, screenshot, suite } from '../support/harness.mjs';
import { pdf, textOf } from '../support/pdf.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { button, cents, field, freshPassword, link, text } from '../support/words.mjs';

const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** A patient with a grown child on the account, whose visit costs 40 dollars. */
async function family(portal, options) {
  const head = await newPatient(portal, { visits: [12_000], ...options });
  const id = head.account.slice(2);
  const rows = [
    'patient_number,first_name,last_name,birth_date,account_number,guarantor_first_name,guarantor_last_name,' +
      'guarantor_birth_date,relationship,visit_number,service_date,provider,charge_line,code,description,amount',
    `K-${id},Pip,Castellan,${daysAgo(19 * 366)},${head.account},${head.name},Castellan,1979-02-03,child,` +
      `VK-${id},${daysAgo(20)},Dr. Osei,1,99214,Talk about worries,40.00`,
  ];
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-family-'));
  try {
    const file = join(folder, 'family.csv');
    await writeFile(file, `${rows.join('\n')}\n`);
    await portal.command('import', '--practice', 'riverside', file);
  } finally {
    await rm(folder, { recursive: true });
  }
  return head;
}

/** Everything the reader can open that could tell what the grown child's care was. */
async function readsEverything(page) {
  const seen = [];
  for (const path of ['/home', '/pay', '/history', '/statements', '/payments', '/household']) {
    await page.goto(path);
    seen.push(await page.locator('body').innerText());
  }
  const year = new Date().getFullYear();
  for (const path of ['/history.csv', `/history/${year}`, `/history/${year}.csv`]) {
    seen.push(await (await page.request.get(path)).text());
  }
  for (const path of ['/history.pdf', `/history/${year}.pdf`]) seen.push(textOf(await pdf(page, path)));
  await page.goto('/statements');
  for (const link of await page.locator('main a[href^="/statements/"]').all()) {
    const path = await link.getAttribute('href');
    seen.push(path.endsWith('.pdf') ? textOf(await pdf(page, path)) : await (await page.request.get(path)).text());
  }
  return seen.join('\n');
}

const secrets = ['Talk about worries', 'Osei'];

suite('household', ({ test }) => {
  test(
    'what a grown child’s care was is theirs, until they agree and until they take it back',
    { js: 'turns', langs: ['en', 'es'], width: 360, height: 740, expects: [/404/, /422/] },
    async ({ page, open, portal, lang }) => {
      const head = await family(portal, { lang });
      const guarantor = head.guarantor;
      await enterAs(page, head);
      assert.equal(cents(await page.locator('.owed .amount, .owed h1').first().innerText()), 16_000, 'the whole is owed');
      await axe(page);
      const hidden = await readsEverything(page);
      for (const secret of secrets) assert.ok(!hidden.includes(secret), `${secret} is told`);
      await page.goto('/household');
      await axe(page);
      await screenshot(page, `household-${lang}`);

      // The visit has a page, which says why it says no more, and can be paid.
      await page.goto('/home');
      await page.getByRole('heading', { name: text(lang, 'withheld-title') }).waitFor();
      const card = page.locator('article.card', { hasText: text(lang, 'withheld-title') });
      await card.getByRole('link').click();
      await page.getByText(text(lang, 'withheld-why-grown')).waitFor();
      await axe(page);
      await screenshot(page, `withheld-${lang}`);
      await link(page, lang, 'withheld-pay', { amount: '$40.00' }).click();
      await page.waitForURL(/\/pay/);

      // Nor does the statement tell it, on the screen or on paper, whoever prints it.
      const staff = await open({ width: 1280, lang });
      await enterAsStaff(staff, portal);
      await staff.goto(`/staff/accounts/${guarantor}`);
      await button(staff, lang, 'account-issue').click();
      await staff.getByText(text(lang, 'account-issued')).waitFor();
      await page.goto('/statements');
      const path = await page.locator('a[href$=".pdf"]').first().getAttribute('href');
      await page.goto(path.replace('.pdf', ''));
      const told = [await page.locator('main').innerText(), textOf(await pdf(page, path))];
      told.push(textOf(await pdf(staff, path.replace('/statements/', `/staff/accounts/${guarantor}/statements/`))));
      for (const said of told) {
        assert.ok(said.includes('40.00'), 'the amount is told');
        for (const secret of secrets) assert.ok(!said.includes(secret), `${secret} is told`);
      }

      // Staff record the consent, and take it back.
      await staff.goto(`/staff/accounts/${guarantor}`);
      await axe(staff);
      await screenshot(staff, `account-seen-${lang}`);
      await button(staff, lang, 'consent-button').click();
      await staff.getByText(text(lang, 'error-how')).first().waitFor();
      await field(staff, 'patient').selectOption({ label: 'Pip' });
      await field(staff, 'how').fill('signed form');
      await button(staff, lang, 'consent-button').click();
      await staff.getByText(text(lang, 'account-consent-recorded')).waitFor();
      await page.goto('/home');
      assert.match(await page.locator('main').innerText(), /Talk about worries/);

      await staff.getByRole('button', { name: text(lang, 'seen-withdraw') }).click();
      await staff.getByText(text(lang, 'account-sight-ended')).waitFor();
      const again = await readsEverything(page);
      for (const secret of secrets) assert.ok(!again.includes(secret), `${secret} is told again`);
    },
  );

  test(
    'somebody helps with the amounts, pays nothing they were not shown, and it ends at once',
    { js: 'turns', langs: ['en', 'es'], width: 360, height: 740, expects: [/404/, /422/, /410/] },
    async ({ page, open, portal, lang }) => {
      const head = await newPatient(portal, { visits: [12_840, 5_580], lang });
      const ash = { email: `ash-${head.account.slice(2)}@example.com`, password: freshPassword() };
      await enterAs(page, head);
      await page.goto('/household');
      await field(page, 'email').fill('ash');
      await button(page, lang, 'share-button').click();
      await page.getByText(text(lang, 'error-share-scope')).first().waitFor();
      assert.equal(await field(page, 'email').inputValue(), 'ash', 'what was typed is still there');
      await axe(page);
      await field(page, 'email').fill(ash.email);
      await page.getByLabel(text(lang, 'share-amounts')).check();
      await button(page, lang, 'share-button').click();
      await page.getByText(text(lang, 'household-invited')).waitFor();
      await page.locator('.row-title', { hasText: ash.email }).waitFor();

      const practice = 'Riverside Family Medicine';
      const subject = text(lang, 'mail-sharing-subject', { practice });
      const letter = await mailTo(open, ash, subject);
      assert.ok(!letter.body.includes(head.name) && !letter.body.includes('$'), 'the mail names nobody');
      const path = new URL(letter.links.find((href) => href.includes('/shared/'))).pathname;

      const helper = await open({ lang });
      await helper.goto(path);
      assert.match(await helper.locator('main').innerText(), new RegExp(`${head.name} Castellan`));
      await axe(helper);
      await screenshot(helper, `shared-${lang}`);
      await field(helper, 'name').fill('Ash');
      await field(helper, 'password').fill('short');
      await button(helper, lang, 'shared-button').click();
      await helper.getByText(text(lang, 'error-password-short')).first().waitFor();
      assert.equal(await field(helper, 'name').inputValue(), 'Ash');
      await field(helper, 'password').fill(ash.password);
      await button(helper, lang, 'shared-button').click();
      await helper.waitForURL(/\/home$/);
      await helper.getByText(text(lang, 'whose-other', { name: `${head.name} Castellan` })).waitFor();
      await axe(helper);
      await screenshot(helper, `helping-${lang}`);
      const staff = await open({ lang });
      await enterAsStaff(staff, portal);
      await staff.goto(`/staff/accounts/${head.guarantor}`);
      await button(staff, lang, 'account-issue').click();
      await staff.getByText(text(lang, 'account-issued')).waitFor();
      const seen = await readsEverything(helper);
      // Nor the account's number, with which somebody registers as the guarantor.
      for (const secret of ['Visit number', 'Dr. Chen', head.account]) {
        assert.ok(!seen.includes(secret), `${secret} is told`);
      }
      assert.ok(seen.includes('128.40'), 'the amounts are told');
      await helper.goto('/statements');
      assert.equal(await helper.locator('form[action="/paperless"]').count(), 0, 'how they come is not theirs to say');

      // What only the guarantor decides is not there for who helps.
      for (const [form, fields] of [
        ['/paperless', {}],
        ['/household/invite', { email: 'x@example.com', scope: 'care' }],
      ]) {
        const answer = await helper.request.post(form, { form: fields });
        assert.equal(answer.status(), 404, form);
      }
      const used = await (await open({ lang })).goto(path);
      assert.equal(used.status(), 410, 'the link is used up');

      await page.goto('/household');
      await page.getByRole('button', { name: `${text(lang, 'share-end')} : Ash` }).click();
      await page.getByText(text(lang, 'household-ended')).waitFor();
      await helper.goto('/home');
      assert.equal(new URL(helper.url()).pathname, '/sign-in', 'it ends with the next page');
    },
  );

  test(
    'who has an account of their own helps under it, and changes between the two',
    { js: 'turns', langs: ['en', 'es'], expects: [/404/, /422/] },
    async ({ page, open, portal, lang }) => {
      const head = await newPatient(portal, { visits: [9_000], lang });
      const other = await newPatient(portal, { visits: [3_000], lang, name: 'Ines' });
      await enterAs(page, head);
      await page.goto('/household');
      await field(page, 'email').fill(other.email);
      await page.getByLabel(text(lang, 'share-care')).check();
      await button(page, lang, 'share-button').click();
      const subject = text(lang, 'mail-sharing-subject', { practice: 'Riverside Family Medicine' });
      const letter = await mailTo(open, other, subject);
      const path = new URL(letter.links.find((href) => href.includes('/shared/'))).pathname;

      const helper = await open({ lang });
      await helper.goto(path);
      await field(helper, 'password').fill(freshPassword());
      await button(helper, lang, 'shared-button').click();
      await helper.getByText(text(lang, 'error-share-password')).first().waitFor();
      await field(helper, 'password').fill(other.password);
      await button(helper, lang, 'shared-button').click();
      await helper.waitForURL(/\/home$/);
      assert.match(await helper.locator('main').innerText(), /Visit number 1/, 'with what the care was');

      await helper.goto('/household');
      await axe(helper);
      await screenshot(helper, `places-${lang}`);
      assert.equal(await helper.getByRole('listitem').filter({ hasText: 'Castellan' }).count(), 2);
      await helper.getByRole('button', { name: text(lang, 'household-look') }).click();
      await helper.waitForURL(/\/home$/);
      await helper.getByText(text(lang, 'whose-own')).waitFor();
      assert.match(await helper.locator('.owed').innerText(), /30\.00/);
      // The guarantor of the other account is not let in here in return.
      const answer = await page.request.post('/household/look', {
        form: { practice: await practiceOf(helper), guarantor: other.guarantor },
      });
      assert.equal(answer.status(), 404);
    },
  );
});

/** The newest letter to somebody under this subject. */
async function mailTo(open, person, subject) {
  const letter = (await outbox(open)).find((one) => one.to.includes(person.email) && one.subject === subject);
  assert.ok(letter, `no letter to ${person.email}: ${subject}`);
  return letter;
}

/** The practice's id, as the form of another place names it. */
async function practiceOf(page) {
  await page.goto('/household');
  return page.locator('input[name=practice]').first().inputValue();
}
