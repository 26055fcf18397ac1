// How much memory and processor a process has taken, from /proc (proc(5)).

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK']));

/** Samples of one process while it lives. */
export class Gauge {
  #pid;
  #samples = [];

  constructor(pid) {
    this.#pid = pid;
    this.read(0);
  }

  /** Takes a sample; `done` is how many payments there were by then. */
  read(done) {
    const kib = Number(readFileSync(`/proc/${this.#pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);
    // After the name, which may hold anything, utime and stime are the 12th and 13th.
    const fields = readFileSync(`/proc/${this.#pid}/stat`, 'utf8').split(') ').pop().split(' ');
    const cpu = (Number(fields[11]) + Number(fields[12])) / TICKS;
    this.#samples.push({ at: Date.now(), done, kib, cpu });
  }

  /**
   * Resident memory in MiB at the beginning, after a quarter, at most and at the end; what it grew by
   * after that quarter, in KiB a payment; the share of one core it took.
   */
  sum() {
    const quarter = this.#samples[Math.floor(this.#samples.length / 4)];
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    const mib = (kib) => round(kib / 1024);
    return {
      rssStart: mib(first.kib),
      rssQuarter: mib(quarter.kib),
      rssMost: mib(Math.max(...this.#samples.map(({ kib }) => kib))),
      rssEnd: mib(last.kib),
      kibPerPayment: round((last.kib - quarter.kib) / Math.max(1, last.done - quarter.done)),
      core: round((last.cpu - first.cpu) / ((last.at - first.at) / 1000)),
    };
  }
}

/** Percentiles of milliseconds. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

const round = (value) => Math.round(value * 100) / 100;
