// A patient understands a bill: what is owed, what is not theirs yet, and how a charge became a share.

import assert from 'node:assert/strict';

import { axe, fits, signIn, suite } from '../support/harness.mjs';
import { MARIA, ROSA } from '../support/people.mjs';
import { cents, link, shown, text } from '../support/words.mjs';

const PEOPLE = {
  en: { login: MARIA, owes: 18_420, shares: [12_840, 5_580] },
  es: { login: ROSA, owes: 16_000, shares: [2_000, 14_000] },
};
const sum = (amounts) => amounts.reduce((all, one) => all + one, 0);
const amounts = async (locator) => (await locator.allTextContents()).map(cents);

suite('understanding a bill', ({ test }) => {
  for (const width of [360, 1280]) {
    const everywhere = { langs: ['en', 'es'], js: 'both', width };

    test(`home says what is owed, and its parts add up, at ${width} px`, everywhere, async ({ page, lang }) => {
      const { login, owes, shares } = PEOPLE[lang];
      await signIn(page, login, { lang });
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      assert.equal(cents(await page.locator('h1 .hero-amount').textContent()), owes);
      await link(page, lang, 'home-pay', { amount: shown(owes) }).waitFor();
      assert.deepEqual(
        (await amounts(page.locator('.card-amount'))).sort((a, b) => a - b),
        shares.toSorted((a, b) => a - b),
      );
      for (const card of await page.locator('article.card').all()) {
        const parts = await amounts(card.locator('.legend .num'));
        assert.equal(
          parts.at(-1),
          cents(await card.locator('.card-amount').textContent()),
          'the last part is what is due',
        );
      }
      await axe(page);
      await fits(page);
    });
  }

  test(
    'what is with insurance or refused is shown, and is not asked for',
    { js: 'both', width: 360 },
    async ({ page, lang }) => {
      await signIn(page, MARIA);
      const waiting = page.locator('section[aria-labelledby=not-yet]');
      const payer = 'Blue Harbor Health';
      await waiting.getByText(text(lang, 'home-with', { amount: '$1,240.00', payer })).waitFor();
      await waiting.getByText(text(lang, 'home-refused', { amount: '$180.00', payer })).waitFor();
      assert.equal(await waiting.getByText(text(lang, 'home-refused-what')).count(), 1);
      assert.equal(cents(await page.locator('.hero-amount').textContent()), 18_420);
    },
  );

  test(
    'every visit’s story adds up, line by line',
    { langs: ['en', 'es'], js: 'both', width: 360 },
    async ({ page, lang }) => {
      await signIn(page, PEOPLE[lang].login, { lang });
      const visits = await page
        .locator('main a[href^="/visits/"]')
        .evaluateAll((links) => [...new Set(links.map((a) => a.getAttribute('href')))]);
      assert.ok(visits.length >= 2);
      for (const visit of visits) {
        await page.goto(visit);
        await storyAddsUp(page);
        await linesAddUp(page);
        await axe(page);
        await fits(page);
      }
    },
  );

  test(
    'each line opens to the entries behind it',
    { langs: ['en', 'es'], js: 'both', width: 360 },
    async ({ page, lang }) => {
      await signIn(page, PEOPLE[lang].login, { lang });
      await page.locator('article.card').first().getByRole('link').click();
      const lines = page.locator('details.line');
      for (const line of await lines.all()) {
        assert.equal(await line.locator('.entry').first().isVisible(), false);
        await line.locator('summary').click();
        assert.equal(await line.locator('.entry').first().isVisible(), true);
      }
      await page
        .locator('.entry-what', { hasText: text(lang, 'entry-charged') })
        .first()
        .waitFor();
      await fits(page);
      await axe(page);
    },
  );

  test('the keyboard alone reaches everything, and one sees where it is', { js: 'both' }, async ({ page, lang }) => {
    await signIn(page, MARIA);
    await reachesEverything(page);
    await page.goto('/home');
    await tabTo(page, link(page, lang, 'home-pay', { amount: '$184.20' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/pay$/);
    await reachesEverything(page);
    await page.goto('/home');
    await page.goto(await page.locator('article.card a').first().getAttribute('href'));
    await reachesEverything(page);
    const line = page.locator('details.line').first();
    await line.locator('summary').focus();
    await page.keyboard.press('Enter');
    assert.equal(await line.locator('.entry').first().isVisible(), true);
  });

  test('the first stop of the keyboard skips to the main part', {}, async ({ page, lang }) => {
    await signIn(page, MARIA);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), text(lang, 'skip'));
    await page.keyboard.press('Enter');
    assert.equal(new URL(page.url()).hash, '#main');
  });

  test(
    'both ways out stand right below Pay and lead to a person',
    { langs: ['en', 'es'], js: 'both', width: 360 },
    async ({ page, lang }) => {
      await signIn(page, PEOPLE[lang].login, { lang });
      for (const way of ['way-wrong', 'way-afford']) {
        await page.goto('/home');
        const out = link(page, lang, way);
        const pay = await page.locator('.owed a.primary').boundingBox();
        assert.ok((await out.boundingBox()).y >= pay.y + pay.height, 'below Pay');
        await out.click();
        await page.waitForURL(/\/(help\?about=wrong|afford)$/);
        assert.ok(await page.locator('main a[href^="tel:"]').first().isVisible());
        await axe(page);
        await fits(page);
      }
    },
  );

  test('the menu leads to every page', { langs: ['en', 'es'], js: 'both', width: 360 }, async ({ page, lang }) => {
    await signIn(page, PEOPLE[lang].login, { lang });
    for (const [id, path] of [
      ['menu-payments', '/payments'],
      ['menu-help', '/help'],
      ['menu-settings', '/settings'],
      ['menu-home', '/home'],
    ]) {
      await page.locator('.menu summary').click();
      await page
        .locator('.menu')
        .getByRole('link', { name: text(lang, id), exact: true })
        .click();
      await page.waitForURL((url) => url.pathname === path);
      await axe(page);
      await fits(page);
    }
  });
});

