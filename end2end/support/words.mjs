// The one place that knows what things are called on the pages.
//
// Text comes from the locale files that the portal itself uses, so that a test breaks when a page
// shows the wrong message, not when a sentence is polished. Fields are found by their names, which
// are the contract between a form and the server.

import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

const LOCALES = new URL('../../locales/', import.meta.url);
const MESSAGES = Object.fromEntries(['en', 'es'].map((lang) => [lang, read(lang)]));

/** The text of a message, its `{ $name }` placeholders filled in. Messages with variants are not read. */
export function text(lang, id, values = {}) {
  const message = MESSAGES[lang]?.get(id);
  if (message === undefined) throw new Error(`there is no message ${id} in locales/${lang}`);
  return message.replace(/\{\s*\$([\w-]+)\s*\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`${id} wants a value for ${name}`);
    return values[name];
  });
}

/** A form's field, by its name. */
export const field = (page, name) => page.locator(`[name="${name}"]`);

/** A button, by the message on it. */
export const button = (page, lang, id, values) =>
  page.getByRole('button', { name: text(lang, id, values), exact: true });

/** A link, by the message on it. */
export const link = (page, lang, id, values) => page.getByRole('link', { name: text(lang, id, values), exact: true });

function read(lang) {
  const messages = new Map();
  const folder = new URL(`${lang}/`, LOCALES);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ftl'))) {
    let id;
    for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
      const start = line.match(/^([a-z][\w-]*)\s*=\s*(.*)$/i);
      if (start) {
        id = start[1];
        messages.set(id, start[2].trim());
      } else if (/^\s+\S/.test(line) && id) {
        messages.set(id, `${messages.get(id)} ${line.trim()}`.trim());
      } else {
        id = undefined;
      }
    }
  }
  return messages;
}

/** The first amount in a text, in cents: `−$1,234.50` is −123450. */
export function cents(shown) {
  const found = shown.match(/([−-]?)\$([\d,]+)\.(\d\d)/);
  if (!found) throw new Error(`there is no amount in ${JSON.stringify(shown)}`);
  const sum = Number(found[2].replaceAll(',', '')) * 100 + Number(found[3]);
  return found[1] ? -sum : sum;
}

/** Cents as pages show them: `$1,234.50`. */
export const shown = (amount) =>
  `${amount < 0 ? '−' : ''}$${(Math.abs(amount) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;

/** A password that nobody had before. */
export const freshPassword = () => `walnut bicycle ${randomUUID()}`;
