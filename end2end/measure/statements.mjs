// Statements issued a minute and letters printed a minute by the product, and the most memory it took:
//
//   OPENBALANCE_BIN_DIR=target/release [E2E_DATABASE=postgres] node end2end/measure/statements.mjs 1000 10000
//
// A practice's export of so many accounts, each owing a visit or two, is imported; a run is previewed
// and released, the server carries it out by itself, and what waits is printed, 500 letters a PDF.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { post, staffCookie } from '../support/people.mjs';
import { startPortal } from '../support/portal.mjs';

const HEAD =
  'patient_number,first_name,last_name,birth_date,account_number,address1,city,state,zip,visit_number,service_date,' +
  'insurance,charge_line,code,description,units,amount';

async function measure(size) {
  const portal = await startPortal('measure');
  try {
    await fill(portal, size);
    const cookie = await staffCookie(portal);
    const rule = { cycle: 'by_hand', minimum: '0', due_days: '21', paper_days: '0', rest_days: '0' };
    await post(portal, '/staff/statements/policy', rule, { cookie });
    let begun = performance.now();
    const run = (await post(portal, '/staff/statements', {}, { cookie })).headers.get('location');
    const previewed = seconds(begun);

    await post(portal, `${run}/release`, {}, { cookie });
    const { all, issuing } = await watched(portal, run, cookie);
    const before = peak(portal.pid);

    begun = performance.now();
    await post(portal, '/staff/statements/batches', {}, { cookie });
    const batching = seconds(begun);
    const page = await (await fetch(`${portal.url}/staff/statements`, { headers: { cookie } })).text();
    const files = new Set(page.match(/\/staff\/statements\/batches\/[0-9a-f-]{36}\.pdf/g));
    begun = performance.now();
    let bytes = 0;
    for (const file of files) {
      const pdf = await fetch(portal.url + file, { headers: { cookie } });
      if (!pdf.ok) throw new Error(`a batch was answered ${pdf.status}`);
      bytes += (await pdf.arrayBuffer()).byteLength;
    }
    const printing = seconds(begun);
    console.log(
      `${process.env.E2E_DATABASE ?? 'sqlite'}, ${size} accounts: previewed in ${previewed.toFixed(1)} s; ` +
        `${rate(all, issuing)} statements a minute issued; ${all} letters put together in ${batching.toFixed(1)} s, ` +
        `printed as ${files.size} PDF in ${printing.toFixed(1)} s (${rate(all, printing)} a minute, ${(bytes / all / 1000).toFixed(1)} kB each); ` +
        `issued and printed ${rate(all, issuing + batching + printing)} a minute; ` +
        `peak memory ${before} while issuing, ${peak(portal.pid)} with the PDF`,
    );
  } catch (error) {
    // A server that was killed, for want of memory for one, logs nothing.
    const how = portal.ending === null ? 'still runs' : `ended with ${portal.ending}`;
    throw new Error(`the server ${how}; see end2end/out/measure-portal.log`, { cause: error });
  } finally {
    await portal.stop();
  }
}

/**
 * Waits for the end of a run; gives how many were issued and how long that took. What passes between two
 * looks counts when something was issued meanwhile: a server that rests between two rounds is not at work.
 */
async function watched(portal, run, cookie) {
  let [all, issuing, looked] = [0, 0, performance.now()];
  for (;;) {
    const done = await isDone(portal, run, cookie);
    const now = await issued(portal, run, cookie);
    if (now > all) issuing += seconds(looked);
    [all, looked] = [now, performance.now()];
    if (done) return { all, issuing };
    await new Promise((go) => setTimeout(go, 250));
  }
}

async function fill(portal, size) {
  const rows = [];
  for (let n = 0; n < size; n += 1) {
    for (let visit = 0; visit <= n % 2; visit += 1) {
      rows.push(
        `P-${n},Wren,Abernethy,1980-02-03,M-${n},${n} Maple Avenue,Dayton,OH,45401,V-${n}-${visit},2026-10-0${visit + 1},` +
          `,1,99213,Office visit,1,${40 + (n % 300)}.50`,
      );
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'openbalance-measure-'));
  const file = join(folder, 'accounts.csv');
  await writeFile(file, [HEAD, ...rows, ''].join('\n'));
  await portal.command('import', '--practice', 'riverside', file);
  await rm(folder, { recursive: true });
}

async function issued(portal, run, cookie) {
  const page = await (await fetch(portal.url + run, { headers: { cookie } })).text();
  return Number(page.match(/([\d,]+) statements? (?:is|are) issued/)?.[1].replaceAll(',', '') ?? 0);
}

async function isDone(portal, run, cookie) {
  const page = await (await fetch(portal.url + run, { headers: { cookie } })).text();
  return page.includes('pill-good">done');
}

/** The most memory a process has had, as Linux tells it. */
const peak = (pid) => readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+) kB/)[1] / 1000 + ' MB';
const seconds = (begun) => (performance.now() - begun) / 1000;
const rate = (count, took) => Math.round((60 * count) / took).toLocaleString('en-US');

for (const size of process.argv.slice(2).map(Number)) await measure(size);
