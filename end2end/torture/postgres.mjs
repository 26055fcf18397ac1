// A PostgreSQL of our own, to be killed.

import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../support/process.mjs';
import { run } from './program.mjs';

/** A server on a free port. What was committed outlives its death, not that of the machine. */
export class Postgres {
  #folder;
  #bin;
  #port;
  /** The unprivileged user it needs when we are root. */
  #user;

  async start() {
    this.#bin = programs();
    this.#folder = await mkdtemp(join(tmpdir(), 'openbalance-torture-pg-'));
    this.#port = await freePort();
    if (process.getuid?.() === 0) {
      this.#user = spawnSync('id', ['postgres']).status === 0 ? 'postgres' : 'nobody';
      await must('chown', [this.#user, this.#folder]);
    }
    const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
    await this.#as('initdb', ['-D', this.#data, ...options]);
    await this.up();
    return this;
  }

  get #data() {
    return join(this.#folder, 'data');
  }

  /** A URL for a new database. */
  async database(name) {
    await must(join(this.#bin, 'createdb'), [
      '-h',
      '127.0.0.1',
      '-p',
      `${this.#port}`,
      '-U',
      'postgres',
      name,
    ]);
    return `postgres://postgres@127.0.0.1:${this.#port}/${name}`;
  }

  /** Starts it, again after it was killed. */
  async up() {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: this.#port,
      unix_socket_directories: this.#folder,
      max_connections: 100,
      fsync: 'off',
    };
    const options = Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`);
    const log = join(this.#folder, 'log');
    await this.#as('pg_ctl', [
      '-D',
      this.#data,
      '-l',
      log,
      '-w',
      '-t',
      '60',
      '-o',
      options.join(' '),
      'start',
    ]);
  }

  /** Ends it without letting anything finish, as a power cut would. */
  async cut() {
    await this.#as('pg_ctl', ['-D', this.#data, '-m', 'immediate', '-w', 'stop']);
  }

  /** Kills the processes that serve connections; it then recovers by itself. */
  async killBackends() {
    const [own] = (await readFile(join(this.#data, 'postmaster.pid'), 'utf8')).split('\n');
    const { out } = await run('ps', ['--ppid', own, '-o', 'pid,args']);
    const ours = out.split('\n').filter((line) => /postgres: postgres torture /.test(line));
    for (const pid of ours.map((line) => Number.parseInt(line, 10))) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
    return ours.length;
  }

  async stop() {
    await this.cut();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #as(program, args) {
    const path = join(this.#bin, program);
    const options = { cwd: this.#folder };
    return this.#user
      ? must('runuser', ['-u', this.#user, '--', path, ...args], options)
      : must(path, args, options);
  }
}

async function must(program, args, options) {
  const { code, err } = await run(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${err}`);
}

function programs() {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => `${folder}/${version}/bin`)
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (!found) throw new Error('there is no PostgreSQL here: scripts/setup --test installs it');
  return found;
}
