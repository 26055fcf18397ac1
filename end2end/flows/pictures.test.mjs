// Pictures of every page, to be looked at: PICTURES=1 node --test flows/pictures.test.mjs

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { screenshot, signIn, suite } from '../support/harness.mjs';
import { payOnHostedPage } from '../support/paying.mjs';
import { DANA, MARIA, ROSA, enterAs, newPatient } from '../support/people.mjs';
import { button, field, text } from '../support/words.mjs';

/** The picture in the README. */
const HOME = fileURLToPath(new URL('../../docs/home.png', import.meta.url));
const LOOKS = [360, 1280].flatMap((width) => [false, true].map((dark) => ({ width, dark })));

if (process.env.PICTURES) {
  suite('pictures', ({ test, shared }) => {
    for (const look of LOOKS) {
      const label = `${look.width}-${look.dark ? 'dark' : 'light'}`;
      test(
        `every page at ${label}`,
        { langs: ['en', 'es'], ...look, expects: [/status of 4/] },
        async ({ page, open, lang }) => {
          const keep = (name) => screenshot(page, `${name}-${label}-${lang}`);
          for (const path of ['/sign-in', '/register', '/forgot', '/check-email?why=register', '/nothing-here']) {
            await page.goto(path);
            await keep(`stranger-${path.split('?')[0]}`);
          }
          await page.goto('/register');
          await button(page, lang, 'register-button').click();
          await keep('register-errors');

          await signIn(page, lang === 'en' ? MARIA : ROSA, { lang });
          await keep('home');
          if (lang === 'en' && label === '1280-light') await writeFile(HOME, await page.screenshot());
          const visits = await page
            .locator('main a[href^="/visits/"]')
            .evaluateAll((links) => [...new Set(links.map((a) => a.getAttribute('href')))]);
          for (const [n, visit] of visits.entries()) {
            await page.goto(visit);
            for (const line of await page.locator('details.line summary').all()) await line.click();
            await keep(`visit-${n}`);
          }
          await page.goto('/pay');
          await keep('pay-all');
          await page.locator('#choice-amount').check();
          await field(page, 'amount').fill('150');
          await page.locator('.summary li').first().waitFor();
          await keep('pay-amount');
          await field(page, 'amount').fill('15000');
          await page.getByRole('button', { name: text(lang, 'picker-submit') }).click();
          await keep('pay-wrong');
          for (const path of ['/help', '/help?about=wrong', '/help?about=afford', '/settings', '/payments']) {
            await page.goto(path);
            await keep(path.replace('?', '-'));
          }

          const payer = await open();
          await enterAs(payer, await newPatient(shared.portal, { lang }));
          await payer.goto('/pay');
          await payer.locator('#choice-visits').check();
          await payer.locator('[name=visit]').first().check();
          await payer.getByRole('button', { name: text(lang, 'picker-submit') }).click();
          await payOnHostedPage(payer);
          await screenshot(payer, `receipt-${label}-${lang}`);
          await payer.goto('/home');
          await screenshot(payer, `home-after-paying-${label}-${lang}`);
          await payer.goto('/pay');
          await payer.getByRole('button', { name: text(lang, 'picker-submit') }).click();
          await payer.waitForURL(/\/c\/pay\//);
          await payer.locator('p.back a').click();
          await payer.waitForURL(/\/pay\/cancelled\//);
          await screenshot(payer, `cancelled-${label}-${lang}`);

          const staff = await open();
          await signIn(staff, DANA, { lang, path: '/staff/sign-in' });
          for (const path of ['/staff', '/staff/imports', '/staff/unmatched', '/staff/patients']) {
            await staff.goto(path);
            if (path.endsWith('patients')) {
              await field(staff, 'q').fill('a');
              await button(staff, lang, 'staff-search-button').click();
            }
            await screenshot(staff, `${path}-${label}-${lang}`);
          }
          await staff.goto('/staff/imports');
          await staff.locator('tbody a').first().click();
          await screenshot(staff, `staff-report-${label}-${lang}`);
        },
      );
    }
  });
}
