// One login in two practices: a switch in the desk's head, and forms from a tab of the practice before it.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAsStaff, newPatient, post, staffCookie } from '../support/people.mjs';
import { field, freshPassword, text } from '../support/words.mjs';

const LEE = { email: 'lee@example.com', password: freshPassword(), role: 'biller' };
const NORA = { email: 'nora@example.com', password: freshPassword() };
/** Routes that name nothing of a practice: only where the session looks tells whose they are. */
const UNNAMED = ['close', 'statements', 'reconcile', 'disputes', 'plans', 'links/batches', 'imports'];

suite('staff places', ({ test }) => {
  const options = { langs: ['en'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 404/] };

  test('who works in two practices goes from one to the other, and no form lands in the wrong one', options, async ({ page, portal }) => {
    await portal.command('demo', '--second-practice');
    await portal.addStaff(LEE, 'riverside');
    // Where they were given a role first is where they come in; the books count seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await portal.command('user', 'role', LEE.email, '--practice', 'lakeside', '--role', 'front_desk');
    await portal.addStaff(NORA, 'lakeside');
    const patient = await newPatient(portal, { visits: [90_000] });
    const account = `/staff/accounts/${patient.guarantor}`;
    await enterAsStaff(page, portal, LEE);
    const old = await page.context().newPage();
    await old.goto(`${portal.url}${account}/payment`);
    const here = await (await page.goto(`${portal.url}/staff`)).text();
    const [, riverside] = here.match(/<option value="([0-9a-f-]{36})" selected/);
    const [, lakeside] = here.match(/<option value="([0-9a-f-]{36})">Lakeside/);
    assert.equal(await page.getByRole('link', { name: 'Imports', exact: true }).count(), 1);
    await axe(page);
    await fits(page);
    await screenshot(page, 'staff-places');

    // By keyboard, and with no script.
    await page.getByLabel(text('en', 'places-label')).focus();
    await page.getByLabel(text('en', 'places-label')).selectOption({ label: 'Lakeside Pediatrics' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.rail-brand', { hasText: 'Lakeside Pediatrics' }).waitFor();
    // They are something else there, and see nothing of the first.
    assert.equal(await page.getByRole('link', { name: 'Imports', exact: true }).count(), 0);
    assert.equal((await page.goto(portal.url + account)).status(), 404);
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    for (const route of UNNAMED) {
      for (const at of [`?at=${riverside}`, '']) {
        const body = new URLSearchParams({ note: 'x' });
        const answer = await fetch(`${portal.url}/staff/${route}${at}`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
        assert.equal(answer.status, 422, `${route}${at}`);
      }
    }

    // What shows who somebody is comes back on no page: it is asked for anew.
    const proofs = { again: 'sesame-1', code: 'sesame-2', credential: 'sesame-3', ceremony: 'sesame-4', new_password: 'sesame-5' };
    const kept = await fetch(`${portal.url}/staff/close?at=${riverside}`, {
      method: 'POST', body: new URLSearchParams({ note: 'Counted twice', ...proofs }), headers: { cookie }, redirect: 'manual',
    });
    const said = await kept.text();
    assert.match(said, /name="note" value="Counted twice"/);
    assert.doesNotMatch(said, /sesame/);

    // What is of the login is of no practice.
    for (const route of ['again/passkey', 'passkeys/begin', 'second', 'emergency/end']) {
      const answer = await fetch(`${portal.url}/staff/${route}`, { method: 'POST', headers: { cookie }, redirect: 'manual' });
      assert.doesNotMatch(await answer.text(), new RegExp(text('en', 'places-other-title')), route);
    }

    // The other tab was opened before: what was typed there comes back, and is sent where it was meant for.
    await old.locator('[name=method][value=cash]').check();
    await field(old, 'amount').fill('412.00');
    await old.locator('main form button.primary').click();
    await old.getByText(text('en', 'places-other-nothing')).waitFor();
    await old.getByText('412.00', { exact: true }).waitFor();
    await axe(old);
    await fits(old);
    await screenshot(old, 'staff-other-practice');
    await old.getByRole('button', { name: text('en', 'places-other-send', { practice: 'Riverside Family Medicine' }) }).click();
    await old.waitForURL(/\/staff\/payments\/[0-9a-f-]{36}/);
    await old.getByText('$412.00').first().waitFor();
    await old.locator('.rail-brand', { hasText: 'Riverside' }).waitFor();

    // Each practice's audit says that they came.
    for (const who of [DANA, NORA]) {
      const audit = await fetch(`${portal.url}/staff/audit?changes=1`, { headers: { cookie: await staffCookie(portal, who) } });
      assert.match(await audit.text(), /lee[\s\S]*POST \/staff\/practice/);
    }

    // Across an organisation, the practice's administrator sees it and does not change it.
    for (const slug of ['riverside', 'lakeside']) await portal.command('organisation', 'join', 'Riverbend Health', slug);
    await portal.command('organisation', 'role', 'Riverbend Health', NORA.email, '--role', 'auditor');
    // Whose login did it? Nobody's: each practice's audit says that it was the operator.
    for (const who of [DANA, NORA]) {
      const headers = { cookie: await staffCookie(portal, who) };
      const audit = await (await fetch(`${portal.url}/staff/audit?changes=1`, { headers })).text();
      assert.match(audit, new RegExp(`${text('en', 'audit-operator')}[\\s\\S]*openbalance organisation role`));
      const sheet = await (await fetch(`${portal.url}/staff/audit.csv?changes=1`, { headers })).text();
      const [line] = sheet.match(/^.*openbalance organisation role.*$/m);
      assert.match(line, /^\d+,[^,]+,,operator,operator,true,RUN,/);
    }
    await enterAsStaff(page, portal, DANA);
    await page.goto(`${portal.url}/staff/people`);
    const row = page.getByRole('row', { name: /nora@example\.com/ });
    assert.match(await row.textContent(), /Across the organisation/);
    assert.equal(await row.getByRole('combobox').count(), 0);
    await axe(page);

    // The second factor of who works elsewhere too is not one practice's to take.
    const lee = await page.getByRole('row', { name: /lee@example\.com/ }).locator('form.people-change').getAttribute('action');
    const taken = await fetch(`${portal.url}${lee.split('?')[0]}/second`, { method: 'POST', body: new URLSearchParams(), headers: { cookie: await staffCookie(portal, DANA) }, redirect: 'manual' });
    assert.equal(taken.status, 422);
    assert.ok((await taken.text()).includes(text('en', 'error-works-elsewhere')));

    // Where a second factor is wanted and they have none, the way back is open.
    await post(portal, `/staff/people?at=${lakeside}`, { required: 'yes' }, { cookie: await staffCookie(portal, NORA) });
    await enterAsStaff(page, portal, LEE);
    await page.goto(`${portal.url}/staff`);
    const goTo = async (label) => {
      await page.getByLabel(text('en', 'places-label')).selectOption({ label });
      await page.getByRole('button', { name: text('en', 'places-go') }).click();
    };
    await goTo('Lakeside Pediatrics');
    await page.waitForURL('**/staff/second');
    await page.getByText(text('en', 'second-required')).waitFor();
    await goTo('Riverside Family Medicine');
    await page.waitForURL('**/staff');
    await page.locator('.rail-brand', { hasText: 'Riverside' }).waitFor();
  });
});
