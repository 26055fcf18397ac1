// Mail about statements that its server refuses: no second try, a person is told, paper goes out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, suite } from '../support/harness.mjs';
import { Mail } from '../support/mail.mjs';
import { enterAsStaff, guarantorOf, newAccount, post, staffCookie } from '../support/people.mjs';
import { OUT } from '../support/portal.mjs';
import { eventually, issue } from '../support/stating.mjs';
import { button, freshPassword, text } from '../support/words.mjs';

const mail = new Mail();
const env = {
  OPENBALANCE_MAIL: `smtp://127.0.0.1:${await mail.start()}`,
  OPENBALANCE_MAIL_FROM: 'Riverside <billing@riverside.example>',
  TORTURE_TICK_MS: '300',
};

/** A patient whose invitation came by mail; with what their browser holds. */
async function invited(portal, name) {
  const person = await newAccount(portal, { name });
  person.guarantor = await guarantorOf(portal, person);
  const staff = { cookie: await staffCookie(portal) };
  await post(portal, `/staff/patients/${person.guarantor}/invite`, {}, staff);
  const [letter] = await eventually(() => mail.to(person.email).length && mail.to(person.email), 'the invitation');
  const path = letter.text.match(/\/invitation\/[\w-]+/)[0];
  const entered = await post(portal, path, { password: freshPassword() });
  const cookie = entered.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .filter((pair) => pair.split('=')[1])
    .join('; ');
  return { ...person, cookie };
}

suite('refused mail', ({ test }) => {
  test(
    'an address that is refused for good is tried once, becomes work, and its statement goes on paper',
    {},
    async ({ page: staff, portal }) => {
      const rule = { cycle: 'by_hand', minimum: '0', due_days: '21', paper_days: '0', rest_days: '0' };
      await post(portal, '/staff/statements/policy', rule, { cookie: await staffCookie(portal) });
      const person = await invited(portal, 'Quenby');
      const other = await invited(portal, 'Tarquin');
      mail.refuse(person.email, `550 5.1.1 <${person.email}>: Recipient address rejected: User unknown`);
      mail.refuse(other.email, '451 4.7.1 come again later');

      await issue(portal, person);
      await issue(portal, other);
      await post(portal, '/paperless', { agree: 'yes', can_open: 'yes' }, { cookie: person.cookie });
      await enterAsStaff(staff, portal);
      const item = staff.locator('li.work-item', { hasText: text('en', 'work-refused-email') });
      await eventually(async () => {
        await staff.goto('/staff/work');
        return (await item.filter({ hasText: 'Quenby' }).count()) === 1;
      }, 'the work');
      await item.getByText(text('en', 'work-refused-email-next')).waitFor();
      await axe(staff);
      assert.equal(await item.filter({ hasText: 'Tarquin' }).count(), 0, 'who is to come again later is no work yet');
      assert.equal(mail.refusals.get(person.email), 1, 'refused for good is not tried again');
      assert.ok(mail.refusals.get(other.email) >= 1);

      await staff.goto('/staff/statements');
      await button(staff, 'en', 'letters-print').click();
      await staff.getByText(text('en', 'letters-batched', { n: 2 })).waitFor();

      // A second statement is not even tried by email.
      await issue(portal, person);
      await new Promise((go) => setTimeout(go, 2_500));
      assert.equal(mail.refusals.get(person.email), 1);

      const log = readFileSync(join(OUT, 'refused-mail-portal.log'), 'utf8');
      assert.match(log, /cannot be delivered/);
      assert.doesNotMatch(log, /noor-|Quenby|User unknown/, 'the log says neither who nor what the server said');
    },
  );
}, { env });
