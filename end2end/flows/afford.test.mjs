// Who cannot pay says so in two answers; nothing is asked for until a counsellor replies.

import assert from 'node:assert/strict';

import { axe, fits, letterTo, screenshot, suite, tellsNothing } from '../support/harness.mjs';
import { DANA, enterAs, enterAsStaff, guarantorOf, newPatient, staffCookie } from '../support/people.mjs';
import { button, field, text } from '../support/words.mjs';

const EITHER = { langs: ['en', 'es'], js: 'turns', width: 360, height: 740, expects: [/status of 422/, /status of 404/] };

suite('help with the cost', ({ test }) => {
  test('one press from Pay, two answers, and a counsellor replies', EITHER, async ({ page, open, portal, lang }) => {
    const person = await newPatient(portal, { lang });
    await enterAs(page, person);
    await page.goto('/pay');
    await page.getByRole('link', { name: text(lang, 'way-afford') }).first().click();
    await page.waitForURL('**/afford');
    await axe(page);
    await fits(page);
    await screenshot(page, `afford-${lang}`);
    // Half of it: what was chosen stays.
    await field(page, 'household').selectOption('4');
    await button(page, lang, 'afford-send').click();
    await page.getByText(text(lang, 'error-income')).first().waitFor();
    assert.equal(await field(page, 'household').inputValue(), '4');
    await axe(page);
    await screenshot(page, `afford-wrong-${lang}`);
    await page.locator('[name=income][value=under_3000]').check();
    await button(page, lang, 'afford-send').click();
    await page.waitForURL(/\/afford\?sent$/);
    await page.getByText(text(lang, 'afford-owe-stays')).waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `afford-sent-${lang}`);
    await page.goto('/home');
    await page.getByText(text(lang, 'afford-home-waits')).waitFor();
    await fits(page);
    await screenshot(page, `afford-home-${lang}`);
    tellsNothing(await letterTo(open, person, lang, 'mail-hardship-asked-subject'));

    // A counsellor finds it among the work, and the account rests.
    const guarantor = person.guarantor ?? (await guarantorOf(portal, person));
    const desk = await open({ lang: 'en', js: true, width: 1280, height: 900 });
    await enterAsStaff(desk, portal);
    await desk.goto(`/staff/accounts/${guarantor}`);
    assert.equal(await button(desk, 'en', 'hold-end').count(), 0, 'it ends with the answer');
    await desk.goto('/staff/work');
    const item = desk.locator('.work-item', { hasText: text('en', 'work-hardship') }).filter({ hasText: person.name });
    await item.getByRole('link').click();
    await desk.waitForURL(/\/staff\/help\//);
    await desk.getByText(text('en', 'afford-people', { n: 4 })).waitFor();
    await desk.getByText(text('en', 'afford-income-3000')).waitFor();
    await axe(desk);
    await screenshot(desk, 'desk-help-request');
    await field(desk, 'answer').selectOption('plan');
    await button(desk, 'en', 'help-request-send').click();
    await desk.getByText(text('en', 'error-words')).first().waitFor();
    await field(desk, 'words').fill('Three payments fit, and we waive the fee.\n<b>Call me</b> with questions.');
    await button(desk, 'en', 'help-request-send').click();
    await desk.getByText('Three payments fit').waitFor();
    await axe(desk);
    // Whoever answers from an old page is told that it is answered.
    const body = new URLSearchParams({ answer: 'nothing', words: 'No.' });
    const late = await fetch(desk.url(), { method: 'POST', body, headers: { cookie: await staffCookie(portal, DANA) } });
    assert.equal(late.status, 422);

    tellsNothing(await letterTo(open, person, lang, 'mail-hardship-answered-subject'));
    await page.goto('/home');
    await page.getByText(text(lang, 'afford-home-answered')).waitFor();
    await page.getByRole('link', { name: text(lang, 'afford-home-see') }).click();
    await page.getByText('<b>Call me</b> with questions.').waitFor();
    await axe(page);
    await fits(page);
    await screenshot(page, `afford-answered-${lang}`);

    // They ask again, and take it back.
    await field(page, 'household').selectOption('1');
    await page.locator('[name=income][value=unsaid]').check();
    await button(page, lang, 'afford-send').click();
    await page.waitForURL(/\/afford\?sent$/);
    await button(page, lang, 'afford-withdraw').click();
    await page.getByText(text(lang, 'afford-people', { n: 1 })).first().waitFor({ state: 'attached' });
    await page.goto('/home');
    assert.equal(await page.getByText(text(lang, 'afford-home-waits')).count(), 0);

    // Nobody else's is there.
    const [path] = desk.url().match(/\/staff\/help\/[0-9a-f-]{36}/);
    const stranger = await page.request.get(path, { maxRedirects: 0 });
    assert.equal(stranger.status(), 303, 'a patient is sent to the desk\'s own sign-in');
  });
});
