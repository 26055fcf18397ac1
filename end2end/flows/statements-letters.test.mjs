// Statements on paper: what waits, what is saved, what comes back.

import assert from 'node:assert/strict';

import { axe, suite } from '../support/harness.mjs';
import { pay } from '../support/paying.mjs';
import { pdf, textOf } from '../support/pdf.mjs';
import { enterAsStaff, newAccount, newPatient, guarantorOf, post, staffCookie } from '../support/people.mjs';
import { issue } from '../support/stating.mjs';
import { button, field, link, text } from '../support/words.mjs';

/** Letters wait no day, so that no clock has to be moved. */
async function withoutWaiting(portal) {
  const rule = { cycle: 'by_hand', minimum: '0', due_days: '21', paper_days: '0', rest_days: '0' };
  await post(portal, '/staff/statements/policy', rule, { cookie: await staffCookie(portal) });
}

/** The figures over the letters. */
async function letters(staff) {
  await staff.goto('/staff/statements');
  const figure = async (id) => {
    const one = staff.locator('.figures-few > *', { hasText: text('en', id) });
    return Number((await one.first().textContent()).match(/\d+/)[0]);
  };
  return { waiting: await figure('letters-waiting'), saved: await figure('letters-saved') };
}

suite('letters', ({ test }) => {
  test(
    'who pays or goes paperless meanwhile gets no letter; the rest are printed once, for the mailing vendor too',
    { js: 'both' },
    async ({ page: staff, portal }) => {
      await withoutWaiting(portal);
      await enterAsStaff(staff, portal);
      const before = await letters(staff);
      const pays = await newPatient(portal);
      const agrees = await newPatient(portal);
      const reads = await newAccount(portal, { name: "Siobhán O'Dea-Nguyễn" });
      reads.guarantor = await guarantorOf(portal, reads);
      for (const person of [pays, agrees, reads]) await issue(portal, person);
      assert.equal((await letters(staff)).waiting, before.waiting + 3);

      await pay(portal, pays);
      const cookie = agrees.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      await post(portal, '/paperless', { agree: 'yes', can_open: 'yes' }, { cookie });
      await staff.goto('/staff/statements');
      await axe(staff);
      await button(staff, 'en', 'letters-print').click();
      await staff.getByText(text('en', 'letters-batched', { n: before.waiting + 1 })).waitFor();
      await axe(staff);
      assert.deepEqual(await letters(staff), { waiting: 0, saved: before.saved + 2 });

      const files = staff.locator('a[href*="/batches/"]');
      const href = async (end) => staff.locator(`a[href*="/batches/"][href$="${end}"]`).first().getAttribute('href');
      assert.ok((await files.count()) >= 2);
      const printed = textOf(await pdf(staff, await href('.pdf')));
      assert.ok(printed.includes(reads.account) && printed.includes('Siobhán O'), 'the name as it is written');
      assert.ok(!printed.includes(pays.account) && !printed.includes(agrees.account), 'nobody else');
      const manifest = await (await staff.request.get(await href('.csv'))).text();
      const row = manifest.split('\n').find((line) => line.includes(reads.account));
      assert.match(row, /^S-\d{6},.*,184\.20,/);

      await button(staff, 'en', 'letters-print').click();
      await staff.getByText(text('en', 'letters-none')).waitFor();
    },
  );

  test(
    'a letter that came back is work, and the account rests until somebody ends the hold',
    { js: 'both' },
    async ({ page: staff, portal }) => {
      await withoutWaiting(portal);
      const person = await newAccount(portal, { name: 'Zephyrine' });
      person.guarantor = await guarantorOf(portal, person);
      await issue(portal, person);
      await enterAsStaff(staff, portal);
      await staff.goto('/staff/statements');
      await button(staff, 'en', 'letters-print').click();
      await staff.waitForURL(/batched=/);
      await staff.goto(`/staff/accounts/${person.guarantor}`);
      await staff.getByRole('button', { name: text('en', 'account-returned') }).click();
      await staff.getByText(text('en', 'account-letter-returned')).waitFor();
      await axe(staff);

      await staff.goto('/staff/work');
      const item = staff.locator('li.work-item', { hasText: text('en', 'work-returned-mail') }).filter({ hasText: 'Zephyrine' });
      await item.getByText(text('en', 'work-returned-mail-next')).first().waitFor();
      await axe(staff);
      await item.locator('a').first().click();
      await staff.waitForURL(/\/staff\/accounts\//);
      await button(staff, 'en', 'account-issue').click();
      const why = text('en', 'whynot-bad-address');
      await staff.getByText(text('en', 'account-not-issued', { why })).waitFor();
      await staff.getByRole('button', { name: text('en', 'hold-end') }).first().click();
      await staff.getByText(text('en', 'account-hold-ended')).waitFor();
      await button(staff, 'en', 'account-issue').click();
      await staff.getByText(text('en', 'account-issued')).waitFor();
      await staff.goto('/staff/work');
      assert.equal(await item.count(), 0, 'and the work is gone with the hold');
    },
  );

  test('the dead are not written to', {}, async ({ page: staff, portal }) => {
    const person = await newPatient(portal);
    await enterAsStaff(staff, portal);
    await staff.goto(`/staff/accounts/${person.guarantor}`);
    await field(staff, 'reason').selectOption('deceased');
    await button(staff, 'en', 'hold-add').click();
    await staff.getByText(text('en', 'account-hold-added')).waitFor();
    await axe(staff);
    await button(staff, 'en', 'account-issue').click();
    await staff.getByText(text('en', 'account-not-issued', { why: text('en', 'whynot-deceased') })).waitFor();
  });

  test('the practice’s rule is kept as typed, and what makes no sense comes back', { js: 'both', expects: [/status of 422/] }, async ({ page: staff, portal }) => {
    await enterAsStaff(staff, portal);
    await staff.goto('/staff/statements');
    await field(staff, 'due_days').fill('30');
    await field(staff, 'minimum').fill('ten');
    await button(staff, 'en', 'policy-button').click();
    await staff.getByText(text('en', 'error-amount-form')).first().waitFor();
    assert.equal(await field(staff, 'due_days').inputValue(), '30');
    await axe(staff);
    await field(staff, 'minimum').fill('12.50');
    await button(staff, 'en', 'policy-button').click();
    await staff.getByText(text('en', 'policy-saved')).waitFor();
    assert.equal(await field(staff, 'minimum').inputValue(), '12.50');
    await withoutWaiting(portal);
  });
});
