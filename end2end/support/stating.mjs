// Statements by plain requests, for flows that begin where one is issued; and the clock.

import { staffCookie, post } from './people.mjs';

export const DAY = 86_400;

/** Issues a statement of an account; gives its id, or the word of why there is none. */
export async function issue(portal, person) {
  const cookie = await staffCookie(portal);
  await post(portal, `/staff/accounts/${person.guarantor}/statements`, {}, { cookie });
  return newest(portal, person);
}

/** The id of an account's newest statement. */
export async function newest(portal, person) {
  const cookie = await staffCookie(portal);
  const page = await (await fetch(`${portal.url}/staff/accounts/${person.guarantor}`, { headers: { cookie } })).text();
  const id = page.match(/\/statements\/([0-9a-f-]{36})"/)?.[1];
  if (!id) throw new Error(`${person.account} has no statement`);
  return id;
}

/** Asks until the answer is not empty: what a server does by itself takes its time. */
export async function eventually(ask, what, seconds = 40) {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > until) throw new Error(`${what} did not happen in ${seconds} seconds`);
    await new Promise((go) => setTimeout(go, 300));
  }
}
