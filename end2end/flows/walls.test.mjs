// What one must not reach: another's bills, another wing, forms from elsewhere.

import assert from 'node:assert/strict';

import { axe, fits, signIn, suite } from '../support/harness.mjs';
import { charged, owes, payOnHostedPage } from '../support/paying.mjs';
import { DANA, MARIA, OWEN, ROSA, enterAs, newPatient } from '../support/people.mjs';
import { field, text } from '../support/words.mjs';

const MISSING = [/status of 404/];
const EVIL = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

const heading = (page, lang, id) => page.getByRole('heading', { level: 1, name: text(lang, id), exact: true });
const firstVisit = (page) => page.locator('article.card a').first().getAttribute('href');

suite('walls', ({ test, shared }) => {
  let others;

  /** A visit and a paid payment of another practice's patient, and of another one of the same. */
  async function whatOthersHave(open) {
    if (others) return others;
    await shared.portal.command('demo', '--second-practice');
    const owen = await open({ js: true, lang: 'en' });
    await signIn(owen, OWEN);
    const far = await firstVisit(owen);
    await owen.goto('/pay');
    await owen.getByRole('button', { name: text('en', 'picker-submit') }).click();
    const farPayment = (await payOnHostedPage(owen)).split('/').pop();
    const near = await open({ js: true, lang: 'en' });
    await enterAs(near, await newPatient(shared.portal));
    const nearVisit = await firstVisit(near);
    await near.goto('/pay');
    await near.getByRole('button', { name: text('en', 'picker-submit') }).click();
    const nearPayment = (await payOnHostedPage(near)).split('/').pop();
    others = { visits: [far, nearVisit], payments: [farPayment, nearPayment] };
    return others;
  }

  test(
    'another’s visit and payment look as if they were not there',
    { langs: ['en', 'es'], js: 'both', width: 360, expects: MISSING },
    async ({ page, open, lang }) => {
      const { visits, payments } = await whatOthersHave(open);
      await signIn(page, lang === 'en' ? MARIA : ROSA, { lang });
      const ways = ['/receipts/', '/pay/cancelled/', '/pay/checking/', '/pay/return/'];
      for (const path of [...visits, ...payments.flatMap((payment) => ways.map((way) => way + payment))]) {
        const response = await page.goto(path);
        assert.equal(response.status(), 404, path);
        await heading(page, lang, 'oops-not-found').waitFor();
      }
      await axe(page);
      await fits(page);
    },
  );

  test(
    'another’s visit cannot be paid, nor chosen in an address',
    { js: false },
    async ({ page, open, portal, lang }) => {
      const { visits } = await whatOthersHave(open);
      await signIn(page, MARIA);
      const before = (await charged(portal)).length;
      for (const path of visits) {
        const visit = path.split('/').pop();
        await page.goto(`/pay?visit=${visit}`);
        assert.equal(await page.locator(`[name=visit][value="${visit}"]`).count(), 0);
        const press = await field(page, 'press').inputValue();
        const answer = await page.request.post('/pay', { form: { press, choice: 'visits', visit }, maxRedirects: 0 });
        assert.equal(answer.status(), 422);
        assert.match(await answer.text(), new RegExp(text(lang, 'error-no-visit')));
      }
      assert.equal((await charged(portal)).length, before);
    },
  );

  test(
    'a patient is a stranger in the staff wing, and staff in the patients’',
    { js: 'both' },
    async ({ page, open }) => {
      await signIn(page, MARIA);
      for (const path of ['/staff', '/staff/imports', '/staff/unmatched', '/staff/patients']) {
        await page.goto(path);
        assert.equal(new URL(page.url()).pathname, '/staff/sign-in', path);
      }
      const staff = await open();
      await signIn(staff, DANA, { path: '/staff/sign-in' });
      for (const path of ['/home', '/pay', '/payments', '/settings']) {
        await staff.goto(path);
        assert.equal(new URL(staff.url()).pathname, '/sign-in', path);
      }
    },
  );

  test(
    'a patient’s password does not open the staff door, nor a member of staff’s the patients’',
    { expects: [/status of 422/] },
    async ({ page, lang }) => {
      for (const [login, path] of [
        [MARIA, '/staff/sign-in'],
        [DANA, '/sign-in'],
      ]) {
        await page.goto(path);
        await field(page, 'email').fill(login.email);
        await field(page, 'password').fill(login.password);
        await page.keyboard.press('Enter');
        await page.getByRole('alert').getByText(text(lang, 'error-sign-in')).waitFor();
      }
    },
  );

  test('a form from another site is refused, whatever it asks', {}, async ({ page, portal }) => {
    await signIn(page, MARIA);
    const forms = {
      '/pay': { choice: 'all', press: crypto.randomUUID() },
      '/sign-out': {},
      '/sign-out-everywhere': {},
      '/settings': {},
      '/language': { lang: 'es' },
      '/staff/sign-in': DANA,
    };
    const before = (await charged(portal)).length;
    for (const [path, form] of Object.entries(forms)) {
      for (const headers of [EVIL, { origin: 'https://evil.example' }, { origin: 'null' }]) {
        const answer = await page.request.post(path, { form, headers, maxRedirects: 0 });
        assert.equal(answer.status(), 403, `${path} ${JSON.stringify(headers)}`);
      }
    }
    assert.equal((await charged(portal)).length, before);
    await owes(page, 18_420);
  });

  test('a page of another site cannot press Pay', { expects: [/status of 403/, /third party/] }, async ({ page }) => {
    await signIn(page, MARIA);
    await page.route('https://evil.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${new URL(page.url()).origin}/pay"><input name="choice" value="all"><button>A kitten</button></form>`,
      }),
    );
    const target = new URL('/pay', page.url()).href;
    await page.goto('https://evil.example/');
    const [response] = await Promise.all([
      page.waitForResponse((response) => response.url() === target),
      page.getByRole('button').click(),
    ]);
    assert.equal(response.status(), 403);
    assert.doesNotMatch(page.url(), /\/c\/pay\//);
  });

  test(
    'a page that is not there says so kindly, with a way on',
    { langs: ['en', 'es'], js: 'both', width: 360, expects: [/status of 40[04]/] },
    async ({ page, lang }) => {
      for (const path of ['/nothing/here', '/visits/not-an-id', '/receipts/%00', `/visits/${crypto.randomUUID()}`]) {
        if (path.startsWith('/visits/')) await signIn(page, lang === 'en' ? MARIA : ROSA, { lang });
        const response = await page.goto(path);
        assert.ok([400, 404].includes(response.status()), `${path}: ${response.status()}`);
        await heading(page, lang, 'oops-not-found').waitFor();
      }
      await axe(page);
      await fits(page);
      await page
        .locator('main')
        .getByRole('link', { name: text(lang, 'back-home') })
        .click();
      await page.waitForURL(/\/home$/);
    },
  );

  test(
    'one registers with the practice that sent the bill',
    { js: 'both', langs: ['en', 'es'], expects: [/status of 422/] },
    async ({ page, open, lang }) => {
      await whatOthersHave(open);
      await page.goto('/register');
      const options = await field(page, 'practice').locator('option').allTextContents();
      assert.deepEqual(options, [
        text(lang, 'field-practice-choose'),
        'Lakeside Pediatrics',
        'Riverside Family Medicine',
      ]);
      await page.getByRole('button', { name: text(lang, 'register-button') }).click();
      await page.locator('#practice-error').getByText(text(lang, 'error-practice')).waitFor();
      await axe(page);
    },
  );
});
