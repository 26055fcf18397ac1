// Nobody but a practice's own staff sees or changes anything behind /staff: every route there is, as
// the server declares them, by everybody who should not be let in.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { suite } from '../support/harness.mjs';
import { astray } from '../support/insurers.mjs';
import { booksAreRight, control, pay, stripe, intentOf, webhooksArrive } from '../support/paying.mjs';
import { DANA, newPatient, post, staffCookie } from '../support/people.mjs';
import { freshPassword } from '../support/words.mjs';

/** Who may open these is everybody. */
const OPEN = ['/staff/join/{secret}', '/staff/sign-in', '/staff/sign-in/passkey', '/staff/sign-in/passkey/begin', '/staff/sign-out'];
const NAME = 'Zephyrine';
/** Staff of another practice, one of each role: `domain::access::Role`. */
const OTHERS = ['administrator', 'manager', 'biller', 'dispute_specialist', 'counsellor', 'front_desk', 'auditor'].map(
  (role) => ({ role, email: `nora-${role.replace('_', '-')}@example.com`, password: freshPassword() }),
);

/** Every route behind the staff's door: `{ path, method }`, read from where the server lists them. */
const ROUTES = ['mod.rs', 'imports.rs']
  .map((file) => readFileSync(new URL(`../../server/src/web/staff/${file}`, import.meta.url), 'utf8'))
  .flatMap((source) => [...source.matchAll(/\.route\(\s*"([^"]+)",(.*?)\)\s*(?=\.route|\}|\.layer|$)/gs)])
  .flatMap(([, path, handlers]) =>
    ['get', 'post'].filter((method) => new RegExp(`\\b${method}\\(`).test(handlers)).map((method) => ({ path, method })),
  )
  .filter(({ path }) => !OPEN.includes(path));

const REFUSED_FORM = {
  method: 'cash',
  amount: '5',
  choice: 'oldest',
  reason: 'courtesy',
  reference: '1',
  note: 'x',
  off_amount: '1',
  off_reason: 'courtesy',
  off_note: 'x',
};

/** Asks for a route with somebody's cookie, with a form that would be taken from the right person. */
function ask(portal, { path, method }, cookie, form) {
  const body = method === 'post' ? new URLSearchParams({ press: crypto.randomUUID(), ...form }) : undefined;
  return fetch(portal.url + path, { method, body, headers: cookie ? { cookie } : {}, redirect: 'manual' });
}

suite('staff walls', ({ test, shared }) => {
  let there;

  /** One of everything in the practice, by the name its place has in a route. */
  async function everything() {
    if (there) return there;
    const { portal } = shared;
    await portal.command('demo', '--second-practice');
    for (const other of OTHERS) await portal.addStaff(other, 'lakeside');
    const patient = await newPatient(portal, { name: NAME, visits: [90_000] });
    const payment = await pay(portal, patient, { amount: '600' });
    const { id: intent, latest_charge: charge } = await intentOf(portal, payment);
    const dana = { cookie: await staffCookie(portal, DANA) };
    const account = `/staff/accounts/${patient.guarantor}`;
    // Before the bank asks: an inquiry holds statements back.
    await post(portal, `${account}/statements`, {}, dana);
    await post(portal, '/staff/statements', {}, dana);
    const form = { press: crypto.randomUUID(), amount: '300', reason: 'courtesy', note: '' };
    await post(portal, `/staff/payments/${payment}/refund`, form, dana);
    await stripe(portal, '/refunds', { payment_intent: intent, amount: '1000' });
    await control(portal, `/charges/${charge}/dispute`, { inquiry: true });
    await webhooksArrive(portal);
    await post(portal, '/staff/reconcile', {}, dana);
    await post(portal, `${account}/links`, { aim: 'due', days: '30', campaign: 'Walls' }, dana);
    const many = { campaign: 'Walls', least: '1', older: '0', email: 'any', hand_out: 'file', days: '30' };
    await post(portal, '/staff/links/batches', many, dana);
    await post(portal, '/staff/people/invite', { email: 'walls@example.com', as: 'biller' }, dana);
    await post(portal, '/staff/api', { name: 'Walls', scope: 'links:read' }, dana);
    await post(portal, '/staff/api/hooks', { url: 'https://hook.invalid/' }, dana);
    await astray(portal, patient);
    await post(portal, '/staff/disputes/answers', { press: crypto.randomUUID(), name: 'Walls', en: 'Yes.', es: 'Sí.' }, dana);
    // Last, because what is in question is not asked for.
    const own = { cookie: patient.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
    const [, visit] = (await (await fetch(`${portal.url}/home`, { headers: own })).text()).match(/\/visits\/([0-9a-f-]{36})/);
    const body = new FormData();
    for (const [name, value] of Object.entries({ press: crypto.randomUUID(), reason: 'quality', words: NAME })) body.append(name, value);
    const told = await fetch(`${portal.url}/visits/${visit}/tell`, { method: 'POST', body, headers: own, redirect: 'manual' });
    await post(portal, '/afford', { press: crypto.randomUUID(), household: '2', income: 'more' }, own);
    const page = async (path) => (await fetch(portal.url + path, { headers: dana })).text();
    const first = async (path, pattern) => (await page(path)).match(pattern)?.[1];
    const hook = await first('/staff/api', /\/staff\/api\/hooks\/([0-9a-f-]{36})/);
    await post(portal, `/staff/api/hooks/${hook}/test`, {}, dana);
    // Nothing is to be sent while the walls are tried.
    await post(portal, `/staff/api/hooks/${hook}/disable`, {}, dana);
    there = {
      hook,
      key: await first('/staff/api', /\/staff\/api\/keys\/([0-9a-f-]{36})\/revoke/),
      // A message waits for its first answer, and has no button yet.
      event: crypto.randomUUID(),
      payment,
      guarantor: patient.guarantor,
      visit,
      dispute: told.headers.get('location')?.match(/[0-9a-f-]{36}/)?.[0],
      // A number in place of a host has no passkeys.
      passkey: crypto.randomUUID(),
      // Nothing was handed in: the name of no document is as good as that of one.
      document: crypto.randomUUID(),
      // Nobody took any: likewise.
      emergency: crypto.randomUUID(),
      // Nobody asked a second person for one: the name of no change is as good as that of one.
      change: crypto.randomUUID(),
      // The demo's.
      payer: await first('/staff/denials/payers', /\/staff\/denials\/payers\/([0-9a-f-]{36})/),
      denial: await first('/staff/denials', /\/staff\/denials\/([0-9a-f-]{36})/),
      refund: await first(`/staff/payments/${payment}`, /\/staff\/refunds\/([0-9a-f-]{36})/),
      answer: await first('/staff/disputes/answers', /\/staff\/disputes\/answers\/([0-9a-f-]{36})/),
      claim: await first('/staff/unmatched', /\/staff\/unmatched\/([0-9a-f-]{36})/),
      item: await first('/staff/work', /\/staff\/work\/([0-9a-f-]{36})\/done/),
      file: await first('/staff/imports', /\/staff\/imports\/([0-9a-f-]{36})/),
      statement: await first(account, /\/statements\/([0-9a-f-]{36})/),
      run: await first('/staff/statements', /\/staff\/statements\/([0-9a-f-]{36})/),
      // No letter is due so soon: the name of no batch is as good as that of one.
      batch: `${crypto.randomUUID()}.pdf`,
      mailing: await first('/staff/links/batches', /\/links\/batches\/([0-9a-f-]{36})/),
      link: await first(`${account}/links`, /\/links\/([0-9a-f-]{36})\/revoke/),
      // The demo's.
      user: await first('/staff/people', /\/staff\/people\/([0-9a-f-]{36})/),
      letter: await first('/staff/people', /\/staff\/people\/invited\/([0-9a-f-]{36})/),
      plan: await first('/staff/plans?on_track', /\/staff\/plans\/([0-9a-f-]{36})/),
      request: await first('/staff/work', /\/staff\/help\/([0-9a-f-]{36})/),
      difference: await first('/staff/reconcile', /name="difference" value="([^"]+)"/),
      patient: patient.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      // What the practice's own staff see of it all, without what differs from one look to the next.
      async looks() {
        const paths = ['/staff/work', `/staff/accounts/${this.guarantor}`, `/staff/payments/${payment}`, `/staff/disputes/${this.dispute}`, `/staff/denials/${this.denial}`, '/staff/denials/payers', `/staff/unmatched/${this.claim}`, '/staff/disputes/answers'];
        const seen = await Promise.all([...paths, '/staff/reconcile', '/staff/close', '/staff/patients'].map(page));
        // A letter that leaves meanwhile is sent by nobody here.
        const moving = /name="press" value="[^"]*"|<time[^>]*>[^<]*<\/time>|<details class="more"><summary>[^<]*emails? (was|were) sent[^]*?<\/details>/g;
        return seen.map((html) => html.replace(moving, '').match(/<main[\s\S]*<\/main>/)[0]);
      },
    };
    for (const [name, value] of Object.entries(there)) assert.ok(value, `there is no ${name} to try the walls with`);
    return there;
  }

  /** Every route with the practice's own ids in it. */
  async function routes() {
    const all = await everything();
    return ROUTES.map(({ path, method }) => ({
      method,
      named: path.includes('{'),
      path: path.replace(/\{(\w+)\}/g, (_, name) => {
        assert.ok(all[name], `this test does not know a ${name} for ${path}`);
        return all[name];
      }),
    }));
  }

  const formOf = (all) => ({
    ...REFUSED_FORM,
    difference: all.difference,
    off_visit: all.visit,
    action: 'adopt_refund',
    day: new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(),
  });

  test('the list of routes is whole', {}, async () => {
    const key = ({ method, path }) => `${method} ${path}`;
    const known = ROUTES.map(key);
    for (const one of ['get /staff/close.csv', 'post /staff/close', 'post /staff/imports', 'get /staff/work']) {
      assert.ok(known.includes(one), one);
    }
    assert.ok(known.length >= 25, known.join('\n'));
  });

  for (const [who, cookieOf] of [
    ['nobody', () => undefined],
    ['a patient', (all) => all.patient],
    ['a patient, whose cookie is renamed,', (all) => all.patient.replace(/^[^=]+/, there.staffName)],
    ['a cookie that was made up', () => `${there.staffName}=${'A'.repeat(43)}`],
  ]) {
    test(`${who} is sent to the door, from every route`, {}, async ({ portal }) => {
      const all = await everything();
      all.staffName = (await staffCookie(portal, DANA)).split('=')[0];
      const before = await all.looks();
      for (const route of await routes()) {
        const answer = await ask(portal, route, cookieOf(all), formOf(all));
        assert.equal(answer.status, 303, `${route.method} ${route.path}`);
        assert.equal(answer.headers.get('location'), '/staff/sign-in', route.path);
        assert.doesNotMatch(await answer.text(), new RegExp(NAME));
      }
      assert.deepEqual(await all.looks(), before);
    });
  }

  for (const other of OTHERS) test(`of another practice, the ${other.role.replace('_', ' ')} finds nothing of this one, and changes nothing`, {}, async ({ portal }) => {
    const all = await everything();
    const nora = await staffCookie(portal, other);
    const before = await all.looks();
    const refunds = (await stripe(portal, '/refunds?limit=100')).data.length;
    for (const route of await routes()) {
      const answer = await ask(portal, route, nora, formOf(all));
      // The page that says "not here" knows the address that was asked for.
      const said = (await answer.text()).replaceAll(route.path, '');
      // What their role does not allow is refused before anybody looks for it.
      const refused = other.role === 'administrator' ? [404] : [404, 403];
      if (route.named) assert.ok(refused.includes(answer.status), `${route.method} ${route.path} answered ${answer.status}`);
      assert.ok(answer.status < 500, `${route.method} ${route.path} answered ${answer.status}`);
      // Her own practice's audit holds the ids that she has just tried.
      const ids = route.path.startsWith('/staff/audit') ? [] : [all.payment, all.refund, all.guarantor, all.difference];
      for (const secret of [NAME, 'Castellan', ...ids]) {
        assert.ok(!said.includes(secret), `${route.method} ${route.path} tells ${secret}`);
      }
    }
    assert.deepEqual(await all.looks(), before);
    assert.equal((await stripe(portal, '/refunds?limit=100')).data.length, refunds);
  });

  test('a form from another site is refused by every route', {}, async ({ portal }) => {
    const all = await everything();
    const cookie = await staffCookie(portal, DANA);
    const before = await all.looks();
    for (const { path, method } of (await routes()).filter((route) => route.method === 'post')) {
      const headers = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const body = new URLSearchParams(formOf(all));
      const answer = await fetch(portal.url + path, { method, body, headers, redirect: 'manual' });
      assert.equal(answer.status, 403, path);
    }
    assert.deepEqual(await all.looks(), before);
  });

  test('the practice’s own staff settle what nobody else could', {}, async ({ portal }) => {
    const { difference } = await everything();
    const headers = { cookie: await staffCookie(portal, DANA) };
    await post(portal, '/staff/reconcile/resolve', { difference, action: 'adopt_refund' }, headers);
    await booksAreRight(portal);
  });
});
