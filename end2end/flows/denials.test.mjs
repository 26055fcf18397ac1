// What an insurer refused: it becomes work by itself, is worked at the desk, and the decision that pays ends it.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { axe, fits, screenshot, suite } from '../support/harness.mjs';
import { textOf } from '../support/pdf.mjs';
import { TAMARACK, era, insured } from '../support/insurers.mjs';
import { enterAs, enterAsStaff, newPatient } from '../support/people.mjs';
import { button, field, freshPassword, text } from '../support/words.mjs';

const EXPECTS = { expects: [/status of 422/] };
const en = (id, values) => text('en', id, values);

/** Refuses a visit for each of these people, so many dollars of each, by an insurer of its own. */
async function refuse(portal, marker, people) {
  const columns =
    'patient_number,first_name,last_name,birth_date,account_number,zip,visit_number,service_date,provider,insurance,member_id,' +
    'charge_line,code,description,units,amount';
  const row = ([name, amount], n) =>
    `P${marker}${n},${name},Tamber,1979-02-03,A${marker}${n},27601,T${marker}${n},2026-02-10,Dr. Chen,Tamarack Mutual,TM${n},1,` +
    `99215,Office visit,1,${amount}.00`;
  const claim = ([, amount], n) => [
    `CLP*T${marker}${n}*4*${amount}*0*0*12*TM${marker}${n}*11*1`,
    'NM1*QC*1*TAMBER*X****MI*TM1',
    `SVC*HC:99215*${amount}*0**1`,
    `CAS*CO*50*${amount}`,
  ];
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-denials-'));
  const files = { 'visits.csv': [columns, ...people.map(row), ''].join('\n'), 'refused.835': era(`T${marker}`, 0, people.flatMap(claim), TAMARACK) };
  try {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content);
      await portal.command('import', '--practice', 'riverside', join(folder, name));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Opens the queue with one insurer's refusals alone, by its filter. */
async function queueOf(page, payer) {
  await page.goto('/staff/denials');
  await page.locator('#payer').selectOption({ label: payer });
  await page.getByRole('button', { name: en('disputes-show') }).click();
  await page.waitForURL(/payer=[0-9a-f-]{36}/);
}

const PHOTO = {
  name: 'card.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a card'), Buffer.from([0xff, 0xd9])]),
};

