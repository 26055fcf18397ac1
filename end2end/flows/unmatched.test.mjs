// Insurer money that met no visit: the desk matches it to the one that was meant, or it went back.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { astray } from '../support/insurers.mjs';
import { enterAsStaff, newPatient } from '../support/people.mjs';
import { button, field, text } from '../support/words.mjs';

const BOTH = { langs: ['en', 'es'], js: 'turns', expects: [/status of 422/, /status of 404/] };

suite('unmatched', ({ test }) => {
  test('matched to the visit that was meant, once', BOTH, async ({ page, open, portal, lang }) => {
    const person = await newPatient(portal, { name: 'Ottilie', visits: [1_000], lang });
    const number = await astray(portal, person);
    await enterAsStaff(page, portal);
    await page.goto('/staff/unmatched');
    await page.getByRole('link', { name: `X-${number.slice(2)}` }).click();
    await page.getByText('OTTILIE CASTELLAN', { exact: true }).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `desk-unmatched-${lang}`);
    // A colleague has it open too.
    const late = await open();
    await enterAsStaff(late, portal);
    await late.goto(new URL(page.url()).pathname);
    // A number of nobody's, and a visit that it does not fit: nothing is lost, nothing is posted.
    const go = (on) => button(on, lang, 'unmatched-look').click();
    await page.locator('#visit').fill('D-0');
    await go(page);
    await page.getByText(text(lang, 'error-visit-number')).first().waitFor();
    assert.equal(await page.locator('#visit').inputValue(), 'D-0');
    const other = `V-${number.slice(2)}-0`;
    await page.locator('#visit').fill(other);
    await go(page);
    await page.getByText(text(lang, 'unmatched-typed')).waitFor();
    await page.getByRole('button', { name: text(lang, 'unmatched-this', { number: other }) }).click();
    await page.getByText(text(lang, 'unmatched-unfit')).waitFor();
    await page.getByRole('button', { name: text(lang, 'unmatched-this', { number }) }).click();
    await page.getByText(text(lang, 'unmatched-saved')).waitFor();
    await page.getByText(text(lang, 'unmatched-matched')).waitFor();
    await late.locator('#visit').fill(number);
    await go(late);
    await late.getByText(text(lang, 'error-claim-moved')).first().waitFor();
    await page.getByRole('link', { name: text(lang, 'unmatched-account') }).click();
    await page.getByText('$40.00').first().waitFor();
    await page.goto('/staff/unmatched');
    assert.equal(await page.getByRole('link', { name: `X-${number.slice(2)}` }).count(), 0);
  });

  test('what was not for us goes back, with a reason', { expects: [/status of 422/] }, async ({ page, portal }) => {
    const en = (id) => text('en', id);
    const number = await astray(portal, await newPatient(portal, { name: 'Perpetua', visits: [1_000] }));
    await enterAsStaff(page, portal);
    await page.goto('/staff/unmatched');
    await page.getByRole('link', { name: `X-${number.slice(2)}` }).click();
    await field(page, 'note').fill('Asked Larkspur whose it is.');
    await button(page, 'en', 'denials-do-note').click();
    await page.getByText('Asked Larkspur whose it is.').waitFor();
    const open = () => page.getByText(en('unmatched-return'), { exact: true }).click();
    await open();
    await button(page, 'en', 'unmatched-return-button').click();
    await page.locator('#why-error').waitFor();
    await field(page, 'why').fill('Another practice: check 88 back to them.');
    await button(page, 'en', 'unmatched-return-button').click();
    await page.getByText(en('unmatched-returned')).waitFor();
    assert.equal(await page.locator('main form').count(), 0, 'nothing is left to do');
    await page.goto('/staff/unmatched');
    assert.equal(await page.getByRole('link', { name: `X-${number.slice(2)}` }).count(), 0);
  });
});