/** charged − discounts − insurers − what waits = the share, and the share's reasons add up to it. */
async function storyAddsUp(page) {
  const [charged, ...rest] = await amounts(page.locator('.steps > .step:not(.step-share) > .step-head .num'));
  const [share] = await amounts(page.locator('.steps > .step-share > .step-head .num'));

  assert.equal(charged + sum(rest), share, page.url());
  const reasons = await amounts(page.locator('.why .num'));
  if (share > 0) assert.equal(sum(reasons), share, 'reasons');
  const [name, became] = (await page.locator('#story').textContent()).match(/\$[\d,.]+\d/g);
  assert.equal(cents(name), charged);
  if (became) assert.equal(cents(became), share);
}

/** Lines add up to their total, and all entries to the share and what an insurer still decides. */
async function linesAddUp(page) {
  const heads = await page
    .locator('details.line > summary')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('.num')].map((n) => n.textContent)));
  const columns = heads.map((row) => row.map(cents));
  const total = await amounts(page.locator('.line-total .num'));
  assert.deepEqual(
    [0, 1].map((n) => sum(columns.map((row) => row[n]))),
    total,
    page.url(),
  );
  const told = await page
    .locator('details.line')
    .evaluateAll((lines) =>
      lines.map((line) =>
        [...line.querySelectorAll('.entry')].map((entry) => [
          entry.querySelector('.entry-what').textContent,
          entry.querySelector(':scope > .num').textContent,
        ]),
      ),
    );
  let open = 0;
  for (const [n, entries] of told.entries()) {
    const isShare = ([what]) =>
      ['en', 'es'].some(
        (lang) => what.startsWith(text(lang, 'entry-share')) || what.startsWith(text(lang, 'entry-share-undone')),
      );
    const facts = entries.filter((entry) => entry[1] && !isShare(entry)).map((entry) => cents(entry[1]));
    open += sum(facts) - columns[n][1];
  }
  const undecided = ['en', 'es'].map((lang) => text(lang, 'step-waiting-what')).join('|');
  const waiting = await amounts(page.locator('.step', { hasText: new RegExp(undecided) }).locator('.step-head .num'));
  assert.equal(open, 0 - sum(waiting), `${page.url()}: ${JSON.stringify(told)}`);
}

/** Tabs through the whole page: every control that is seen gets the focus, and shows it. */
async function reachesEverything(page) {
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')];
    // A group of radios is one stop.
    const seen = all.filter(
      (each) =>
        each.checkVisibility({ visibilityProperty: true }) &&
        !each.disabled &&
        !(each.type === 'radio' && !each.checked),
    );
    seen.forEach((each, n) => each.setAttribute('data-stop', n));
    return seen.length;
  });
  const reached = new Set();
  for (let n = 0; n < wanted + 8 && reached.size < wanted; n += 1) {
    await page.keyboard.press('Tab');
    const [stop, visible] = await page.evaluate(() => {
      const at = document.activeElement;
      const drawn = [at, at.nextElementSibling].filter(Boolean).map((each) => getComputedStyle(each));
      return [
        at.dataset.stop,
        drawn.some(
          ({ outlineStyle, outlineWidth, boxShadow }) =>
            (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
        ),
      ];
    });
    if (stop === undefined) continue;
    assert.ok(
      visible,
      `one sees that ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))} has the focus`,
    );
    reached.add(stop);
  }
  const missed = await page.evaluate(
    (reached) =>
      [...document.querySelectorAll('[data-stop]')]
        .filter((each) => !reached.includes(each.dataset.stop))
        .map((each) => each.outerHTML.slice(0, 120)),
    [...reached],
  );
  assert.deepEqual(missed, [], `${page.url()}: out of the keyboard’s reach`);
}

async function tabTo(page, locator) {
  for (let n = 0; n < 40; n += 1) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((each) => each === document.activeElement)) return;
  }
  assert.fail('the keyboard does not come there');
}
