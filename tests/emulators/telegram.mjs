// Telegram's Bot API as far as a bot for citizens needs it: https://core.telegram.org/bots/api
import http from 'node:http';
import { fromForm, hasMethod, mistakesIn, mistakesInType } from './bot_api.mjs';
import { Listener } from './listener.mjs';
import { Bucket, EmulatedServer, formParts, send } from './server.mjs';

const utf16 = (text) => text.length;  // JavaScript counts as Telegram's entities do
const refuse = (code, description, parameters) => ({ refused: { ok: false, error_code: code, description, ...(parameters && { parameters }) } });

export class TelegramEmulator extends EmulatedServer {
  constructor({ token = '4711:AAG-test_token', username = 'erlenfurt_bot', chatRate = [6, 1], botRate = [30, 30], firstUpdate = 1000 } = {}) {
    super();
    Object.assign(this, { token, username, chatRate, firstUpdate });
    this.nextUpdate = firstUpdate;
    this.updates = [];            // not confirmed
    this.chats = new Map();       // id → Chat of ours
    this.messages = [];           // what the bot sent, in order: {chat_id, message_id, text?, keyboard, labels, file?, at}
    this.queries = new Map();     // callback queries: id → {answered, text}
    this.commands = [];
    this.actions = [];
    this.webhook = { url: '' };
    this.nextMessage = 100;
    this.botBucket = new Bucket(...botRate);
    this.buckets = new Map();
    this.poller = undefined;      // the getUpdates that waits
    this.limited = 0;             // calls answered 429
  }

  async stop() {
    this.stopped = true;
    await super.stop();
  }

  // --- people ---

  person({ id = 7_264_015_000 + this.chats.size, name = 'Ada', language = 'de' } = {}) {
    return new Person(this, { id, is_bot: false, first_name: name, language_code: language });
  }

  push(update) {
    const full = { update_id: this.nextUpdate++, ...update };
    for (const [kind, value] of Object.entries(update)) {
      const type = { message: 'Message', edited_message: 'Message', callback_query: 'CallbackQuery', my_chat_member: 'ChatMemberUpdated' }[kind];
      const mistakes = mistakesInType(type, value);
      if (mistakes.length > 0) this.violate(`emulator: ${mistakes}`);
    }
    this.updates.push(full);
    if (this.webhook.url) this.#callWebhook();
    this.#answerPoller();
    return full;
  }

  // --- requests ---

  async handle(call) {
    const match = /^\/bot([^/]+)\/(\w+)$/.exec(call.path);
    if (!match) return send(call.response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    const [, token, method] = match;
    if (token !== this.token) return send(call.response, 401, { ok: false, error_code: 401, description: 'Unauthorized' });
    if (!hasMethod(method)) {
      this.violate(`there is no method ${method}`);
      return send(call.response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    }
    const fields = this.#fieldsOf(call, method);
    const mistakes = fields ? mistakesIn(method, fields) : ['the body cannot be read'];
    if (mistakes.length > 0) {
      mistakes.forEach((mistake) => this.violate(mistake));
      return this.#answer(call, refuse(400, `Bad Request: ${mistakes[0]}`));
    }
    if (method === 'getUpdates') return this.#getUpdates(call, fields);
    const handler = this.methods[method];
    if (!handler) {
      this.violate(`${method}: not expected of this bot`);
      return this.#answer(call, refuse(400, 'Bad Request: not emulated'));
    }
    call.fields = fields;
    this.#answer(call, handler(fields));
  }

  #answer(call, result) {
    if (result?.refused) {
      if (result.refused.error_code === 400 && !result.expected) this.violate(`${call.path.split('/').pop()}: ${result.refused.description}`);
      return send(call.response, result.refused.error_code, result.refused);
    }
    send(call.response, 200, { ok: true, result });
  }

  #fieldsOf(call, method) {
    if (call.body.length === 0) return {};
    const type = call.headers['content-type'] ?? '';
    if (type.startsWith('multipart/form-data')) {
      const parts = formParts(type, call.body);
      return parts && fromForm(method, parts);
    }
    try { return JSON.parse(call.body.toString('utf8')); } catch { return undefined; }
  }

