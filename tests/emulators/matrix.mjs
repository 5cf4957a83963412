// A Matrix homeserver's client-server API, as far as a bot needs it: https://spec.matrix.org/latest/client-server-api/
import { randomBytes } from 'node:crypto';
import { Listener } from './listener.mjs';
import { EmulatedServer, send } from './server.mjs';

const error = (status, errcode, more = {}, headers = {}) => ({ status, body: { errcode, error: errcode, ...more }, headers });
const ok = (body) => ({ status: 200, body });
const newId = () => randomBytes(32).toString('base64url').slice(0, 43);

export class MatrixEmulator extends EmulatedServer {
  constructor({ accessToken = 'syt_secret_token', user = '@amt:erlenfurt.example' } = {}) {
    super();
    Object.assign(this, { accessToken, user });
    this.rooms = new Map();
    this.stream = [{}];           // position → {room, event}; position 0 is the beginning
    this.transactions = new Map();
    this.media = new Map();
    this.typing = [];
    this.syncs = new Set();       // waiting: () => void
    this.limits = new Map();      // room → seconds, for the next send
  }

  async stop() {
    for (const wake of [...this.syncs]) wake();
    await super.stop();
  }

  person(name = 'Ada', options = {}) { return new Person(this, name, options); }

  append(room, event) {
    const full = { event_id: `$${newId()}`, origin_server_ts: Date.now(), ...event };
    room.events.push(full);
    this.stream.push({ room: room.id, event: full });
    for (const wake of [...this.syncs]) wake();
    this.changed();
    return full;
  }

  // --- requests ---

  async handle(call) {
    if (!call.path.startsWith('/_matrix/')) return send(call.response, 404, { errcode: 'M_UNRECOGNIZED' });
    if ('access_token' in call.query) this.violate('the access token stands in the address');
    if (call.headers.authorization === undefined) return this.#answer(call, error(401, 'M_MISSING_TOKEN'));
    if (call.headers.authorization !== `Bearer ${this.accessToken}`) return this.#answer(call, error(401, 'M_UNKNOWN_TOKEN', { soft_logout: false }));
    const parts = call.path.slice('/_matrix/'.length).split('/').map(decodeURIComponent);
    const route = this.#routes().find(([method, pattern]) => method === call.method && matches(pattern.split('/'), parts));
    if (!route) {
      this.violate(`there is no ${call.method} ${call.path}`);
      return this.#answer(call, error(404, 'M_UNRECOGNIZED'));
    }
    const [, pattern, allowed, handler] = route;
    for (const name of Object.keys(call.query)) if (!allowed.includes(name)) this.violate(`${pattern}: there is no query parameter ${name}`);
    const values = pattern.split('/').flatMap((part, i) => (part === '*' ? [parts[i]] : []));
    const result = await handler(values, call);
    if (result) this.#answer(call, result);
  }

