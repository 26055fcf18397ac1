// Payment plans: signing one as a patient does, and letting days pass.

import assert from 'node:assert/strict';

import { signIn } from './harness.mjs';
import { CARD, control, fillCard } from './paying.mjs';
import { staffSignInAgain } from './people.mjs';
import { button, cents, field } from './words.mjs';

const DAY = 86_400;
export const PLAN = /\/plans\/[0-9a-f-]{36}(\?\w+)?$/;

/**
 * Signs a plan of all that is due in the browser, as the calculator offers it: `how` is `self` or
 * `auto`, with a card. Gives the plan's path.
 */
export async function signsPlan(page, lang, { how = 'self', card = CARD.pays, cap } = {}) {
  await page.goto('/plans/new');
  await button(page, lang, 'new-plan-go-on').click();
  await page.locator(`[name=how][value=${how}]`).check();
  if (cap) await field(page, 'cap').fill(cap);
  await field(page, 'agree').check();
  await field(page, 'electronic').check();
  await button(page, lang, 'review-plan-sign').click();
  if (how === 'auto') await (await fillCard(page, card)).press();
  await page.waitForURL(PLAN);
  return new URL(page.url()).pathname;
}

/** Days that pass for the portal and the stand-in alike; whoever was signed in is not any more. */
export class Calendar {
  static #known = new WeakMap();
  #portal;
  #ahead = 0;

  constructor(portal) {
    this.#portal = portal;
  }

  /** The one of this portal, whose clock does not go back. */
  static of(portal) {
    const known = Calendar.#known.get(portal) ?? new Calendar(portal);
    Calendar.#known.set(portal, known);
    return known;
  }

  /** Today in New York, where the practice is, as the portal sees it. */
  get today() {
    return isoDay(Date.now() + this.#ahead * 1000);
  }

  /** Lets the days pass until this one; the server works for a while on every stop. */
  async until(day) {
    const days = Math.round((Date.parse(day) - Date.parse(this.today)) / (DAY * 1000));
    assert.ok(days >= 0, `${day} has passed on ${this.today}`);
    await this.pass(days);
  }

  /** Lets so many days pass. */
  async pass(days) {
    this.#ahead += days * DAY;
    await control(this.#portal, '/clock', { advance: days * DAY });
    await this.#portal.restart({ ahead: this.#ahead });
    staffSignInAgain(this.#portal);
  }
}

const isoDay = (at) => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(at);

/** The day so many days after another, as `2026-12-01`. */
export const later = (day, days) => new Date(Date.parse(day) + days * DAY * 1000).toISOString().slice(0, 10);

/** Opens a plan's page, signing in again where the session has ended. */
export async function opensPlan(page, person, plan, lang = 'en') {
  await page.goto(plan);
  if (new URL(page.url()).pathname === '/sign-in') {
    await signIn(page, person, { lang });
    await page.goto(plan);
  }
}

/** Opens the plan again and again until its page says something: the server works beside. */
export async function planSays(page, person, plan, sentence, lang = 'en', seconds = 45) {
  for (const limit = Date.now() + seconds * 1000; ; ) {
    await opensPlan(page, person, plan, lang);
    const said = await page.locator('main').innerText();
    if (typeof sentence === 'string' ? said.includes(sentence) : sentence.test(said)) return said;
    assert.ok(Date.now() < limit, `the plan does not say ${sentence}:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** The plan's schedule: `{ due, amount, state }` of each line. */
export const schedule = (page) =>
  page.locator('.column-main .schedule tbody tr').evaluateAll((rows) =>
    rows.map((row) => ({
      due: row.querySelector('time').dateTime,
      amount: row.querySelector('td:nth-child(3)').textContent,
      state: row.querySelector('.pill')?.textContent ?? '',
    })),
  ).then((rows) => rows.map((row) => ({ ...row, amount: cents(row.amount) })));

/** Every card that is kept answers the next charge as this one does. */
export const cardsBecome = (portal, number) => control(portal, '/cards', { number });
