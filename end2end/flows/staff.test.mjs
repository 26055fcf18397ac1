// Staff bring files in and see what became of them.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { axe, signIn, suite } from '../support/harness.mjs';
import { DANA } from '../support/people.mjs';
import { button, cents, field, text } from '../support/words.mjs';

const sample = (name) => fileURLToPath(new URL(`../../samples/835/${name}`, import.meta.url));

/** A report's figures by their message ids. */
async function figures(page, lang) {
  const rows = await page
    .locator('dl.figures .figure')
    .evaluateAll((all) =>
      all.map((one) => [one.querySelector('dt').textContent, Number(one.querySelector('dd').textContent)]),
    );
  const names = Object.fromEntries(
    ['claims', 'posted', 'duplicates', 'unmatched', 'refused'].map((name) => [text(lang, `staff-${name}`), name]),
  );
  return Object.fromEntries(rows.map(([name, value]) => [names[name], value]));
}

async function upload(page, lang, file) {
  await page.goto('/staff/imports');
  await field(page, 'file').setInputFiles(file);
  await button(page, lang, 'staff-import-button').click();
  await page.waitForURL(/\/staff\/imports\/[0-9a-f-]{36}$/);
  return figures(page, lang);
}

const figure = async (page, id) => cents(await page.locator('.figure', { hasText: text('en', id) }).textContent());

suite('staff', ({ test }) => {
  test('the desk shows what patients and insurers owe', { js: 'both' }, async ({ page }) => {
    await signIn(page, DANA, { path: '/staff/sign-in' });
    assert.equal(new URL(page.url()).pathname, '/staff');
    // Maria 184.20, Rosa 160.00, Sam 85.00 and 140.00 that is left of a plan; the scan that is with the insurer; the visit it refused.
    assert.equal(await figure(page, 'staff-patient-receivable'), 18_420 + 16_000 + 8_500 + 14_000);
    assert.equal(await figure(page, 'staff-insurance-receivable'), 124_000);
    assert.equal(await figure(page, 'staff-denied'), 18_000);
    await axe(page);
  });

  test('a remittance that meets no visit waits with its money, and comes in once', {}, async ({ page, lang }) => {
    await signIn(page, DANA, { path: '/staff/sign-in' });
    const unapplied = await figure(page, 'staff-unapplied');
    assert.deepEqual(await upload(page, lang, sample('primary-patient-shares.835')), {
      claims: 2,
      posted: 0,
      duplicates: 0,
      unmatched: 2,
      refused: 0,
    });
    await page.getByText(text(lang, 'staff-report-whole')).waitFor();
    assert.equal(cents(await page.getByRole('row', { name: text(lang, 'staff-billed') }).textContent()), 45_500);
    assert.equal(cents(await page.getByRole('row', { name: text(lang, 'staff-insurer-paid') }).textContent()), 16_160);
    await axe(page);

    await page.goto('/staff/unmatched');
    const waiting = page.getByRole('row', { name: /OB-1001/ });
    assert.equal(cents(await waiting.textContent()), 16_160);
    await waiting.getByText('primary-patient-shares.835').waitFor();
    await axe(page);
    await page.goto('/staff');
    assert.equal(await figure(page, 'staff-unapplied'), unapplied + 16_160);

    const again = await upload(page, lang, sample('primary-patient-shares.835'));
    assert.deepEqual([again.posted, again.unmatched], [0, 0]);
    assert.equal(again.duplicates, 2);
    await page.goto('/staff');
    assert.equal(await figure(page, 'staff-unapplied'), unapplied + 16_160);
  });

  test(
    'a broken file is refused with its place and reason, and nothing of it is posted',
    { js: 'both' },
    async ({ page, lang }) => {
      await signIn(page, DANA, { path: '/staff/sign-in' });
      const before = await figure(page, 'staff-unapplied');
      const outcome = await upload(page, lang, sample('truncated.835'));
      assert.deepEqual([outcome.posted, outcome.unmatched, outcome.refused], [0, 0, 1]);
      const refused = page.locator('tbody tr').first();
      assert.match(await refused.locator('td').first().textContent(), /segment \d+/);
      assert.ok((await refused.locator('td').nth(1).textContent()).length > 10);
      await axe(page);
      await page.goto('/staff');
      assert.equal(await figure(page, 'staff-unapplied'), before);
    },
  );

  test(
    'what is no file, or no file of ours, is said so',
    { js: 'both', expects: [/status of 422/] },
    async ({ page, lang }) => {
      await signIn(page, DANA, { path: '/staff/sign-in' });
      await page.goto('/staff/imports');
      await button(page, lang, 'staff-import-button').click();
      await page.locator('#file-error').getByText(text(lang, 'error-file-missing')).waitFor();
      await axe(page);
      const picture = {
        name: '<b>cat<b>.png',
        mimeType: 'image/png',
        buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
      };
      const outcome = await upload(page, lang, picture);
      assert.ok(outcome.refused >= 1);
      await page.getByRole('heading', { name: '<b>cat<b>.png' }).waitFor();
    },
  );

  test('staff find a patient by what they were told, with slips in it', { js: 'both' }, async ({ page, lang }) => {
    await signIn(page, DANA, { path: '/staff/sign-in' });
    await page.goto('/staff/patients');
    await page.getByText(text(lang, 'staff-search-hint')).waitFor();
    for (const words of ['alvarez', 'A-20418', 'maria@example.com', 'Álvarez, Mar', 'maira alvares', 'leo 8/21/2017']) {
      await field(page, 'q').fill(words);
      await button(page, lang, 'staff-search-button').click();
      const row = page.getByRole('row', { name: /A-20418/ });
      await row.getByText(text(lang, 'staff-registered')).waitFor();
      assert.equal(cents(await row.textContent()), 18_420);
    }
    await field(page, 'q').fill('zzz nobody');
    await button(page, lang, 'staff-search-button').click();
    await page.getByText(text(lang, 'staff-search-none')).waitFor();
    await page.getByText(text(lang, 'staff-search-what')).waitFor();
    assert.equal(await field(page, 'q').inputValue(), 'zzz nobody');
    assert.equal(new URL(page.url()).search, '', 'what was typed is in no address');
    await axe(page);
  });
});
