// A portal of a test file's own: the real `openbalance`, a Stripe stand-in and a database that
// `openbalance demo` has filled, on free ports, gone afterwards.

import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Service, freePort, run } from './process.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = resolve(process.env.OPENBALANCE_BIN_DIR ?? join(ROOT, 'target/debug'));
const WEBHOOK_PATH = '/webhooks/stripe';
/** Where logs and screenshots go; git ignores it. */
export const OUT = fileURLToPath(new URL('../out/', import.meta.url));

/**
 * Starts everything. SQLite, or with E2E_DATABASE=postgres a new database on the server that
 * OPENBALANCE_TEST_POSTGRES_URL names.
 *
 * @returns {Promise<Portal>}
 */
export async function startPortal(name, extraEnvironment = {}) {
  const folder = await mkdtemp(join(tmpdir(), `openbalance-${name}-`));
  await mkdir(OUT, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  const database = await makeDatabase(folder);

  const sandbox = new Service(
    join(BIN, 'stripe-sandbox'),
    ['--addr', '127.0.0.1:0', '--webhook-url', url + WEBHOOK_PATH, '--webhook-secret', secret],
    { env: { ...process.env, ...extraEnvironment }, cwd: ROOT, log: join(OUT, `${name}-stripe-sandbox.log`) },
  );
  try {
    const stripe = await sandbox.until((said) => said.match(/stripe-sandbox: (http:\S+)/)?.[1]);
    const env = {
      ...process.env,
      OPENBALANCE_ADDR: `127.0.0.1:${port}`,
      OPENBALANCE_PUBLIC_URL: url,
      OPENBALANCE_DATABASE_URL: database.url,
      OPENBALANCE_SITE_ROOT: join(ROOT, 'target/site'),
      OPENBALANCE_METRICS_ADDR: `127.0.0.1:${await freePort()}`,
      OPENBALANCE_MAIL: 'outbox',
      OPENBALANCE_DOCUMENT_KEY: randomBytes(32).toString('hex'),
      OPENBALANCE_STRIPE_API_BASE: stripe,
      OPENBALANCE_STRIPE_SECRET_KEY: 'sk_test_end2end',
      OPENBALANCE_STRIPE_WEBHOOK_SECRET: secret,
      ...extraEnvironment,
    };
    const openbalance = join(BIN, 'openbalance');
    await run(openbalance, ['migrate'], { env, cwd: ROOT });
    const demo = await run(openbalance, ['demo'], { env, cwd: ROOT });
    const serve = async (more = {}) => {
      const log = join(OUT, `${name}-portal.log`);
      const server = new Service(openbalance, ['serve'], { env: { ...env, ...more }, cwd: ROOT, log });
      await server.until(() => answers(`${url}/health/ready`));
      return server;
    };
    return new Portal({ url, stripe, demo, env, serve, server: await serve(), sandbox, database, folder });
  } catch (error) {
    await sandbox.stop();
    await database.drop();
    throw error;
  }
}

/** What a test knows about its portal. */
export class Portal {
  #parts;

  constructor(parts) {
    this.#parts = parts;
    /** The portal's own address, without a slash at the end. */
    this.url = parts.url;
    /** The stand-in's address. */
    this.stripe = parts.stripe;
    /** What `openbalance demo` printed: the logins. */
    this.demo = parts.demo;
  }

  /** The server's process id. */
  get pid() {
    return this.#parts.server.pid;
  }

  /** How the server ended, by an exit code or a signal; null while it runs. */
  get ending() {
    return this.#parts.server.ending;
  }

  /** Runs a command of `openbalance` on this portal's database and returns what it printed. */
  command(...args) {
    return run(join(BIN, 'openbalance'), args, { env: this.#parts.env, cwd: ROOT });
  }

  /** Adds a member of a practice's staff. */
  async addStaff({ email, password }, practice) {
    const args = ['user', 'add', email, '--name', email.split('@')[0], '--practice', practice];
    await run(join(BIN, 'openbalance'), args, { env: this.#parts.env, cwd: ROOT, input: `${password}\n` });
  }

  /** Stops the server and starts it again, with its clock this many seconds ahead of the machine's. */
  async restart({ ahead = 0 } = {}) {
    await this.#parts.server.stop();
    this.#parts.server = await this.#parts.serve({ TORTURE_CLOCK_AHEAD: String(ahead) });
  }

  /** Stops everything and removes the database. */
  async stop() {
    await this.#parts.server.stop();
    await this.#parts.sandbox.stop();
    await this.#parts.database.drop();
    await rm(this.#parts.folder, { recursive: true, force: true });
  }
}

async function makeDatabase(folder) {
  if ((process.env.E2E_DATABASE ?? 'sqlite') !== 'postgres') {
    return { url: `sqlite:${join(folder, 'openbalance.db')}`, drop: async () => {} };
  }
  const server = process.env.OPENBALANCE_TEST_POSTGRES_URL;
  if (!server) throw new Error('E2E_DATABASE=postgres needs OPENBALANCE_TEST_POSTGRES_URL');
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  const sql = (text) => run(psql(), ['--quiet', '--no-psqlrc', '--command', text, server]);
  await sql(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

function psql() {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => `${folder}/${version}/bin/psql`).find(existsSync) ?? 'psql';
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
