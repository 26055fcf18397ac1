// Everything that a torture needs: a stand-in that outlives the portal, a mail server, a database,
// people who can pay, and servers that are started to die.
//
// Nobody waits for a janitor's two minutes: between two starts the world's clock is moved, that of
// the servers and that of the stand-in (`TORTURE_CLOCK_AHEAD`, `/_sandbox/clock`).

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../support/process.mjs';
import { freshPassword } from '../support/words.mjs';
import { Books } from './books.mjs';
import { Browser, send } from './browser.mjs';
import { Clerk } from './clerk.mjs';
import { sheet } from './files.mjs';
import { MailServer } from './mail.mjs';
import { Payer } from './payer.mjs';
import { Postgres } from './postgres.mjs';
import { Program, eventually, run } from './program.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OUT = fileURLToPath(new URL('../out/', import.meta.url));
const BIN = resolve(process.env.OPENBALANCE_BIN_DIR ?? join(ROOT, 'target/debug'));
const KEY = { authorization: 'Bearer sk_test_torture' };

/** Seconds after which another process takes up what a dead one had begun. */
export const PATIENCE = 130;

export class World {
  #parts;
  #ahead = 0;
  #programs = [];
  #count = 0;

  constructor(parts) {
    this.#parts = parts;
    this.stripe = parts.stripe;
    this.mail = parts.mail;
    this.secret = parts.secret;
    this.postgres = parts.postgres;
    this.people = [];
    this.clerk = new Clerk(this);
    this.books = new Books(this);
  }

  /**
   * Starts what outlives the servers, and fills the database: `people` who owe `visits` cents each.
   * `sandbox` are further flags of the stand-in, `env` further variables of the portal.
   */
  static async start(
    name,
    { database = 'sqlite', servers = 1, people = 1, visits = [900_000_00], sandbox = [], env = {} },
  ) {
    await mkdir(OUT, { recursive: true });
    const folder = await mkdtemp(join(tmpdir(), `openbalance-${name}-`));
    const postgres = database === 'postgres' ? await new Postgres().start() : undefined;
    const url = postgres ? await postgres.database('torture') : `sqlite:${join(folder, 'openbalance.db')}`;
    const ports = [];
    const meters = [];
    for (let n = 0; n < servers; n += 1) {
      ports.push(await freePort());
      meters.push(await freePort());
    }
    const secret = `whsec_${randomBytes(24).toString('hex')}`;
    const mail = new MailServer();
    const smtp = await mail.start();
    const standIn = new Program(
      join(BIN, 'stripe-sandbox'),
      ['--addr', '127.0.0.1:0', '--webhook-secret', secret, ...sandbox].concat([
        '--webhook-url',
        `http://127.0.0.1:${ports[0]}/webhooks/stripe`,
      ]),
      { env: process.env, cwd: ROOT, log: join(OUT, `${name}-stand-in.log`) },
    );
    const stripe = await eventually(
      'the stand-in listens',
      () => standIn.said.match(/stripe-sandbox: (http:\S+)/)?.[1],
    );
    const world = new World({ name, folder, postgres, ports, meters, standIn, stripe, mail, secret });
    world.env = {
      ...process.env,
      OPENBALANCE_PUBLIC_URL: world.at(0),
      OPENBALANCE_DATABASE_URL: url,
      OPENBALANCE_SITE_ROOT: join(ROOT, 'target/site'),
      OPENBALANCE_MAIL: `smtp://127.0.0.1:${smtp}`,
      OPENBALANCE_MAIL_FROM: 'Billing <billing@example.com>',
      OPENBALANCE_STRIPE_API_BASE: stripe,
      OPENBALANCE_STRIPE_SECRET_KEY: 'sk_test_torture',
      OPENBALANCE_STRIPE_WEBHOOK_SECRET: secret,
      TORTURE_TICK_MS: '200',
      ...env,
    };
    await world.said('migrate');
    await world.said('demo');
    const server = await world.serve();
    await world.invite(people, visits);
    await server.stop();
    return world;
  }

  /** The address of a server. */
  at(n = 0) {
    return `http://127.0.0.1:${this.#parts.ports[n]}`;
  }