  #answer(call, { status, body, headers }) {
    if (status === 400 || (status === 404 && body.errcode !== 'M_NOT_FOUND')) this.violate(`${call.method} ${call.path}: ${body.errcode}`);
    send(call.response, status, body, headers);
  }

  #routes() {
    return [
      ['GET', 'client/v3/account/whoami', [], () => ok({ user_id: this.user, device_id: 'AMT' })],
      ['GET', 'client/v3/sync', ['filter', 'since', 'timeout', 'full_state', 'set_presence'], (_, call) => this.#sync(call)],
      ['POST', 'client/v3/rooms/*/join', [], ([id]) => this.#join(id)],
      ['POST', 'client/v3/rooms/*/leave', [], ([id]) => this.#leave(id)],
      ['GET', 'client/v3/rooms/*/joined_members', [], ([id]) => this.#members(id)],
      ['GET', 'client/v3/rooms/*/messages', ['dir', 'from', 'to', 'limit', 'filter'], ([id], call) => this.#messages(id, call.query)],
      ['PUT', 'client/v3/rooms/*/send/*/*', [], ([id, type, transaction], call) => this.#send(id, type, transaction, json(call))],
      ['PUT', 'client/v3/rooms/*/typing/*', [], ([id, user], call) => this.#type(id, user, json(call))],
      ['POST', 'media/v3/upload', ['filename'], (_, call) => this.#upload(call)],
    ];
  }

  #joined(id) { return this.rooms.get(id)?.members.has(this.user); }

  #join(id) {
    const room = this.rooms.get(id);
    if (!room?.invited) return error(403, 'M_FORBIDDEN');
    room.invited = false;
    room.members.add(this.user);
    this.append(room, member(this.user, this.user, 'join'));
    room.joinedAt = this.stream.length - 1;
    return ok({ room_id: id });
  }

  #leave(id) {
    const room = this.rooms.get(id);
    if (!room) return error(404, 'M_NOT_FOUND');
    room.invited = false;
    room.refused = true;
    room.members.delete(this.user);
    this.changed();
    return ok({});
  }

  #members(id) {
    if (!this.#joined(id)) return error(403, 'M_FORBIDDEN');
    return ok({ joined: Object.fromEntries([...this.rooms.get(id).members].map((user) => [user, {}])) });
  }

  // Backwards from one position to another.
  #messages(id, query) {
    if (query.dir !== 'b') return error(400, 'M_INVALID_PARAM');
    if (!this.#joined(id)) return error(403, 'M_FORBIDDEN');
    const from = Number(query.from?.slice(1));
    const to = Number(query.to?.slice(1) ?? 0);
    const events = this.stream.map((entry, position) => ({ ...entry, position })).slice(to + 1, from + 1).filter((entry) => entry.room === id).reverse();
    const page = events.slice(0, Math.min(Number(query.limit ?? 10), 100));
    return ok({ start: query.from, chunk: page.map((entry) => entry.event), ...(events.length > page.length && { end: `t${page.at(-1).position - 1}` }) });
  }

  #send(id, type, transaction, body) {
    if (!this.#joined(id)) return error(403, 'M_FORBIDDEN');
    if (type !== 'm.room.message') return error(400, 'M_BAD_JSON');
    const limit = this.limits.get(id);
    if (limit) {
      this.limits.delete(id);
      return error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: limit * 1000 }, { 'Retry-After': String(limit) });
    }
    const known = this.transactions.get(transaction);
    if (known) return ok({ event_id: known });
    if (JSON.stringify(body).length > 65_000) return error(413, 'M_TOO_LARGE');
    if (!['m.notice', 'm.file'].includes(body?.msgtype) || typeof body.body !== 'string' || body.body === '') {
      this.violate(`m.room.message: ${JSON.stringify(body)?.slice(0, 200)}`);
      return error(400, 'M_BAD_JSON');
    }
    if (body.msgtype === 'm.file' && !this.media.has(body.url)) this.violate(`no such media: ${body.url}`);
    const event = this.append(this.rooms.get(id), { type, sender: this.user, content: body });
    this.transactions.set(transaction, event.event_id);
    return ok({ event_id: event.event_id });
  }

  #type(id, user, body) {
    if (user !== this.user) return error(403, 'M_FORBIDDEN');
    if (typeof body?.typing !== 'boolean') return error(400, 'M_BAD_JSON');
    this.typing.push({ room: id, at: Date.now() });
    return ok({});
  }

  #upload(call) {
    const url = `mxc://erlenfurt.example/${newId().slice(0, 24)}`;
    this.media.set(url, { content: call.body, mediaType: call.headers['content-type'], name: call.query.filename });
    return ok({ content_uri: url });
  }

  // --- sync ---

  async #sync(call) {
    const filter = JSON.parse(call.query.filter ?? '{}');
    const since = call.query.since === undefined ? undefined : Number(/^s(\d+)$/.exec(call.query.since)?.[1] ?? NaN);
    if (Number.isNaN(since)) return error(400, 'M_INVALID_PARAM');
    const ready = () => since === undefined || this.stream.length - 1 > since;
    if (!ready()) {
      await new Promise((resolve) => {
        const end = () => { clearTimeout(timer); this.syncs.delete(wake); resolve(); };
        const wake = () => { if (ready()) end(); };
        const timer = setTimeout(end, Number(call.query.timeout ?? 0));
        timer.unref();
        call.response.on('close', end);
        this.syncs.add(wake);
      });
    }
    return ok(this.#syncAnswer(since ?? 0, filter.room?.timeline?.limit ?? 10));
  }

  #syncAnswer(since, limit) {
    const next = this.stream.length - 1;
    const rooms = { join: {}, invite: {}, leave: {} };
    for (const room of this.rooms.values()) {
      // Of a room that was just joined the timeline shows what was said before, too.
      const justJoined = room.joinedAt > since;
      const events = this.stream.slice(justJoined ? 0 : since + 1).filter((entry) => entry.room === room.id).map((entry) => entry.event);
      if (room.invited) rooms.invite[room.id] = { invite_state: { events: [room.invitation] } };
      if (!room.members.has(this.user) || events.length === 0) continue;
      const timeline = events.slice(-limit);
      const first = this.stream.findIndex((entry) => entry.event === timeline[0]);
      rooms.join[room.id] = { summary: { 'm.joined_member_count': room.members.size },
        state: { events: room.encrypted ? [{ type: 'm.room.encryption', state_key: '', event_id: `$${newId()}`, content: { algorithm: 'm.megolm.v1.aes-sha2' } }] : [] },
        timeline: { events: timeline, limited: justJoined || timeline.length < events.length, prev_batch: `t${first - 1}` }, ephemeral: { events: [] }, account_data: { events: [] } };
    }
    return { next_batch: `s${next}`, rooms };
  }
}

