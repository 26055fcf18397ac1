// What happened according to those who did it, and whether everybody else agrees: the portal's own
// books, its pages, the stand-in's, and the letters that arrived.

import assert from 'node:assert/strict';

import { eventually } from './program.mjs';

export class Books {
  #world;
  /** Payment → `{ payer, cents, refunded, refunds, unsure }`; `unsure` is the death from which on its letters may be in hand. */
  #charges = new Map();
  /** How many servers were killed. */
  #deaths = 0;

  constructor(world) {
    this.#world = world;
  }

  /** Somebody paid on the hosted page. */
  charged(payer, payment, cents) {
    assert.ok(!this.#charges.has(payment), `payment ${payment} was made twice`);
    this.#charges.set(payment, { payer, cents, refunded: 0, refunds: 0 });
    payer.owes -= cents;
  }

  /** Money was given back. */
  refunded(payment, cents) {
    const charge = this.#charges.get(payment);
    charge.refunded += cents;
    charge.refunds += 1;
    charge.payer.owes += cents;
  }

  /** A server was killed, or its database under it. */
  died() {
    this.#deaths += 1;
  }

  get deaths() {
    return this.#deaths;
  }

  /**
   * The next to be killed, or the one after `since` deaths, may have sent a letter about it without
   * writing that down: it comes again.
   */
  mayBeToldAgain(payment, since = this.#deaths) {
    this.#charges.get(payment).unsure = since;
  }

  /** How many letters may say the same: whoever takes an unsure one up again may be killed over it too. */
  #most({ unsure }) {
    return 1 + (unsure === undefined ? 0 : this.#deaths - unsure);
  }

  /** Neither side says that anything is wrong. Needs no server. */
  async agree() {
    const reconciled = await this.#world.command(['reconcile', '--json']);
    assert.equal(reconciled.code, 0, `reconcile: ${reconciled.out}${reconciled.err}`);
    assert.deepEqual(JSON.parse(reconciled.out).differences, []);
    const verified = await this.#world.command(['verify', '--gateway', '--json']);
    assert.equal(verified.code, 0, `verify: ${verified.out}${verified.err}`);
  }

  /** What was charged and given back at the stand-in is what people did, each once. */
  async compare() {
    const of = (one) => one.metadata?.payment;
    const charged = (await this.#world.all('payment_intents')).filter(
      (intent) => intent.status === 'succeeded',
    );
    assert.equal(new Set(charged.map(of)).size, charged.length, 'a payment was charged twice');
    assert.deepEqual(
      sorted(charged.map((intent) => [of(intent), intent.amount])),
      sorted([...this.#charges].map(([id, charge]) => [id, charge.cents])),
    );
    const back = new Map();
    for (const refund of await this.#world.all('refunds')) {
      if (refund.status !== 'failed')
        back.set(refund.payment_intent, (back.get(refund.payment_intent) ?? 0) + refund.amount);
    }
    for (const intent of charged) {
      const sum = back.get(intent.id) ?? 0;
      assert.ok(sum <= intent.amount, `more went back of ${of(intent)} than it was`);
      assert.equal(sum, this.#charges.get(of(intent)).refunded, `what went back of ${of(intent)}`);
    }
    return { charges: charged.length, cents: charged.reduce((sum, intent) => sum + intent.amount, 0) };
  }

  /** Everybody reads on their pages what they have paid. Needs a server. */
  async read() {
    for (const payer of this.#world.people)
      assert.equal(await payer.reads(), payer.owes, `what ${payer.email} owes`);
    for (const [payment, { payer }] of this.#charges)
      assert.ok(await payer.hasReceipt(payment), `receipt of ${payment}`);
  }

  /** One letter for each receipt and each refund. Needs a server that sends them. */
  async told() {
    for (const payment of this.#charges.keys()) await this.tells(payment);
    for (const payer of this.#world.people) {
      const charges = [...this.#charges.values()].filter((charge) => charge.payer === payer);
      const refunds = charges.reduce((sum, charge) => sum + charge.refunds, 0);
      await eventually(
        `${payer.email} is told of refunds`,
        () => this.#world.mail.at(payer.email, '/payments') >= refunds,
      );
      const most = charges.reduce((sum, charge) => sum + charge.refunds * this.#most(charge), 0);
      const came = this.#world.mail.at(payer.email, '/payments');
      assert.ok(came <= most, `${came} letters about ${refunds} refunds to ${payer.email}`);
    }
  }

  /** The same of one receipt, of which at least so many come. */
  async tells(payment, least = 1) {
    const path = `/receipts/${payment}`;
    await eventually(`the letter about ${payment}`, () => this.#world.mail.linking(path) >= least);
    const came = this.#world.mail.linking(path);
    assert.ok(came <= this.#most(this.#charges.get(payment)), `${came} letters about ${payment}`);
  }
}

const sorted = (pairs) => pairs.map((pair) => pair.join(' ')).sort();
