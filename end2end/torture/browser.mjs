// A browser without a window: cookies, forms, redirects that are looked at and not followed.

import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** The server went away before it answered. */
export class Gone extends Error {}

/** Sends one request: `{ status, location, headers, body }`, or throws [`Gone`]. */
export function send(method, url, { fields, body, headers = {} } = {}) {
  const content = fields ? new URLSearchParams(fields).toString() : body;
  const form = fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const length = content === undefined ? {} : { 'content-length': Buffer.byteLength(content) };
  return new Promise((resolve, reject) => {
    const gone = (error) =>
      reject(new Gone(`${method} ${url.replace(/[\w-]{30,}/g, '…')}: ${error.message}`));
    const sent = request(url, { method, agent, headers: { ...form, ...length, ...headers } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.once('error', gone);
      answer.once('aborted', () => gone(new Error('cut off')));
      answer.once('end', () =>
        resolve({
          status: answer.statusCode,
          location: answer.headers.location,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.once('error', gone);
    sent.end(content);
  });
}

/** Somebody's cookies, and how they sign in when the session is over. */
export class Browser {
  #cookies = new Map();
  #login;

  /** `at()` is where the portal is; `login` is `{ path, email, password }`. */
  constructor(at, login) {
    this.at = at;
    this.#login = login;
  }

  get(path, options) {
    return this.ask('GET', path, options);
  }

  post(path, fields, options) {
    return this.ask('POST', path, { ...options, fields });
  }

  /** One request to the portal, or to the server `at` another address; signs in first if it has to. */
  async ask(method, path, { fields, at = this.at() } = {}) {
    const answer = await this.#once(method, at + path, fields);
    // Staff are asked again who they are, half an hour after they last said so.
    if (answer.status === 403 && answer.body.includes('name="again"'))
      return this.#once(method, at + path, { ...fields, again: this.#login.password });
    if (answer.location !== this.#login?.path) return answer;
    const entered = await this.#once('POST', at + this.#login.path, this.#login);
    if (entered.status !== 303) throw new Error(`${this.#login.email} cannot sign in: ${entered.status}`);
    return this.#once(method, at + path, fields);
  }

  async #once(method, url, fields) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    // A second server stands behind the same name, as behind a proxy that passes it on.
    const headers = { host: new URL(this.at()).host, ...(cookie ? { cookie } : {}) };
    const answer = await send(method, url, { fields, headers });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    if (answer.status >= 500 && answer.status !== 502) {
      throw new Error(
        `${method} ${new URL(url).pathname.replace(/[\w-]{30,}/g, '…')} answered ${answer.status}`,
      );
    }
    return answer;
  }
}

/** The value of a form's hidden field. */
export function hidden(html, name) {
  const found = html.match(new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`));
  if (!found) throw new Error(`the page has no field ${name}`);
  return found[1];
}
