// Starts and stops programs, and finds room for them.

import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/**
 * Runs a program to its end and returns what it printed; `input` is what it reads. Throws, with its
 * messages, when it fails.
 */
export async function run(program, args, { input = '', ...options } = {}) {
  try {
    const running = promisify(execFile)(program, args, { maxBuffer: 1 << 26, ...options });
    running.child.stdin.end(input);
    return (await running).stdout;
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} failed:\n${error.stderr || error.message}`);
  }
}

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A program that runs beside the tests; its output goes to a log file. */
export class Service {
  #child;
  #log;
  #ended;
  #said = '';

  constructor(program, args, { env, cwd, log }) {
    this.name = program.split('/').pop();
    this.#log = log;
    const file = createWriteStream(log, { flags: 'a' });
    this.#child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk) => {
        file.write(chunk);
        this.#said = (this.#said + chunk).slice(-20_000);
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(`exit code ${code ?? signal}`));
    });
  }

  /** Its process id. */
  get pid() {
    return this.#child.pid;
  }

  /** How it ended: an exit code or a signal; null while it runs. */
  get ending() {
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  /** Waits until `ready(output so far)` gives something else than a falsehood, and returns that. */
  async until(ready, seconds = 60) {
    let ended;
    this.#ended.then((how) => (ended = how));
    for (const limit = Date.now() + seconds * 1000; Date.now() < limit; ) {
      const found = await ready(this.#said);
      if (found) return found;
      if (ended) throw new Error(`${this.name} ended early, ${ended}:\n${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.name} was not ready after ${seconds} s; see ${this.#log}:\n${this.#said}`);
  }

  /** Asks it to stop, and insists after ten seconds. */
  async stop() {
    this.#child.kill('SIGTERM');
    const insist = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#ended;
    clearTimeout(insist);
  }
}
