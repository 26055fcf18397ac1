// Lighthouse (mobile) on pages of a fresh demo portal:
//
//   cd end2end/lighthouse && npm ci --ignore-scripts && npm start -- EMAIL PASSWORD /home /pay
//
// With - for EMAIL and PASSWORD nobody is signed in. It prints the four scores of each page, writes
// the reports to end2end/out, and fails below 95 for performance or 100 for the others it names.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import lighthouse from 'lighthouse';

import { launch, signIn } from '../support/harness.mjs';
import { OUT, startPortal } from '../support/portal.mjs';
import { freePort } from '../support/process.mjs';

const FLOOR = { performance: 95, accessibility: 100, 'best-practices': 100 };

const [email, password, ...paths] = process.argv.slice(2);
if (paths.length === 0) {
  console.error('npm start -- EMAIL PASSWORD PATH…   (- - PATH… for pages that need no sign-in)');
  process.exit(2);
}

const portal = await startPortal('lighthouse');
const port = await freePort();
const browser = await launch([`--remote-debugging-port=${port}`]);
try {
  // Lighthouse opens pages of its own and sends the session's cookie along.
  let headers = {};
  if (email !== '-') {
    const page = await browser.newPage({ baseURL: portal.url, locale: 'en-US' });
    await signIn(page, { email, password });
    const cookies = await page.context().cookies();
    headers = { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
  }
  for (const path of paths) {
    const { lhr, report } = await lighthouse(portal.url + path, {
      port,
      output: 'html',
      logLevel: 'error',
      extraHeaders: headers,
      onlyCategories: Object.keys(FLOOR),
    });
    await writeFile(join(OUT, `lighthouse${path.replace(/[^a-z0-9]+/gi, '-')}.html`), report);
    for (const [name, floor] of Object.entries(FLOOR)) {
      const score = Math.round(lhr.categories[name].score * 100);
      console.log(`${path.padEnd(20)} ${name.padEnd(16)} ${score}`);
      if (score < floor) process.exitCode = 1;
    }
    for (const audit of Object.values(lhr.audits)) {
      if (audit.score !== null && audit.score < 0.9) console.log(`  ${audit.id}: ${audit.displayValue ?? audit.title}`);
    }
  }
} finally {
  await browser.close();
  await portal.stop();
}
