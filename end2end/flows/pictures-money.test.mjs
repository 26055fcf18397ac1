// Pictures of money that moves, for patients and staff: PICTURES=1 node --test flows/pictures-money.test.mjs

import { screenshot, signIn, suite } from '../support/harness.mjs';
import { CARD, control, intentOf, pay, payByBank, stripe, webhooksArrive } from '../support/paying.mjs';
import { DANA, RAVI, enterAs, enterAsStaff, newPatient, post, staffCookie } from '../support/people.mjs';
import { button, field } from '../support/words.mjs';

const LOOKS = [360, 1280].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
const NAMES = { en: ['Marisol', 'Desmond', 'Beatrice', 'Cyrus', 'Fern'], es: ['Inés', 'Hugo', 'Pilar', 'Saúl', 'Alma'] };

/** Everything that can become of money, once for each language. */
async function everything(portal, lang) {
  const [refunded, disputed, byBank, creditor, failed] = NAMES[lang];
  const dana = { cookie: await staffCookie(portal, DANA) };
  const patient = (name, more) => newPatient(portal, { lang, name, ...more });
  const giveBack = (payment, amount, reason, note = '') =>
    post(portal, `/staff/payments/${payment}/refund`, { press: crypto.randomUUID(), amount, reason, note }, dana);
  const take = (person, form) =>
    post(portal, `/staff/accounts/${person.guarantor}/payment`, { press: crypto.randomUUID(), choice: 'oldest', ...form }, dana);

  const a = await patient(refunded, { visits: [62_840, 5_580] });
  const paid = await pay(portal, a, { card: CARD.refundPends });
  await giveBack(paid, '30', 'courtesy');
  await control(portal, '/clock', { advance: 6 });
  await webhooksArrive(portal);
  await giveBack(paid, '12.50', 'duplicate', 'Called twice about the same visit.');
  await giveBack(paid, '400', 'mistake');
  const b = await patient(disputed);
  const takenBack = await pay(portal, b, { card: CARD.disputed });
  const c = await patient(byBank);
  const coming = await payByBank(portal, c);
  const d = await patient(creditor);
  await take(d, { method: 'cash', amount: '60' });
  const receipt = (await take(d, { method: 'check', amount: '150', reference: '1044' })).headers.get('location');
  await take(d, { method: 'terminal', amount: '20', reference: 'T-77102' });
  const e = await patient(failed);
  const bounced = await pay(portal, e, { card: CARD.refundFails });
  await giveBack(bounced, '40', 'other', 'Promised on the phone.');
  const { data } = await stripe(portal, '/refunds?limit=1');
  await control(portal, `/refunds/${data[0].id}/fail`);
  // Somebody gave money back in Stripe's dashboard.
  const other = await pay(portal, await patient(`${creditor} Lu`));
  const { id: intent } = await intentOf(portal, other);
  await stripe(portal, '/refunds', { payment_intent: intent, amount: '2500' });
  await pay(portal, await patient(`${failed} Lu`, { visits: [210_000] }), { card: '4000 0000 0000 0077' });
  await control(portal, '/payouts');
  await webhooksArrive(portal);
  await post(portal, '/staff/reconcile', {}, dana);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
  await post(portal, '/staff/close', { day, counted_cash: '59.50', counted_checks: '150', note: 'Two quarters.' }, dana);
  return { a, b, c, d, e, paid, takenBack, coming, receipt: receipt.split(/[/?]/)[3], bounced };
}

if (process.env.PICTURES) {
  suite(
    'pictures of money',
    ({ test, shared }) => {
      const made = new Map();
      const states = (lang) => {
        if (!made.has(lang)) made.set(lang, everything(shared.portal, lang));
        return made.get(lang);
      };
      for (const look of LOOKS) {
        const label = `${look.width}-${look.dark ? 'dark' : 'light'}`;
        test(
          `what patients see at ${label}`,
          { langs: ['en', 'es'], ...look, expects: [/status of 4/] },
          async ({ open, lang }) => {
            const { a, b, c, d, e, paid, takenBack, coming, receipt, bounced } = await states(lang);
            for (const [what, person, paths] of [
              ['refunded', a, ['/home', '/payments', `/receipts/${paid}`]],
              ['taken-back', b, ['/home', '/payments', `/receipts/${takenBack}`]],
              ['by-bank', c, ['/home', '/payments', `/pay/checking/${coming}`]],
              ['credit', d, ['/home', '/payments', `/receipts/${receipt}`]],
              ['bounced', e, ['/home', `/receipts/${bounced}`]],
            ]) {
              const page = await open();
              await enterAs(page, person);
              for (const path of paths) {
                await page.goto(path);
                await screenshot(page, `money-${what}-${path.split('/')[1]}-${label}-${lang}`);
              }
            }
          },
        );
        test(
          `what staff see at ${label}`,
          { langs: ['en', 'es'], ...look, expects: [/status of 4/] },
          async ({ page, open, portal, lang }) => {
            const { b, d, paid, takenBack, coming, receipt, bounced } = await states(lang);
            const keep = (name, of = page) => screenshot(of, `desk-${name}-${label}-${lang}`);
            await enterAsStaff(page, portal);
            for (const [name, path] of [
              ['home', '/staff'],
              ['work', '/staff/work'],
              ['account-held', `/staff/accounts/${b.guarantor}`],
              ['account-credit', `/staff/accounts/${d.guarantor}`],
              ['payment-refunds', `/staff/payments/${paid}`],
              ['payment-disputed', `/staff/payments/${takenBack}`],
              ['payment-bank', `/staff/payments/${coming}`],
              ['payment-taken', `/staff/payments/${receipt}?taken`],
              ['take', `/staff/accounts/${b.guarantor}/payment`],
              ['reconcile', '/staff/reconcile'],
              ['close', '/staff/close'],
            ]) {
              await page.goto(path);
              await keep(name);
            }
            await page.goto(`/staff/accounts/${b.guarantor}/payment`);
            await button(page, lang, 'take-button').click();
            await keep('take-wrong');
            await page.goto(`/staff/payments/${bounced}`);
            await page.locator('details.more summary').first().click();
            await field(page, 'reference').locator('xpath=ancestor::form').getByRole('button').first().click();
            await keep('payment-bounced');
            const second = await open();
            await enterAsStaff(second, portal, RAVI);
            await second.goto(`/staff/payments/${paid}`);
            await keep('payment-second', second);
            await second.emulateMedia({ media: 'print' });
            await second.goto(`/staff/payments/${receipt}`);
            await keep('payment-print', second);
          },
        );
      }
      test(
        'what nobody knows yet',
        { langs: ['en', 'es'], width: 360 },
        async ({ page, portal, lang }) => {
          const person = await newPatient(portal, { lang });
          await control(portal, '/webhooks', { hold: true });
          const payment = await pay(portal, person, { returns: false });
          await control(portal, '/webhooks', {});
          await control(portal, '/faults', { path: '/v1/checkout', method: 'GET', kind: 'error_before', times: 10_000 });
          await portal.restart({ ahead: 3_900 });
          await signIn(page, person, { lang });
          for (const path of ['/home', '/payments', `/pay/checking/${payment}`]) {
            await page.goto(path);
            await screenshot(page, `money-unknown-${path.split('/')[1]}-360-light-${lang}`);
          }
          await fetch(`${portal.stripe}/_sandbox/faults`, { method: 'DELETE' });
          await page.goto(`/pay/return/${payment}`);
          await portal.restart();
        },
      );
    },
    { env: { STRIPE_SANDBOX_METHODS: 'card,us_bank_account' } },
  );
}
