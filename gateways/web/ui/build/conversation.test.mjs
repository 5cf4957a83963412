// The conversation's states without a browser: what is lost, repeated or out of order on a bad line.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './bundle.mjs';

globalThis.document = { addEventListener() {}, removeEventListener() {}, hidden: false };
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
globalThis.crypto ??= (await import('node:crypto')).webcrypto;
const stored = new Map();
globalThis.sessionStorage = {
  getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key),
};
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (work, wait) => realTimeout(work, Math.min(wait, 1));  // pauses between attempts are not waited for
const { Conversation, Memory, ApiError } = await load('chat/conversation.ts', 'chat/memory.ts', 'chat/api.ts');


function reply(sequence, text, more = {}) { return { sequence, author: 'assistant', text, ...more }; }

// A server that answers from a list of steps: a value, or an error to throw.
class FakeApi {
  steps = [];
  sent = [];
  started = 0;
  async start() { this.started += 1; return { id: `c${this.started}`, token: `t${this.started}`, messages: [reply(1, 'Guten Tag')] }; }
  async send(id, token, outgoing) { this.sent.push({ token, ...outgoing }); wake(); return this.next({ messages: [] }); }
  async after() { return this.next({ messages: [] }); }
  async remove() { return this.next(undefined); }
  async rate() {}
  events() { return new Promise(() => {}); }  // never anything
  next(otherwise) {
    const step = this.steps.shift() ?? otherwise;
    if (step instanceof Error) throw step;
    return step;
  }
}

let api;
let arrived;
let waiting;
function wake() { const resume = waiting; waiting = undefined; resume?.(); }
const listener = {
  changed: wake,
  arrived: (messages) => { arrived.push(...messages.map((message) => message.text)); wake(); },
  describe: (failure, detail) => `${failure}:${detail}`,
  expiredNotice: () => 'abgelaufen',
};
const begin = () => new Conversation(api, new Memory('test'), listener);
async function until(condition) { while (!condition()) await new Promise((resolve) => { waiting = resolve; }); }
const texts = (conversation) => conversation.entries.map(({ own, message }) => own ? `> ${own.shown} ${own.state}` : message.text);

beforeEach(() => {
  stored.clear();
  api = new FakeApi();
  arrived = [];
});

test('the first message begins the conversation; the greeting stands before it', async () => {
  const conversation = begin();
  api.steps = [{ messages: [reply(3, '46 Euro')] }];
  conversation.say({ shown: 'Was kostet das?', text: 'Was kostet das?' });
  await until(() => arrived.length > 0);
  assert.deepEqual(texts(conversation), ['Guten Tag', '> Was kostet das? sent', '46 Euro']);
  assert.deepEqual(arrived, ['46 Euro']);
  conversation.pause();
});

test('an unanswered message is sent again under the same id', async () => {
  const conversation = begin();
  api.steps = [new ApiError(0, ''), { messages: [reply(3, 'da')] }];
  conversation.say({ shown: 'Hallo', text: 'Hallo' });
  await until(() => arrived.length > 0);
  assert.equal(api.sent.length, 2);
  assert.equal(api.sent[0].clientId, api.sent[1].clientId);
  conversation.pause();
});

test('after some attempts a message has failed, says why, and goes out on request', async () => {
  const conversation = begin();
  api.steps = [new ApiError(503, 'überlastet'), new ApiError(503, 'überlastet'), new ApiError(503, 'überlastet')];
  conversation.say({ shown: 'Hallo', text: 'Hallo' });
  await until(() => conversation.hasFailed);
  const own = conversation.entries.at(-1).own;
  assert.equal(own.failure, 'server:überlastet');
  conversation.retry(own.clientId);
  await until(() => !conversation.waiting);
  assert.equal(conversation.entries.at(-1).own.state, 'sent');
  conversation.pause();
});

test('what the server refuses is not tried again by itself', async () => {
  const conversation = begin();
  api.steps = [new ApiError(400, 'zu lang')];
  conversation.say({ shown: 'Hallo', text: 'Hallo' });
  await until(() => conversation.hasFailed);
  assert.equal(api.sent.length, 1);
  conversation.discard(conversation.entries.at(-1).own.clientId);
  assert.deepEqual(texts(conversation), ['Guten Tag']);
  conversation.pause();
});

test('an expired conversation begins anew and what was said is still answered', async () => {
  const conversation = begin();
  conversation.say({ shown: 'eins', text: 'eins' });
  await until(() => conversation.entries.at(-1)?.own?.state === 'sent');
  api.steps = [new ApiError(401, ''), { messages: [reply(2, 'neu')] }];
  conversation.say({ shown: 'zwei', text: 'zwei' });
  await until(() => arrived.includes('neu'));
  assert.deepEqual(texts(conversation), ['Guten Tag', '> eins sent', 'abgelaufen', 'Guten Tag', '> zwei sent', 'neu']);
  assert.equal(api.sent.at(-1).token, 't2');
  conversation.pause();
});

test('numbers that start over under the same id are not taken for old ones', async () => {
  const conversation = begin();
  api.steps = [{ messages: [reply(9, 'neun')] }, { sessionExpired: true, messages: [reply(1, 'neu begonnen'), reply(2, 'zwei')] }];
  conversation.say({ shown: 'a', text: 'a' });
  await until(() => arrived.includes('neun'));
  conversation.say({ shown: 'b', text: 'b' });
  await until(() => arrived.includes('zwei'));
  assert.deepEqual(arrived, ['neun', 'neu begonnen', 'zwei']);
  conversation.pause();
});

test('after a reload nothing is lost and nothing is shown twice', async () => {
  const first = begin();
  api.steps = [new Promise(() => {})];  // the page goes away before the answer
  first.say({ shown: 'Hallo', text: 'Hallo' });
  await until(() => api.sent.length === 1);
  const second = begin();
  api.steps = [{ messages: [{ sequence: 2, author: 'citizen', text: 'Hallo' }, reply(3, 'da')] }, { messages: [reply(3, 'da')] }];
  await second.resume();
  await until(() => !second.waiting);
  assert.deepEqual(texts(second), ['Guten Tag', '> Hallo sent', 'da']);
  assert.equal(api.sent[0].clientId, api.sent[1].clientId);
  second.pause();
});

test('a deletion that was not confirmed deletes nothing here', async () => {
  const conversation = begin();
  conversation.say({ shown: 'a', text: 'a' });
  await until(() => conversation.entries.at(-1)?.own?.state === 'sent');
  api.steps = [new ApiError(503, '')];
  await assert.rejects(conversation.remove());
  assert.equal(conversation.entries.length, 2);
  await conversation.remove();
  assert.equal(conversation.entries.length, 0);
  assert.equal(stored.size, 0);
});
