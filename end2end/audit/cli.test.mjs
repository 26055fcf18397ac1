// Stripe's own command line: `stripe trigger` runs its built-in fixtures against the stand-in.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { KEY, sandbox } from './harness.mjs';

// The platform package of `@stripe/cli` carries the program itself; elsewhere, name one in STRIPE_CLI.
const here = path.dirname(fileURLToPath(import.meta.url));
const cli = process.env.STRIPE_CLI ?? path.join(here, 'node_modules/@stripe/cli-linux-x64/bin/stripe');
const skip = existsSync(cli) ? false : 'no Stripe command line for this platform (set STRIPE_CLI)';
const run = promisify(execFile);

let it;
let home;
before(async () => {
  // Bank debits settle at once, as the fixtures wait for nobody.
  it = await sandbox('--bank-settles-after', '0');
  home = await mkdtemp(path.join(os.tmpdir(), 'stripe-cli-'));
});
after(async () => { await it.stop(); await rm(home, { recursive: true, force: true }); });

const TRIGGERS = [
  'charge.captured', 'charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.updated', 'charge.failed',
  'charge.refund.updated', 'charge.refunded', 'charge.succeeded', 'checkout.session.async_payment_failed',
  'checkout.session.async_payment_succeeded', 'checkout.session.completed', 'checkout.session.expired', 'customer.created',
  'customer.deleted', 'customer.updated', 'payment_intent.amount_capturable_updated', 'payment_intent.canceled',
  'payment_intent.created', 'payment_intent.payment_failed', 'payment_intent.processing', 'payment_intent.requires_action',
  'payment_intent.succeeded', 'payment_method.attached', 'payment_method.detached', 'payment_method.updated', 'payout.created',
  'payout.updated', 'price.created', 'price.updated', 'product.created', 'product.deleted', 'product.updated',
  'setup_intent.canceled', 'setup_intent.created', 'setup_intent.requires_action', 'setup_intent.setup_failed',
  'setup_intent.succeeded',
];

for (const event of TRIGGERS) {
  test(`stripe trigger ${event}`, { skip }, async () => {
    await it.control('/reset');
    const { stdout } = await run(cli, ['trigger', event, '--api-base', it.url, '--api-key', KEY], {
      env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' },
    });
    assert.match(stdout, /Trigger succeeded/);
    const types = (await it.stripe.events.list({ limit: 100 })).data.map((one) => one.type);
    assert.ok(types.includes(event), `the event was recorded (there were ${types.join(', ')})`);
  });
}
