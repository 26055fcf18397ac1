// Browser and server agree, cent by cent: ten thousand plans, drawn by the island in the browser and
// by the server for the same form, say the same, whether it is a schedule or a refusal.

import assert from 'node:assert/strict';

import { suite } from '../support/harness.mjs';
import { enterAs, newPatient, post, staffCookie } from '../support/people.mjs';

const PLANS = Number(process.env.PLANS ?? 10_000);
/** What people owe, each in as many visits. */
const PEOPLE = [[18_420], [12_840, 5_580], [100_001, 33_333, 1], [5_000], [987_654], [240_000, 7, 99_993], [250_050], [61_037]];
const RHYTHMS = ['monthly', 'month-end', 'two-weeks', 'first-fifteenth'];

/** Longer and in more payments than without the federal disclosure, and with something paid at once. */
const RULE = {
  least: '40',
  most: '10000',
  smallest: '15',
  most_instalments: '60',
  up_to_1: '300',
  months_1: '9',
  up_to_2: '2000',
  months_2: '18',
  months_3: '36',
  down_percent: '10',
  first_within_days: '60',
  grace_days: '10',
  missed_to_default: '2',
  skips_a_year: '1',
  balances_may_join: 'yes',
  excluded_disputed: 'yes',
};

function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return (((state ^ (state >>> 13)) >>> 0) % 1_000_003) % below;
  };
}

function typed(random, visits, today) {
  const day = new Date(today.getTime() + (random(66) - 2) * 86_400_000).toISOString().slice(0, 10);
  const amounts = [() => String(random(400)), () => (random(90_000) / 100).toFixed(2), () => '', () => `$1,0${random(90) + 10}.5`];
  return {
    visit: visits.filter(() => random(4) > 0),
    by: random(2) ? 'count' : 'amount',
    count: String(random(62) + 1),
    amount: amounts[random(10) ? random(2) : random(4)](),
    rhythm: RHYTHMS[random(4)],
    first: day,
    down: random(3) ? ((random(20_000) + 500) / 100).toFixed(2) : '0',
  };
}

/** Fills the form in, form by form, and reads what the island makes of it. */
async function inBrowser(page, forms) {
  return page.evaluate(async (forms) => {
    const form = document.getElementById('plan-form');
    const said = [];
    let slowest = 0;
    for (const typed of forms) {
      for (const box of form.querySelectorAll('[name=visit]'))
        if (box.type === 'checkbox') box.checked = typed.visit.includes(box.value);
      form.querySelector(`[name=by][value=${typed.by}]`).checked = true;
      const count = form.querySelector('#count');
      if (![...count.options].some((option) => option.value === typed.count)) count.add(new Option(typed.count, typed.count));
      for (const name of ['count', 'amount', 'rhythm', 'first', 'down']) form.querySelector(`[name=${name}]`).value = typed[name];
      const started = performance.now();
      form.dispatchEvent(new Event('change', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve));
      slowest = Math.max(slowest, performance.now() - started);
      const rows = [...form.querySelectorAll('.plan-sum tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
      const errors = [...form.querySelectorAll('.field-error:not([hidden])')].map((line) => line.lastElementChild.textContent);
      said.push({ head: form.querySelector('#plan-sum').textContent, rows, errors });
    }
    return { said, slowest };
  }, forms);
}

/** The same from the page that the server answers with. */
async function onServer(portal, cookie, typed) {
  const { visit, ...rest } = typed;
  const body = new URLSearchParams(rest);
  for (const id of visit) body.append('visit', id);
  const answer = await fetch(`${portal.url}/plans/new`, { method: 'POST', body, headers: { cookie } });
  const html = await answer.text();
  const words = (piece) => piece.replace(/<!--.*?-->|<[^>]+>/g, '').replaceAll('&amp;', '&');
  const sum = html.match(/<section class="plan-sum"[\s\S]*?<\/section>/)[0];
  const rows = [...(sum.match(/<tbody>([\s\S]*?)<\/tbody>/)?.[1] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)];
  const errors = [...html.matchAll(/<p class="field-error"[^>]*?>([\s\S]*?)<\/p>/g)];
  return {
    head: words(sum.match(/<h2[\s\S]*?<\/h2>/)[0]),
    rows: rows.map(([, row]) => [...row.matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)].map(([, cell]) => words(cell))),
    errors: errors.map(([, line]) => words(line.match(/[\s\S]*<span>([\s\S]*?)<\/span>/)[1])).filter(Boolean),
  };
}

suite('plans agree', ({ test }) => {
  test(`${PLANS} random plans`, {}, async ({ t, open, portal }) => {
    const cookie = await staffCookie(portal);
    const effective = new Date().toISOString().slice(0, 10);
    await post(portal, '/staff/plans/policy', { effective, ...RULE }, { cookie });
    const random = chance(20_261_126);
    let drawn = 0;
    let refused = 0;
    let slowest = 0;
    for (const [n, visits] of PEOPLE.entries()) {
      const person = await newPatient(portal, { visits });
      const page = await open({ lang: n % 2 ? 'es' : 'en' });
      await enterAs(page, person);
      await page.goto('/plans/new');
      await page.locator('#plan-again').waitFor({ state: 'detached' });
      const ids = await page.locator('[name=visit]').evaluateAll((boxes) => boxes.map((box) => box.value));
      const forms = Array.from({ length: Math.ceil(PLANS / PEOPLE.length) }, () => {
        const form = typed(random, ids, new Date());
        return ids.length === 1 ? { ...form, visit: ids } : form;
      });
      const seen = await inBrowser(page, forms);
      slowest = Math.max(slowest, seen.slowest);
      const theirs = [...person.cookies, { name: 'ob_lang', value: n % 2 ? 'es' : 'en' }];
      const header = theirs.map(({ name, value }) => `${name}=${value}`).join('; ');
      for (let at = 0; at < forms.length; at += 4) {
        const batch = forms.slice(at, at + 4);
        const answers = await Promise.all(batch.map((form) => onServer(portal, header, form)));
        for (const [i, answer] of answers.entries()) {
          assert.deepEqual(seen.said[at + i], answer, JSON.stringify(batch[i]));
          if (answer.rows.length) drawn += 1;
          else refused += 1;
        }
      }
    }
    t.diagnostic(`${drawn} schedules and ${refused} refusals alike; the slowest took ${slowest.toFixed(1)} ms in the browser`);
    assert.ok(drawn > PLANS / 5 && refused > PLANS / 20, `${drawn} drawn, ${refused} refused`);
  });
});