const member = (sender, user, membership, more = {}) => ({ type: 'm.room.member', sender, state_key: user, content: { membership, ...more } });
const json = (call) => { try { return JSON.parse(call.body.toString('utf8')); } catch { return undefined; } };
const matches = (pattern, parts) => pattern.length === parts.length && pattern.every((part, i) => part === '*' || part === parts[i]);

// Someone with Element. Opens a room and invites the account.
export class Person extends Listener {
  constructor(emulator, name, { direct = true, encrypted = false } = {}) {
    super(emulator, name);
    this.user = `@${name.toLowerCase()}${emulator.rooms.size}:example.org`;
    this.room = { id: `!${newId().slice(0, 18)}:example.org`, members: new Set([this.user]), events: [], encrypted, invited: true,
      invitation: { type: 'm.room.member', sender: this.user, state_key: emulator.user, content: { membership: 'invite', ...(direct && { is_direct: true }) } } };
    emulator.rooms.set(this.room.id, this.room);
    emulator.append(this.room, member(this.user, emulator.user, 'invite'));
  }

  send(content, type = 'm.room.message') { return this.emulator.append(this.room, { type, sender: this.user, content }); }
  say(text) { return this.send({ msgtype: 'm.text', body: text }); }
  reply(text) {
    return this.send({ msgtype: 'm.text', body: `> <${this.emulator.user}> was\n> vorher\n\n${text}`, 'm.relates_to': { 'm.in_reply_to': { event_id: `$${newId()}` } } });
  }
  sendPhoto() { return this.send({ msgtype: 'm.image', body: 'geheim.jpg', url: 'mxc://x/y' }); }
  sendEncrypted() { return this.send({ algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' }, 'm.room.encrypted'); }
  edit(text) { return this.send({ msgtype: 'm.text', body: `* ${text}`, 'm.relates_to': { rel_type: 'm.replace', event_id: `$${newId()}` } }); }
  bring(user) {
    this.room.members.add(user);
    this.emulator.append(this.room, member(user, user, 'join'));
  }
  leave() {
    this.room.members.delete(this.user);
    this.emulator.append(this.room, member(this.user, this.user, 'leave'));
  }

  get received() {
    return this.room.events.filter((event) => event.sender === this.emulator.user && event.type === 'm.room.message')
      .map(({ content }) => ({ text: content.msgtype === 'm.file' ? undefined : content.body, kind: content.msgtype,
        file: content.msgtype === 'm.file' ? this.emulator.media.get(content.url) : undefined }));
  }
}
