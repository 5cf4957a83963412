// An HTTP server on a free port for the emulators: reads the raw body, answers JSON, breaks when told to.
import http from 'node:http';
import { once } from 'node:events';
import { patience } from '../integration/paths.mjs';

// Faults are asked for in order; each says which request it wants and what happens to it:
//   {when: (call) => bool, times, do: 'drop' | 'accept-then-drop' | 'accept-then-hang' | 'hang' | {after: promise} | {status, body, headers}}
export class EmulatedServer {
  constructor() {
    this.faults = [];
    this.violations = [];
    this.calls = [];      // every request, in order of arrival: {method, path, query, headers, body, at}
    this.waiters = new Set();
    this.sockets = new Set();
    this.server = http.createServer((request, response) => this.#take(request, response));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.server.keepAliveTimeout = 60_000;
  }

  async start(port = 0) {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  violate(what) {
    this.violations.push(what);
  }

  // Something happened that someone may be waiting for.
  changed() {
    for (const waiter of [...this.waiters]) waiter();
  }

  // The first truthy value of `condition`, asked again after every change. `milliseconds`: see patience in paths.mjs.
  async until(condition, what, milliseconds = 20_000) {
    const limit = milliseconds * patience;
    return new Promise((resolve, reject) => {
      const check = () => {
        let value;
        try { value = condition(); } catch (error) { value = undefined; end(); reject(error); return; }
        if (value) { end(); resolve(value); }
      };
      const timer = setTimeout(() => { end(); reject(new Error(`not in ${limit} ms: ${typeof what === 'function' ? what() : what}`)); }, limit);
      const end = () => { clearTimeout(timer); this.waiters.delete(check); };
      this.waiters.add(check);
      check();
    });
  }

  async #take(request, response) {
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      const url = new URL(request.url, this.url);
      const call = { method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers,
        body: Buffer.concat(parts), at: Date.now(), request, response };
      this.calls.push(call);
      if (await this.#break(call)) return;
      await this.handle(call);
    } catch (error) {
      if (!request.destroyed) this.violate(`emulator failed: ${error.stack}`);
      response.destroy();
    } finally {
      this.changed();
    }
  }

  async #break(call) {
    const fault = this.faults.find((one) => (one.times ?? 1) > 0 && one.when(call));
    if (!fault) return false;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.do === 'drop') {
      call.request.socket.destroy();
    } else if (fault.do.startsWith?.('accept-then')) {
      await this.handle({ ...call, response: new LostResponse() });
      if (fault.do === 'accept-then-drop') call.request.socket.destroy();
    } else if (fault.do.after) {
      fault.do.after.then(() => this.handle(call)).then(() => this.changed());
    } else if (fault.do !== 'hang') {
      send(call.response, fault.do.status, fault.do.body, fault.do.headers);
    }
    return true;
  }
}

// Takes an answer that nobody will see.
class LostResponse {
  headersSent = false;
  writeHead() { return this; }
  end() {}
  on() {}
  destroy() {}
}

export function send(response, status, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

// So many at once, then so many a second; `take` answers 0 or the seconds to wait.
export class Bucket {
  constructor(burst, perSecond) { Object.assign(this, { burst, perSecond, tokens: burst, at: Date.now() }); }
  take(now = Date.now()) {
    this.tokens = Math.min(this.burst, this.tokens + (now - this.at) / 1000 * this.perSecond);
    this.at = now;
    if (this.tokens >= 1) { this.tokens -= 1; return 0; }
    return Math.max(1, Math.ceil((1 - this.tokens) / this.perSecond));
  }
}

// The parts of a multipart/form-data body: {name: {content, fileName, mediaType}}.
export function formParts(contentType, body) {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (!boundary) return undefined;
  const parts = {};
  for (const piece of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const end = piece.indexOf('\r\n\r\n');
    const head = piece.slice(0, end);
    const name = /name="([^"]*)"/.exec(head)?.[1];
    if (name === undefined) return undefined;
    parts[name] = { content: Buffer.from(piece.slice(end + 4, -2), 'latin1'), mediaType: /Content-Type: ([^\r\n]+)/i.exec(head)?.[1],
      fileName: Buffer.from(/filename="([^"]*)"/.exec(head)?.[1] ?? '', 'latin1').toString('utf8') || undefined };
  }
  return parts;
}
