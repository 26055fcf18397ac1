// A bill far above what was told beforehand: the patient reads the federal way, takes it, and what the
// reviewer decides is in the books.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { booksAreRight } from '../support/paying.mjs';
import { DANA, enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { cents, field, pattern, text } from '../support/words.mjs';

/** A day where the practice is. */
const day = (ago) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(Date.now() - ago * 86_400_000);

suite('estimates', ({ test }) => {
  const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/] };

  test('what was told stands beside the bill, and a federal reviewer’s answer binds', EITHER, async ({ page, portal, lang }) => {
    const person = await newPatient(portal, { lang, visits: [104_000] });
    await enterAsStaff(page, portal, DANA);
    const account = `/staff/accounts/${person.guarantor}`;
    await page.goto(account);
    const summary = (id) => page.locator('summary', { hasText: text(lang, id) });
    await summary('estimate-record').click();
    await field(page, 'estimate_amount').fill('600');
    await field(page, 'estimate_on').fill(day(1));
    await page.getByRole('button', { name: text(lang, 'estimate-record-do'), exact: true }).click();
    // Told after the visit is not told before it; what was typed is still there.
    await page.getByText(text(lang, 'error-estimate-after')).first().waitFor();
    assert.equal(await field(page, 'estimate_amount').inputValue(), '600');
    await field(page, 'estimate_on').fill(day(90));
    await page.getByRole('button', { name: text(lang, 'estimate-record-do'), exact: true }).click();
    await page.getByText(text(lang, 'account-estimate-recorded')).waitFor();
    await axe(page);

    await page.context().clearCookies();
    await enterAs(page, person);
    await page.getByRole('link', { name: pattern(lang, 'home-see') }).first().click();
    await page.getByText(text(lang, 'federal-title')).waitFor();
    await page.getByRole('link', { name: 'www.cms.gov/nosurprises' }).waitFor();
    await page.getByRole('link', { name: '1-800-985-3059' }).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `estimate-${lang}`);
    const visit = new URL(page.url()).pathname;
    await page.locator('.visit-now').getByRole('link', { name: text(lang, 'way-wrong') }).click();
    await page.getByText(text(lang, 'federal-ours', { days: '120' })).waitFor();
    await axe(page);
    await fits(page);

    // They took it there; staff hear of it and write it down.
    await page.context().clearCookies();
    await enterAsStaff(page, portal, DANA);
    await page.goto(account);
    await summary('federal-record').click();
    await page.locator('form[action*="/federal"] [name=federal_on]').fill(day(0));
    await field(page, 'federal_number').fill('DISP-204118');
    await page.getByRole('button', { name: text(lang, 'federal-record-do') }).click();
    await page.getByText(text(lang, 'account-federal-started')).waitFor();
    await page.getByRole('link', { name: /^\d{4} \d{4}/ }).first().click();
    await page.getByText('DISP-204118').first().waitFor();
    await axe(page);
    const desk = page.url();

    await page.context().clearCookies();
    await enterAs(page, person);
    await page.goto('/disputes');
    await page.locator('.row-title').first().click();
    await page.getByText('DISP-204118').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `estimate-federal-${lang}`);
    await page.goto('/home');
    await page.getByText(text(lang, 'home-aside', { amount: '$1,040.00' })).waitFor();
    await page.goto(visit);
    await page.locator('.visit-now').waitFor();
    assert.equal(await page.getByText(text(lang, 'federal-title')).count(), 0);

    await page.context().clearCookies();
    await enterAsStaff(page, portal, DANA);
    await page.goto(desk);
    await page.locator('[name=how][value=determined]').check();
    await field(page, 'federal_why').fill('The reviewer decided that $600.00 is to be paid.');
    await page.getByRole('button', { name: text(lang, 'federal-answer-do') }).click();
    await page.getByText(text(lang, 'error-amount-form')).first().waitFor();
    // A slip is refused: nobody could take it back.
    await field(page, 'to_pay').fill('6000');
    await page.getByRole('button', { name: text(lang, 'federal-answer-do') }).click();
    await page.getByText(text(lang, 'error-federal-most')).first().waitFor();
    await axe(page);
    await field(page, 'to_pay').fill('600');
    await page.getByRole('button', { name: text(lang, 'federal-answer-do') }).click();
    await page.getByText(text(lang, 'disputes-now-closed')).waitFor();
    // How it ended stays to be read, with its number.
    await page.getByText('DISP-204118').first().waitFor();
    await page.getByText(text(lang, 'federal-case-determined', { amount: '$600.00' })).waitFor();
    await axe(page);

    // The amount on the notice is the final one; nobody is told to begin again.
    await page.context().clearCookies();
    await enterAs(page, person);
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 60_000);
    await page.getByRole('link', { name: pattern(lang, 'home-see') }).first().click();
    await page.locator('.visit-now').waitFor();
    assert.equal(await page.getByText(text(lang, 'federal-title')).count(), 0);
    await booksAreRight(portal);
  });
});
