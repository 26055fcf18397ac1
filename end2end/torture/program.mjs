// A program that is expected to die.

import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

const DEADLINE = 30_000;

/** Asks `probe` until it gives something else than a falsehood, and returns that. */
export async function eventually(what, probe, milliseconds = DEADLINE) {
  let last;
  for (const limit = Date.now() + milliseconds; Date.now() < limit;) {
    try {
      const found = await probe();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what}: not within ${milliseconds / 1000} s`, { cause: last });
}

/** Runs a program to its end, however that is: `{ code, signal, out, err }`. */
export function run(program, args, options) {
  return new Promise((done) => {
    execFile(program, args, { maxBuffer: 1 << 26, ...options }, (error, out, err) =>
      done({
        code: error ? error.code : 0,
        signal: error?.signal ?? null,
        out,
        err: err || (error?.message ?? ''),
      }),
    );
  });
}

/** A running program; its output goes to the end of a log file. */
export class Program {
  #child;
  #log;
  /** What it printed last. */
  said = '';
  /** How it ended: `{ code, signal }`; undefined while it runs. */
  end;

  constructor(program, args, { env, cwd, log }) {
    this.name = program.split('/').pop();
    this.#log = log;
    const file = createWriteStream(log, { flags: 'a' });
    this.#child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk) => {
        file.write(chunk);
        this.said = (this.said + chunk).slice(-20_000);
      });
    }
    /** Settles with how it ended. */
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code, signal) => {
        this.end = { code, signal };
        file.end();
        resolve(this.end);
      });
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Waits until it is ready, or until it has died: says whether it lives. */
  async ready(probe) {
    return eventually(`${this.name} is ready (${this.#log})`, async () =>
      this.end ? 'dead' : (await probe(this.said)) && 'alive',
    ).then((how) => how === 'alive');
  }

  /** Asserts that it dies of the signal that nothing can catch. */
  async dies(what) {
    const end = await eventually(`${this.name} dies ${what}`, () => this.end);
    if (end.signal !== 'SIGKILL') {
      throw new Error(
        `${this.name} was to be killed ${what}, and ended with ${JSON.stringify(end)}:\n${this.said}`,
      );
    }
  }

  /** Kills it here and now. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to stop, and insists after half a minute. */
  async stop() {
    if (this.end) return;
    this.#child.kill('SIGTERM');
    const insist = setTimeout(() => this.#child.kill('SIGKILL'), DEADLINE);
    await this.ended;
    clearTimeout(insist);
  }
}
