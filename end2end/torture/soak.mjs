// People pay at a fixed rate for a long time, while the gateway fails now and then; at the end both
// sides are compared to the cent.

import { chance } from './chance.mjs';
import { Gauge, spread } from './gauge.mjs';
import { eventually } from './program.mjs';
import { World } from './world.mjs';

const PEOPLE = 1_000;
/** So many pay at the same time at most. */
const AT_ONCE = 48;
/** Of a hundred payments: whose browser never comes back, of which money goes back, which are disputed. */
const SHARE = { lost: 0.15, refunded: 0.02, disputed: 0.004, won: 0.5 };
const FAULTS = ['drop_before', 'drop_after', 'error_before', 'error_after', 'rate_limit'];
/** What happens to webhooks for a second of every ten. */
const WEBHOOKS = [
  { duplicate: 3 },
  {},
  { reorder: true },
  {},
  { delay_ms: 1_500 },
  {},
  { duplicate: 2, delay_ms: 300 },
  {},
  {},
  {},
];
/** A janitor looks after two minutes; what is open after so long is lost. */
const SETTLED_WITHIN = 300_000;
/** What is still to be delivered when nobody pays any more is delivered within. */
const DELIVERED_WITHIN = 1_800_000;

/**
 * `minutes` of `rate` payments a second (as fast as it goes when 0), `faults` percent of the
 * gateway's calls failing. Gives figures and everything that went wrong.
 */
export async function soak({ minutes, rate, faults, database, seed, report }) {
  const sandbox = ['--webhook-concurrency', '16', '--forget-after', '300'];
  const env = { OPENBALANCE_LOG: 'warn' };
  const world = await World.start('soak', {
    database,
    people: PEOPLE,
    visits: Array(4).fill(9_000_000_00),
    sandbox,
    env,
  });
  try {
    const before = JSON.parse(await world.said('verify', '--json'));
    const server = await world.serve();
    const run = new Run(world, chance(seed), faults / 100);
    const gauges = {
      server: new Gauge(server.pid),
      standIn: new Gauge(world.standIn.pid),
      client: new Gauge(process.pid),
    };
    const began = Date.now();
    const watch = setInterval(() => {
      for (const gauge of Object.values(gauges)) gauge.read(run.seen.paid);
      const seconds = (Date.now() - began) / 1000;
      report(
        `${Math.round(seconds)} s: ${run.seen.paid} paid, ${(run.seen.paid / seconds).toFixed(1)} a second, ${run.open.size} whose receipt nobody has asked for`,
      );
    }, 10_000);
    const shake = setInterval(() => run.shakes().catch((error) => run.wrong(error)), 1_000);
    await run.pays(began + minutes * 60_000, rate);
    const seconds = (Date.now() - began) / 1000;
    clearInterval(shake);
    for (const gauge of Object.values(gauges)) gauge.read(run.seen.paid);
    const used = Object.fromEntries(Object.entries(gauges).map(([name, gauge]) => [name, gauge.sum()]));
    clearInterval(watch);
    const settling = Date.now();
    await run.ends(report);
    const settled = round((Date.now() - settling) / 1000);
    await server.stop();
    const verdict = await run.compares(before);
    return {
      minutes: round(seconds / 60),
      asked: rate,
      rate: round(run.seen.paid / seconds),
      ...run.seen,
      ...verdict,
      settled,
      press: spread(run.times.press),
      flow: spread(run.times.flow),
      used,
    };
  } finally {
    await world.stop();
  }
}

/** The outcome in one line. */
export function inWords(outcome) {
  const { paid, minutes, rate, lost, doubled, violations, standInCents, booksCents, used } = outcome;
  const wrong = violations.length + outcome.differences.length + outcome.wrong.length;
  const memory = ({ rssQuarter, rssEnd }) => `${rssQuarter} to ${rssEnd} MiB`;
  return (
    `soak: ${paid} payments in ${minutes} minutes (${rate} a second), ${outcome.faults} faults; ` +
    `${lost} lost, ${doubled} doubled, ${wrong} other things wrong; ` +
    `Stripe has ${standInCents} cents, the books ${booksCents}; server ${memory(used.server)}`
  );
}

class Run {
  #world;
  #chance;
  #faulty;
  #second = 0;
  #charges = new Map();
  /** Payments that nobody has seen a receipt of yet → payer. */
  open = new Map();
  seen = {
    paid: 0,
    cents: 0,
    refunds: 0,
    refundedCents: 0,
    disputes: 0,
    faults: 0,
    pressedAgain: 0,
    late: 0,
    wrong: [],
  };
  times = { press: [], flow: [] };

  constructor(world, chance, faulty) {
    this.#world = world;
    this.#chance = chance;
    this.#faulty = faulty;
  }

