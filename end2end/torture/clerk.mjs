// A member of staff: invites, gives money back, takes money at the desk, reads Stripe's account.

import { randomUUID } from 'node:crypto';

import { DANA } from '../support/people.mjs';
import { Browser } from './browser.mjs';

const dollars = (cents) => (cents / 100).toFixed(2);

export class Clerk {
  #world;
  #browser;

  constructor(world) {
    this.#world = world;
    this.#browser = new Browser(() => world.at(), { path: '/staff/sign-in', ...DANA });
  }

  /** Sends an invitation; gives the account's id. */
  async invite(person) {
    const { body } = await this.#browser.post('/staff/patients', { q: person.account });
    const path = body.match(/\/staff\/patients\/([0-9a-f-]{36})\/invite/);
    if (!path) throw new Error(`staff do not find ${person.account}`);
    await this.#browser.post(path[0], {});
    return path[1];
  }

  /** Gives money back; says whether that was taken. The same press may be pressed again. */
  async refunds(payment, cents, { press = randomUUID(), ...options } = {}) {
    const fields = { press, amount: dollars(cents), reason: 'courtesy', note: '' };
    const { status } = await this.#browser.post(`/staff/payments/${payment}/refund`, fields, options);
    return status === 303;
  }

  /** Takes cash; gives the payment's id. */
  async takes(payer, cents, press = randomUUID()) {
    const fields = { press, method: 'cash', amount: dollars(cents), reference: '', choice: 'oldest' };
    const { status, location } = await this.#browser.post(
      `/staff/accounts/${payer.guarantor}/payment`,
      fields,
    );
    if (status !== 303) throw new Error(`the desk answered ${status}`);
    return location.match(/\/staff\/payments\/([0-9a-f-]{36})/)[1];
  }

  /** Presses "look now" on the reconciliation page. */
  async reconciles() {
    const { status } = await this.#browser.post('/staff/reconcile', {});
    if (status !== 303) throw new Error(`reconciliation answered ${status}`);
  }
}
