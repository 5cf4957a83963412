// What the fault tests share: book, find again, and a line between processes that can be cut and slowed.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Colleague } from '../browser/console.mjs';
import { cli, patience } from '../integration/paths.mjs';
import { Conversation, request, textOf, until } from '../integration/product.mjs';

// Books, as far as a citizen is told; → the cancellation code.
export async function book(product, name, email = `${name.replace(/[^a-z]+/gi, '.').toLowerCase()}@example.org`) {
  const talk = await Conversation.begin(product.url);
  // Without nlu, which a busy machine may take for gone, an answer names the service only: asked again.
  const ask = () => talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  for (let tries = 0; !/\d\d:\d\d/.test(await ask()) && tries < 5;) tries += 1;
  // That somebody else was faster is an answer; then other times are offered.
  for (let tries = 0; /jemand anderem gebucht/.test(await talk.choose(1)) && tries < 10;) tries += 1;
  await talk.say(name);
  const said = await talk.say(email);
  const found = /Absagecode: ([^\s"\\.,]+)/.exec(said);
  assert.ok(found, textOf(talk.messages));
  return found[1];
}

// The appointment is there, and only once: it can be cancelled with its code, and then not again.
export async function cancel(product, code, surname) {
  const ask = async () => {
    const talk = await Conversation.begin(product.url);
    await talk.say('ich möchte meinen Termin absagen');
    await talk.say(code);
    let answer = await talk.say(surname);
    // A turn that a fault cut short is asked again.
    if (/Nachname/.test(answer)) answer = await talk.say(surname);
    return /absagen\?|wirklich/i.test(answer) || talk.last.some((message) => message.choices?.length) ? `${answer} ${await talk.say('ja')}` : answer;
  };
  assert.match(await ask(), /ist abgesagt/);
  const again = await ask();
  assert.match(again, /schon abgesagt|keinen Termin/);
  assert.doesNotMatch(again, /ist abgesagt/);
}

// Times that booking's store has given to more people than it says or than fit in, and people with two appointments:
// those of the tests want one each, and each has an address of its own.
const doubled = `SELECT 'taken', location, start, taken, capacity, given FROM (SELECT s.*, (SELECT count(*) FROM appointment a WHERE a.occupies = 1
    AND a.location = s.location AND a.start < s.ends AND a.occupied_to > s.start) + (SELECT count(*) FROM withheld w
    WHERE w.location = s.location AND w.start < s.ends AND w.occupied_to > s.start) AS given FROM slot s) AS times WHERE taken <> given OR given > capacity
  UNION ALL SELECT 'twice', 0, 0, 0, 0, count(*) FROM appointment WHERE state = 3 GROUP BY email_hash HAVING count(*) > 1`;
const readSqlite = `import sqlite3, sys
for row in sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2]): print(*row)`;

// `query`: where booking's store is no file.
export function noneDoubled(product, query) {
  const inFile = (statement) => {
    const file = product.at ? product.at('/var/lib/amtslotse/booking/booking.db') : join(product.folder, 'booking', 'booking.db');
    const run = spawnSync('python3', ['-c', readSqlite, file, statement], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout.trim();
  };
  const ask = query ?? inFile;
  assert.ok(Number(ask('SELECT count(*) FROM appointment WHERE state IN (3, 8)')) > 0, 'not the store that was booked in');
  assert.equal(ask(doubled), '');
}

// Somebody of the staff who may everything; of a product that `serve` runs, whose lines may go through this process.
export async function administrator(product) {
  const { stdout } = await promisify(execFile)(cli, ['staff', 'link', 'erlenfurt', '--data', product.folder]);
  return new Colleague(product.url).redeem(/#\/link\/(\S+)/.exec(stdout)[1], 'test.administration');
}

// One call of a console during a fault: refused in time and with a text, which says what is the matter.
export async function refused(call, within = 10_000) {
  const begin = Date.now();
  const { status, body } = await call();
  assert.ok(Date.now() - begin < within * patience, `${Date.now() - begin} ms`);
  assert.ok([503, 504].includes(status), `${status} ${JSON.stringify(body)}`);
  assert.match(body.detail, /nicht erreichbar|zu lange gedauert/);
}

// A question during a fault: an answer or a clear refusal, never a hanging line.
export async function askDuring(talk, event, id, limit = 10_000) {
  const begin = Date.now();
  const answer = await talk.post(event, id);
  assert.ok(Date.now() - begin < limit * patience, `${Date.now() - begin} ms`);
  assert.ok([200, 503, 504].includes(answer.status), `${answer.status} ${JSON.stringify(answer.body)}`);
  if (answer.status !== 200) assert.match(answer.headers['content-type'], /problem\+json/);
  return answer;
}

// Citizens who ask, look and book all the while. Each gets an answer or a clear refusal, and has what they were told to
// have. `mayBreak`: the web process itself goes away now and then, and lines to it with it.
export class Bustle {
  static begin(product, { mayBreak = false } = {}) {
    const bustle = new Bustle();
    Object.assign(bustle, { product, mayBreak, going: true, answers: 0, codes: [], unclear: [] });
    bustle.work = [bustle.ask, bustle.look, bustle.book].map((one) => bustle.repeat(one));
    return bustle;
  }

  async repeat(one) {
    while (this.going) {
      await one.call(this).catch((error) => { if (!this.mayBreak) this.unclear.push(error.message); });
      await wait(100);
    }
  }

  // Whether it was answered.
  clear(what, { status, headers, body }, expected) {
    if (status === expected) this.answers += 1;
    else if (![503, 504].includes(status) || !/problem\+json/.test(headers['content-type']))
      this.unclear.push(`${what}: ${status} ${JSON.stringify(body)}`);
    return status === expected;
  }

  async ask() {
    const host = 'erlenfurt.localhost';
    const begun = await request(`${this.product.url}/api/v1/conversations`, { method: 'POST', host, body: {} });
    if (!this.clear('conversation', begun, 201)) return;
    const talk = new Conversation(this.product.url, host, begun.body);
    for (const text of ['Was kostet ein Personalausweis?', 'und welche Unterlagen?']) this.clear(text, await talk.post({ text }), 200);
  }

  async look() {
    const path = '/api/v1/slots?service=fuehrungszeugnis&limit=20';
    this.clear('slots', await request(this.product.url + path, { host: 'erlenfurt.localhost' }), 200);
  }

  async book() {
    await wait(400);
    if (this.codes.length >= 20) return;
    const person = `nele${this.codes.length}.${Date.now()}@example.org`;
    const code = await book(this.product, 'Nele Umtrieb', person).catch(() => null);
    if (code) this.codes.push(code);
  }

  // A fault may have taken less time than one booking: until one was answered and made. `query`: see noneDoubled.
  async end(query) {
    const enough = () => this.answers > 0 && this.codes.length > 0;
    await until(enough, 60_000, () => `${this.answers} answers, ${this.codes.length} appointments\n${this.unclear.join('\n')}`);
    this.going = false;
    await Promise.all(this.work);
    assert.deepEqual([...new Set(this.unclear)], []);
    noneDoubled(this.product, query);
    for (const code of this.codes) await cancel(this.product, code, 'Umtrieb');
  }
}

// A citizen gets an answer and free times, as ever.
export async function asBefore(product) {
  if ((await request(`${product.url}/health/ready`).catch(() => ({}))).status !== 200) return false;
  const talk = await Conversation.begin(product.url).catch(() => null);
  if (!talk) return false;
  const post = (text, id) => talk.post({ text }, id).catch(() => ({}));
  const answer = await post('Was kostet ein Personalausweis?', 'healed');
  if (answer.status !== 200 || !/46,00/.test(JSON.stringify(answer.body))) return false;
  const times = await post('Ich brauche einen Termin für ein Führungszeugnis', 'times');
  return times.status === 200 && /Uhr/.test(JSON.stringify(times.body.messages?.flatMap((message) => message.choices ?? [])));
}

// Within 10 s of the fault's end, without help, all is as before. After a start of everything it may take longer.
export const healed = (product, milliseconds = 10_000) => until(() => asBefore(product), milliseconds, () => product.output);

// The same, counted from `end` on, however long the test took for something else.
export const leftSince = (end) => 10_000 - (Date.now() - end) / patience;
export const healedSince = (product, end) => healed(product, leftSince(end));

// Stands between a process and those who call it: they look at `path`, it listens at `behind`.
export class Line {
  constructor(path, behind) {
    Object.assign(this, { path, behind });
    this.delay = 0;
    this.cut = false;
    this.sockets = new Set();
    this.server = net.createServer((near) => this.join(near));
  }

  // Takes the name of a process's socket. Call before those connect that shall come through it.
  static lay(product, service) {
    const path = join(product.folder, 'run', service, 'socket');
    renameSync(path, `${path}.behind`);
    return Line.open(path, `${path}.behind`);
  }

  // Open to callers of other users.
  static async open(path, behind) {
    const line = new Line(path, behind);
    await new Promise((resolve) => line.server.listen(path, resolve));
    chmodSync(path, 0o666);
    return line;
  }

  join(near) {
    if (this.cut) { near.destroy(); return; }
    const far = net.connect(this.behind);
    for (const [from, to] of [[near, far], [far, near]]) {
      this.sockets.add(from);
      // In the order in which they came, also when the delay ends meanwhile.
      let before = Promise.resolve();
      from.on('data', (bytes) => {
        before = Promise.all([before, this.delay ? wait(this.delay) : undefined]).then(() => { if (to.writable) to.write(bytes); });
      });
      from.on('close', () => { this.sockets.delete(from); to.destroy(); });
      from.on('error', () => to.destroy());
    }
  }

  break() {
    this.cut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() { this.cut = false; }

  async close() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.path, { force: true });
  }

  // The process has its socket back.
  async remove() {
    await this.close();
    renameSync(this.behind, this.path);
  }
}
