// Somebody who pays, step by step, each of which may find the server gone.

import { cents } from '../support/words.mjs';
import { hidden, send } from './browser.mjs';

const CARD = { number: '4242424242424242', expiry: '12 / 34', cvc: '123', name: 'Test Person' };

export class Payer {
  #world;

  constructor(world, person, browser) {
    this.#world = world;
    this.browser = browser;
    this.guarantor = person.guarantor;
    this.email = person.email;
    this.person = person;
    /** What the pages have to say is owed, in cents. */
    this.owes = person.owes;
  }

  /** Opens the pay page; gives its press. */
  async opens(options) {
    return hidden((await this.browser.get('/pay', options)).body, 'press');
  }

  /**
   * Presses Pay for an amount: `{ page }` is where the hosted page is, `{ done }` the payment that
   * this press has made, `{ refused }` the status of a page that says why not.
   */
  async presses(press, amount, options) {
    const fields = { press, choice: 'amount', amount: (amount / 100).toFixed(2) };
    const { status, location } = await this.browser.post('/pay', fields, options);
    if (status !== 303) return { refused: status };
    return location.startsWith('/pay/return/') ? { done: location.split('/').pop() } : { page: location };
  }

  /** Pays on the hosted page; gives the payment's id, or nothing when that page takes no money any more. */
  async paysOn(page) {
    const { status, location } = await send('POST', page, { fields: CARD });
    if (status !== 303) {
      if (status !== 410) throw new Error(`the hosted page answered ${status}`);
      return undefined;
    }
    return location.split('/').pop();
  }

  /** Comes back from the hosted page; says whether that ends at the receipt. */
  async returns(payment, options) {
    const { location } = await this.browser.get(`/pay/return/${payment}`, options);
    return location?.startsWith('/receipts/') ?? false;
  }

  /** Whether there is a receipt; looking changes nothing. */
  async hasReceipt(payment, options) {
    return (await this.browser.get(`/receipts/${payment}`, options)).status === 200;
  }

  /** All of it, without a mishap. */
  async pays(amount) {
    const { page, ...other } = await this.presses(await this.opens(), amount);
    if (!page) throw new Error(`no page to pay on: ${JSON.stringify(other)}`);
    return this.paysThere(page, amount);
  }

  /** From the hosted page to the receipt. */
  async paysThere(page, amount) {
    const payment = await this.paysOn(page);
    if (!payment) throw new Error('the hosted page was closed');
    this.#world.books.charged(this, payment, amount);
    if (!(await this.returns(payment))) throw new Error(`payment ${payment} has no receipt`);
    return payment;
  }

  /** What the home page says is owed, in cents. */
  async reads() {
    const { body } = await this.browser.get('/home');
    const shown = body.match(/class="hero-amount num"[^>]*>([^<]*)</);
    if (!shown) throw new Error('the home page says nothing about a balance');
    return cents(shown[1]);
  }
}
