// The desk resolves a dispute: it is read, asked about, decided in part, appealed and closed; two who
// race, a second person, and who only looks.

import assert from 'node:assert/strict';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { DANA, enterAs, enterAsStaff, newPatient, post, staffCookie } from '../support/people.mjs';
import { button, cents, field, freshPassword, text } from '../support/words.mjs';

const EXPECTS = { expects: [/status of 422/, /status of 403/, /status of 404/] };
/** The patient's side, on a phone. */
const STORY = { ...EXPECTS, langs: ['en', 'es'], js: 'turns', width: 360, height: 740 };
/** The desk's. */
const DESK = { ...EXPECTS, lang: 'en', js: true, width: 1280, height: 900 };
const PHOTO = {
  name: 'letter.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a letter'), Buffer.from([0xff, 0xd9])]),
};
const en = (id, values) => text('en', id, values);

/** Tells what is wrong with the patient's newest visit; gives the dispute's id. */
async function tells(page, portal, person, { reason = 'wrong_amount', lang = 'en', files = [] } = {}) {
  await enterAs(page, person);
  const visit = (await page.content()).match(/\/visits\/([0-9a-f-]{36})/)[1];
  await page.goto(`/visits/${visit}/tell`);
  await page.locator(`[name=reason][value=${reason}]`).check();
  await field(page, 'words').fill('I was told <b>forty</b> less.');
  if (files.length) await page.locator('#file').setInputFiles(files);
  await button(page, lang, 'tell-send').click();
  await page.waitForURL(/\/disputes\/[0-9a-f-]{36}\?opened$/);
  return new URL(page.url()).pathname.split('/').at(-1);
}

const press = (page, id) => page.getByRole('button', { name: en(id), exact: true }).click();
const saved = (page) => page.getByText(en('disputes-saved')).waitFor();

