// Starts the stand-in's binary on a free port, with a webhook endpoint that remembers, and gives
// out Stripe's own client pointed at it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';

const here = path.dirname(fileURLToPath(import.meta.url));
const binary = path.resolve(here, process.env.STRIPE_SANDBOX_BIN ?? '../../target/debug/stripe-sandbox');

export const KEY = 'sk_test_audit_123456';
export const SECRET = 'whsec_audit';

/** A webhook endpoint; `answer` is the status it gives, `received` what came. */
export async function endpoint() {
  const received = [];
  const hook = { received, answer: 200 };
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      received.push({ body: Buffer.concat(parts).toString('utf8'), signature: request.headers['stripe-signature'] });
      response.writeHead(hook.answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hook.url = `http://127.0.0.1:${server.address().port}/webhooks/stripe`;
  hook.close = () => { server.closeAllConnections(); server.close(); };
  return hook;
}

/** The stand-in as a process of its own. */
export async function sandbox(...flags) {
  const process_ = spawn(binary, ['--addr', '127.0.0.1:0', '--seed', '7', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  process_.on('error', (error) => { throw new Error(`${binary} does not start (build it, or set STRIPE_SANDBOX_BIN): ${error.message}`); });
  const [line] = await once(createInterface({ input: process_.stdout }), 'line');
  const url = line.replace('stripe-sandbox: ', '');
  const { hostname, port } = new URL(url);
  const stripe = new Stripe(KEY, { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0, telemetry: false });
  const control = async (address, body) => {
    const response = await fetch(`${url}/_sandbox${address}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${address}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const stop = async () => { process_.kill('SIGTERM'); await once(process_, 'exit'); return process_.exitCode; };
  return { url, stripe, control, stop };
}

/** Parameters of a Checkout session over `cents`. */
export function order(cents, more = {}) {
  return {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: cents, product_data: { name: 'Your balance' } } }],
    success_url: 'http://127.0.0.1/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1/back',
    ...more,
  };
}
