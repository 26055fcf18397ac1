// The one place that knows what things are called on the pages.
//
// Text comes from the locale files that the portal itself uses, so that a test breaks when a page
// shows the wrong message, not when a sentence is polished. Fields are found by their names, which
// are the contract between a form and the server.

import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

const LOCALES = new URL('../../locales/', import.meta.url);
const MESSAGES = Object.fromEntries(['en', 'es'].map((lang) => [lang, read(lang)]));

/** The text of a message, its `{ $name }` placeholders filled in and its variants chosen by their values. */
export function text(lang, id, values = {}) {
  return filled(lang, id, (name) => {
    if (!(name in values)) throw new Error(`${id} wants a value for ${name}`);
    return values[name];
  });
}

/** The same as a pattern of the whole sentence, in which a value that is not given may be anything. */
export function pattern(lang, id, values = {}) {
  const anything = '\u0000';
  const sentence = filled(lang, id, (name) => values[name] ?? anything);
  return new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(anything, '.+?'));
}

function filled(lang, id, valueOf) {
  const message = MESSAGES[lang]?.get(id);
  if (message === undefined) throw new Error(`there is no message ${id} in locales/${lang}`);
  return chosen(message, valueOf).replace(/\{\s*\$([\w-]+)\s*\}/g, (_, name) => valueOf(name));
}

/** Replaces `{ $name -> [one] … *[other] … }` by the variant that the value chooses. */
function chosen(message, valueOf) {
  const start = message.match(/\{\s*\$([\w-]+)\s*->/);
  if (!start) return message;
  const from = start.index + start[0].length;
  let end = from;
  for (let open = 1; open > 0 && end < message.length; end += 1) open += { '{': 1, '}': -1 }[message[end]] ?? 0;
  const variants = [...message.slice(from, end - 1).matchAll(/(\*?)\[(\w+)\]([^[*]*)/g)];
  const value = valueOf(start[1]);
  const wanted = value === 1 ? 'one' : String(value);
  const [, , , variant] = variants.find(([, , key]) => key === wanted) ?? variants.find(([, other]) => other);
  return chosen(message.slice(0, start.index) + variant.trim() + message.slice(end), valueOf);
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
      } else if (/^(\s+\S|\})/.test(line) && id) {
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
