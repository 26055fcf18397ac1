// Emergency access: an hour of records with a reason, seen by everybody who has to know.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAsStaff, newPatient, staffCookie, staffSignInAgain } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

const WHY = 'Somebody has collapsed in the waiting room.';

suite('staff emergency', ({ test }) => {
  const options = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 403/] };

  test('it is taken with a reason, told, marked, looked at and ended', options, async ({ page, portal, lang }) => {
    const ana = { email: `ana-${freshPassword().slice(-6)}@example.com`, password: freshPassword(), role: 'front_desk' };
    await portal.addStaff(ana, 'riverside');
    const name = ana.email.split('@')[0];
    const patient = await newPatient(portal, { visits: [90_000] });
    const letters = async () => (await fetch(`${portal.url}/outbox`)).text();
    const told = (mail) => mail.match(/Emergency access was taken/g)?.length ?? 0;
    const before = told(await letters());
    await enterAsStaff(page, portal, ana);
    assert.equal((await page.goto('/staff/close')).status(), 403);
    await page.getByRole('link', { name: text(lang, 'emergency-not-allowed') }).click();
    await axe(page);
    await fits(page);
    await screenshot(page, `staff-emergency-${lang}`);
    await field(page, 'reason').fill('help');
    await button(page, lang, 'emergency-take').click();
    await page.getByText(text(lang, 'error-emergency-reason')).first().waitFor();
    assert.equal(await field(page, 'reason').inputValue(), 'help');
    await field(page, 'reason').fill(WHY);
    await button(page, lang, 'emergency-take').click();
    await page.getByText(text(lang, 'emergency-banner-what')).waitFor();
    await axe(page);
    await fits(page);
    assert.equal((await page.goto('/staff/close')).status(), 200);
    await page.getByText(text(lang, 'emergency-banner-what')).waitFor();
    await page.goto(`/staff/accounts/${patient.guarantor}`);
    // Nothing is changed by it, and who watches is not watched.
    const headers = { cookie: await staffCookie(portal, ana) };
    for (const path of ['/staff/close', '/staff/statements', `/staff/payments/${patient.guarantor}/refund`, '/staff/reconcile']) {
      const answer = await fetch(portal.url + path, { method: 'POST', body: new URLSearchParams({ press: 'x' }), headers, redirect: 'manual' });
      assert.equal(answer.status, 403, path);
    }
    assert.equal((await fetch(`${portal.url}/staff/audit`, { headers })).status, 403);

    // The administrator's mail says that it was, not who or why; the desk's home says both.
    const mail = await letters();
    assert.ok(told(mail) > before, `${told(mail)} letters, ${before} before`);
    assert.ok(!mail.includes(WHY) && !mail.includes(name));
    await page.context().clearCookies();
    await enterAsStaff(page, portal, DANA);
    await page.goto('/staff');
    const alarm = page.getByRole('alert').filter({ hasText: name });
    assert.match(await alarm.textContent(), new RegExp(WHY));
    await axe(page);
    await fits(page);
    await screenshot(page, `staff-emergency-alarm-${lang}`);
    await alarm.getByRole('button', { name: text(lang, 'emergency-see') }).click();
    await page.getByText(text(lang, 'emergency-done')).waitFor();
    assert.match(await page.getByRole('row', { name: new RegExp(name) }).textContent(), /Dana/);
    await page.goto('/staff');
    assert.equal(await page.getByRole('alert').filter({ hasText: name }).count(), 0);
    const dana = { cookie: await staffCookie(portal, DANA) };
    const audit = await (await fetch(`${portal.url}/staff/audit?emergency=1`, { headers: dana })).text();
    assert.match(audit, new RegExp(`${name}[\\s\\S]*GET /staff/accounts/\\{guarantor\\}[\\s\\S]*GET /staff/close`));
    // That it was taken is marked with it, too.
    assert.match(audit, /POST \/staff\/emergency/);
    const csv = await (await fetch(`${portal.url}/staff/emergency.csv`, { headers: dana })).text();
    assert.ok(csv.includes(WHY));
    assert.match(await portal.command('verify'), /audit of riverside: \d+ events/);

    await page.context().clearCookies();
    await enterAsStaff(page, portal, ana);
    await page.goto('/staff');
    await button(page, lang, 'emergency-end').click();
    await page.getByText(text(lang, 'emergency-done')).waitFor();
    assert.equal((await page.goto('/staff/close')).status(), 403);

    // An administrator ends it as well.
    await page.goto('/staff/emergency');
    await field(page, 'reason').fill(WHY);
    await button(page, lang, 'emergency-take').click();
    await page.getByText(text(lang, 'emergency-banner-what')).waitFor();
    await page.context().clearCookies();
    await enterAsStaff(page, portal, DANA);
    await page.goto('/staff/emergency');
    await page.getByRole('row', { name: new RegExp(name) }).locator('form[action*="/end"] button').click();
    await page.getByText(text(lang, 'emergency-done')).waitFor();
    await page.context().clearCookies();
    await enterAsStaff(page, portal, ana);
    assert.equal((await page.goto('/staff/close')).status(), 403);
  });

  test('taken elsewhere, it is seen from everywhere and over with the way out', { js: false, width: 360, height: 740, expects: [/status of 403/] }, async ({ page, portal }) => {
    await portal.command('demo', '--second-practice');
    const lee = { email: 'lee-abroad@example.com', password: freshPassword(), role: 'biller' };
    await portal.addStaff(lee, 'lakeside');
    for (const slug of ['riverside', 'lakeside']) await portal.command('organisation', 'join', 'Riverbend Health', slug);
    await enterAsStaff(page, portal, lee);
    await page.goto('/staff/emergency');
    await field(page, 'practice').selectOption({ label: 'Riverside Family Medicine' });
    await field(page, 'reason').fill(WHY);
    await button(page, 'en', 'emergency-take').click();
    await page.locator('.rail-brand', { hasText: 'Riverside' }).waitFor();
    const audit = async () => {
      const dana = { cookie: await staffCookie(portal, DANA) };
      return (await fetch(`${portal.url}/staff/audit.csv?changes=1`, { headers: dana })).text();
    };
    const came = (csv) => csv.split('\n').filter((line) => /POST,\/staff\/(practice|emergency)\b/.test(line));
    // As nobody of that practice, under the access, in that practice's audit; and pressing the place where they are adds nothing.
    const first = came(await audit());
    assert.match(first[0], /,none,enter,true,POST,\/staff\/emergency,,[0-9a-f-]{36},/);
    await page.getByRole('button', { name: text('en', 'places-go') }).click();
    await page.locator('.rail-brand', { hasText: 'Riverside' }).waitFor();
    const after = came(await audit());
    assert.ok(after.every((line) => !/,biller,/.test(line)), after.join('\n'));

    // Back where they work it is still said, and they may go there again.
    const goTo = async (label) => {
      await page.getByLabel(text('en', 'places-label')).selectOption({ label });
      await page.getByRole('button', { name: text('en', 'places-go') }).click();
      await page.locator('.rail-brand', { hasText: label }).waitFor();
    };
    await goTo('Lakeside Pediatrics');
    await page.getByText('You have emergency access at Riverside Family Medicine until').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, 'staff-emergency-elsewhere');
    await goTo('Riverside Family Medicine');
    await goTo('Lakeside Pediatrics');
    await page.locator('form[action^="/staff/sign-out"] button').click();
    await page.waitForURL('**/staff/sign-in?why=signed-out');
    staffSignInAgain(portal);
    await enterAsStaff(page, portal, lee);
    await page.goto('/staff');
    assert.equal(await page.getByText(text('en', 'emergency-banner-what')).count(), 0);
    assert.equal(await page.getByLabel(text('en', 'places-label')).count(), 0);
  });
});
