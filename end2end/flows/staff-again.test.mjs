// Asked again who it is, before money moves, somebody is let in, or much is taken along.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAsStaff, staffCookie, staffSignInAgain } from '../support/people.mjs';
import { button, field, freshPassword } from '../support/words.mjs';

const EXPECTS = [/403/, /422/];
const MINUTES = [14, 28, 42];

suite('staff asked again', ({ test }) => {
  // The clock of the server moves, so there is one test.
  test('what was asked for waits, whole, for the password', { expects: EXPECTS, width: 360, height: 740 }, async ({ page, portal }) => {
    const desk = { email: 'again-desk@example.com', password: freshPassword(), role: 'front_desk' };
    const watcher = { email: 'again-auditor@example.com', password: freshPassword(), role: 'auditor' };
    for (const login of [desk, watcher]) await portal.addStaff(login, 'riverside');
    await enterAsStaff(page, portal, DANA);
    const cookies = { desk: await staffCookie(portal, desk), watcher: await staffCookie(portal, watcher) };
    const ask = (who, path, body) =>
      fetch(portal.url + path, {
        method: body ? 'POST' : 'GET',
        body: body && new URLSearchParams(body),
        headers: { cookie: cookies[who] },
        redirect: 'manual',
      });
    for (const minutes of MINUTES) {
      await portal.restart({ ahead: minutes * 60 });
      // Whoever works is not signed out.
      await page.goto('/staff/people');
      for (const who of Object.keys(cookies)) assert.equal((await ask(who, '/staff')).status, 200);
    }

    const row = page.getByRole('row', { name: /again-desk@example\.com/ });
    await row.getByRole('combobox').selectOption('biller');
    await row.getByRole('button', { name: /Save/ }).click();
    await field(page, 'again').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, 'staff-again');
    await field(page, 'again').fill('not their password');
    await button(page, 'en', 'again-go').click();
    await page.locator('#again-error').waitFor();
    assert.equal(await field(page, 'again').inputValue(), '');
    await field(page, 'again').fill(DANA.password);
    await button(page, 'en', 'again-go').click();
    await page.getByText('The change is saved.').waitFor();
    assert.match(await row.textContent(), /Biller/);
    // It counts for a while.
    await row.getByRole('combobox').selectOption('front_desk');
    await row.getByRole('button', { name: /Save/ }).click();
    await page.waitForURL('**/staff/people?changed');

    // A file is fetched after the answer, with what was looked for; a look is not asked about.
    const file = '/staff/audit.csv?changes=1';
    assert.equal((await ask('watcher', '/staff/audit?changes=1')).status, 200);
    const held = await ask('watcher', file);
    assert.equal(held.status, 403);
    assert.match(await held.text(), /action="\/staff\/again"[\s\S]*value="\/staff\/audit\.csv\?changes=1"/);
    const wrong = await ask('watcher', '/staff/again', { to: file, again: 'no' });
    assert.equal(wrong.status, 422);
    for (const to of ['//elsewhere.example/staff/', '/staff/\\elsewhere', 'https://elsewhere.example/', '/home', '']) {
      assert.equal((await ask('watcher', '/staff/again', { to, again: watcher.password })).status, 404, to);
    }
    const given = await ask('watcher', '/staff/again', { to: file, again: watcher.password });
    assert.equal(given.headers.get('location'), file);
    assert.match((await ask('watcher', file)).headers.get('content-type'), /text\/csv/);

    // Who may not is told so, and asked for nothing.
    const refused = await ask('desk', '/staff/people', { required: 'on', again: desk.password });
    assert.equal(refused.status, 403);
    assert.match(await refused.text(), /Your role does not include this/);
    staffSignInAgain(portal);
  });
});
