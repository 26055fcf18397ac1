// Part of what a patient owes is forgiven: asked for at the desk, agreed to by a second person, and read
// by the patient on the visit, the statement and in the history.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAs, enterAsStaff, newPatient, post, staffCookie } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

const COUNSELLOR = { email: 'off-counsellor@example.com', password: freshPassword(), role: 'counsellor' };
const MANAGER = { email: 'off-manager@example.com', password: freshPassword(), role: 'manager' };
const CLERK = { email: 'off-clerk@example.com', password: freshPassword(), role: 'front_desk' };
const EITHER = { langs: ['en', 'es'], js: 'turns', expects: [/status of 422/] };

async function staff(portal) {
  if (staff.there === portal) return;
  for (const one of [COUNSELLOR, MANAGER, CLERK]) await portal.addStaff(one, 'riverside');
  staff.there = portal;
}

/** Fills in the form, which stays folded until somebody wants it. */
async function asks(page, { amount, reason = 'assistance', note }) {
  if (!(await field(page, 'off_amount').isVisible())) await page.getByText(text('en', 'off-ask')).first().click();
  const visits = field(page, 'off_visit').locator('option');
  await field(page, 'off_visit').selectOption({ index: (await visits.count()) - 1 });
  await field(page, 'off_amount').fill(amount);
  await field(page, 'off_reason').selectOption(reason);
  await field(page, 'off_note').fill(note);
  await button(page, 'en', 'off-button').click();
}

suite('write-offs', ({ test }) => {
  test('staff ask, a second person agrees, the patient reads it', EITHER, async ({ page, open, portal, lang, js }) => {
    await staff(portal);
    const person = await newPatient(portal, { lang, name: 'Tamsin', visits: [50_000] });
    const account = `/staff/accounts/${person.guarantor}`;
    // The desk reads English, whoever the patient is.
    const [desk, other] = [await open({ lang: 'en' }), await open({ lang: 'en' })];
    await enterAsStaff(desk, portal, COUNSELLOR);
    await enterAsStaff(other, portal, MANAGER);

    await desk.goto(account);
    await asks(desk, { amount: '500.01', note: 'Lost the job in October.' });
    await desk.getByText(text('en', 'error-write-off-most')).first().waitFor();
    assert.equal(await field(desk, 'off_note').inputValue(), 'Lost the job in October.', 'what was typed is not lost');
    if (js) await axe(desk);
    await asks(desk, { amount: '300', note: 'Lost the job in October.' });
    await desk.getByText(text('en', 'off-asked')).waitFor();
    assert.equal(await button(desk, 'en', 'off-agree').count(), 0, 'who asked does not agree');
    if (js) await axe(desk);
    await fits(desk);
    await screenshot(desk, 'staff-write-off');

    await other.goto('/staff/work');
    const item = other.locator('.work-item', { hasText: 'Tamsin' });
    await item.getByText(text('en', 'work-write-off-approval', { amount: '$300.00' })).first().waitFor();
    await item.getByRole('link').click();
    await other.waitForURL(`**${account}`);
    await other.getByText('Lost the job in October.').waitFor();
    await other.locator('button[name=do][value=agree]').last().click();
    await other.getByText(text('en', 'off-done')).waitFor();
    if (js) await axe(other);
    await post(portal, `${account}/statements`, {}, { cookie: await staffCookie(portal, DANA) });

    await enterAs(page, person);
    assert.match(await page.locator('.hero-amount').textContent(), /200[.,]00/);
    await page.locator('a[href^="/visits/"]').first().click();
    await page.getByText(text(lang, 'step-forgiven')).first().waitFor();
    if (js) await axe(page);
    await fits(page);
    await screenshot(page, `visit-forgiven-${lang}`);
    await page.goto('/history');
    await page.getByText(text(lang, 'step-forgiven')).first().waitFor();
    await page.goto('/statements');
    await page.locator('a[href^="/statements/"]').first().click();
    await page.getByText(text(lang, 'step-forgiven')).first().waitFor();
  });

  test('a little is forgiven at once; what waits is taken back or refused; the desk may neither', EITHER, async ({ page, open, portal }) => {
    await staff(portal);
    const person = await newPatient(portal, { name: 'Odalys', visits: [60_000] });
    const account = `/staff/accounts/${person.guarantor}`;
    const [desk, other] = [await open({ lang: 'en' }), await open({ lang: 'en' })];
    await enterAsStaff(desk, portal, COUNSELLOR);
    await enterAsStaff(other, portal, MANAGER);
    await desk.goto(account);
    await asks(desk, { amount: '12.34', reason: 'small_balance', note: 'Not worth another letter.' });
    await desk.getByText(text('en', 'off-done')).waitFor();
    await asks(desk, { amount: '250', reason: 'courtesy', note: 'Long wait.' });
    await desk.getByText(text('en', 'off-asked')).waitFor();
    await desk.locator('button[name=do][value=withdraw]').first().click();
    await desk.getByText(text('en', 'off-closed')).waitFor();
    await asks(desk, { amount: '260', reason: 'other', note: 'The doctor asked for it.' });
    await desk.getByText(text('en', 'off-asked')).waitFor();
    await other.goto(account);
    await other.locator('button[name=do][value=refuse]').first().click();
    await other.getByText(text('en', 'off-closed')).waitFor();
    await other.getByText(text('en', 'off-state-refused')).first().waitFor();

    await enterAsStaff(page, portal, CLERK);
    await page.goto(account);
    assert.equal(await field(page, 'off_amount').count(), 0, 'who meets patients forgives nothing');
    const there = { cookie: await staffCookie(portal, CLERK) };
    const refused = await fetch(`${portal.url}${account}/write-offs`, { method: 'POST', body: new URLSearchParams(), headers: there });
    assert.equal(refused.status, 403);
  });
});
