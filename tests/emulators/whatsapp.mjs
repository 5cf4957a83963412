// WhatsApp's Cloud API as far as a business account needs it: sends, media, templates, signed webhooks.
import crypto from 'node:crypto';
import http from 'node:http';
import { Listener } from './listener.mjs';
import { EmulatedServer, formParts, send } from './server.mjs';

const graphError = (status, code, message) => ({ status, body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1' } } });
const length = (text) => text.length;

export class WhatsAppEmulator extends EmulatedServer {
  constructor({ accessToken, appSecret, verifyToken, phoneNumberId = '106540352242922', templates = ['erlenfurt_nachricht'] } = {}) {
    super();
    Object.assign(this, { accessToken, appSecret, verifyToken, phoneNumberId, templates });
    this.chats = new Map();     // number or user id → Person
    this.messages = [];
    this.media = new Map();
    this.typing = [];
    this.limits = new Map();    // recipient → until
    this.closed = new Set();    // recipients whose 24 hours are over, by Meta's clock
    this.nextId = 1;
    this.queue = Promise.resolve();
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 80 });
  }

  async stop() {
    this.stopped = true;
    this.agent.destroy();
    await super.stop();
  }

  wamid() { return `wamid.${Buffer.from(`${this.phoneNumberId}:${this.nextId++}`).toString('base64')}`; }

  // --- calls of the business ---

  async handle(call) {
    const path = call.path.split('/').filter(Boolean);
    if ('access_token' in call.query) this.violate('the access token stands in the address');
    if (call.headers.authorization !== `Bearer ${this.accessToken}`) return this.#answer(call, graphError(401, 190, 'Invalid OAuth access token'), true);
    if (path[0] !== this.phoneNumberId) return this.#answer(call, graphError(400, 100, 'Unsupported request'));
    if (call.method === 'GET' && path.length === 1) return this.#answer(call, { status: 200, body: { id: this.phoneNumberId } });
    if (call.method !== 'POST') return this.#answer(call, graphError(400, 100, 'Unsupported request'));
    if (path[1] === 'media') return this.#answer(call, this.#upload(call));
    if (path[1] !== 'messages') return this.#answer(call, graphError(400, 100, 'Unsupported request'));
    let body;
    try { body = JSON.parse(call.body.toString('utf8')); } catch { return this.#answer(call, graphError(400, 100, 'not JSON')); }
    return this.#answer(call, body.status === 'read' ? this.#read(body) : this.#post(body));
  }

  #answer(call, { status, body }, expected = false) {
    if (status >= 400 && !expected && ![131026, 131056, 131047, 130429, 131050].includes(body.error.code)) this.violate(`${call.path}: ${JSON.stringify(body.error)} on ${call.body.toString('utf8').slice(0, 300)}`);
    send(call.response, status, body);
  }

  #upload(call) {
    const parts = formParts(call.headers['content-type'], call.body);
    if (parts?.messaging_product?.content.toString() !== 'whatsapp' || !parts.file?.fileName) return graphError(400, 100, 'media');
    if (!['text/plain', 'application/pdf'].includes(parts.file.mediaType)) return graphError(400, 100, `file type ${parts.file.mediaType}`);
    const id = String(9_000_000 + this.media.size);
    this.media.set(id, parts.file);
    return { status: 200, body: { id } };
  }

  #read(body) {
    if (Object.keys(body).some((key) => !['messaging_product', 'status', 'message_id', 'typing_indicator'].includes(key))) return graphError(400, 100, 'read');
    if (![...this.chats.values()].some((person) => person.sentIds.has(body.message_id))) return graphError(400, 131009, 'unknown message_id');
    if (body.typing_indicator) this.typing.push(body.message_id);
    return { status: 200, body: { success: true } };
  }

  #post(body) {
    const mistake = this.#mistake(body);
    if (mistake) return graphError(400, 100, mistake);
    const to = body.to ?? body.recipient;
    const person = this.chats.get(to);
    if (!person) return graphError(400, 131026, 'undeliverable');
    const until = this.limits.get(to) ?? 0;
    if (Date.now() < until) return graphError(400, 131056, 'pair rate limit');
    const message = { id: this.wamid(), to, ...this.#visible(body), at: Date.now() };
    const open = !this.closed.has(to) && Date.now() - person.lastWrote < 24 * 3600 * 1000;
    if (!open && body.type !== 'template') {
      if (!this.failsLater) return graphError(400, 131047, 'Re-engagement message');
      this.status(person, message.id, 'failed', 131047);
    } else {
      this.messages.push(message);
    }
    return { status: 200, body: { messaging_product: 'whatsapp', contacts: [{ input: to, ...(body.to ? { wa_id: to } : { user_id: to }) }], messages: [{ id: message.id }] } };
  }

  // What the documentation does not allow.
  #mistake(body) {
    if (body.messaging_product !== 'whatsapp' || (body.to === undefined) === (body.recipient === undefined)) return 'to or recipient';
    const allowed = ['messaging_product', 'recipient_type', 'to', 'recipient', 'type', body.type];
    for (const key of Object.keys(body)) if (!allowed.includes(key)) return `unknown field ${key}`;
    const content = body[body.type];
    if (body.type === 'text') return length(content.body) >= 1 && length(content.body) <= 4096 ? undefined : 'text length';
    if (body.type === 'document') return this.media.has(content.id) && length(content.caption ?? '') <= 1024 ? undefined : 'document';
    if (body.type === 'template') return this.#templateMistake(content);
    if (body.type === 'interactive') return interactiveMistake(content);
    return `type ${body.type}`;
  }

  #templateMistake(template) {
    if (!this.templates.includes(template.name) || template.language?.code !== 'de') return 'template does not exist (132001)';
    const [component] = template.components;
    const text = component?.parameters?.[0]?.text;
    if (component.type !== 'body' || component.parameters.length !== 1) return 'template parameters (132000)';
    if (!text || length(text) > 1024 || /[\n\t]| {5}/.test(text)) return 'template text (132005)';
    return undefined;
  }

  #visible(body) {
    const content = body[body.type];
    if (body.type === 'text') return { text: content.body };
    if (body.type === 'template') return { text: content.components[0].parameters[0].text, template: content.name };
    if (body.type === 'document') return { text: content.caption, file: { name: content.filename, ...pick(this.media.get(content.id)) } };
    const options = content.type === 'button' ? content.action.buttons.map((button) => button.reply) : content.action.sections.flatMap((section) => section.rows);
    return { text: content.body.text, kind: content.type, options, labels: options.map((option) => option.title) };
  }

  // --- webhooks ---

  person({ name = 'Ada', withoutNumber = false } = {}) { return new Person(this, name, withoutNumber); }

  envelope(value, field = 'messages') {
    return { object: 'whatsapp_business_account', entry: [{ id: '419561257915477', changes: [{ field,
      value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550783881', phone_number_id: this.phoneNumberId }, ...value } }] }] };
  }

  status(person, id, status, code) {
    this.push(this.envelope({ statuses: [{ id, status, timestamp: String(Math.floor(Date.now() / 1000)), ...person.recipientFields(),
      ...(code && { errors: [{ code, title: 'failed' }] }) }] }));
  }

  // In order, each until it was taken, as Meta does.
  push(body) {
    this.queue = this.queue.then(async () => {
      while (!this.stopped && await this.deliver(body) !== 200) await new Promise((resolve) => { setTimeout(resolve, 100); });
      this.changed();
    });
    return body;
  }

  sign(bytes, secret = this.appSecret) { return `sha256=${crypto.createHmac('sha256', secret).update(bytes).digest('hex')}`; }

  deliver(body, { bytes = Buffer.from(JSON.stringify(body)), signature = this.sign(bytes), agent = this.agent } = {}) {
    return new Promise((resolve) => {
      const call = http.request(this.webhook, { method: 'POST', agent, timeout: 10_000, headers: { 'Content-Type': 'application/json',
        'Content-Length': bytes.length, ...(signature !== null && { 'X-Hub-Signature-256': signature }) } });
      call.on('response', (response) => { response.resume(); response.on('end', () => resolve(response.statusCode)); });
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(0));
      call.end(bytes);
    });
  }
}

const pick = ({ content, mediaType }) => ({ content, mediaType });

function interactiveMistake(content) {
  if (!content.body?.text || length(content.body.text) > (content.type === 'list' ? 4096 : 1024)) return 'interactive body';
  if (content.type === 'button') {
    const { buttons } = content.action;
    if (buttons.length < 1 || buttons.length > 3) return 'number of buttons';
    if (new Set(buttons.map((button) => button.reply.title)).size !== buttons.length) return 'buttons with one title';
    return buttons.every(({ type, reply }) => type === 'reply' && length(reply.title) <= 20 && reply.title && length(reply.id) <= 256) ? undefined : 'button';
  }
  if (content.type !== 'list') return 'interactive type';
  const rows = content.action.sections.flatMap((section) => section.rows);
  if (!content.action.button || length(content.action.button) > 20 || rows.length < 1 || rows.length > 10) return 'list';
  return rows.every((row) => row.title && length(row.title) <= 24 && length(row.description ?? '') <= 72 && length(row.id) <= 200) ? undefined : 'row';
}

// Someone with WhatsApp.
export class Person extends Listener {
  constructor(emulator, name, withoutNumber) {
    super(emulator, name);
    const serial = emulator.chats.size + 1;
    this.id = withoutNumber ? `DE.${13491208655302700000n + BigInt(serial)}` : `49157${String(10_000_000 + serial)}`;
    this.withoutNumber = withoutNumber;
    this.lastWrote = 0;
    this.sentIds = new Set();
    emulator.chats.set(this.id, this);
  }

  contact() { return { profile: { name: this.name }, ...(this.withoutNumber ? { user_id: this.id } : { wa_id: this.id }) }; }
  recipientFields() { return this.withoutNumber ? { recipient_user_id: this.id } : { recipient_id: this.id }; }

  message(content) {
    this.lastWrote = Date.now();
    this.emulator.closed.delete(this.id);
    const id = this.emulator.wamid();
    this.sentIds.add(id);
    return { ...(this.withoutNumber ? { from_user_id: this.id } : { from: this.id }), id, timestamp: String(Math.floor(Date.now() / 1000)), ...content };
  }
  send(...contents) { return this.emulator.push(this.emulator.envelope({ contacts: [this.contact()], messages: contents.map((content) => this.message(content)) })); }
  say(text) { return this.send({ type: 'text', text: { body: text } }); }
  sendPhoto() { return this.send({ type: 'image', image: { id: '1', mime_type: 'image/jpeg', caption: 'geheim' } }); }
  sayInGroup(text, group) { return this.send({ type: 'text', text: { body: text }, group_id: group }); }
  tap(label, offer = this.received.filter((message) => message.options).at(-1)) {
    const option = offer.options.find((one) => one.title.includes(label));
    if (!option) throw new Error(`no option ${label}`);
    const kind = offer.kind === 'button' ? 'button_reply' : 'list_reply';
    return this.send({ type: 'interactive', context: { from: '15550783881', id: offer.id }, interactive: { type: kind, [kind]: { id: option.id, title: option.title } } });
  }
  get received() { return this.emulator.messages.filter((message) => message.to === this.id); }
}
