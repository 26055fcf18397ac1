// A mail server that keeps what it is sent: as much of RFC 5321 as a client needs.

import { createServer } from 'node:net';

const LETTER_ENDS = '\r\n.\r\n';

/** What a letter is known by afterwards. */
const LINKS = /\/(?:receipts|invitation|payments)(?:\/[\w-]+)?/g;

export class MailServer {
  /** Letters in the order in which they arrived: `{ to, links }`. */
  letters = [];
  /** Path → how many letters link to it. */
  #linking = new Map();
  #server = createServer((socket) => this.#talk(socket));

  /** Listens on a free port and returns it. */
  start() {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve(this.#server.address().port));
    });
  }

  stop() {
    this.#server.close();
  }

  /** How many letters arrived that link to `path`. */
  linking(path) {
    return this.#linking.get(path) ?? 0;
  }

  /** How many letters arrived at an address that link to `path`. */
  at(address, path) {
    return this.letters.filter(({ to, links }) => to === address && links.has(path)).length;
  }

  #keep(to, text) {
    const links = new Set(text.match(LINKS));
    this.letters.push({ to, links });
    for (const path of links) this.#linking.set(path, this.linking(path) + 1);
  }

  #talk(socket) {
    let heard = '';
    let letter = false;
    let to = '';
    socket.on('error', () => socket.destroy());
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      heard += chunk;
      for (;;) {
        const end = letter ? heard.indexOf(LETTER_ENDS) : heard.indexOf('\r\n');
        if (end < 0) return;
        const said = heard.slice(0, end);
        heard = heard.slice(end + (letter ? LETTER_ENDS.length : 2));
        if (letter) {
          this.#keep(to, readable(said));
          letter = false;
          socket.write('250 kept\r\n');
        } else if (/^DATA/i.test(said)) {
          letter = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(said)) {
          socket.end('221 bye\r\n');
        } else {
          to = said.match(/^RCPT TO:<(.*)>/i)?.[1] ?? to;
          socket.write('250 yes\r\n');
        }
      }
    });
  }
}

/** Undoes quoted-printable (RFC 2045, 6.7): soft line ends and `=3D`. */
const readable = (text) =>
  text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
