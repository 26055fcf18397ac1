// Weighs the stand-in: `node weigh.mjs [payments] [flags of the stand-in …]` pays as the product
// does and prints payments a second, resident memory, and what a list costs at the end.
// STRIPE_SANDBOX_BIN names the binary (a release build, for figures), CORE a core to pin it to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';

const [payments = '20000', ...flags] = process.argv.slice(2);
const binary = process.env.STRIPE_SANDBOX_BIN ?? new URL('../../target/release/stripe-sandbox', import.meta.url).pathname;
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const KEY = { authorization: 'Bearer sk_test_weigh' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function send(url, method, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const hook = http.createServer((request, response) => { request.resume(); request.on('end', () => response.end()); });
hook.listen(0, '127.0.0.1');
await once(hook, 'listening');
const webhook = ['--webhook-url', `http://127.0.0.1:${hook.address().port}/`, '--webhook-secret', 'whsec_weigh', '--webhook-concurrency', '8'];
const run = [binary, '--addr', '127.0.0.1:0', ...webhook, ...flags];
const [program, ...rest] = process.env.CORE ? ['taskset', '-c', process.env.CORE, ...run] : run;
const sandbox = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = await once(createInterface({ input: sandbox.stdout }), 'line');
const url = line.replace('stripe-sandbox: ', '');
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${sandbox.pid}/status`, 'utf8'))[1]);

async function pay(n) {
  const id = `0192f8a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const names = `metadata[payment]=${id}&metadata[practice]=0192f8a0-1111-7000-8000-000000000001`;
  const order = `mode=payment&client_reference_id=${id}&${names}&${names.replaceAll('metadata', 'payment_intent_data[metadata]')}`
    + '&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=12345'
    + '&line_items[0][price_data][product_data][name]=Willow Family Practice: your balance'
    + `&success_url=http://127.0.0.1/payments/${id}/return&cancel_url=http://127.0.0.1/payments/${id}/back&locale=en`;
  const made = await send(`${url}/v1/checkout/sessions`, 'POST', { ...KEY, ...FORM, 'idempotency-key': id }, order);
  const session = JSON.parse(made.text);
  const pressed = await send(`${url}/c/pay/${session.id}`, 'POST', FORM, 'number=4242424242424242&expiry=12/34&cvc=123&name=Test+Person');
  if (pressed.status !== 303) throw new Error(`payment ${n}: ${pressed.status}`);
  await send(`${url}/v1/checkout/sessions/${session.id}?expand[]=payment_intent.latest_charge`, 'GET', KEY);
  return session.id;
}

const empty = resident();
const begun = performance.now();
let next = 0;
const count = Number(payments);
await Promise.all(Array.from({ length: 8 }, async () => { while (next < count) { next += 1; await pay(next); } }));
const took = (performance.now() - begun) / 1000;
await send(`${url}/_sandbox/webhooks/drain?timeout_ms=600000`, 'POST', {});
const full = resident();
const busy = readFileSync(`/proc/${sandbox.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
console.log(`${count} payments: ${Math.round(count / took)} a second, ${Math.round(count / busy)} a second of its own processor time`);
console.log(`memory: ${Math.round(full / 1024)} MB, ${((full - empty) / count).toFixed(1)} kB a payment`);

const clock = async (name, path) => {
  const start = performance.now();
  for (let n = 0; n < 20; n += 1) await send(url + path, 'GET', KEY);
  console.log(`${name}: ${((performance.now() - start) / 20).toFixed(2)} ms`);
};
const { data } = JSON.parse((await send(`${url}/v1/balance_transactions?limit=1`, 'GET', KEY)).text);
const { data: [charge] } = JSON.parse((await send(`${url}/v1/charges?limit=1`, 'GET', KEY)).text);
await clock('balance', '/v1/balance');
await clock('page of the account', '/v1/balance_transactions?limit=100&created[gte]=1&expand[]=data.source');
await clock('page after a cursor', `/v1/balance_transactions?limit=100&starting_after=${data[0].id}`);
await clock('lines of one charge', `/v1/balance_transactions?source=${charge.id}`);
await clock('charges of one intent', `/v1/charges?payment_intent=${charge.payment_intent}`);
await clock('refunds of one intent', `/v1/refunds?payment_intent=${charge.payment_intent}`);
await clock('payouts on the account', '/v1/balance_transactions?type=payout');
const reset = performance.now();
await send(`${url}/_sandbox/reset`, 'POST', {});
console.log(`reset: ${(performance.now() - reset).toFixed(0)} ms`);
sandbox.kill('SIGTERM');
await once(sandbox, 'exit');
hook.close();
hook.closeAllConnections();
agent.destroy();
