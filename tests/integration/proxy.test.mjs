// Behind a proxy every citizen has limits of their own; who comes directly cannot take another's name.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { request, startProduct, until } from './product.mjs';

const begin = (product, headers) => request(`${product.url}/api/v1/conversations`, { method: 'POST', host: 'erlenfurt.localhost', body: {}, headers });

test('limits are counted for whom a known proxy names, and for nobody else', async () => {
  const environment = { WEB_CONVERSATIONS_PER_MINUTE: '1', WEB_PROXIES: '127.0.0.1,10.0.0.0/8' };
  const product = await startProduct({ environment });
  try {
    let refused = false;
    const asked = async (forwarded) => (await begin(product, { 'X-Forwarded-For': forwarded })).status;
    for (let times = 0; times < 200 && !refused; times += 1) refused = (await asked('198.51.100.1, 203.0.113.7, 10.0.0.4')) === 429;
    assert.ok(refused, 'one citizen has a limit');
    assert.equal(await asked('203.0.113.8'), 201, 'another is not held up');
    assert.equal(await asked('203.0.113.99, 203.0.113.7'), 429, 'what stands before may be made up');
  } finally {
    await product.stop();
  }
});

test('who reads page after page is told to wait, nobody else; files are free', async () => {
  const product = await startProduct({ environment: { WEB_READS_PER_MINUTE: '15' } });
  const read = (path, address) => request(`${product.url}${path}`, { host: 'erlenfurt.localhost', headers: { 'X-Forwarded-For': address, Accept: 'text/html' } });
  try {
    const answers = [];
    for (let times = 0; times < 6; times += 1) answers.push(await read('/leistungen', '203.0.113.7'));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200, 200, 429]);
    const { headers, body } = answers.at(-1);
    assert.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 4, headers['retry-after']);
    assert.match(body, /<h1>Zu viele Anfragen<\/h1>[^]*Bitte warten Sie/);
    const file = /href="(\/[^"]+\.css)"/.exec(body)[1];
    for (const path of [file, '/health/ready']) assert.equal((await read(path, '203.0.113.7')).status, 200, path);
    assert.equal((await read('/leistungen', '203.0.113.8')).status, 200);
  } finally {
    await product.stop();
  }
});

// As proxies do: one connection, kept, for the requests of several people, and the next answer on it for whoever asked next.
class Upstream {
  constructor(url) { this.port = Number(new URL(url).port); }

  open() {
    this.said = '';
    this.socket = net.connect(this.port, '127.0.0.1').setEncoding('latin1');
    this.socket.on('data', (more) => { this.said += more; });
    this.socket.on('close', () => { this.socket = undefined; });
  }

  // → the body of the first answer that comes; whether the connection was there already.
  async pass(method, path, body = '') {
    const kept = this.socket !== undefined;
    if (!kept) this.open();
    this.socket.write(`${method} ${path} HTTP/1.1\r\nHost: erlenfurt.localhost\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    let answer;
    await until(() => {
      const head = /^HTTP\/1\.1 [^]*?\r\n\r\n/.exec(this.said)?.[0];
      const length = Number(/^Content-Length: (\d+)/im.exec(head ?? '')?.[1] ?? 0);
      if (!head || this.said.length < head.length + length) return false;
      answer = { text: this.said.slice(head.length, head.length + length), kept };
      this.said = this.said.slice(head.length + length);
      if (/^Connection: close/im.test(head)) { this.socket?.destroy(); this.socket = undefined; }
      return true;
    }, 10_000, () => this.said);
    return answer;
  }
}

test('what somebody sends as the body of a request is no request in the name of the next', async () => {
  const product = await startProduct();
  const upstream = new Upstream(product.url);
  try {
    await upstream.pass('GET', '/health/ready');
    assert.deepEqual(await upstream.pass('GET', '/health/ready'), { text: 'ready\n', kept: true });
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      await upstream.pass(method, method === 'POST' ? `/${'a'.repeat(3000)}` : '/api/v1/ping', 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
      assert.equal((await upstream.pass('GET', '/health/ready')).text, 'ready\n', method);
    }
  } finally {
    upstream.socket?.destroy();
    await product.stop();
  }
});
