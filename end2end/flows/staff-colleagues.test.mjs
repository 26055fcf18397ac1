// A colleague is asked in by email, comes in, loses the password and comes back.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { enterAsStaff } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

suite('staff colleagues', ({ test }) => {
  const options = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 410/] };

  async function letter(portal, to, path) {
    const letters = await (await fetch(`${portal.url}/outbox`)).text();
    return letters.slice(letters.indexOf(to)).match(new RegExp(`${path}/[\\w-]+`))?.[0];
  }

  test('asked in, comes in once, forgets the password and comes back', options, async ({ page, portal, lang }) => {
    const email = `sam-${lang}@example.com`;
    await enterAsStaff(page, portal);
    await page.goto(`${portal.url}/staff/people`);
    const ask = page.locator('form[action="/staff/people/invite"]');
    await ask.getByLabel(text(lang, 'field-email')).fill('sam');
    await ask.locator('button').click();
    await page.locator('#email-error').waitFor();
    await page.locator('#as-error').waitFor();
    assert.equal(await ask.getByLabel(text(lang, 'field-email')).inputValue(), 'sam');
    await ask.getByLabel(text(lang, 'field-email')).fill(email);
    await ask.getByLabel(text(lang, 'people-role')).selectOption('biller');
    await ask.locator('button').click();
    await page.getByText(text(lang, 'colleague-asked')).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `staff-colleague-asked-${lang}`);
    const link = await letter(portal, email, '/staff/join');

    const sam = await page.context().browser().newContext({ locale: lang, viewport: { width: 360, height: 740 } });
    const theirs = await sam.newPage();
    await theirs.goto(portal.url + link);
    await theirs.getByRole('heading', { name: text(lang, 'join-title') }).waitFor();
    await axe(theirs);
    await fits(theirs);
    await screenshot(theirs, `staff-join-${lang}`);
    await field(theirs, 'password').fill('password1234');
    await button(theirs, lang, 'join-button').click();
    await theirs.locator('#name-error').waitFor();
    await field(theirs, 'name').fill('Sam');
    await field(theirs, 'password').fill('password1234');
    await button(theirs, lang, 'join-button').click();
    await theirs.locator('#password-error').waitFor();
    assert.equal(await field(theirs, 'name').inputValue(), 'Sam');
    const password = freshPassword();
    await field(theirs, 'password').fill(password);
    await button(theirs, lang, 'join-button').click();
    await theirs.waitForURL(`${portal.url}/staff`);
    // A biller: the books, and not the people.
    assert.equal(await theirs.locator('a[href="/staff/imports"]').count() > 0, true);
    assert.equal(await theirs.locator('a[href="/staff/people"]').count(), 0);
    await theirs.goto(portal.url + link);
    await theirs.getByText(text(lang, 'bad-colleague')).waitFor();

    await page.reload();
    await page.getByRole('row', { name: new RegExp(email) }).waitFor();
    await sam.clearCookies();
    await theirs.goto(`${portal.url}/staff/sign-in`);
    await theirs.getByRole('link', { name: text(lang, 'sign-in-forgot') }).click();
    await field(theirs, 'email').fill(email);
    await button(theirs, lang, 'forgot-button').click();
    await theirs.waitForURL('**/check-email?why=forgot');
    await theirs.goto(portal.url + (await letter(portal, email, '/reset')));
    await field(theirs, 'password').fill(freshPassword());
    await button(theirs, lang, 'reset-button').click();
    await theirs.waitForURL(`${portal.url}/staff`);
    await sam.close();

    // What is taken back opens nothing.
    const other = `kai-${lang}@example.com`;
    await ask.getByLabel(text(lang, 'field-email')).fill(other);
    await ask.getByLabel(text(lang, 'people-role')).selectOption('auditor');
    await ask.locator('button').click();
    await page.getByRole('row', { name: new RegExp(other) }).getByRole('button').click();
    await page.waitForURL('**/staff/people?changed');
    const gone = await page.goto(portal.url + (await letter(portal, other, '/staff/join')));
    assert.equal(gone.status(), 410);
  });
});
