// What an insurer refused: it becomes work by itself, is worked at the desk, and the decision that pays ends it.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { textOf } from '../support/pdf.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { field, text } from '../support/words.mjs';

const EXPECTS = { expects: [/status of 422/] };
const en = (id, values) => text('en', id, values);

/** A remittance of one claim, which pays nothing or something. */
function era(trace, paid, claim) {
  const segments = [
    `BPR*${paid ? 'I' : 'H'}*${paid}*C*NON************20260302`,
    `TRN*1*${trace}*1900000001`,
    'DTM*405*20260302',
    'N1*PR*LARKSPUR HEALTH PLAN*XV*LKS01',
    'N1*PE*RIVERSIDE*XX*1234567893',
    'LX*1',
    ...claim,
  ];
  const lines = ['ST*835*0001', ...segments, `SE*${segments.length + 2}*0001`];
  const isa = 'ISA*00*          *00*          *ZZ*LARKSPURHLTH   *ZZ*WILLOWFP       *260302*0815*^*00501*000000106*0*P*:';
  return [isa, 'GS*HP*LARKSPURHLTH*WILLOWFP*20260302*0815*106*X*005010X221A1', ...lines, 'GE*1*106', 'IEA*1*000000106', '']
    .join('~\n');
}

/** Gives an insured visit of two lines to somebody who has a login. */
async function insured(portal, person, visit) {
  const columns =
    'patient_number,first_name,last_name,birth_date,account_number,zip,email,language,visit_number,service_date,' +
    'provider,insurance,member_id,charge_line,code,description,units,amount';
  const row = (line, code, description, amount) =>
    `P-${person.account.slice(2)},${person.name},Castellan,1979-02-03,${person.account},${person.zip},${person.email},en,` +
    `${visit},2026-02-10,Dr. Chen,Larkspur Health Plan,LKM7,${line},${code},${description},1,${amount}`;
  return [columns, row(1, '99215', 'Office visit complex', '225.00'), row(2, '81002', 'Urine test', '50.00'), ''].join('\n');
}

suite('denials', ({ test }) => {
  test('refused, worked, sent again, paid', EXPECTS, async ({ page, open, portal }) => {
    const person = await newPatient(portal, { name: 'Odalys', visits: [1_000] });
    const visit = `D-${person.account.slice(2)}`;
    const folder = await mkdtemp(join(tmpdir(), 'openbalance-denials-'));
    const imports = async (name, content) => {
      const file = join(folder, name);
      await writeFile(file, content);
      await portal.command('import', '--practice', 'riverside', file);
    };
    try {
      await imports('visit.csv', await insured(portal, person, visit));
      const refused = [
        `CLP*${visit}*4*275*0*0*12*LK77*11*1`,
        'NM1*QC*1*CASTELLAN*ODALYS****MI*LKM7',
        'SVC*HC:99215*225*0**1',
        'CAS*CO*16*225',
        'LQ*HE*MA92',
        'SVC*HC:81002*50*0**1',
        'CAS*CO*29*50',
      ];
      await imports('refused.835', era(`T1${person.account.slice(2)}`, 0, refused));

      await enterAsStaff(page, portal);
      await page.goto('/staff/denials?route=coverage&order=amount');
      await axe(page);
      await fits(page);
      await screenshot(page, 'desk-denials');
      await page.getByRole('link', { name: /Odalys Castellan/ }).click();
      const id = new URL(page.url()).pathname.split('/').at(-1);
      await page.getByText(en('denial-next-coverage')).waitFor();
      await page.getByText('LK77').first().waitFor();
      await axe(page);
      await fits(page);
      await screenshot(page, 'desk-denial');

      // The letter has a gap that only a clerk can fill.
      await page.getByText(en('denials-letter'), { exact: true }).click();
      const draft = await field(page, 'letter').inputValue();
      assert.match(draft, /Patient: Odalys Castellan\nMember number: LKM7\nYour claim number: LK77/);
      assert.ok(!draft.includes('1979') && !draft.includes(person.zip), 'no more than the payer needs');
      await page.getByRole('button', { name: en('denials-letter-pdf') }).click();
      await page.getByText(en('error-dispute-gap')).first().waitFor();
      const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      const letter = await fetch(`${portal.url}/staff/denials/${id}/letter`, {
        method: 'POST',
        body: new URLSearchParams({ letter: draft.replace('[…]', 'the card is enclosed.') }),
        headers: { cookie: cookies },
      });
      assert.equal(letter.headers.get('content-type'), 'application/pdf');
      assert.match(textOf(Buffer.from(await letter.arrayBuffer())), /Request to decide again.*LARKSPUR.*the card is enclosed/);

      // The patient owes nothing of it, and can help.
      const phone = await open({ expects: EXPECTS.expects });
      await enterAs(phone, person);
      const seen = [...(await phone.content()).matchAll(/\/visits\/([0-9a-f-]{36})/g)].map(([path]) => path);
      for (const path of new Set(seen)) {
        await phone.goto(path);
        if ((await phone.getByText(en('refusal-help')).count()) > 0) break;
      }
      await phone.getByText(/Nothing of this is due\. Your practice has been working on it/).waitFor();
      await axe(phone);
      await fits(phone);
      await screenshot(phone, 'visit-refused');
      await phone.getByRole('link', { name: en('refusal-answer') }).click();
      assert.ok(await phone.locator('[name=reason][value=question]').isChecked());

      await page.goto(`/staff/denials/${id}`);
      await field(page, 'sent_on').fill('2999-01-01');
      await page.getByRole('button', { name: en('denials-do-sent'), exact: true }).click();
      await page.getByText(en('error-day')).first().waitFor();
      await field(page, 'sent_on').fill('2026-03-04');
      await field(page, 'reference').fill('R-4711');
      await page.getByRole('button', { name: en('denials-do-sent'), exact: true }).click();
      await page.getByText(en('denials-saved')).waitFor();
      await page.getByText(/R-4711/).waitFor();

      const paid = [
        `CLP*${visit}*1*275*200*0*12*LK78*11*1`,
        'NM1*QC*1*CASTELLAN*ODALYS****MI*LKM7',
        'SVC*HC:99215*225*180**1',
        'CAS*CO*45*45',
        'SVC*HC:81002*50*20**1',
        'CAS*CO*45*30',
      ];
      await imports('paid.835', era(`T2${person.account.slice(2)}`, 200, paid));
      await page.goto(`/staff/denials/${id}`);
      await page.getByText(en('denials-next-over')).waitFor();
      await page.locator('.figure', { hasText: en('denials-recovered') }).getByText('$200.00').waitFor();
      assert.equal(await page.getByRole('button', { name: en('denials-do-sent'), exact: true }).count(), 0);
    } finally {
      await rm(folder, { recursive: true });
    }
    await portal.command('verify');
  });
});
