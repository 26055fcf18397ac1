// Who on a practice's staff may do what: every route there is, by every role, and what the audit says of it.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { suite } from '../support/harness.mjs';
import { DANA, enterAsStaff, newPatient, staffCookie, staffSignInAgain } from '../support/people.mjs';
import { freshPassword } from '../support/words.mjs';

/** Every route behind the staff's door, read from where the server lists them. */
const ROUTES = ['mod.rs', 'imports.rs']
  .map((file) => readFileSync(new URL(`../../server/src/web/staff/${file}`, import.meta.url), 'utf8'))
  .flatMap((source) => [...source.matchAll(/\.route\(\s*"([^"]+)",\s*(.*?)\)\s*(?=\.route|\}|\.layer|;|$)/gs)])
  .flatMap(([, path, handlers]) =>
    ['get', 'post'].filter((method) => new RegExp(`\\b${method}\\(`).test(handlers)).map((method) => `${method} ${path}`),
  )
  .filter((route) => !/\/staff\/(sign-in|join)/.test(route));

const ACCOUNT = '/staff/accounts/{guarantor}';
const LOOKS = [
  'get /staff/disputes/answers',
  'get /staff',
  'post /staff/sign-out',
  'get /staff/second',
  'post /staff/second',
  'get /staff/again',
  'post /staff/again',
  'post /staff/practice',
  'get /staff/emergency',
  'post /staff/emergency',
  'post /staff/emergency/end',
  'post /staff/again/passkey',
  'get /staff/passkeys/begin',
  'post /staff/passkeys/begin',
  'get /staff/passkeys/new',
  'post /staff/passkeys/new',
  'post /staff/passkeys/{passkey}/remove',
  'get /staff/patients',
  'post /staff/patients',
  `get ${ACCOUNT}`,
  `get ${ACCOUNT}/statements/{statement}`,
  `get ${ACCOUNT}/links`,
  'get /staff/denials',
  'get /staff/denials.json',
  'get /staff/denials/{denial}',
  'get /staff/disputes',
  'get /staff/disputes.json',
  'get /staff/disputes/{dispute}',
  'get /staff/disputes/{dispute}/documents/{document}',
  'get /staff/plans',
  'get /staff/plans/{plan}',
  'get /staff/payments/{payment}',
  `get ${ACCOUNT}/registration`,
  `get ${ACCOUNT}/ledger`,
  'get /staff/changes/{change}',
];
const INVITE = ['post /staff/patients/{guarantor}/invite'];
const TAKE = [`get ${ACCOUNT}/payment`, `post ${ACCOUNT}/payment`];
const LINK = [`post ${ACCOUNT}/links`, `post ${ACCOUNT}/links/{link}/revoke`];
/** What whoever meets patients writes down. */
const REGISTER = [`post ${ACCOUNT}/registration`, `post ${ACCOUNT}/notes`];
const MOVE = [`get ${ACCOUNT}/guarantor`, `post ${ACCOUNT}/guarantor`, `post ${ACCOUNT}/guarantor/move`];
/** Who lets people and programs in. */
const isAdmin = (route) => /^\w+ \/staff\/(people\b|api\b|emergency\/\{)/.test(route);
const AUDIT = ['get /staff/audit', 'get /staff/audit.csv', 'get /staff/emergency.csv'];
const DECIDE = ['decide', 'close', 'federal/answer'].map((what) => `post /staff/disputes/{dispute}/${what}`);
const BEYOND = ['changes/{change}', 'denials/{denial}/agree', 'disputes/{dispute}/agree', 'refunds/{refund}/approve'].map((what) => `post /staff/${what}`);

const HOLD = [`post ${ACCOUNT}/holds`, `post ${ACCOUNT}/holds/end`, 'post /staff/help/{request}'];
const WORK = ['post /staff/work/{item}/done', ...['match', 'note'].map((what) => `post /staff/unmatched/{claim}/${what}`)];
const DISPUTE = [
  ...['', '/{dispute}', '/{dispute}/federal'].map((what) => `post /staff/disputes${what}`),
  ...['estimates', 'federal'].map((what) => `post ${ACCOUNT}/${what}`),
];
const DENIAL = ['post /staff/denials', 'post /staff/denials/{denial}', 'post /staff/denials/{denial}/letter'];
const REFUND = [
  'post /staff/payments/{payment}/refund',
  ...['decline', 'retry', 'by-hand'].map((what) => `post /staff/refunds/{refund}/${what}`),
];
const PLAN = [
  ...['exception', 'exception/decide', 'promises', 'promises/withdraw'].map((what) => `post ${ACCOUNT}/${what}`),
  'post /staff/plans',
  'post /staff/plans/{plan}',
];
const SHARE = ['consents', 'consents/end', 'sharing/end'].map((what) => `post ${ACCOUNT}/${what}`);
const WRITE_OFF = ['write-offs', 'write-offs/decide'].map((what) => `post ${ACCOUNT}/${what}`);
/** What everybody who works with the books may look at. */
const isBooks = (route) =>
  /^get \/staff\/(denials\/payers|unmatched|imports|work|help|links|plans|statements|reconcile|close)/.test(route) && !route.includes('{guarantor}');

/** Whether a role may ask for a route, as somebody who answers for the office would say it. */
const MAY = {
  // At the window: see, invite, take money, hand out a link, write down what they are told; no figures.
  front_desk: (route) => [...LOOKS, ...INVITE, ...TAKE, ...LINK, ...REGISTER].includes(route),
  // Disputes from end to end, refusals worked and not given up, refunds asked for, holds; no money taken, no rules, nobody's second signature.
  dispute_specialist: (route) =>
    [...LOOKS, ...INVITE, ...LINK, ...REGISTER, ...HOLD, ...WORK, ...DISPUTE, ...DECIDE, ...DENIAL, ...REFUND].includes(route) || isBooks(route),
  // A way to pay, or help: plans, holds, what is forgiven, who may know of what; disputes worked on and not decided.
  counsellor: (route) =>
    [...LOOKS, ...INVITE, ...LINK, ...REGISTER, ...HOLD, ...WORK, ...DISPUTE, ...PLAN, ...SHARE, ...WRITE_OFF].includes(route) || isBooks(route),
  // All of the day's work, without judging it, the second signature, the rules, the people and the watching.
  biller: (route) => !isAdmin(route) && ![...AUDIT, ...BEYOND, ...DECIDE].includes(route) && !isRule(route),
  manager: (route) => !isAdmin(route),
  // Everything to see, nothing to press but the search and the way out.
  auditor: (route) =>
    (route.startsWith('get ') && !isAdmin(route) && !isRule(route) && ![...TAKE, ...MOVE].includes(route)) || LOOKS.includes(route),
  administrator: () => true,
};

function isRule(route) {
  const rules = ['post /staff/disputes/answers', 'post /staff/disputes/answers/{answer}', 'post /staff/denials/payers/{payer}', 'post /staff/links', 'post /staff/plans/policy', 'post /staff/statements/policy'];
  return rules.includes(route) || route.includes('/staff/branding');
}

suite('staff roles', ({ test, shared }) => {
  const people = {};

  async function cookieOf(role) {
    const { portal } = shared;
    people[role] ??= { email: `${role.replace('_', '-')}@example.com`, password: freshPassword(), role };
    if (!people[role].there) {
      await portal.addStaff(people[role], 'riverside');
      people[role].there = true;
    }
    return staffCookie(portal, people[role]);
  }

  // As many as `domain::access::Role` has.
  assert.equal(Object.keys(MAY).length, 7);
  for (const role of Object.keys(MAY)) {
    test(`${role}: every route they may, and no other`, {}, async ({ portal }) => {
      assert.ok(ROUTES.length > 60, ROUTES.join('\n'));
      const cookie = await cookieOf(role);
      const wrong = [];
      // Leaving comes last.
      for (const route of ROUTES.toSorted((a, b) => a.includes('sign-out') - b.includes('sign-out'))) {
        const [method, path] = route.split(' ');
        // Ids of nobody: whoever is let through finds nothing there.
        const answer = await fetch(portal.url + path.replace(/\{\w+\}/g, () => randomUUID()), {
          method,
          body: method === 'post' ? new URLSearchParams({ press: randomUUID() }) : undefined,
          headers: { cookie },
          redirect: 'manual',
        });
        await answer.arrayBuffer();
        if ((answer.status !== 403) !== MAY[role](route)) wrong.push(`${route}: ${answer.status}`);
        if (answer.status >= 500) wrong.push(`${route} broke`);
      }
      staffSignInAgain(portal);
      assert.deepEqual(wrong, []);
    });
  }

  test('what a role may not do its pages do not offer, and the audit names who tried', {}, async ({ portal, page }) => {
    const patient = await newPatient(portal, { name: 'Audrey', visits: [9_000] });
    await cookieOf('front_desk');
    await enterAsStaff(page, portal, people.front_desk);
    assert.equal(await page.getByRole('link', { name: 'Imports', exact: true }).count(), 0);
    await page.goto(`${portal.url}/staff/accounts/${patient.guarantor}`);
    assert.equal(await page.getByRole('link', { name: /Take a payment/ }).count(), 1);
    const refused = await fetch(`${portal.url}/staff/close`, { headers: { cookie: await cookieOf('front_desk') } });
    assert.equal(refused.status, 403);
    assert.match(await refused.text(), /<h1>Your role does not include this<\/h1>/);

    const dana = { cookie: await staffCookie(portal, DANA) };
    const audit = async (query) => (await fetch(`${portal.url}/staff/audit?${query}`, { headers: dana })).text();
    const about = await audit(`about=${patient.guarantor}`);
    assert.match(about, /front-desk[\s\S]*look at accounts[\s\S]*GET \/staff\/accounts\/\{guarantor\}/);
    assert.ok(!about.includes('Audrey'), 'the audit names no patient');
    assert.match(await audit('changes=1'), /refused[\s\S]*GET \/staff\/close/);
    const csv = await (await fetch(`${portal.url}/staff/audit.csv?about=${patient.guarantor}`, { headers: dana })).text();
    assert.match(csv, new RegExp(`front_desk,see_accounts,true,GET,/staff/accounts/\\{guarantor\\},${patient.guarantor}`));
    assert.match(await portal.command('verify'), /audit of riverside: \d+ events, sealed [0-9a-f]{64}/);
  });

  test('an administrator gives a role and takes it away, and never their own', {}, async ({ portal, page }) => {
    const headers = { cookie: await cookieOf('auditor') };
    const desk = () => fetch(`${portal.url}/staff`, { headers, redirect: 'manual' });
    assert.equal((await desk()).status, 200);
    await enterAsStaff(page, portal, DANA);
    await page.goto(`${portal.url}/staff/people`);
    const row = page.getByRole('row', { name: /auditor@example\.com/ });
    await row.getByRole('combobox').selectOption('biller');
    await row.getByRole('button', { name: /Save/ }).click();
    await page.getByText('The change is saved.').waitFor();
    assert.match(await row.textContent(), /Biller/);
    await row.getByRole('combobox').selectOption('');
    await row.getByRole('button', { name: /Save/ }).click();
    await row.waitFor({ state: 'detached' });
    assert.equal((await desk()).headers.get('location'), '/staff/sign-in');
    const own = await page.getByRole('row', { name: /dana@example\.com/ }).textContent();
    assert.match(own, /This is you/);
  });
});
