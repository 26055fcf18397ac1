// Two languages: the browser's first, the reader's choice from then on.

import assert from 'node:assert/strict';

import { axe, fits, outbox, signIn, suite } from '../support/harness.mjs';
import { payOnHostedPage } from '../support/paying.mjs';
import { MARIA, ROSA, newPatient } from '../support/people.mjs';
import { button, field, text } from '../support/words.mjs';

const NAME = { en: 'English', es: 'Español' };
const OTHER = { en: 'es', es: 'en' };

suite('languages', ({ test }) => {
  test('the browser’s language is taken', { langs: ['en', 'es'], js: 'both' }, async ({ page, lang }) => {
    await page.goto('/sign-in');
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    await page.getByRole('heading', { level: 1, name: text(lang, 'sign-in-head') }).waitFor();
  });

  test(
    'the switch in the footer stays on the page, and the choice stays',
    { langs: ['en', 'es'], js: 'both', width: 360 },
    async ({ page, lang }) => {
      const other = OTHER[lang];
      await page.goto('/register');
      await page.getByRole('button', { name: NAME[other] }).click();
      await page.waitForURL(/\/register$/);
      await page.getByRole('heading', { level: 1, name: text(other, 'register-head') }).waitFor();
      await page.goto('/forgot');
      assert.equal(await page.locator('html').getAttribute('lang'), other);
      await page.getByRole('button', { name: NAME[lang] }).click();
      await page.locator(`html[lang=${lang}]`).waitFor();
    },
  );

  test('a visit is read in either language', { js: 'both', width: 360 }, async ({ page }) => {
    await signIn(page, MARIA);
    await page.goto(await page.locator('article.card a').first().getAttribute('href'));
    const visit = page.url();
    await page.getByRole('button', { name: NAME.es }).click();
    await page.locator('html[lang=es]').waitFor();
    assert.equal(page.url(), visit);
    await page.getByText(text('es', 'step-discount')).first().waitFor();
    await axe(page);
    await fits(page);
    await page.getByRole('button', { name: NAME.en }).click();
    await page.locator('html[lang=en]').waitFor();
  });

  test(
    'whoever keeps Spanish has it in every browser, and in the mail',
    { js: 'both' },
    async ({ page, open, portal }) => {
      const person = await newPatient(portal, { lang: 'en' });
      await signIn(page, person);
      await page.goto('/settings');
      await page.getByRole('radio', { name: NAME.es }).check();
      await button(page, 'en', 'settings-language-button').click();
      await page.getByText(text('es', 'settings-language-saved')).waitFor();
      await axe(page);
      const later = await open({ lang: 'en' });
      await signIn(later, person);
      assert.equal(await later.locator('html').getAttribute('lang'), 'es');
      await later.goto('/pay');
      await later.getByRole('button', { name: text('es', 'picker-submit') }).click();
      await later.waitForURL(/\/c\/pay\//);
      assert.equal(await later.locator('html').getAttribute('lang'), 'es', 'the payment page speaks it too');
      await payOnHostedPage(later);
      const letter = (await outbox(open)).find(
        ({ to, links }) => to.includes(person.email) && links.some((href) => href.includes('/receipts/')),
      );
      assert.equal(letter.subject, text('es', 'mail-receipt-subject'));
    },
  );

  test('no page mixes languages', { width: 360 }, async ({ page, open }) => {
    await signIn(page, ROSA, { lang: 'en' });
    const english = await open({ lang: 'en' });
    await signIn(english, MARIA);
    const words = async (from, path) => {
      await from.goto(path);
      return from
        .locator('main')
        .evaluate((main) =>
          [...main.querySelectorAll('h1, h2, h3, button, label, legend, .button')].map((each) =>
            each.textContent.trim(),
          ),
        );
    };
    for (const path of [
      '/home',
      '/pay',
      '/payments',
      '/help',
      '/help?about=wrong',
      '/help?about=afford',
      '/settings',
    ]) {
      const [spanish, others] = [await words(page, path), new Set(await words(english, path))];
      const same = spanish.filter(
        (each) => others.has(each) && /[a-z]{3}/i.test(each) && !Object.values(NAME).includes(each),
      );
      assert.deepEqual(same, [], path);
    }
  });
});
