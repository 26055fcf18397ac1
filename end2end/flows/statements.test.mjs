// A statement from the practice's preview into the patient's hands, on screen and on paper alike.

import assert from 'node:assert/strict';

import { axe, fits, outbox, suite, tellsNothing } from '../support/harness.mjs';
import { pay } from '../support/paying.mjs';
import { pdf, textOf, treeOf } from '../support/pdf.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { eventually, issue, newest } from '../support/stating.mjs';
import { button, cents, field, link, shown, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360 };
const QUICKLY = { env: { TORTURE_TICK_MS: '300' } };

/** The row of somebody in a run, by their account number. */
const rowOf = (staff, person) => staff.locator('tr', { hasText: person.account });

/** What somebody was sent so far. */
const lettersTo = async (open, { email }) => (await outbox(open)).filter(({ to }) => to.includes(email));

/** Every amount that a text shows, in cents, in order. */
const amounts = (said) => (said.match(/[−-]?\$[\d,]+\.\d\d/g) ?? []).map(cents);

suite('statements', ({ test }) => {
  test(
    'a run is previewed, somebody is left out, the rest is released and told',
    { langs: ['en', 'es'], js: 'turns' },
    async ({ page: staff, open, portal, lang }) => {
      const [reads, stays] = [await newPatient(portal, { lang }), await newPatient(portal, { lang })];
      await enterAsStaff(staff, portal);
      await staff.goto('/staff/statements');
      await axe(staff);
      await button(staff, lang, 'runs-preview').click();
      await staff.waitForURL(/\/staff\/statements\/[0-9a-f-]{36}$/);
      await rowOf(staff, reads).getByText(text(lang, 'run-gets')).waitFor();
      assert.equal((await lettersTo(open, reads)).length, 1, 'the invitation only');
      await rowOf(staff, stays).getByRole('button', { name: text(lang, 'run-leave-out') }).click();
      await rowOf(staff, stays).getByText(text(lang, 'whynot-left-out')).waitFor();
      await axe(staff);
      const release = staff.getByRole('button', { name: text(lang, 'run-release') });
      await release.click();
      await release.waitFor({ state: 'detached' });
      await eventually(async () => {
        await staff.reload();
        return (await rowOf(staff, reads).getByText(text(lang, 'run-got')).count()) > 0;
      }, 'the statement');
      await axe(staff);

      const subject = text(lang, 'mail-statement-subject', { practice: 'Riverside Family Medicine' });
      const arrived = async () => (await lettersTo(open, reads)).find((letter) => letter.subject === subject);
      const letter = await eventually(arrived, 'the mail');
      tellsNothing(letter);
      assert.doesNotMatch(letter.subject + letter.body, /S-\d{6}/, 'not even its number');
      assert.equal((await lettersTo(open, stays)).length, 1, 'who was left out is told nothing');

      // The link leads there, once somebody has signed in.
      const reader = await open({ lang, width: 360 });
      await enterAs(reader, reads);
      await reader.goto(letter.links.find((href) => href.includes('/statements/')));
      assert.equal(cents(await reader.locator('.hero-amount').textContent()), 18_420);
      await axe(reader);
      await fits(reader);
    },
  );

  test('screen and paper say the same, line by line', EITHER, async ({ page, portal, lang }) => {
    const person = await newPatient(portal, { lang, visits: [12_840, 5_580, 990] });
    const id = await issue(portal, person);
    await enterAs(page, person);
    await page.goto(`/statements/${id}`);
    await axe(page);
    await fits(page);
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 19_410);

    const bytes = await pdf(page, `/statements/${id}.pdf`);
    const [paper, tree] = [textOf(bytes), treeOf(bytes)];
    for (const amount of [19_410, ...person.visits]) assert.ok(paper.includes(shown(amount)), shown(amount));
    assert.ok(paper.includes(person.account) && paper.includes('PO Box 4100'));
    assert.ok(bytes.length < 60_000 * 2, `${bytes.length} bytes`);
    for (const card of await page.locator('article.stated').all()) {
      const title = (await card.locator('h3').textContent()).trim();
      assert.ok(tree.includes(title.split(/ with | con /)[0]), title);
      // From charge to what is left, the columns of each visit add up.
      const parts = await card.locator('table.sums tbody tr:not(.sums-part) td').allTextContents();
      const left = cents(await card.locator('table.sums tfoot td').textContent());
      assert.equal(parts.map(cents).reduce((sum, part) => sum + part, 0), left, title);
      assert.ok(paper.includes(shown(left)));
    }
    // Who pays alone is told what the No Surprises Act gives them, on both.
    assert.ok(paper.includes('www.cms.gov/nosurprises'));
    await page.getByText('www.cms.gov/nosurprises').waitFor();

    await page.locator('details.line summary').first().click();
    const opened = page.locator('details.line[open]').first();
    assert.deepEqual(amounts(await opened.locator('ol.entries').innerText()), [12_840, 12_840]);
    assert.match(tree, /H1/);
    assert.match(tree, /TH/);
  });

  test(
    'going without paper wants both ticks, is told since when, and is taken back',
    { ...EITHER, js: 'both', expects: [/status of 422/] },
    async ({ page, portal, lang }) => {
      const person = await newPatient(portal, { lang });
      const id = await issue(portal, person);
      await enterAs(page, person);
      await page.goto('/statements');
      await axe(page);
      await fits(page);
      await field(page, 'agree').check();
      await button(page, lang, 'paperless-button').click();
      await page.getByText(text(lang, 'error-can-open')).first().waitFor();
      assert.ok(await field(page, 'agree').isChecked(), 'what was ticked stays');
      await axe(page);
      const shownAs = await link(page, lang, 'paperless-open').getAttribute('href');
      assert.ok(shownAs.includes(id));
      await pdf(page, shownAs);
      await field(page, 'can_open').check();
      await button(page, lang, 'paperless-button').click();
      await page.getByText(text(lang, 'paperless-now')).waitFor();
      await axe(page);
      await button(page, lang, 'paperless-withdraw').click();
      await field(page, 'agree').waitFor();
      await page.getByText(text(lang, 'paperless-what')).waitFor();
    },
  );

  test('one who owes gets one on demand; who owes nothing does not', { js: 'both' }, async ({ page, open, portal }) => {
    const person = await newPatient(portal, { visits: [100] });
    await enterAsStaff(page, portal);
    await page.goto(`/staff/accounts/${person.guarantor}`);
    await button(page, 'en', 'account-issue').click();
    await page.getByText(text('en', 'account-issued')).waitFor();
    const first = await newest(portal, person);
    await page.goto(`/staff/accounts/${person.guarantor}/statements/${first}`);
    await axe(page);
    // Staff print what the patient reads.
    const paper = textOf(await pdf(page, `/staff/accounts/${person.guarantor}/statements/${first}.pdf`));
    assert.ok(paper.includes('$1.00'));

    await pay(portal, person);
    await page.goto(`/staff/accounts/${person.guarantor}`);
    await button(page, 'en', 'account-issue').click();
    await page.getByText(text('en', 'account-not-issued', { why: text('en', 'whynot-nothing-due') })).waitFor();
    // The patient reads that it is dealt with, and the statement says what it said.
    const reader = await open({ width: 360 });
    await enterAs(reader, person);
    await reader.goto(`/statements/${first}`);
    await reader.getByText(text('en', 'statement-settled')).waitFor();
    assert.equal(cents(await reader.locator('.hero-amount').textContent()), 100);
    await axe(reader);
  });

  test('a correction names the statement whose place it takes', EITHER, async ({ page, open, portal, lang }) => {
    const person = await newPatient(portal, { lang });
    const old = await issue(portal, person);
    const staff = await open({ lang: 'en', width: 1280 });
    await enterAsStaff(staff, portal);
    await staff.goto(`/staff/accounts/${person.guarantor}`);
    const number = (await staff.locator(`a[href$="${old}"]`).textContent()).trim();
    await staff.getByRole('button', { name: text('en', 'account-correct') }).click();
    await staff.getByText(text('en', 'account-corrected')).waitFor();
    await axe(staff);

    const id = await newest(portal, person);
    assert.notEqual(id, old);
    await enterAs(page, person);
    await page.goto(`/statements/${id}`);
    const named = text(lang, 'statement-corrects', { number });
    await page.getByText(named).waitFor();
    const paper = textOf(await pdf(page, `/statements/${id}.pdf`));
    assert.ok(paper.includes(text(lang, 'paper-corrects', { number })), paper);
    await page.goto(`/statements/${old}`);
    await page.getByText(text(lang, 'statement-replaced')).waitFor();
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 18_420, 'what it said is what it says');
    await axe(page);
    await fits(page);
  });
}, QUICKLY);
