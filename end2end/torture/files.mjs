// What a practice system and an insurer would export.

const COLUMNS =
  'patient_number,first_name,last_name,birth_date,account_number,zip,email,language,visit_number,service_date,' +
  'provider,insurance,charge_line,code,description,units,amount';

const day = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
const compact = (daysAgo) => day(daysAgo).replaceAll('-', '');
const dollars = (cents) => (cents / 100).toFixed(2);

/** A practice's export of `visits`: `{ person, visit, cents, insurance, daysAgo }`. */
export function sheet(visits) {
  const rows = visits.map(({ person, visit, cents, insurance = '', daysAgo = 40 }) =>
    [
      `P-${person.number}`,
      'Noor',
      'Castellan',
      '1979-02-03',
      person.account,
      '04101',
      person.email,
      'en',
      visit,
      day(daysAgo),
      'Dr. Chen',
      insurance,
      1,
      '99213',
      'Office visit',
      1,
      dollars(cents),
    ].join(','),
  );
  return [COLUMNS, ...rows, ''].join('\n');
}

/** An 835 that pays half of each of these visits and leaves half to the patient, two sets of claims. */
export function remittance(visits, number) {
  const half = Math.ceil(visits.length / 2);
  const sets = [visits.slice(0, half), visits.slice(half)].map((claims, n) =>
    set(claims, `${number}${n}`, n + 1),
  );
  const head = `ISA*00*          *00*          *ZZ*BLUEHARBOR     *ZZ*RIVERSIDE      *261028*0900*^*00501*${`${number}`.padStart(9, '0')}*0*T*:~`;
  return [
    head,
    `GS*HP*BLUEHARBOR*RIVERSIDE*${compact(20)}*0900*1*X*005010X221A1~`,
    ...sets,
    'GE*2*1~',
    `IEA*1*${`${number}`.padStart(9, '0')}~`,
    '',
  ].join('\n');
}

function set(claims, trace, n) {
  const control = `${n}`.padStart(4, '0');
  const half = (cents) => dollars(cents / 2);
  const paid = claims.reduce((sum, claim) => sum + claim.cents / 2, 0);
  const segments = [
    `ST*835*${control}`,
    `BPR*I*${dollars(paid)}*C*ACH*CCP*01*111000025*DA*1000001*1990000001**01*111000038*DA*2000002*${compact(20)}`,
    `TRN*1*${trace}*1990000001`,
    `DTM*405*${compact(20)}`,
    'N1*PR*Blue Harbor Health',
    'N3*1 HARBOR WAY',
    'N4*BOSTON*MA*02101',
    'N1*PE*RIVERSIDE FAMILY MEDICINE*XX*1234567893',
    'LX*1',
    ...claims.flatMap((claim) => [
      `CLP*${claim.visit}*1*${dollars(claim.cents)}*${half(claim.cents)}*${half(claim.cents)}*12*BH${claim.visit}*11*1`,
      'NM1*QC*1*CASTELLAN*NOOR****MI*BH1',
      `DTM*232*${compact(claim.daysAgo ?? 40)}`,
      `SVC*HC:99213*${dollars(claim.cents)}*${half(claim.cents)}**1`,
      `DTM*472*${compact(claim.daysAgo ?? 40)}`,
      `CAS*PR*1*${half(claim.cents)}`,
      'REF*6R*1',
    ]),
  ];
  return [...segments, `SE*${segments.length + 1}*${control}`].map((segment) => `${segment}~`).join('\n');
}
