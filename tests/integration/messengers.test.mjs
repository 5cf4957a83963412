// Several accounts in one process, and several processes for one account.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { MatrixEmulator, Person as MatrixPerson } from '../emulators/matrix.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { WhatsAppEmulator } from '../emulators/whatsapp.mjs';
import { Messengers } from './messengers.mjs';
import { PostgresServer } from './postgres.mjs';
import { until } from './product.mjs';

const stops = [];
const later = (thing, stop) => { stops.unshift(() => stop(thing)); return thing; };
const emulated = async (emulator) => later(await emulator.start(), (one) => one.stop());
after(async () => { for (const stop of stops) await stop(); });
const account = (channel, name, more) => ({ municipality_id: 'erlenfurt', channel, account: name, ...more });

test('credentials that one account lost hold up no other, on its channel or elsewhere', async () => {
  const broken = await emulated(new TelegramEmulator({ token: '1:broken' }));
  const well = await emulated(new TelegramEmulator({ token: '2:well' }));
  const matrix = await emulated(new MatrixEmulator({ accessToken: 'mx' }));
  const messengers = later(await Messengers.start({ secrets: { 'broken.token': '1:broken', 'well.token': '2:well', 'mx.token': 'mx' },
    accounts: () => [account('telegram', 'broken', { token_file: 'broken.token', base_url: broken.url, options: { poll_seconds: 2 } }),
      account('telegram', 'well', { token_file: 'well.token', base_url: well.url, options: { poll_seconds: 2 } }),
      account('matrix', 'amt', { access_token_file: 'mx.token', base_url: matrix.url, options: { sync_seconds: 2 } })] }), (one) => one.stop());
  await broken.until(() => broken.commands.length > 0, 'the bot is there');
  await matrix.until(() => matrix.calls.filter((call) => call.path.endsWith('/sync')).length >= 2, 'the first sync is done');
  const ada = broken.person({ name: 'Ada' });
  broken.token = '1:another';
  ada.say('Ada wartet');
  await until(() => messengers.log.includes('alarm_credentials_refused'), 20_000, () => messengers.log);
  const ben = well.person({ name: 'Ben' });
  ben.say('Ben eins');
  await ben.hearsThat(/Antwort auf Ben eins/);
  const cem = new MatrixPerson(matrix, 'Cem');
  await cem.hearsThat(/Was kann ich tun/);
  cem.say('Cem eins');
  await cem.hearsThat(/Antwort auf Cem eins/);
  const metric = (name, bot) => messengers.metric(`${name}\\{account="erlenfurt/${bot}"`);
  assert.equal(await metric('messengers_credentials_broken', 'telegram/broken'), 1);
  assert.equal(await metric('messengers_credentials_broken', 'telegram/well'), 0);
  assert.equal(await metric('messengers_credentials_broken', 'matrix/amt'), 0);
  broken.token = '1:broken';
  await ada.hearsThat(/Antwort auf Ada wartet/, 30_000);
});

describe('two processes on one PostgreSQL', () => {
  test('one holds the account, webhooks may reach either; when it is killed the other goes on, and every effect happens once', async () => {
    const database = later(new PostgresServer(), (one) => one.remove());
    const whatsapp = await emulated(new WhatsAppEmulator({ accessToken: 'wa', appSecret: 'app', verifyToken: 'word' }));
    const first = later(await Messengers.start({ webhook: true, environment: { MESSENGERS_DATABASE: database.connection },
      secrets: { 'wa.token': 'wa', 'wa.app': 'app', 'wa.verify': 'word' },
      accounts: (started) => {
        whatsapp.webhook = started.webhookUrl('erlenfurt/whatsapp/amt');
        return [account('whatsapp', 'amt', { receive: 'webhook', access_token_file: 'wa.token', app_secret_file: 'wa.app', verify_token_file: 'wa.verify',
          base_url: whatsapp.url, options: { phone_number_id: whatsapp.phoneNumberId } })];
      } }), (one) => one.stop());
    const second = later(await Messengers.beside(first), (one) => one.stop());
    assert.ok(second.log.includes('account_held_elsewhere'), second.log);
    await until(async () => await first.metric('messengers_connected') === 1, 20_000, () => first.log);
    assert.ok(!(await second.metric('messengers_connected') > 0));

    const people = Array.from({ length: 10 }, (_, i) => whatsapp.person({ name: `P${i}` }));
    people.forEach((person, i) => person.say(`eins${i}`));
    whatsapp.webhook = second.webhookUrl('erlenfurt/whatsapp/amt');
    people.forEach((person, i) => person.say(`zwei${i}`));
    for (const [i, person] of people.entries()) await person.hearsThat(new RegExp(`zwei${i}`));
    assert.equal(await second.metric('messengers_sends_total'), NaN, 'only the holder sends');

    people.forEach((person, i) => person.say(`drei${i}`));
    await until(() => first.events.some((line) => /drei/.test(line)), 20_000);
    await first.crash();
    people.forEach((person, i) => person.say(`vier${i}`));
    for (const [i, person] of people.entries()) await person.hearsThat(new RegExp(`vier${i}`), 40_000);
    const words = first.events.map((line) => line.split(' ').at(-1));
    for (const word of ['eins', 'zwei', 'drei', 'vier']) {
      for (const i of people.keys()) assert.equal(words.filter((one) => one === `${word}${i}`).length, 1, `${word}${i}`);
    }
    await first.run();
    assert.ok(first.log.includes('account_held_elsewhere'), 'who comes back does not take over');
  });
});
