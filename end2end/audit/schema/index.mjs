// What the product sends to Stripe, and what the stand-in answers in Stripe's place, beside the
// schema that Stripe publishes.
//
//   import { assertOfStripe } from '../audit/schema/index.mjs';
//   const { data } = await (await fetch(`${stripe}/_sandbox/requests`)).json();
//   assertOfStripe(data);

import assert from 'node:assert/strict';

import { differencesOf } from './answers.mjs';
import { read } from './published.mjs';
import { knows, problemsOf } from './requests.mjs';

/**
 * Parameters that the product sends and the schema does not know yet, because they are newer than
 * the client in node_modules: `{ verb, path, parameter, why }`. Whatever it has learnt since must go.
 */
export const NEWER = [];

let loaded;
const schema = () => (loaded ??= read());

/** Asserts that Stripe would understand every one of the requests, `{ method, path, params }`. */
export function assertOfStripe(requests, newer = NEWER) {
  for (const { verb, path, parameter } of newer) {
    assert.ok(!knows(schema(), verb, path, parameter), `${verb} ${path} knows ${parameter} by now: strike it from NEWER`);
  }
  const isNew = ({ method, path }, problem) =>
    newer.some((one) => one.verb === method && one.path === path && problem.startsWith(`${one.parameter}:`));
  const wrong = requests.flatMap((request) =>
    problemsOf(schema(), request)
      .filter((problem) => !isNew(request, problem))
      .map((problem) => `${request.method} ${request.path}: ${problem}`),
  );
  assert.deepEqual([...new Set(wrong)], [], 'Stripe would not understand');
}

/** How the stand-in's answer to a request differs from Stripe's, in sentences. */
export const differences = (method, path, answer) => differencesOf(schema(), method, path, answer);
