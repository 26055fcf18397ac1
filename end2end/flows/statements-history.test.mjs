// Everything that happened, chosen, searched, and taken away as files that say the same.

import assert from 'node:assert/strict';

import { axe, fits, suite } from '../support/harness.mjs';
import { pay } from '../support/paying.mjs';
import { pdf, textOf, treeOf } from '../support/pdf.mjs';
import { OWEN, enterAs, newPatient } from '../support/people.mjs';
import { issue } from '../support/stating.mjs';
import { button, cents, field, link, shown, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360 };

/** The page's items: what is said, and the amount where there is one. */
const items = (page) =>
  page.locator('ul.rows li.row').evaluateAll((rows) =>
    rows.map((row) => ({ said: row.querySelector('.row-title').textContent.trim(), amount: row.querySelector('b')?.textContent ?? '' })),
  );

/** Somebody with two visits and a statement, who has paid part of it. */
async function somebody(portal, lang) {
  const person = await newPatient(portal, { lang });
  await issue(portal, person);
  await pay(portal, person, { amount: '130.00' });
  return person;
}

suite('history', ({ test }) => {
  test('what happened is chosen and searched, and no word of it is in the address', EITHER, async ({ page, portal, lang }) => {
    const person = await somebody(portal, lang);
    await enterAs(page, person);
    await page.goto('/history');
    await axe(page);
    await fits(page);
    const all = await items(page);
    assert.ok(all.length >= 4, JSON.stringify(all));

    await field(page, 'what').first().selectOption('statements');
    await button(page, lang, 'history-show').click();
    await page.waitForURL(/what=statements/);
    const [statement, ...others] = await items(page);
    assert.deepEqual(others, []);
    assert.deepEqual([statement.said, cents(statement.amount)], [text(lang, 'history-statement'), 18_420]);
    await axe(page);

    await page.goto('/history');
    await page.locator('#q').fill('number 2');
    await button(page, lang, 'history-search-button').click();
    await page.getByText(text(lang, 'history-found', { words: 'number 2' })).waitFor();
    assert.doesNotMatch(page.url(), /number|q=/);
    const found = await items(page);
    assert.ok(found.length > 0 && found.length < all.length);
    await axe(page);
    await fits(page);
    await page.locator('#q').fill('nothing like it');
    await button(page, lang, 'history-search-button').click();
    await page.getByText(text(lang, 'history-none-such')).waitFor();
  });

  test('the files say what the page says', EITHER, async ({ page, portal, lang }) => {
    const person = await somebody(portal, lang);
    await enterAs(page, person);
    await page.goto('/history');
    const told = await items(page);
    const bytes = await pdf(page, await link(page, lang, 'history-pdf').getAttribute('href'));
    const [paper, tree] = [textOf(bytes), treeOf(bytes)];
    for (const { said, amount } of told) {
      assert.ok(paper.includes(said), `${said}: ${paper}`);
      assert.ok(paper.includes(amount.trim()), amount);
    }
    assert.ok(paper.includes(person.account));
    assert.match(tree, /H1/);
    assert.equal(paper.match(/[−-]?\$[\d,]+\.\d\d/g).length, told.length, 'each once');

    const sheet = await (await page.request.get(await link(page, lang, 'history-csv').getAttribute('href'))).text();
    assert.equal(sheet.trim().split('\n').length, told.length + 1);

    // What is chosen is what is printed.
    await page.goto('/history?what=payments');
    const chosen = await items(page);
    const less = textOf(await pdf(page, await link(page, lang, 'history-pdf').getAttribute('href')));
    assert.ok(less.includes(text(lang, 'history-payments')));
    assert.equal(less.match(/[−-]?\$[\d,]+\.\d\d/g).length, chosen.length);
  });

  test('a year for taxes adds up on the page, in the sheet and on paper', EITHER, async ({ page, portal, lang }) => {
    const person = await somebody(portal, lang);
    const year = String(new Date().getFullYear());
    await enterAs(page, person);
    await page.goto('/history');
    await page.locator(`a[href="/history/${year}"]`).click();
    await page.getByRole('heading', { level: 1, name: text(lang, 'year-title', { year }) }).waitFor();
    await axe(page);
    await fits(page);
    const table = page.locator('table.sums').first();
    const rows = (await table.locator('tbody td').allTextContents()).map(cents);
    assert.equal(rows.reduce((sum, row) => sum + row, 0), 13_000);
    assert.equal(cents(await table.locator('tfoot td').textContent()), 13_000);

    const paper = textOf(await pdf(page, `/history/${year}.pdf`));
    for (const amount of [...rows, 13_000]) assert.ok(paper.includes(shown(amount)), shown(amount));
    for (const said of ['Dr. Chen', 'Visit number 1', 'Noor Castellan', person.account]) {
      assert.ok(paper.includes(said), said);
    }
    const sheet = await (await page.request.get(`/history/${year}.csv`)).text();
    const paid = sheet.trim().split('\n').slice(1).map((line) => Number(line.split(',').at(-1)));
    assert.equal(Math.round(paid.reduce((sum, one) => sum + one, 0) * 100), 13_000);
  });

  test(
    'nobody sees another’s statement, neither on screen nor on paper, in this practice or the other',
    { expects: [/status of 404/] },
    async ({ page, open, portal }) => {
      const person = await newPatient(portal);
      const id = await issue(portal, person);
      await portal.command('demo', '--second-practice').catch(() => {});
      const stranger = await newPatient(portal);
      await enterAs(page, stranger);
      const owen = await open({ expects: [/status of 404/] });
      await owen.goto('/sign-in');
      await field(owen, 'email').fill(OWEN.email);
      await field(owen, 'password').fill(OWEN.password);
      await button(owen, 'en', 'sign-in-button').click();
      await owen.waitForURL(/\/home/);
      for (const reader of [page, owen]) {
        for (const path of [`/statements/${id}`, `/statements/${id}.pdf`]) {
          const answer = await reader.request.get(path);
          assert.equal(answer.status(), 404, path);
        }
        await reader.goto('/statements');
        assert.equal(await reader.locator(`a[href*="${id}"]`).count(), 0);
      }
    },
  );
});
