// Telegram against an emulator that others wrote (telegram-test-api), as a second opinion on ours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRequire } from 'node:module';
import { freePort, Messengers } from './messengers.mjs';

const TelegramServer = createRequire(import.meta.url)('telegram-test-api');
const token = '4711:second';
let server;
let messengers;

before(async () => {
  server = new TelegramServer({ host: '127.0.0.1', port: await freePort(), storage: 'RAM', storeTimeout: 60 });
  await server.start();
  messengers = await Messengers.start({ secrets: { 'telegram.token': token },
    accounts: () => [{ municipality_id: 'erlenfurt', channel: 'telegram', account: 'bot', token_file: 'telegram.token', base_url: server.config.apiURL, options: { poll_seconds: 1 } }] });
});
after(async () => {
  await messengers?.stop();
  await server?.stop();
});

test('a question is answered, choices are buttons, a tap is understood', async () => {
  const person = server.getClient(token, { userId: 77, chatId: 77, firstName: 'Ada', timeout: 10_000 });
  await person.sendMessage(person.makeMessage('Hallo Größe 🙂'));
  const [first] = (await person.getUpdates()).result;
  assert.equal(first.message.text, 'Ich bin ein Programm.\n\nAntwort auf Hallo Größe 🙂');
  await person.sendMessage(person.makeMessage('Wähle'));
  const [offer] = (await person.getUpdates()).result;
  const buttons = offer.message.reply_markup.inline_keyboard.flat();
  assert.deepEqual(buttons.map((button) => button.text), ['Eins', 'Zwei']);
  await person.sendCallback(person.makeCallbackQuery(buttons[1].callback_data, { message: { message_id: offer.messageId } }));
  const [taken] = (await person.getUpdates()).result;
  assert.match(taken.message.text, /#id-Zwei/);
});
