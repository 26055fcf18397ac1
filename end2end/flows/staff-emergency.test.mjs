// Emergency access: an hour of records with a reason, seen by everybody who has to know.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAsStaff, newPatient, staffCookie } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

const WHY = 'Somebody has collapsed in the waiting room.';

suite('staff emergency', ({ test }) => {
  const options = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 403/] };

  test('it is taken with a reason, told, marked, looked at and ended', options, async ({ page, portal, lang }) => {
    const ana = { email: `ana-${freshPassword().slice(-6)}@example.com`, password: freshPassword(), role: 'front_desk' };
    await portal.addStaff(ana, 'riverside');
    const name = ana.email.split('@')[0];
    const patient = await newPatient(portal, { visits: [90_000] });
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
    const letters = await (await fetch(`${portal.url}/outbox`)).text();
    assert.match(letters, /Emergency access was taken/);
    assert.ok(!letters.includes(WHY) && !letters.includes(name));
    await page.context().clearCookies();
    await enterAsStaff(page, portal, DANA);
    await page.goto('/staff');
    const alarm = page.getByRole('alert').filter({ hasText: name });
    assert.match(await alarm.textContent(), new RegExp(WHY));
    await axe(page);
    await fits(page);
    await screenshot(page, `staff-emergency-alarm-${lang}`);
    await alarm.getByRole('button').click();
    await page.getByText(text(lang, 'emergency-done')).waitFor();
    assert.match(await page.getByRole('row', { name: new RegExp(name) }).textContent(), /Dana/);
    await page.goto('/staff');
    assert.equal(await page.getByRole('alert').filter({ hasText: name }).count(), 0);
    const dana = { cookie: await staffCookie(portal, DANA) };
    const audit = await (await fetch(`${portal.url}/staff/audit?emergency=1`, { headers: dana })).text();
    assert.match(audit, new RegExp(`${name}[\\s\\S]*GET /staff/accounts/\\{guarantor\\}[\\s\\S]*GET /staff/close`));
    const csv = await (await fetch(`${portal.url}/staff/emergency.csv`, { headers: dana })).text();
    assert.ok(csv.includes(WHY));
    assert.match(await portal.command('verify'), /audit of riverside: \d+ events/);

    await page.context().clearCookies();
    await enterAsStaff(page, portal, ana);
    await page.goto('/staff');
    await button(page, lang, 'emergency-end').click();
    await page.getByText(text(lang, 'emergency-done')).waitFor();
    assert.equal((await page.goto('/staff/close')).status(), 403);
  });
});
