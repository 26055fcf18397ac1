// A PDF as its reader has it: its text, page by page, and what a screen reader meets.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Fetches a PDF as whoever the page is signed in as. */
export async function pdf(page, path) {
  const answer = await page.request.get(path);
  assert.equal(answer.status(), 200, path);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  return answer.body();
}

/** Its text, one sentence after the other; poppler reads it (`scripts/setup --test`). */
export const textOf = (bytes) => through('pdftotext', bytes, [], ['-']).replace(/\s+/g, ' ');

/** The tree of what it means. */
export const treeOf = (bytes) => through('pdfinfo', bytes, ['-struct-text'], []);

function through(tool, bytes, before, after) {
  const folder = mkdtempSync(join(tmpdir(), 'openbalance-pdf-'));
  try {
    const file = join(folder, 'read.pdf');
    writeFileSync(file, bytes);
    return execFileSync(tool, [...before, file, ...after], {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