const rowOf = (page, name) => page.getByRole('row', { name: new RegExp(name) });
const boxOf = (page, name) => rowOf(page, name).getByRole('checkbox');

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
      await imports('visit.csv', insured(person, visit));
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
      await field(phone, 'words').fill('I have a new card. Here it is.');
      await phone.locator('#file').setInputFiles([PHOTO]);
      await button(phone, 'en', 'tell-send').click();
      await phone.waitForURL(/\/disputes\/[0-9a-f-]{36}\?opened$/);

      // It lands on the refusal, where whoever works on it looks first, and is looked at once.
      await page.goto('/staff/denials');
      await rowOf(page, 'Odalys').getByText(en('denials-answered')).waitFor();
      await page.goto(`/staff/denials/${id}`);
      await page.getByText('I have a new card. Here it is.').waitFor();
      const card = await page.getByRole('link', { name: 'card.jpg' }).getAttribute('href');
      const shown = await fetch(portal.url + card, { headers: { cookie: cookies } });
      assert.deepEqual(Buffer.from(await shown.arrayBuffer()), PHOTO.buffer);
      await axe(page);
      await fits(page);
      await screenshot(page, 'desk-denial-heard');
      await field(page, 'note').fill('The new card: LKM9.');
      await page.getByRole('button', { name: en('denials-do-note'), exact: true }).click();
      await page.getByText(en('denials-saved')).waitFor();
      assert.equal(await page.locator('.pill', { hasText: en('denials-answered') }).count(), 0);
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

  test('many at once, by keyboard; two tabs race', EXPECTS, async ({ page, open, portal }) => {
    await refuse(portal, '71', [['Ulla', 100], ['Vida', 110], ['Wanda', 120], ['Xenia', 300]]);
    await enterAsStaff(page, portal);
    await queueOf(page, 'TAMARACK MUTUAL');
    await axe(page);
    await fits(page);
    assert.equal(await page.getByRole('checkbox', { name: /Tamber/ }).count(), 4);
    const slow = await open({ expects: EXPECTS.expects, width: 360, height: 740 });
    await enterAsStaff(slow, portal);
    await queueOf(slow, 'TAMARACK MUTUAL');
    await fits(slow);
    await screenshot(slow, 'desk-denials-many-360');

    // The return key on a box takes nobody's row.
    await boxOf(page, 'Ulla').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    assert.ok(await boxOf(page, 'Ulla').isChecked());
    assert.equal(await page.getByText(en('denials-done', { n: 1 })).count(), 0);
    // All of the page, and back to one, without a pointer.
    await page.getByLabel(en('queue-all')).focus();
    await page.keyboard.press('Space');
    assert.equal(await page.locator('[name=case]:checked').count(), 4);
    await boxOf(page, 'Wanda').focus();
    await page.keyboard.press('Space');
    assert.equal(await page.getByLabel(en('queue-all')).isChecked(), false);
    await page.getByRole('button', { name: en('disputes-claim-many') }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(en('denials-done', { n: 3 })).waitFor();
    assert.equal(await rowOf(page, 'Wanda').getByRole('button').count(), 1, 'nobody has her yet');

    // The other tab still shows what was there: one is done, the others had moved on.
    for (const name of ['Vida', 'Wanda']) await boxOf(slow, name).check();
    await slow.locator('summary', { hasText: en('denials-sent-many') }).click();
    await field(slow, 'sent_on').fill('2999-01-01');
    await field(slow, 'what').fill('The notes of the visit.');
    await slow.getByRole('button', { name: en('denials-do-appealed') }).click();
    await slow.getByText(en('error-day')).first().waitFor();
    assert.equal(await field(slow, 'what').inputValue(), 'The notes of the visit.');
    assert.equal(await boxOf(slow, 'Wanda').isChecked(), true, 'what was ticked is still ticked');
    await axe(slow);
    await fits(slow);
    await screenshot(slow, 'desk-denials-wrong-360');
    await field(slow, 'sent_on').fill('2026-03-04');
    // Between the two presses somebody acts on one of them.
    await boxOf(page, 'Vida').check();
    await page.locator('#to').selectOption({ index: 1 });
    await page.getByRole('button', { name: en('disputes-give'), exact: true }).click();
    await page.getByText(en('denials-done', { n: 1 })).waitFor();
    await boxOf(slow, 'Vida').check();
    await slow.getByRole('button', { name: en('denials-do-appealed') }).click();
    const told = slow.locator('main [role=status]').filter({ hasText: en('denials-done', { n: 1 }) });
    await told.locator('li', { hasText: /Wanda/ }).getByText(en('queue-done')).waitFor();
    await told.locator('li', { hasText: /Vida/ }).getByText(/not changed/).waitFor();
    await axe(slow);
    await fits(slow);
    await screenshot(slow, 'desk-denials-told-360');
    await rowOf(slow, 'Wanda').getByText(en('denials-is-appealed')).waitFor();

    // Given up: a reason is wanted, and what is above the limit waits for a second person.
    await queueOf(page, 'TAMARACK MUTUAL');
    for (const name of ['Ulla', 'Xenia']) await boxOf(page, name).check();
    await page.locator('summary', { hasText: en('denials-give-up-many') }).click();
    await page.getByRole('button', { name: en('denials-give-up-all') }).click();
    await page.getByText(en('error-dispute-words')).first().waitFor();
    assert.equal(await boxOf(page, 'Xenia').isChecked(), true);
    await screenshot(page, 'desk-denials-wrong');
    await field(page, 'why').fill('Too late.');
    await page.getByRole('button', { name: en('denials-give-up-all') }).click();
    await page.getByText(en('denials-done', { n: 2 })).waitFor();
    await page.getByText(en('queue-waits-many', { n: 1 })).waitFor();
    assert.equal(await rowOf(page, 'Ulla').count(), 0);
    await rowOf(page, 'Xenia').getByText(en('disputes-proposed')).waitFor();
    await boxOf(page, 'Xenia').check();
    await page.locator('summary', { hasText: en('denials-sent-many') }).click();
    await page.getByRole('button', { name: en('denials-do-sent') }).click();
    await page.locator('li', { hasText: /Xenia/ }).getByText(en('queue-not-now')).waitFor();
    await portal.command('verify');
  });

  test('without a script: all of the page, and nothing ticked', { ...EXPECTS, js: false }, async ({ page, portal }) => {
    await refuse(portal, '72', [['Yara', 100], ['Zelda', 100]]);
    await enterAsStaff(page, portal);
    await queueOf(page, 'TAMARACK MUTUAL');
    await page.getByRole('button', { name: en('disputes-release-many') }).click();
    await page.getByText(en('error-queue-none')).waitFor();
    await page.getByLabel(en('queue-all')).check();
    await page.getByRole('button', { name: en('disputes-claim-many') }).click();
    await page.getByText(/refusals are changed/).waitFor();
    assert.equal(await rowOf(page, 'Zelda').getByRole('button').count(), 0, 'somebody has it');
  });

  test('the days of an insurer move what is open', EXPECTS, async ({ page, open, portal }) => {
    await refuse(portal, '73', [['Imogen', 100]]);
    await enterAsStaff(page, portal);
    await page.goto('/staff/denials');
    await page.getByRole('link', { name: en('payers-link') }).click();
    await axe(page);
    await fits(page);
    await screenshot(page, 'desk-payers');
    const payer = rowOf(page, 'TAMARACK MUTUAL');
    await payer.getByRole('textbox').fill('ninety');
    await payer.getByRole('button').click();
    await page.getByText(en('error-appeal-days')).first().waitFor();
    assert.equal(await payer.getByRole('textbox').inputValue(), 'ninety');
    assert.equal(await page.getByText(en('error-appeal-days')).count(), 2, 'at the top and at its own row');
    await axe(page);
    await screenshot(page, 'desk-payers-wrong');
    const late = await open({ expects: EXPECTS.expects, width: 360, height: 740 });
    await enterAsStaff(late, portal);
    await late.goto('/staff/denials/payers');
    await fits(late);
    await screenshot(late, 'desk-payers-360');

    await payer.getByRole('textbox').fill('30');
    await payer.getByRole('button').click();
    await page.getByText(/another last day/).waitFor();
    await rowOf(page, 'TAMARACK MUTUAL').getByText(/Dana/).waitFor();
    // Who was slower looks again, with what they typed.
    await rowOf(late, 'TAMARACK MUTUAL').getByRole('textbox').fill('60');
    await rowOf(late, 'TAMARACK MUTUAL').getByRole('button').click();
    await late.getByText(en('error-moved')).waitFor();
    assert.equal(await rowOf(late, 'TAMARACK MUTUAL').getByRole('textbox').inputValue(), '60');

    await rowOf(page, 'TAMARACK MUTUAL').getByRole('link').click();
    await rowOf(page, 'Imogen').getByText('2026-04-01').first().waitFor();
    await page.getByRole('link', { name: /Imogen/ }).click();
    await page.getByText(en('denials-days-own', { n: 30, payer: 'TAMARACK MUTUAL', day: '2026-03-02' })).waitFor();
    await page.getByText(en('denials-step-days')).waitFor();
    await page.getByText(en('denials-days-now', { n: 30, day: '2026-04-01' })).waitFor();
    await axe(page);
    await screenshot(page, 'desk-denial-days');

    // Who may not set the practice's rules reads them.
    const biller = { email: 'days@example.com', password: freshPassword(), role: 'biller' };
    await portal.addStaff(biller, 'riverside');
    const reader = await open({ expects: EXPECTS.expects });
    await enterAsStaff(reader, portal, biller);
    await reader.goto('/staff/denials/payers');
    await rowOf(reader, 'TAMARACK MUTUAL').getByText(en('payers-own', { n: 30 })).waitFor();
    assert.equal(await reader.locator('main form').count(), 0);
    await portal.command('verify');
  });
});