  /** Starts a server. It is to die at `dieAt`, if given; `stillborn` when it may do so before it is ready. */
  async serve({ n = 0, dieAt, stillborn = false } = {}) {
    const env = {
      ...this.#environment(dieAt),
      OPENBALANCE_ADDR: `127.0.0.1:${this.#parts.ports[n]}`,
      OPENBALANCE_METRICS_ADDR: `127.0.0.1:${this.#parts.meters[n]}`,
    };
    const log = join(OUT, `${this.#parts.name}-portal-${n}.log`);
    const server = new Program(join(BIN, 'openbalance'), ['serve'], { env, cwd: ROOT, log });
    this.#programs.push(server);
    void server.ended.then(({ signal }) => signal === 'SIGKILL' && this.books.died());
    const lives = await server.ready(() =>
      send('GET', `${this.at(n)}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    if (!lives && !stillborn)
      throw new Error(`the server ended while it started: ${JSON.stringify(server.end)}\n${server.said}`);
    return server;
  }

  #environment(dieAt) {
    return {
      ...this.env,
      TORTURE_CLOCK_AHEAD: `${this.#ahead}`,
      ...(dieAt ? { TORTURE_DIE_AT: dieAt } : {}),
    };
  }

  /** A server that lives while `act` is under way and until all have been told. */
  async living(act) {
    const server = await this.serve();
    await act(server);
    await this.books.told();
    await eventually('every letter that is due has left', async () =>
      /^openbalance_messages_due 0$/m.test(
        (await send('GET', `http://127.0.0.1:${this.#parts.meters[0]}/metrics`)).body,
      ),
    );
    await server.stop();
  }

  /** The people in turn. */
  anyone() {
    return this.people[this.next() % this.people.length];
  }

  /** An amount in cents that was not paid before. */
  amount() {
    return 1_00 + this.next();
  }

  /** A number that was not given before. */
  next() {
    this.#count += 1;
    return this.#count;
  }

  /** Runs a command of `openbalance` to its end: `{ code, signal, out, err }`. */
  command(args, { dieAt } = {}) {
    return run(join(BIN, 'openbalance'), args, { env: this.#environment(dieAt), cwd: ROOT });
  }

  /** The same, which has to succeed; what it printed. */
  async said(...args) {
    const { code, signal, out, err } = await this.command(args);
    if (code !== 0) throw new Error(`openbalance ${args[0]} ended with ${code ?? signal}:\n${out}${err}`);
    return out;
  }

  /** Lets time pass for servers that are started from now on, and for the stand-in. */
  async pass(seconds) {
    this.#ahead += seconds;
    await this.control('/clock', { advance: seconds });
  }

  /** The world's time, in seconds since 1970. */
  async now() {
    return JSON.parse((await send('GET', `${this.stripe}/_sandbox/clock`)).body).now;
  }

  /** Tells the stand-in something. */
  async control(path, body = {}) {
    const headers = { 'content-type': 'application/json' };
    const answer = await send('POST', `${this.stripe}/_sandbox${path}`, {
      body: JSON.stringify(body),
      headers,
    });
    if (answer.status !== 200) throw new Error(`stand-in ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body);
  }

  /** One thing at the stand-in, asked for again while a fault strikes. */
  one(path) {
    return eventually(`the stand-in tells of ${path.split('/')[0]}`, async () => {
      const answer = await send('GET', `${this.stripe}/v1/${path}`, { headers: KEY });
      return answer.status === 200 && JSON.parse(answer.body);
    });
  }

  /** Everything of a kind at the stand-in, newest first. */
  async all(path) {
    const found = [];
    for (let after = ''; ; after = `&starting_after=${found.at(-1).id}`) {
      const answer = await send(
        'GET',
        `${this.stripe}/v1/${path}${path.includes('?') ? '&' : '?'}limit=100${after}`,
        { headers: KEY },
      );
      const page = JSON.parse(answer.body);
      if (!page.data) throw new Error(`stand-in ${path}: ${answer.body}`);
      found.push(...page.data);
      if (!page.has_more) return found;
    }
  }

  /** Nothing fails any more. */
  async forgetsFaults() {
    await send('DELETE', `${this.stripe}/_sandbox/faults`);
  }

  /** Waits until every webhook that is not held has been taken. */
  drain() {
    return eventually('webhooks are taken', () => this.control('/webhooks/drain?timeout_ms=5000'));
  }

  /** Imports a file and returns the report. */
  async import(name, content, options) {
    const file = await this.file(name, content);
    return this.command(['import', '--practice', 'riverside', '--json', file], options);
  }

  async file(name, content) {
    const path = join(this.#parts.folder, `${this.next()}-${name}`);
    await writeFile(path, content);
    return path;
  }

  /** People with a login who owe `visits`, in cents; a server has to be running. */
  async invite(count, visits) {
    const first = this.people.length;
    const people = Array.from({ length: count }, (_, n) => {
      const number = `${this.#parts.name}-${first + n}`;
      return {
        number,
        account: `T-${number}`,
        email: `${number}@example.com`,
        password: freshPassword(),
        owes: 0,
      };
    });
    const charged = people.flatMap((person) =>
      visits.map((cents, n) => ({ person, visit: `V-${person.number}-${n}`, cents, daysAgo: 60 - (n % 50) })),
    );
    const { code, out, err } = await this.import('people.csv', sheet(charged));
    if (code !== 0) throw new Error(`people cannot be imported: ${out}${err}`);
    for (const person of people) {
      person.owes = visits.reduce((sum, cents) => sum + cents, 0);
      person.guarantor = await this.clerk.invite(person);
    }
    for (const person of people) {
      const link = await eventually(`${person.email} is invited`, () => this.#letterTo(person.email));
      const browser = new Browser(() => this.at(), { path: '/sign-in', ...person });
      const entered = await browser.post(link, { password: person.password });
      if (entered.status !== 303) throw new Error(`${person.email} cannot enter: ${entered.status}`);
      this.people.push(new Payer(this, person, browser));
    }
  }

  #letterTo(address) {
    const letter = this.mail.letters.find(({ to }) => to === address);
    return [...(letter?.links ?? [])].find((link) => link.startsWith('/invitation/'));
  }

  get standIn() {
    return this.#parts.standIn;
  }

  async stop() {
    for (const program of [...this.#programs, this.#parts.standIn]) await program.stop();
    this.mail.stop();
    await this.postgres?.stop();
    await rm(this.#parts.folder, { recursive: true, force: true });
  }
}
