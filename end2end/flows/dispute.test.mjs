// A patient says on a phone what is wrong, with a photo; what is in question is asked for nowhere.

import assert from 'node:assert/strict';

import { axe, fits, letterTo, screenshot, suite, tellsNothing } from '../support/harness.mjs';
import { payOnHostedPage } from '../support/paying.mjs';
import { enterAs, newPatient } from '../support/people.mjs';
import { button, cents, field, link, pattern, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 404/] };
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo of a letter'), Buffer.from([0xff, 0xd9])]);
const photo = { name: '../my letter.jpg', mimeType: 'image/jpeg', buffer: PHOTO };

/** Tells what is wrong with the visit that is named first; gives the dispute's path. */
async function tells(page, lang, { reason = 'not_my_visit', words = 'I was never there.', files = [] } = {}) {
  await page.goto('/home');
  await page.getByRole('link', { name: pattern(lang, 'home-see') }).first().click();
  await page.locator('.visit-now').getByRole('link', { name: text(lang, 'way-wrong') }).click();
  await page.locator(`[name=reason][value=${reason}]`).check();
  await field(page, 'words').fill(words);
  if (files.length) await page.locator('#file').setInputFiles(files);
  await button(page, lang, 'tell-send').click();
  await page.waitForURL(/\/disputes\/[0-9a-f-]{36}\?opened$/);
  return new URL(page.url()).pathname;
}

suite('disputes', ({ test }) => {
  test('what is wrong is told with a photo, and nothing asks for it', EITHER, async ({ page, open, portal, lang }) => {
    const person = await newPatient(portal, { lang });
    await enterAs(page, person);
    await page.getByRole('link', { name: pattern(lang, 'home-see') }).first().click();
    await page.locator('.visit-now').getByRole('link', { name: text(lang, 'way-wrong') }).click();
    await axe(page);
    await fits(page);
    await screenshot(page, `tell-${lang}`);
    // Nothing said yet: it comes back with what was typed.
    await page.locator('[name=reason][value=not_my_visit]').check();
    await button(page, lang, 'tell-send').click();
    await page.getByText(text(lang, 'error-case-words')).first().waitFor();
    assert.equal(await page.locator('[name=reason][value=not_my_visit]').isChecked(), true);
    await axe(page);
    const dispute = await tells(page, lang, { files: [photo] });
    await page.getByText(text(lang, 'case-told-opened')).waitFor();
    await page.getByText(/^\d{4} \d{4}$/).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `dispute-${lang}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'my letter.jpg' }).click()]);
    assert.equal(download.suggestedFilename(), 'my letter.jpg');
    const file = new URL(download.url()).pathname;
    const served = await page.request.get(file);
    assert.deepEqual(await served.body(), PHOTO);
    assert.match(served.headers()['content-disposition'], /^attachment;/);
    assert.match(served.headers()['content-security-policy'], /sandbox/);
    assert.equal(served.headers()['x-content-type-options'], 'nosniff');
    // 128.40 and 55.80 were due.
    await page.goto('/home');
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 5_580);
    await page.getByText(text(lang, 'home-aside', { amount: '$128.40' })).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `home-aside-${lang}`);
    await page.goto('/pay');
    await page.getByText(text(lang, 'pay-aside', { amount: '$128.40' })).waitFor();
    assert.equal(await page.getByText('$184.20').count(), 0);
    await axe(page);
    tellsNothing(await letterTo(open, person, lang, 'mail-dispute-opened-subject'));
    // Nobody else sees any of it.
    const other = await newPatient(portal, { lang });
    await page.context().clearCookies();
    await enterAs(page, other);
    for (const path of [dispute, file]) assert.equal((await page.request.get(path)).status(), 404, path);
    for (const path of ['/withdraw', '/write', '/appeal']) {
      const answer = await page.request.post(dispute + path, { multipart: { words: 'x' } });
      assert.equal(answer.status(), 404, path);
    }
  });

  test('the conversation goes on, the rest is paid, and it is taken back', EITHER, async ({ page, portal, lang }) => {
    const person = await newPatient(portal, { lang });
    await enterAs(page, person);
    const dispute = await tells(page, lang, { reason: 'wrong_amount' });
    await field(page, 'words').fill('Here is what I was told.');
    await page.locator('#file').setInputFiles([photo]);
    await button(page, lang, 'case-send').click();
    await page.getByText(text(lang, 'case-told-written')).waitFor();
    await page.getByText('Here is what I was told.').waitFor();
    await page.goto('/pay');
    await button(page, lang, 'picker-submit').click();
    await payOnHostedPage(page);
    await page.goto('/home');
    assert.equal(await page.locator('.hero-amount').count(), 0, 'nothing is due');
    await page.goto(dispute);
    await page.locator('.case-withdraw summary').click();
    await button(page, lang, 'case-withdraw-do').click();
    await page.getByText(text(lang, 'case-told-withdrawn')).waitFor();
    await axe(page);
    await page.goto('/home');
    assert.equal(cents(await page.locator('.hero-amount').textContent()), 12_840);
    await page.goto('/disputes');
    await page.getByText(text(lang, 'case-state-closed')).waitFor();
    await axe(page);
    await fits(page);
  });

  test('a file that is no photo is not taken, and says why', { expects: [/status of 4\d\d/] }, async ({ page, portal, lang }) => {
    await enterAs(page, await newPatient(portal, { lang }));
    const dispute = await tells(page, lang, { reason: 'question' });
    assert.equal(await page.getByText(text(lang, 'case-aside')).count(), 0, 'a question sets nothing aside');
    const zip = Buffer.concat([PHOTO, Buffer.from('PK\x03\x04 x PK\x05\x06'), Buffer.alloc(18)]);
    for (const [name, buffer, error] of [
      ['x.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'error-file-kind'],
      ['x.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'), 'error-file-kind'],
      ['x.jpg', zip, 'error-file-odd'],
      ['x.jpg', Buffer.concat([PHOTO, Buffer.alloc(10 * 1024 * 1024)]), 'error-file-size'],
    ]) {
      await page.goto(dispute);
      await field(page, 'words').fill('Look at this.');
      await page.locator('#file').setInputFiles([{ name, mimeType: 'image/jpeg', buffer }]);
      await button(page, lang, 'case-send').click();
      await page.getByText(text(lang, error)).first().waitFor();
      assert.equal(await field(page, 'words').inputValue(), 'Look at this.');
    }
    // More than a form may bring is answered before it is all here, and the server goes on.
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const form = new FormData();
    form.append('words', 'x');
    form.append('file', new Blob([PHOTO, new Uint8Array(100 * 1024 * 1024)]), 'x.jpg');
    const answer = await fetch(`${portal.url}${dispute}/write`, { method: 'POST', body: form, headers: { cookie }, redirect: 'manual' }).catch(() => null);
    assert.ok(answer === null || answer.status === 422, 'refused, or cut off');
    const cut = await fetch(`${portal.url}${dispute}/write`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="words"\r\n\r\nhalf',
    });
    assert.equal(cut.status, 422);
    await page.goto(dispute);
    assert.equal(await page.locator('.case-step').count(), 1, 'none of it is there');
  });
});
