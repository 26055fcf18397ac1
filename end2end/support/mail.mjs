// A mail server that keeps letters, and refuses readers it is told to refuse (RFC 5321).

import { createServer } from 'node:net';

const LETTER_ENDS = '\r\n.\r\n';

export class Mail {
  /** Letters in the order in which they arrived: `{ to, text }`. */
  letters = [];
  /** How often a reader was refused, by address. */
  refusals = new Map();
  #refused = new Map();
  #server = createServer((socket) => this.#talk(socket));

  /** Listens on a free port and returns it. */
  start() {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.unref();
        resolve(this.#server.address().port);
      });
    });
  }

  stop() {
    this.#server.close();
  }

  /** From now on a reader is refused with this answer. */
  refuse(address, answer) {
    this.#refused.set(address, answer);
  }

  /** Letters to somebody. */
  to(address) {
    return this.letters.filter((letter) => letter.to === address);
  }

  #talk(socket) {
    let heard = '';
    let letter = false;
    let to = '';
    socket.unref();
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
          this.letters.push({ to, text: readable(said) });
          letter = false;
          socket.write('250 kept\r\n');
        } else if (/^RCPT TO:/i.test(said)) {
          to = said.match(/<(.*)>/)[1];
          const refusal = this.#refused.get(to);
          if (refusal) this.refusals.set(to, (this.refusals.get(to) ?? 0) + 1);
          socket.write(`${refusal ?? '250 yes'}\r\n`);
        } else if (/^DATA/i.test(said)) {
          letter = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(said)) {
          socket.end('221 bye\r\n');
        } else {
          socket.write('250 yes\r\n');
        }
      }
    });
  }
}

/** Undoes quoted-printable (RFC 2045, 6.7): soft line ends and `=3D`. */
const readable = (text) =>
  text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
