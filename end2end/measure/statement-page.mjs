// Time to the first byte of a statement's page, with five years of history behind it and with a month:
//
//   OPENBALANCE_BIN_DIR=target/release node end2end/measure/statement-page.mjs
//
// Both accounts owe the same two visits. Behind one of them stand 118 visits that were paid and 60
// statements. The pages are asked for in turns, so that whatever else the machine does meets both.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { guarantorOf, post, staffCookie } from '../support/people.mjs';
import { startPortal } from '../support/portal.mjs';
import { newest } from '../support/stating.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 400);
const HEAD =
  'patient_number,first_name,last_name,birth_date,account_number,zip,email,language,visit_number,service_date,' +
  'provider,insurance,charge_line,code,description,units,amount';

const portal = await startPortal('measure');
try {
  const long = await account('LONG', 120, 60);
  const short = await account('SHORT', 2, 1);
  const cookie = await staffCookie(portal);
  for (const path of ['', '.pdf']) {
    const taken = { long: [], short: [] };
    for (let n = 0; n < ROUNDS + 20; n += 1) {
      for (const [name, person] of Object.entries({ long, short })) {
        const address = `/staff/accounts/${person.guarantor}/statements/${person.statement}${path}`;
        const took = await firstByte(address, cookie);
        if (n >= 20) taken[name].push(took);
      }
    }
    const [ours, base] = [median(taken.long), median(taken.short)];
    console.log(
      `${path || 'page'}: five years ${ours.toFixed(2)} ms, a month ${base.toFixed(2)} ms, ${(ours / base).toFixed(2)}×`,
    );
  }
} finally {
  await portal.stop();
}

/** An account with so many visits, all but the last two paid, and so many statements. */
async function account(number, visits, statements) {
  const rows = Array.from({ length: visits }, (_, n) => {
    const date = new Date(Date.now() - (visits - n) * 15 * 86_400_000).toISOString().slice(0, 10);
    return `P-${number},Noor,Castellan,1979-02-03,${number},04101,${number}@example.com,en,V-${number}-${n},${date},Dr. Chen,,1,99213,Office visit,1,50.00`;
  });
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-measure-'));
  const file = join(folder, 'visits.csv');
  await writeFile(file, [HEAD, ...rows, ''].join('\n'));
  await portal.command('import', '--practice', 'riverside', file);
  await rm(folder, { recursive: true });
  const guarantor = await guarantorOf(portal, { account: number });
  const cookie = await staffCookie(portal);
  const issue = () => post(portal, `/staff/accounts/${guarantor}/statements`, {}, { cookie });
  for (let n = 2; n < statements; n += 1) await issue();
  for (let left = visits - 2; left > 0; left -= 20) await takeCash(guarantor, Math.min(left, 20) * 50, cookie);
  // The last but one tells what was paid; the last one is of the two that are left.
  if (statements > 1) await issue();
  await issue();
  return { guarantor, statement: await newest(portal, { guarantor, account: number }) };
}

async function takeCash(guarantor, dollars, cookie) {
  const fields = { press: randomUUID(), method: 'cash', amount: `${dollars}.00`, choice: 'oldest' };
  await post(portal, `/staff/accounts/${guarantor}/payment`, fields, { cookie });
}

async function firstByte(path, cookie) {
  const begun = performance.now();
  const answer = await fetch(portal.url + path, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  const reader = answer.body.getReader();
  await reader.read();
  const took = performance.now() - begun;
  while (!(await reader.read()).done);
  return took;
}

function median(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
