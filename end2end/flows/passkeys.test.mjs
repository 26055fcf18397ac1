// Passkeys, with Chromium's own stand-in for a device: made, a way in, an answer to who it is, removed.

import assert from 'node:assert/strict';

import { axe, fits, letterTo, screenshot, suite } from '../support/harness.mjs';
import { newPatient, post, staffCookie, staffSignInAgain } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

// Passkeys are of names: this machine's second name, and a practice's own.
const EXPECTS = [/403/, /422/, /third party: http:\/\/(riverside\.)?localhost:/];

/** The portal under another name. */
const named = (portal, name) => portal.url.replace('127.0.0.1', name);

/** Plugs a device in whose owner always shows their finger; the answer takes it off again. */
async function device(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    verified: (isUserVerified) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    forget: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}

async function byPassword(page, lang, url, { email, password }) {
  await page.goto(url);
  await field(page, 'email').fill(email);
  await field(page, 'password').fill(password);
  await button(page, lang, 'sign-in-button').click();
}

suite('passkeys', ({ test }) => {
  test('a patient adds one, comes in with it, and removes it', { langs: ['es'], width: 360, height: 740, expects: EXPECTS }, async ({ page, open, portal, lang }) => {
    const here = named(portal, 'localhost');
    const person = await newPatient(portal, { lang });
    const own = await device(page);
    await byPassword(page, lang, `${here}/sign-in`, person);
    await page.waitForURL('**/home');
    await page.goto(`${here}/settings`);
    await field(page, 'passkey_password').fill('not their password');
    await button(page, lang, 'passkey-add').click();
    await page.locator('#passkey_password-error').waitFor();
    await field(page, 'passkey_password').fill(person.password);
    await button(page, lang, 'passkey-add').click();
    await field(page, 'name').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `passkey-new-${lang}`);

    // Who takes their finger away may try again.
    await own.verified(false);
    await field(page, 'name').fill('My phone');
    await button(page, lang, 'passkey-make').click();
    await page.getByRole('alert').getByText(text(lang, 'passkey-cancelled')).waitFor();
    await own.verified(true);
    await field(page, 'name').press('Enter');
    await page.getByText(text(lang, 'passkey-added')).waitFor();
    await page.getByText('My phone', { exact: true }).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `passkey-list-${lang}`);
    const [key] = await own.keys();
    assert.deepEqual([key.isResidentCredential, key.rpId], [true, 'localhost']);
    await letterTo(open, person, lang, 'mail-passkey-added-subject');

    // The same device needs no second one.
    await field(page, 'passkey_password').fill(person.password);
    await button(page, lang, 'passkey-add').click();
    await button(page, lang, 'passkey-make').click();
    await page.getByRole('alert').getByText(text(lang, 'error-passkey-there')).waitFor();

    await page.context().clearCookies();
    await page.goto(`${here}/sign-in`);
    await axe(page);
    await fits(page);
    await screenshot(page, `passkey-sign-in-${lang}`);
    const go = button(page, lang, 'passkey-sign-in');
    await own.verified(false);
    await go.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(text(lang, 'passkey-cancelled')).waitFor();
    assert.ok(await go.evaluate((one) => one === document.activeElement), 'whoever pressed may press again');
    await own.verified(true);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/home');

    await page.goto(`${here}/settings`);
    await page.locator('form[action$="/remove"] button').click();
    await page.getByText(text(lang, 'passkey-removed')).waitFor();
    await letterTo(open, person, lang, 'mail-passkey-removed-subject');
    await page.context().clearCookies();
    await page.goto(`${here}/sign-in`);
    await go.click();
    await page.getByText(text(lang, 'error-passkey-unknown')).waitFor();
  });

  test('where no script runs, or under a number, nothing of it is offered', { js: false, expects: EXPECTS }, async ({ page, open, portal }) => {
    await page.goto(`${named(portal, 'localhost')}/sign-in`);
    assert.equal(await button(page, 'en', 'passkey-sign-in').count(), 0);
    await button(page, 'en', 'sign-in-button').waitFor();
    const numbered = await open({ js: true });
    await numbered.goto('/sign-in');
    assert.equal(await numbered.locator('[data-passkey]').count(), 0);
  });

  test('a session of the password alone opens nothing more once a practice of theirs wants the passkey', { width: 360, height: 740, expects: EXPECTS }, async ({ page, portal }) => {
    const here = named(portal, 'localhost');
    const login = { email: 'keys-of-two@example.com', password: freshPassword(), role: 'biller' };
    const nora = { email: 'nora@example.com', password: freshPassword() };
    await portal.command('demo', '--second-practice');
    await portal.addStaff(login, 'riverside');
    await portal.addStaff(nora, 'lakeside');
    await post(portal, '/staff/people', { required: 'yes' }, { cookie: await staffCookie(portal, nora) });
    await device(page);
    await byPassword(page, 'en', `${here}/staff/sign-in`, login);
    await page.waitForURL('**/staff');
    await page.goto(`${here}/staff/second`);
    await button(page, 'en', 'passkey-add').click();
    await field(page, 'name').fill('Desk');
    await button(page, 'en', 'passkey-make').click();
    await page.getByText(text('en', 'passkey-added')).waitFor();
    await page.locator('form[action="/staff/sign-out"] button').click();
    // Nobody wants it of them: the password is enough.
    await byPassword(page, 'en', `${here}/staff/sign-in`, login);
    await page.waitForURL(`${here}/staff`);
    await portal.command('user', 'role', login.email, '--practice', 'lakeside', '--role', 'auditor');
    // Not to the other practice, and not to where a new one would be set up.
    for (const path of ['', '/second']) {
      await page.goto(`${here}/staff${path}`);
      await page.waitForURL(`${here}/staff/again`);
    }
    await page.getByText(text('en', 'again-owed')).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, 'passkey-staff-owed');
    await button(page, 'en', 'passkey-again').click();
    await page.waitForURL(`${here}/staff`);
    await page.getByLabel(text('en', 'places-label')).selectOption({ label: 'Lakeside Pediatrics' });
    await page.getByRole('button', { name: text('en', 'places-go') }).click();
    await page.locator('.rail-brand', { hasText: 'Lakeside Pediatrics' }).waitFor();
  });

  test('staff come in with one past the second factor, are asked again and answer with it', { expects: EXPECTS }, async ({ page, open, portal }) => {
    const here = named(portal, 'localhost');
    const login = { email: 'keys@example.com', password: freshPassword() };
    await portal.addStaff(login, 'riverside');
    const own = await device(page);
    await byPassword(page, 'en', `${here}/staff/sign-in`, login);
    await page.waitForURL('**/staff');
    await page.goto(`${here}/staff/people`);
    await page.locator('#required').check();
    await page.locator('form[action="/staff/people"] button').click();
    // Whoever asks it of others is asked as well, and a passkey is enough.
    await page.waitForURL('**/staff/second');
    await page.getByText(text('en', 'second-required')).waitFor();
    await button(page, 'en', 'passkey-add').click();
    await field(page, 'name').fill('Desk');
    await axe(page);
    await button(page, 'en', 'passkey-make').click();
    await page.getByText(text('en', 'passkey-added')).waitFor();
    await axe(page);
    await screenshot(page, 'passkey-staff-list');
    await page.goto(`${here}/staff/people`);
    await page.getByRole('heading', { name: text('en', 'people-title'), exact: true }).waitFor();

    // The password opens nothing any more; the passkey does.
    await page.locator('form[action="/staff/sign-out"] button').click();
    await byPassword(page, 'en', `${here}/staff/sign-in`, login);
    await page.waitForURL('**/staff/sign-in/code');
    await page.getByText(text('en', 'passkey-only')).waitFor();
    await axe(page);
    await screenshot(page, 'passkey-staff-door');
    await page.goto(`${here}/staff/patients`);
    await page.waitForURL('**/staff/sign-in/code');
    await button(page, 'en', 'passkey-sign-in').click();
    await page.waitForURL(`${here}/staff`);
    await page.goto(`${here}/staff/audit?changes=1`);
    await page.getByText('POST /staff/sign-in/passkey', { exact: true }).waitFor();
    await page.getByText('POST /staff/passkeys/new', { exact: true }).first().waitFor();

    // One of this host does not open another's, though the device holds it.
    const host = `riverside.localhost:${new URL(portal.url).port}`;
    await portal.command('practice', 'set', 'riverside', '--host', host);
    await page.goto(`http://${host}/staff/sign-in`);
    await button(page, 'en', 'passkey-sign-in').click();
    await page.getByRole('alert').getByText(text('en', 'passkey-cancelled')).waitFor();
    await byPassword(page, 'en', `http://${host}/staff/sign-in`, login);
    await page.waitForURL('**/staff/sign-in/code');

    // Half an hour later; whoever works meanwhile is not signed out.
    for (const minutes of [14, 28, 42]) {
      await portal.restart({ ahead: minutes * 60 });
      await page.goto(`${here}/staff/second`);
    }
    staffSignInAgain(portal);
    await page.locator('form[action$="/remove"] button').click();
    await page.getByRole('heading', { name: text('en', 'again-title'), exact: true }).waitFor();
    assert.equal(await field(page, 'again').count(), 0, 'the password is no answer');
    await axe(page);
    await screenshot(page, 'passkey-staff-again');
    await button(page, 'en', 'passkey-again').click();
    await page.getByText(text('en', 'passkey-removed')).waitFor();
    await page.getByText(text('en', 'second-required')).waitFor();
    await letterTo(open, login, 'en', 'mail-passkey-removed-subject');
    await page.locator('form[action="/staff/sign-out"] button').click();
    await button(page, 'en', 'passkey-sign-in').click();
    await page.getByText(text('en', 'error-passkey-unknown')).waitFor();
    assert.equal((await own.keys()).length, 1, 'the device still has it');
  });
});