  /** Starts a payment `rate` times a second until `end`, and waits for those under way. */
  async pays(end, rate) {
    const free = [...this.#world.people];
    const underWay = new Set();
    const began = Date.now();
    for (let started = 0; Date.now() < end;) {
      const due = rate === 0 ? Infinity : Math.floor(((Date.now() - began) / 1000) * rate);
      while (started < due && underWay.size < AT_ONCE) {
        const payer = free.shift();
        started += 1;
        const flow = this.#flow(payer)
          .catch((error) => this.wrong(error))
          .finally(() => {
            free.push(payer);
            underWay.delete(flow);
          });
        underWay.add(flow);
      }
      // Everybody is busy: the machine is behind.
      if (rate > 0 && started < due) this.seen.late = Math.max(this.seen.late, due - started);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(underWay);
  }

  wrong(error) {
    if (this.seen.wrong.length < 20) this.seen.wrong.push(error.message.slice(0, 300));
  }

  async #flow(payer) {
    const began = Date.now();
    const amount = this.#chance.between(1_00, 99_99);
    await this.#mayFail('POST', '/v1/checkout/sessions');
    const page = await this.#page(payer, amount);
    const payment = await payer.paysOn(page);
    if (!payment) throw new Error('a page that was just opened takes no money');
    this.#charges.set(payment, amount);
    this.seen.paid += 1;
    this.seen.cents += amount;
    this.open.set(payment, payer);
    if (!this.#chance.of(SHARE.lost)) {
      await this.#mayFail('GET', '/v1/checkout/sessions');
      if (await payer.returns(payment)) this.open.delete(payment);
    }
    this.times.flow.push(Date.now() - began);
    if (this.open.has(payment)) return;
    if (this.#chance.of(SHARE.refunded)) await this.#refund(payment, amount);
    else if (this.#chance.of(SHARE.disputed)) await this.#dispute(page);
  }

  /** Presses until there is a page; somebody who is told that it did not work tries again. */
  async #page(payer, amount) {
    for (let tries = 0; tries < 10; tries += 1) {
      const press = await payer.opens();
      const began = Date.now();
      const answer = await payer.presses(press, amount);
      this.times.press.push(Date.now() - began);
      if (answer.page) return answer.page;
      this.seen.pressedAgain += 1;
    }
    throw new Error('ten presses and no page');
  }

  async #mayFail(method, path) {
    if (!this.#chance.of(this.#faulty)) return;
    this.seen.faults += 1;
    await this.#world.control('/faults', { method, path, kind: this.#chance.one(FAULTS) });
  }

  async #refund(payment, amount) {
    const part = this.#chance.between(1, amount);
    await this.#mayFail('POST', '/v1/refunds');
    if (!(await this.#world.clerk.refunds(payment, part))) throw new Error('a refund was refused');
    this.seen.refunds += 1;
    this.seen.refundedCents += part;
  }

  async #dispute(page) {
    const session = await this.#world.one(`checkout/sessions/${page.split('/').pop()}`);
    const intent = await this.#world.one(`payment_intents/${session.payment_intent}`);
    const dispute = await this.#world.control(`/charges/${intent.latest_charge}/dispute`);
    this.seen.disputes += 1;
    if (this.#chance.of(SHARE.won))
      await this.#world.control(`/disputes/${dispute.id}/resolve`, { won: true });
  }

  /** What happens to webhooks changes every second. */
  async shakes() {
    this.#second += 1;
    await this.#world.control('/webhooks', WEBHOOKS[this.#second % WEBHOOKS.length]);
  }

  /** No more faults: everything that is under way comes to its end. */
  async ends(report) {
    await this.#world.control('/webhooks');
    await this.#world.forgetsFaults();
    await eventually(
      'webhooks are taken',
      () => this.#world.control('/webhooks/drain?timeout_ms=20000'),
      DELIVERED_WITHIN,
    );
    report('webhooks are taken');
    const receipts = [...this.open].values();
    const look = async () => {
      for (const [payment, payer] of receipts) {
        await eventually(`a receipt of ${payment}`, () => payer.hasReceipt(payment), SETTLED_WITHIN);
      }
    };
    await Promise.all(Array.from({ length: 8 }, look));
    this.open.clear();
    report('every payment has its receipt');
    const letters = () =>
      [...this.#charges.keys()].every((payment) => this.#world.mail.linking(`/receipts/${payment}`) > 0);
    await eventually('every receipt is announced', letters, SETTLED_WITHIN);
  }

  /** Both sides, to the cent. Needs no server. */
  async compares(before) {
    const reconciled = JSON.parse((await this.#world.command(['reconcile', '--json'])).out);
    const after = JSON.parse((await this.#world.command(['verify', '--gateway', '--json'])).out);
    const intents = (await this.#world.all('payment_intents')).filter(({ status }) => status === 'succeeded');
    const sum = (list) => list.reduce((total, { amount }) => total + amount, 0);
    const charged = sum(intents);
    const returned = sum((await this.#world.all('refunds')).filter(({ status }) => status !== 'failed'));
    const disputed = sum((await this.#world.all('disputes')).filter(({ status }) => status !== 'won'));
    const theirs = charged - returned - disputed;
    const ours = before.patient_receivable_cents - after.patient_receivable_cents;
    const letters = [...this.#charges.keys()].map((payment) =>
      this.#world.mail.linking(`/receipts/${payment}`),
    );
    return {
      standInCents: theirs,
      booksCents: ours,
      lost: [...this.#charges.keys()].length - new Set(intents.map(({ metadata }) => metadata.payment)).size,
      doubled: intents.length - new Set(intents.map(({ metadata }) => metadata.payment)).size,
      lettersTwice: letters.filter((count) => count > 1).length,
      violations: after.violations,
      differences: reconciled.differences,
      recovered: reconciled.recovered,
      ok:
        after.ok &&
        theirs === ours &&
        charged === this.seen.cents &&
        reconciled.differences.length === 0 &&
        this.seen.wrong.length === 0,
    };
  }
}

const round = (value) => Math.round(value * 100) / 100;
