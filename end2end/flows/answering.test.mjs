// The account as the desk keeps it: a telephone is corrected, something is noted, and somebody else
// answers for a bill from now on.

import assert from 'node:assert/strict';

import { axe, fits, letterTo, screenshot, suite } from '../support/harness.mjs';
import { pay } from '../support/paying.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { signsPlan } from '../support/plans.mjs';
import { button, field, freshPassword, link, text } from '../support/words.mjs';

const CLERK = { email: 'answering-clerk@example.com', password: freshPassword(), role: 'front_desk' };
const MANAGER = { email: 'answering-manager@example.com', password: freshPassword(), role: 'manager' };
const DESK = { width: 1280, height: 800, expects: [/422/] };

suite('answering', ({ test }) => {
  test('a clerk corrects a telephone; the second of two tabs sees what the first wrote', DESK, async ({ page, open, portal }) => {
    await portal.addStaff(CLERK, 'riverside');
    const noor = await newPatient(portal, { visits: [9_000] });
    const account = `/staff/accounts/${noor.guarantor}`;
    await enterAsStaff(page, portal, CLERK);
    const other = await open();
    await enterAsStaff(other, portal, CLERK);
    for (const tab of [page, other]) await tab.goto(`${account}/registration`);
    await field(page, 'phone').first().fill('(937) 555-0199');
    await button(page, 'en', 'register-desk-save').first().click();
    await page.getByText(text('en', 'register-desk-saved')).waitFor();
    await axe(page);
    await fits(page);
    await letterTo(open, noor, 'en', 'mail-contact-changed-subject');

    await field(other, 'city').fill('Dayton');
    await button(other, 'en', 'register-desk-save').first().click();
    await other.getByText('(937) 555-0199').waitFor();
    assert.equal(await field(other, 'city').inputValue(), 'Dayton', 'what was typed is not lost');
    await axe(other);
    await screenshot(other, 'staff-registration-faster');
    await field(other, 'phone').first().fill('(937) 555-0199');
    await button(other, 'en', 'register-desk-save').first().click();
    await other.getByText(text('en', 'register-desk-saved')).waitFor();
    await other.reload();
    assert.deepEqual(
      [await field(other, 'city').inputValue(), await field(other, 'phone').first().inputValue()],
      ['Dayton', '(937) 555-0199'],
    );

    await page.goto(account);
    assert.equal(await link(page, 'en', 'move-title').count(), 0, 'who answers is not the desk to say');
    await page.locator('#notes summary').click();
    await field(page, 'words').fill('Moved to Dayton, said so at the desk.');
    await button(page, 'en', 'notes-button').click();
    await page.getByText(text('en', 'notes-written')).waitFor();
    await page.locator('#notes summary').click();
    await page.getByText('Moved to Dayton, said so at the desk.').waitFor();
    await axe(page);
  });

  test('a manager lets somebody else answer: both see it, and the plan ends', DESK, async ({ page, open, portal }) => {
    await portal.addStaff(MANAGER, 'riverside');
    const [noor, sam] = [await newPatient(portal, {}), await newPatient(portal, { name: 'Sam', visits: [1_000] })];
    await pay(portal, noor, { amount: '20' });
    const before = await open({ width: 360, height: 740 });
    await enterAs(before, noor);
    const plan = await signsPlan(before, 'en');
    await before.goto('/home');
    const bill = await before.locator('a[href^="/visits/"]').first().getAttribute('href');

    await enterAsStaff(page, portal, MANAGER);
    await page.goto(`/staff/accounts/${noor.guarantor}`);
    await link(page, 'en', 'move-title').click();
    for (const tick of await page.locator('[name=visit]').all()) await tick.check();
    await field(page, 'who').fill(sam.account);
    await button(page, 'en', 'staff-search-button').click();
    await page.locator('[name=to]').check();
    await field(page, 'reason').selectOption('court_order');
    await button(page, 'en', 'move-look').click();
    await page.getByText(text('en', 'error-note')).first().waitFor();
    await axe(page);
    await field(page, 'note').fill('Decree shown at the desk.');
    await button(page, 'en', 'move-look').click();
    await page.getByText(text('en', 'move-follows-plan-ends', { amount: '$164.20' })).waitFor();
    await axe(page);
    await screenshot(page, 'staff-guarantor-look');
    await button(page, 'en', 'move-do', { name: 'Sam Castellan' }).click();
    await page.getByText(text('en', 'move-done')).waitFor();
    await link(page, 'en', 'ledger-title').click();
    await page.getByText(text('en', 'ledger-kind-guarantor-changed')).first().waitFor();
    await axe(page);

    await before.goto('/home');
    await before.locator('summary', { hasText: text('en', 'gone-title', { n: 2 }) }).click();
    await before.goto(bill);
    await before.getByRole('heading', { name: text('en', 'gone-page-title') }).waitFor();
    await axe(before);
    await fits(before);
    await screenshot(before, 'gone-visit');
    await before.goto(plan);
    await before.getByText(text('en', 'myplan-says-party')).first().waitFor();
    await letterTo(open, noor, 'en', 'mail-answers-not-yours-subject');

    const after = await open({ width: 360, height: 740 });
    await enterAs(after, sam);
    assert.match(await after.locator('.hero-amount').textContent(), /\$174\.20/);
    await after.goto(bill);
    // The bill is theirs; what the care of another adult was is not, until that person shares it.
    await after.getByRole('heading', { level: 1, name: text('en', 'withheld-title') }).waitFor();
    await axe(after);
    await fits(after);
    await screenshot(after, 'visit-came');
    await after.goto('/plans/new');
    await after.getByRole('heading', { level: 1, name: text('en', 'new-plan-title') }).waitFor();
    await letterTo(open, sam, 'en', 'mail-answers-yours-subject');
  });
});
