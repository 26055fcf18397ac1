// What insurers send: remittances, and the visits that they decide about.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LARKSPUR = ['1900000001', 'LARKSPUR HEALTH PLAN'];
export const TAMARACK = ['1900000077', 'TAMARACK MUTUAL'];

/** A remittance of claims, which pays nothing or something. */
export function era(trace, paid, claim, [number, payer] = LARKSPUR) {
  const segments = [
    `BPR*${paid ? 'I' : 'H'}*${paid}*C*NON************20260302`,
    `TRN*1*${trace}*${number}`,
    'DTM*405*20260302',
    `N1*PR*${payer}*XV*LKS01`,
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
export function insured(person, visit) {
  const columns =
    'patient_number,first_name,last_name,birth_date,account_number,zip,email,language,visit_number,service_date,' +
    'provider,insurance,member_id,charge_line,code,description,units,amount';
  const row = (line, code, description, amount) =>
    `P-${person.account.slice(2)},${person.name},Castellan,1979-02-03,${person.account},${person.zip},${person.email},en,` +
    `${visit},2026-02-10,Dr. Chen,Larkspur Health Plan,LKM7,${line},${code},${description},1,${amount}`;
  return [columns, row(1, '99215', 'Office visit complex', '225.00'), row(2, '81002', 'Urine test', '50.00'), ''].join('\n');
}

/** A visit and a decision about it that names another number; gives the number that is right. */
export async function astray(portal, person) {
  const id = person.account.slice(2);
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-unmatched-'));
  const wrong = [
    `CLP*X-${id}*1*275*200*30*12*LK${id}*11*1`,
    `NM1*QC*1*CASTELLAN*${person.name.toUpperCase()}****MI*LKM7`,
    'SVC*HC:99215*225*150**1',
    'DTM*472*20260210',
    'CAS*CO*45*45',
    'CAS*PR*3*30',
    'SVC*HC:81002*50*50**1',
    'DTM*472*20260210',
  ];
  try {
    for (const [name, content] of [['visit.csv', insured(person, `D-${id}`)], ['paid.835', era(`T1${id}`, 200, wrong)]]) {
      await writeFile(join(folder, name), content);
      await portal.command('import', '--practice', 'riverside', join(folder, name));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return `D-${id}`;
}