suite('disputes desk', ({ test }) => {
  test('told on a phone with a photo, claimed, asked, decided in part, appealed, closed', STORY, async ({ page, open, portal, lang }) => {
    const person = await newPatient(portal, { name: 'Quilla', visits: [12_840], lang });
    const id = await tells(page, portal, person, { lang, files: [PHOTO] });
    const desk = await open(DESK);
    await enterAsStaff(desk, portal);
    await desk.goto('/staff/disputes?whose=nobody');
    await axe(desk);
    await fits(desk);
    await screenshot(desk, 'desk-disputes');
    const row = desk.getByRole('row', { name: /Quilla/ });
    await row.getByRole('button', { name: new RegExp(en('disputes-claim')) }).click();
    await desk.getByText(en('disputes-done', { n: 1 })).waitFor();
    await desk.goto('/staff/disputes?whose=me');
    // From row to row by a key, and into the case.
    await desk.getByRole('row', { name: /Quilla/ }).getByRole('link').focus();
    await desk.keyboard.press('j');
    await desk.keyboard.press('Enter');
    await desk.waitForURL(`**/staff/disputes/${id}`);
    await desk.getByText('I was told <b>forty</b> less.').waitFor();
    const dana = { cookie: await staffCookie(portal) };
    const shown = await fetch(portal.url + (await desk.getByRole('link', { name: 'letter.jpg' }).getAttribute('href')), { headers: dana });
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), PHOTO.buffer);
    await axe(desk);
    await fits(desk);
    await screenshot(desk, 'desk-dispute');
    // Words that are ready, with a gap that only a clerk can fill.
    await field(desk, 'message').fill('Dear Quilla,');
    await desk.getByText(en('disputes-words')).first().click();
    await desk.getByRole('button', { name: en('disputes-words-ask') }).first().click();
    await desk.waitForURL(/#message$/);
    assert.match(await field(desk, 'message').inputValue(), /^Dear Quilla,\n\n[\s\S]*(photo of a letter|foto de una carta)[\s\S]*\[…\]$/);
    await press(desk, 'disputes-do-ask');
    await desk.getByText(en('error-dispute-gap')).first().waitFor();
    await field(desk, 'message').fill('Which amount did you expect?');
    await press(desk, 'disputes-do-ask');
    await saved(desk);
    await field(desk, 'note').fill('The chart says level 3.');
    await press(desk, 'disputes-do-note');
    await saved(desk);

    await page.goto(`/disputes/${id}`);
    await page.getByText('Which amount did you expect?').waitFor();
    assert.equal(await page.getByText('The chart says level 3.').count(), 0, 'notes stay among staff');
    await field(page, 'words').fill('88 dollars and 40 cents.');
    await button(page, lang, 'case-send').click();

    await desk.goto(`/staff/disputes/${id}`);
    await desk.getByText('88 dollars and 40 cents.').waitFor();
    await field(desk, 'outcome').nth(1).check();
    await field(desk, 'taken_off').fill('400');
    await field(desk, 'why').fill('You were right about forty dollars.');
    await press(desk, 'disputes-decide');
    await desk.getByText(en('error-dispute-most')).first().waitFor();
    assert.equal(await field(desk, 'why').inputValue(), 'You were right about forty dollars.');
    assert.equal(await field(desk, 'outcome').nth(1).isChecked(), true);
    await field(desk, 'taken_off').fill('40');
    await press(desk, 'disputes-decide');
    await saved(desk);

    await page.goto('/home');
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 8_840);
    await post(portal, `/staff/accounts/${person.guarantor}/statements`, {}, dana);
    const account = await (await fetch(`${portal.url}/staff/accounts/${person.guarantor}`, { headers: dana })).text();
    assert.match(account, /\$88\.40/);
    assert.match(account, new RegExp(`/staff/disputes/${id}`));
    const statement = account.match(/\/statements\/[0-9a-f-]{36}/)[0];
    const stated = await fetch(`${portal.url}/staff/accounts/${person.guarantor}${statement}`, { headers: dana });
    assert.match(await stated.text(), /\$88\.40/);

    await page.goto(`/disputes/${id}`);
    await field(page, 'appeal').fill('It was fifty.');
    await page.locator('#appeal-file').setInputFiles({ name: 'note.txt', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await button(page, lang, 'case-appeal-do').click();
    await page.locator('#appeal-file-error').waitFor();
    assert.equal(await field(page, 'appeal').inputValue(), 'It was fifty.');
    await button(page, lang, 'case-appeal-do').click();
    await page.getByText(text(lang, 'case-told-appealed')).waitFor();
    await desk.goto(`/staff/disputes/${id}`);
    await desk.getByText('It was fifty.').waitFor();
    await press(desk, 'disputes-do-take-up');
    await saved(desk);
    await field(desk, 'outcome').nth(2).check();
    await field(desk, 'why').fill('We looked again; forty is right.');
    await press(desk, 'disputes-decide');
    await desk.getByText(en('error-dispute-appeal')).first().waitFor();
    assert.equal(await field(desk, 'why').inputValue(), 'We looked again; forty is right.');
    // Somebody who answers for the office looks again, and closes it.
    const boss = { email: `boss-${lang}@example.com`, password: freshPassword(), role: 'manager' };
    await portal.addStaff(boss, 'riverside');
    const office = await open(DESK);
    await enterAsStaff(office, portal, boss);
    await office.goto(`/staff/disputes/${id}`);
    await field(office, 'outcome').nth(2).check();
    await field(office, 'why').fill('Somebody else looked; forty is right.');
    await press(office, 'disputes-decide');
    await saved(office);
    await field(office, 'closing').fill('Said so on the telephone.');
    await press(office, 'disputes-close');
    await saved(office);
    await office.getByText(en('disputes-now-closed')).waitFor();
    await axe(office);
    // The patient reads all of it, owes what was decided, and was told of each change.
    await page.goto(`/disputes/${id}`);
    await page.getByText('Somebody else looked; forty is right.').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `story-closed-${lang}`);
    await page.goto('/home');
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 8_840);
    const letters = (await (await fetch(`${portal.url}/outbox`)).text()).replaceAll('&nbsp;', ' ');
    for (const what of ['opened', 'asked', 'decided', 'closed']) {
      assert.ok(letters.includes(text(lang, `mail-dispute-${what}-subject`)), what);
    }
    assert.ok(!letters.includes('forty') && !letters.includes('88.40'), 'no details in letters');
    // Who looked at this patient is found by the patient.
    await office.goto(`/staff/accounts/${person.guarantor}`);
    await office.getByRole('link', { name: en('audit-of-account') }).click();
    await office.locator('tr', { hasText: 'POST /staff/disputes/{dispute}/decide' }).first().waitFor();
    await office.locator('tr', { hasText: 'GET /staff/disputes/{dispute}/documents/{document}' }).first().waitFor();
  });

  test('an answer is kept, found while writing, changed and removed', { ...EXPECTS, js: 'both' }, async ({ page, open, portal }) => {
    const id = await tells(page, portal, await newPatient(portal, { name: 'Isolde', visits: [7_000] }), { reason: 'question' });
    const desk = await open(EXPECTS);
    await enterAsStaff(desk, portal);
    await desk.goto('/staff/disputes/answers');
    await axe(desk);
    await field(desk, 'name').fill('Facility fee');
    await field(desk, 'en').fill('It is the room.');
    await press(desk, 'answers-keep');
    await desk.locator('#es-error').waitFor();
    assert.equal(await field(desk, 'en').inputValue(), 'It is the room.');
    await field(desk, 'es').fill('Es la sala.');
    await press(desk, 'answers-keep');
    await desk.getByText(en('answers-saved')).waitFor();
    await axe(desk);
    await fits(desk);
    await screenshot(desk, 'desk-answers');

    await desk.goto(`/staff/disputes/${id}`);
    await field(desk, 'message').fill('Dear Isolde,');
    await desk.getByText(en('disputes-words')).first().click();
    await desk.locator('form', { has: desk.locator('[name=message]') }).getByRole('button', { name: 'Facility fee' }).last().click();
    await desk.waitForURL(/#message$/);
    assert.equal(await field(desk, 'message').inputValue(), 'Dear Isolde,\n\nEs la sala.');
    await desk.goto('/staff/disputes/answers');
    await desk.locator('summary', { hasText: en('answers-change') }).first().click();
    await desk.getByRole('button', { name: en('answers-remove') }).click();
    await desk.getByText(en('answers-none')).waitFor();
  });

  test('two who race, and a decision above the limit', EXPECTS, async ({ page, open, portal }) => {
    const person = await newPatient(portal, { name: 'Tamsin', visits: [90_000] });
    const id = await tells(page, portal, person);
    const dana = await open({ expects: EXPECTS.expects, width: 360, height: 740 });
    await enterAsStaff(dana, portal, DANA);
    const ravi = await open({ expects: EXPECTS.expects });
    const second = { email: 'second@example.com', password: freshPassword(), role: 'dispute_specialist' };
    await portal.addStaff(second, 'riverside');
    await enterAsStaff(ravi, portal, second);
    // A list that is open sees what a colleague takes.
    const list = await open();
    await enterAsStaff(list, portal, DANA);
    await list.clock.install();
    await list.goto('/staff/disputes');
    await dana.goto(`/staff/disputes/${id}`);
    await fits(dana);
    await ravi.goto(`/staff/disputes/${id}`);
    await press(ravi, 'disputes-do-take-up');
    await saved(ravi);
    await list.clock.fastForward(9_000);
    await list.locator('tr.row-moved', { hasText: 'Tamsin' }).getByText('second').waitFor();
    await field(dana, 'message').fill('We have read it.');
    await press(dana, 'disputes-do-acknowledge');
    await dana.getByText(en('disputes-raced')).waitFor();
    await dana.getByText(en('disputes-raced-with', { name: 'second' })).waitFor();
    assert.equal(await field(dana, 'message').inputValue(), 'We have read it.');
    await axe(dana);
    // Stale on the list as well: refused, with who has it.
    const stale = await fetch(`${portal.url}/staff/disputes`, {
      method: 'POST',
      body: new URLSearchParams({ claim: `${id}:1` }),
      headers: { cookie: await staffCookie(portal, DANA) },
      redirect: 'manual',
    });
    assert.equal(stale.status, 422);
    assert.ok((await stale.text()).includes(en('disputes-left-to', { name: 'second' })));

    await field(ravi, 'outcome').first().check();
    await field(ravi, 'taken_off').fill('600');
    await field(ravi, 'why').fill('It was another patient.');
    await press(ravi, 'disputes-decide');
    await saved(ravi);
    await ravi.getByText(en('disputes-own-proposal')).waitFor();
    await page.goto(`/disputes/${id}`);
    assert.equal(await page.getByText('It was another patient.').count(), 0, 'nothing is told before it is agreed');
    await dana.goto('/staff/work');
    await dana.locator(`a[href="/staff/disputes/${id}"]`).first().click();
    await press(dana, 'disputes-agree');
    await saved(dana);
    await page.goto('/home');
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 30_000);
  });

  test('an auditor sees all and changes nothing; another practice sees none', EXPECTS, async ({ page, portal }) => {
    const id = await tells(page, portal, await newPatient(portal, { name: 'Ysolde', visits: [5_000] }));
    const auditor = { email: 'watch@example.com', password: freshPassword(), role: 'auditor' };
    await portal.addStaff(auditor, 'riverside');
    await enterAsStaff(page, portal, auditor);
    await page.goto(`/staff/disputes/${id}`);
    await page.getByText('I was told').waitFor();
    assert.equal(await page.locator('main form').count(), 0, 'nothing to press');
    await page.goto('/staff/disputes');
    assert.equal(await page.locator('main button:visible').count(), 1, 'only the filters');
    const watching = { cookie: await staffCookie(portal, auditor) };
    const ask = (path, headers, method = 'POST') =>
      fetch(portal.url + path, { method, headers, body: method === 'POST' ? new URLSearchParams({ seq: '1', do: 'claim' }) : undefined, redirect: 'manual' });
    for (const path of ['', '/decide', '/agree', '/close']) {
      assert.equal((await ask(`/staff/disputes/${id}${path}`, watching)).status, 403, path);
    }
    await portal.command('demo', '--second-practice');
    const nora = { email: 'nora@example.com', password: freshPassword() };
    await portal.addStaff(nora, 'lakeside');
    const there = { cookie: await staffCookie(portal, nora) };
    for (const path of ['', '/decide', '/agree', '/close']) {
      assert.equal((await ask(`/staff/disputes/${id}${path}`, there)).status, 404, path);
    }
    assert.equal((await ask(`/staff/disputes/${id}`, there, 'GET')).status, 404);
    assert.ok(!(await (await ask('/staff/disputes.json', there, 'GET')).text()).includes(id));
  });
});