  methods = {
    getMe: () => ({ id: 4711, is_bot: true, first_name: 'Erlenfurt', username: this.username }),
    deleteWebhook: () => { this.webhook = { url: '' }; return true; },
    setWebhook: (fields) => {
      if (fields.secret_token !== undefined && !/^[\w-]{1,256}$/.test(fields.secret_token)) return refuse(400, 'Bad Request: secret token');
      this.webhook = fields;
      this.#callWebhook();
      return true;
    },
    setMyCommands: ({ commands }) => {
      if (commands.length > 100 || !commands.every((one) => /^[a-z0-9_]{1,32}$/.test(one.command) && one.description.length >= 1 && one.description.length <= 256))
        return refuse(400, 'Bad Request: BOT_COMMAND_INVALID');
      this.commands = commands;
      return true;
    },
    sendMessage: (fields) => {
      if (utf16(fields.text) === 0) return refuse(400, 'Bad Request: message text is empty');
      if (utf16(fields.text) > 4096) return refuse(400, 'Bad Request: message is too long');
      return this.#post(fields, { text: fields.text });
    },
    sendDocument: (fields) => {
      if (utf16(fields.caption ?? '') > 1024) return refuse(400, 'Bad Request: message caption is too long');
      if (!fields.document.content || fields.document.content.length === 0) return refuse(400, 'Bad Request: file must be non-empty');
      const { fileName, mediaType, content } = fields.document;
      return this.#post(fields, { file: { name: fileName, mediaType, content }, text: fields.caption });
    },
    sendChatAction: (fields) => {
      if (!['typing', 'upload_document'].includes(fields.action)) return refuse(400, 'Bad Request: wrong parameter action in request');
      const refused = this.#refusedChat(fields.chat_id);
      if (refused) return refused;
      this.actions.push({ chat_id: fields.chat_id, at: Date.now() });
      return true;
    },
    answerCallbackQuery: (fields) => {
      if (utf16(fields.text ?? '') > 200) return refuse(400, 'Bad Request: MESSAGE_TOO_LONG');
      const query = this.queries.get(fields.callback_query_id);
      if (!query) return refuse(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
      Object.assign(query, { answered: true, text: fields.text });
      return true;
    },
    editMessageReplyMarkup: (fields) => {
      const message = this.messages.find((one) => one.chat_id === fields.chat_id && one.message_id === fields.message_id);
      if (!message) return refuse(400, 'Bad Request: message to edit not found');
      const mistake = keyboardMistake(fields.reply_markup);
      if (mistake) return refuse(400, `Bad Request: ${mistake}`);
      const keyboard = fields.reply_markup?.inline_keyboard ?? [];
      if (JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) return refuse(400, 'Bad Request: message is not modified');
      message.keyboard = keyboard;
      return this.#asMessage(message);
    },
  };

  #refusedChat(id) {
    const chat = this.chats.get(id);
    if (!chat) return refuse(400, 'Bad Request: chat not found');
    if (chat.migratedTo) return { ...refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo }), expected: true };
    if (chat.blocked) return refuse(403, 'Forbidden: bot was blocked by the user');
    return undefined;
  }

  #post(fields, content) {
    const refused = this.#refusedChat(fields.chat_id);
    if (refused) return refused;
    const mistake = keyboardMistake(fields.reply_markup);
    if (mistake) return refuse(400, `Bad Request: ${mistake}`);
    if (!this.buckets.has(fields.chat_id)) this.buckets.set(fields.chat_id, new Bucket(...this.chatRate));
    const wait = this.buckets.get(fields.chat_id).take() || this.botBucket.take();
    if (wait > 0) {
      this.limited += 1;
      return refuse(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
    }
    const message = { chat_id: fields.chat_id, message_id: this.nextMessage++, ...content, at: Date.now(),
      keyboard: fields.reply_markup?.inline_keyboard ?? [], get labels() { return this.keyboard.flat().map((button) => button.text); } };
    this.messages.push(message);
    return this.#asMessage(message);
  }

  #asMessage(message) {
    return { message_id: message.message_id, date: Math.floor(message.at / 1000), chat: this.chats.get(message.chat_id).chat,
      ...(message.text !== undefined && !message.file && { text: message.text }),
      ...(message.keyboard.length > 0 && { reply_markup: { inline_keyboard: message.keyboard } }) };
  }
  visible(message) { return this.#asMessage(message); }

  // --- delivery to the bot ---

  #getUpdates(call, fields) {
    if (this.webhook.url) return this.#answer(call, refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
    if (fields.limit !== undefined && (fields.limit < 1 || fields.limit > 100)) return this.#answer(call, refuse(400, 'Bad Request: limit'));
    if (this.poller) this.#answer(this.poller.call, refuse(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
    clearTimeout(this.poller?.timer);
    this.poller = undefined;
    if (fields.offset > 0) this.updates = this.updates.filter((update) => update.update_id >= fields.offset);  // confirmed
    const give = () => {
      const batch = this.updates.filter((update) => !fields.allowed_updates || fields.allowed_updates.some((kind) => kind in update)).slice(0, fields.limit ?? 100);
      return batch.length > 0 ? batch : undefined;
    };
    const batch = give();
    if (batch || !fields.timeout) return send(call.response, 200, { ok: true, result: batch ?? [] });
    const timer = setTimeout(() => {
      this.poller = undefined;
      send(call.response, 200, { ok: true, result: [] });
    }, fields.timeout * 1000);
    timer.unref();
    this.poller = { call, give, timer };
    call.response.on('close', () => { if (this.poller?.call === call) { clearTimeout(timer); this.poller = undefined; } });
  }

  #answerPoller() {
    const batch = this.poller?.give();
    if (!batch) return;
    const { call, timer } = this.poller;
    clearTimeout(timer);
    this.poller = undefined;
    send(call.response, 200, { ok: true, result: batch });
  }

  // In order, each until it was taken with 2xx.
  async #callWebhook() {
    if (this.calling) return;
    this.calling = true;
    while (this.updates.length > 0 && this.webhook.url && !this.stopped) {
      const status = await this.deliver(this.updates[0]);
      if (status >= 200 && status < 300) this.updates.shift();
      else await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    this.calling = false;
    this.changed();
  }

  // One delivery to the webhook; its status, 0 when it broke.
  deliver(update, { secret = this.webhook.secret_token, body = JSON.stringify(update), agent = this.agent } = {}) {
    return new Promise((resolve) => {
      const call = http.request(this.webhook.url, { method: 'POST', agent, timeout: 10_000, headers: { 'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body), ...(secret !== null && { 'X-Telegram-Bot-Api-Secret-Token': secret }) } });
      call.on('response', (response) => { response.resume(); response.on('end', () => resolve(response.statusCode)); });
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(0));
      call.end(body);
    });
  }
  agent = new http.Agent({ keepAlive: true, maxSockets: 40 });
}

function keyboardMistake(markup) {
  const buttons = (markup?.inline_keyboard ?? []).flat();
  if (buttons.length > 100) return 'REPLY_MARKUP_TOO_LONG';
  for (const button of buttons) {
    if (button.text.length === 0) return 'BUTTON_TEXT_INVALID';
    if (button.callback_data !== undefined && (Buffer.byteLength(button.callback_data) < 1 || Buffer.byteLength(button.callback_data) > 64)) return 'BUTTON_DATA_INVALID';
    if (button.url !== undefined && !/^(https?:\/\/[^/]+\.[^/]+|tg:\/\/)/.test(button.url)) return 'BUTTON_URL_INVALID';
    if ((button.callback_data === undefined) === (button.url === undefined)) return 'BUTTON_TYPE_INVALID';
  }
  return undefined;
}

// Someone with Telegram on their telephone.
export class Person extends Listener {
  constructor(emulator, user) {
    super(emulator, user.first_name);
    this.user = user;
    this.chat = { id: user.id, type: 'private', first_name: user.first_name };
    emulator.chats.set(user.id, { chat: this.chat, blocked: false });
  }

  #message(content, chat = this.chat) {
    return { message_id: this.emulator.nextMessage++, date: Math.floor(Date.now() / 1000), chat, from: this.user, ...content };
  }

  say(text) { return this.emulator.push({ message: this.#message({ text }) }); }
  sendPhoto(more = {}) {
    return this.emulator.push({ message: this.#message({ photo: [{ file_id: 'f', file_unique_id: 'u', width: 1, height: 1 }], caption: 'geheim', ...more }) });
  }
  sendVoice() { return this.emulator.push({ message: this.#message({ voice: { file_id: 'v', file_unique_id: 'w', duration: 3 } }) }); }
  sendLocation() { return this.emulator.push({ message: this.#message({ location: { latitude: 54.1, longitude: 10.2 } }) }); }
  edit(text) { return this.emulator.push({ edited_message: this.#message({ text, edit_date: Math.floor(Date.now() / 1000) }) }); }
  sayInGroup(text, group) {
    this.emulator.chats.set(group, { chat: { id: group, type: 'supergroup', title: 'Nachbarschaft' }, blocked: false });
    return this.emulator.push({ message: this.#message({ text }, { id: group, type: 'supergroup', title: 'Nachbarschaft' }) });
  }
  block() { this.#member('member', 'kicked'); this.emulator.chats.get(this.user.id).blocked = true; }
  unblock() { this.emulator.chats.get(this.user.id).blocked = false; this.#member('kicked', 'member'); }
  #member(before, after) {
    const bot = { id: 4711, is_bot: true, first_name: 'Erlenfurt', username: this.emulator.username };
    const member = (status) => (status === 'kicked' ? { status, user: bot, until_date: 0 } : { status, user: bot });
    this.emulator.push({ my_chat_member: { chat: this.chat, from: this.user, date: Math.floor(Date.now() / 1000),
      old_chat_member: member(before), new_chat_member: member(after) } });
  }

  // Taps a button of a message (the last with buttons) that still has it.
  tap(label, message = this.received.filter((one) => one.keyboard.length > 0).at(-1)) {
    const button = message?.keyboard.flat().find((one) => (label instanceof RegExp ? label.test(one.text) : one.text.includes(label)));
    if (!button) throw new Error(`no button ${label} in ${JSON.stringify(message?.keyboard)}`);
    return this.tapData(button.callback_data, message);
  }
  tapData(data, message) {
    const id = `q${this.emulator.queries.size + 1}`;
    this.emulator.queries.set(id, { answered: false });
    return this.emulator.push({ callback_query: { id, from: this.user, chat_instance: '1', data, message: this.emulator.visible(message) } });
  }

  get received() { return this.emulator.messages.filter((message) => message.chat_id === this.user.id); }
}
