// Getting in, and out again: registration, invitation, a forgotten password, signing out.

import assert from 'node:assert/strict';

import { axe, fits, outbox, signIn, suite } from '../support/harness.mjs';
import { owes } from '../support/paying.mjs';
import { DANA, newAccount, newPatient } from '../support/people.mjs';
import { button, field, freshPassword, link, shown, text } from '../support/words.mjs';

const EVERYWHERE = { langs: ['en', 'es'], js: 'both', width: 360 };
const REFUSED = [/status of 422/];
const USED = [/status of 410/];

async function letterTo(open, person, path) {
  const letters = await outbox(open);
  const letter = letters.find(
    ({ to, links }) => to.includes(person.email) && links.some((href) => href.includes(path)),
  );
  assert.ok(letter, `a letter to ${person.email} leads to ${path}`);
  return { ...letter, link: letter.links.find((href) => href.includes(path)) };
}

const heading = (page, lang, id) => page.getByRole('heading', { level: 1, name: text(lang, id), exact: true });

suite('accounts', ({ test }) => {
  test(
    'a patient registers with what is on the paper bill',
    { ...EVERYWHERE, expects: [...REFUSED, ...USED] },
    async ({ page, open, portal, lang }) => {
      const person = await newAccount(portal, { lang, visits: [8_500] });
      const password = freshPassword();
      await page.goto('/sign-in');
      await link(page, lang, 'sign-in-register').click();
      await axe(page);
      await fits(page);
      const typed = {
        account_number: person.account,
        birth_date_month: '2',
        birth_date_day: '3',
        birth_date_year: '1979',
        zip: '04109',
        email: person.email,
      };
      for (const [name, value] of Object.entries(typed)) await field(page, name).fill(value);
      await field(page, 'password').fill(password);
      await button(page, lang, 'register-button').click();

      await page.getByRole('alert').getByText(text(lang, 'error-no-match')).waitFor();
      for (const [name, value] of Object.entries(typed))
        assert.equal(await field(page, name).inputValue(), value, name);
      assert.equal(await field(page, 'password').inputValue(), '');
      await axe(page);
      await fits(page);

      await field(page, 'zip').fill(person.zip);
      await field(page, 'password').fill(password);
      await button(page, lang, 'register-button').click();
      await heading(page, lang, 'check-title').waitFor();
      await axe(page);

      const letter = await letterTo(open, person, '/confirm/');
      assert.equal(letter.subject, text(lang, 'mail-confirm-subject'));
      // Mail scanners open links: looking consumes nothing.
      for (let n = 0; n < 2; n += 1) {
        await page.goto(letter.link);
        await heading(page, lang, 'confirm-title').waitFor();
      }
      await axe(page);
      await fits(page);
      await button(page, lang, 'confirm-button').click();
      await page.waitForURL(/\/home$/);
      await owes(page, 8_500, lang);

      await page.goto(letter.link);
      await heading(page, lang, 'bad-title').waitFor();
      await axe(page);

      const later = await open();
      await signIn(later, { email: person.email, password }, { lang });
      await owes(later, 8_500, lang);
    },
  );

  test('the demo’s paper bill opens the demo’s account', {}, async ({ page, open, lang }) => {
    const sam = { email: 'sam.okafor@example.com' };
    await page.goto('/register');
    for (const [name, value] of Object.entries({
      account_number: 'a-40012',
      birth_date_month: '05',
      birth_date_day: '17',
      birth_date_year: '1990',
      zip: '04101-1234',
      email: sam.email,
      password: freshPassword(),
    })) {
      await field(page, name).fill(value);
    }
    await button(page, lang, 'register-button').click();
    await heading(page, lang, 'check-title').waitFor();
    await page.goto((await letterTo(open, sam, '/confirm/')).link);
    await button(page, lang, 'confirm-button').click();
    await link(page, lang, 'home-pay', { amount: shown(8_500) }).waitFor();
  });

  test(
    'a form with nothing in it says at each field what is missing',
    { ...EVERYWHERE, expects: REFUSED },
    async ({ page, lang }) => {
      await page.goto('/register');
      await button(page, lang, 'register-button').click();
      const summary = page.getByRole('alert');
      for (const [name, error] of [
        ['account_number', 'error-account-missing'],
        ['zip', 'error-zip'],
        ['email', 'error-email-missing'],
        ['password', 'error-password-missing'],
      ]) {
        await summary.getByRole('link', { name: text(lang, error) }).click();
        assert.equal(await field(page, name).getAttribute('aria-invalid'), 'true');
        assert.equal(await page.evaluate(() => document.activeElement.name), name);
      }
      await summary.getByRole('link', { name: text(lang, 'error-birth-date') }).waitFor();
      await axe(page);
      await fits(page);
    },
  );

  test(
    'a password that many people use is refused',
    { js: 'both', expects: REFUSED },
    async ({ page, portal, lang }) => {
      const person = await newAccount(portal);
      await page.goto('/register');
      for (const [name, value] of Object.entries({
        account_number: person.account,
        birth_date_month: '2',
        birth_date_day: '3',
        birth_date_year: '1979',
        zip: person.zip,
        email: person.email,
      })) {
        await field(page, name).fill(value);
      }
      for (const [password, error] of [
        ['short', 'error-password-short'],
        ['password1234', 'error-password-common'],
      ]) {
        await field(page, 'password').fill(password);
        await button(page, lang, 'register-button').click();
        await page.locator('#password-error').getByText(text(lang, error)).waitFor();
      }
    },
  );

  test(
    'staff invite a patient, who chooses a password and is in',
    { js: 'both', langs: ['en', 'es'] },
    async ({ page, open, portal, lang }) => {
      const person = await newAccount(portal, { lang, visits: [4_250] });
      const staff = await open({ lang: 'en' });
      await signIn(staff, DANA, { path: '/staff/sign-in' });
      await staff
        .getByRole('navigation')
        .getByRole('link', { name: text('en', 'staff-patients') })
        .click();
      await field(staff, 'q').fill(person.account);
      await button(staff, 'en', 'staff-search-button').click();
      assert.equal(staff.url().endsWith('/staff/patients'), true, 'no name in an address');
      await staff.getByRole('row', { name: person.account }).getByRole('button').click();
      await staff.getByText(text('en', 'staff-invited-now', { name: `${person.name} Castellan` })).waitFor();
      await axe(staff);

      const letter = await letterTo(open, person, '/invitation/');
      await page.goto(letter.link);
      await heading(page, lang, 'invitation-title').waitFor();
      await axe(page);
      await fits(page);
      await field(page, 'password').fill(freshPassword());
      await button(page, lang, 'invitation-button').click();
      await page.waitForURL(/\/home$/);
      await owes(page, 4_250, lang);
    },
  );

  test(
    'a forgotten password is replaced by a link that works once',
    { ...EVERYWHERE, expects: [...REFUSED, ...USED] },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      await page.goto('/sign-in');
      await link(page, lang, 'sign-in-forgot').click();
      await axe(page);
      await field(page, 'email').fill(person.email);
      await button(page, lang, 'forgot-button').click();
      await heading(page, lang, 'check-title').waitFor();
      const letter = await letterTo(open, person, '/reset/');
      const password = freshPassword();
      await page.goto(letter.link);
      await axe(page);
      await fits(page);
      await field(page, 'password').fill(password);
      await button(page, lang, 'reset-button').click();
      await page.waitForURL(/\/home$/);

      await page.goto(letter.link);
      await heading(page, lang, 'bad-title').waitFor();

      const later = await open();
      await later.goto('/sign-in');
      await field(later, 'email').fill(person.email);
      await field(later, 'password').fill(person.password);
      await button(later, lang, 'sign-in-button').click();
      await later.getByRole('alert').getByText(text(lang, 'error-sign-in')).waitFor();
      assert.equal(await field(later, 'email').inputValue(), person.email);
      assert.equal(await field(later, 'password').inputValue(), '');
      await axe(later);
      await field(later, 'password').fill(password);
      await button(later, lang, 'sign-in-button').click();
      await later.waitForURL(/\/home$/);
    },
  );

  test(
    'nobody learns which addresses have an account',
    { js: 'both', expects: REFUSED },
    async ({ page, portal, lang }) => {
      const person = await newPatient(portal);
      const seen = [];
      for (const email of [person.email, 'nobody@example.com']) {
        await page.goto('/forgot');
        await field(page, 'email').fill(email);
        await button(page, lang, 'forgot-button').click();
        await heading(page, lang, 'check-title').waitFor();
        const forgot = [page.url(), await page.locator('main').innerHTML()];
        await page.goto('/sign-in');
        await field(page, 'email').fill(email);
        await field(page, 'password').fill('wrong wrong wrong');
        await button(page, lang, 'sign-in-button').click();
        await page.getByRole('alert').waitFor();
        seen.push([...forgot, (await page.locator('main').innerHTML()).replaceAll(email, '')]);
      }
      assert.deepEqual(seen[0], seen[1]);
    },
  );

  test('signing out ends the session, also for the back button', { ...EVERYWHERE }, async ({ page, portal, lang }) => {
    const person = await newPatient(portal, { lang });
    await signIn(page, person, { lang });
    const cookies = await page.context().cookies();
    await page.locator('.menu summary').click();
    await button(page, lang, 'menu-sign-out').click();
    await page.getByText(text(lang, 'sign-in-signed-out')).waitFor();
    await page.goBack();
    await page.waitForURL(/\/sign-in/);
    // Not only forgotten by this browser: who kept the cookie has nothing.
    await page.context().addCookies(cookies);
    await page.goto('/home');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
  });

  test('signing out everywhere ends the other browser too', { js: 'both' }, async ({ page, open, portal, lang }) => {
    const person = await newPatient(portal);
    const other = await open();
    await signIn(page, person);
    await signIn(other, person);
    await page.goto('/settings');
    await button(page, lang, 'settings-everywhere-button').click();
    await page.getByText(text(lang, 'sign-in-signed-out')).waitFor();
    await other.goto('/payments');
    assert.equal(new URL(other.url()).pathname, '/sign-in');
    await field(other, 'email').fill(person.email);
    await field(other, 'password').fill(person.password);
    await button(other, lang, 'sign-in-button').click();
    // One comes back to where one wanted to go.
    await other.waitForURL(/\/payments$/);
  });

  test(
    'a password is changed in the settings, with the old one',
    { js: 'both', expects: REFUSED },
    async ({ page, open, portal, lang }) => {
      const person = await newPatient(portal);
      const password = freshPassword();
      await signIn(page, person);
      await page.goto('/settings');
      await field(page, 'current_password').fill('not my password');
      await field(page, 'new_password').fill(password);
      await button(page, lang, 'settings-password-button').click();
      await page.locator('#current_password-error').waitFor();
      await field(page, 'current_password').fill(person.password);
      await field(page, 'new_password').fill(password);
      await button(page, lang, 'settings-password-button').click();
      await page.getByText(text(lang, 'settings-password-saved')).waitFor();
      await axe(page);
      const later = await open();
      await signIn(later, { email: person.email, password });
    },
  );

  test('staff sign out of their own wing', { js: 'both' }, async ({ page, lang }) => {
    await signIn(page, DANA, { path: '/staff/sign-in' });
    await button(page, lang, 'menu-sign-out').click();
    await page.getByText(text(lang, 'sign-in-signed-out')).waitFor();
    await page.goto('/staff');
    assert.equal(new URL(page.url()).pathname, '/staff/sign-in');
  });
});
