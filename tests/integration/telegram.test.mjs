// Telegram end to end: the real messengers process against a strict Bot API and a dialogue that echoes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { conformance, startChannel, stopChannel } from './conformance.mjs';
import { until } from './product.mjs';

const token = '4711:AAG-geheimer_Schluessel';
const isCall = (method) => (call) => call.path.endsWith(`/${method}`);
const bodyOf = (call) => JSON.parse(call.body.toString('utf8'));
const driver = (mode) => ({
  channel: 'telegram',
  secret: token,
  files: true,
  webhook: mode === 'webhook',
  open: () => new TelegramEmulator({ token }).start(),
  account: (emulator, messengers) => ({ token_file: 'telegram.token', base_url: emulator.url, secrets: { 'telegram.token': token, 'telegram.secret': 'hook-secret_1' },
    ...(mode === 'webhook' ? { receive: 'webhook', webhook_secret_file: 'telegram.secret', public_url: messengers.webhookUrl('erlenfurt/telegram/bot') }
      : { options: { poll_seconds: 5 } }) }),
  ready: (emulator) => emulator.until(() => emulator.commands.length > 0 && (mode !== 'webhook' || emulator.webhook.url), 'the bot is there'),
  person: async (emulator, name) => emulator.person({ name }),
  addresses: (emulator) => [...emulator.chats.keys()].map(String),
  limit: (emulator, person, seconds) => emulator.faults.push({ when: sendTo(person),
    do: { status: 429, body: { ok: false, error_code: 429, description: `Too Many Requests: retry after ${seconds}`, parameters: { retry_after: seconds } } } }),
  sendTo: (person) => sendTo(person),
  refuse(emulator) {
    emulator.token = '4711:another';
    return () => { emulator.token = token; };
  },
  block(person) {
    person.block();
    person.unblock();
  },
});
const sendTo = (person) => (call) => isCall('sendMessage')(call) && bodyOf(call).chat_id === person.user.id;

const start = (mode) => startChannel(driver(mode));
const stop = stopChannel;

conformance(driver('poll'));

describe('Telegram by long poll', () => {
  let rig;
  before(async () => { rig = await start(); });
  after(async () => { await stop(rig); });

  test('choices are buttons; a tap is acknowledged, answered, and the keyboard shows what was taken', async () => {
    const ben = rig.emulator.person({ name: 'Ben' });
    ben.say('Wähle');
    await ben.hears();
    const prompt = ben.last[0];
    assert.deepEqual(prompt.keyboard.flat().map((button) => button.text), ['Eins', 'Zwei']);
    await until(() => rig.emulator.updates.length === 0, 5_000);
    ben.tap('Zwei');
    assert.match(await ben.hears(), /Antwort auf #id-Zwei/);
    await rig.emulator.until(() => [...rig.emulator.queries.values()].every((query) => query.answered), 'the tap is acknowledged');
    await rig.emulator.until(() => prompt.keyboard.flat().length === 1, 'the keyboard is used');
    assert.equal(prompt.keyboard[0][0].text, '✓ Zwei');
    const handled = rig.messengers.events.length;
    ben.tap('✓ Zwei', prompt);
    await rig.emulator.until(() => [...rig.emulator.queries.values()].at(-1).text === 'Das haben Sie schon gewählt.', 'a used choice says so');
    assert.equal(rig.messengers.events.length, handled);
  });

  test('a new question retires the choices of the one before', async () => {
    const cem = rig.emulator.person({ name: 'Cem' });
    cem.say('Wähle');
    await cem.hears();
    const first = cem.last[0];
    cem.say('Wähle');
    await cem.hears();
    await rig.emulator.until(() => first.keyboard.length === 0, 'the old keyboard is gone');
  });

  test('files, photos, voice, places and edits', async () => {
    const dora = rig.emulator.person({ name: 'Dora' });
    dora.say('Datei');
    await dora.hears(2);
    assert.equal(dora.last[1].file.name, 'termin.ics');
    assert.equal(dora.last[1].file.mediaType, 'text/calendar');
    assert.match(dora.last[1].file.content.toString(), /^BEGIN:VCALENDAR/);
    dora.sendPhoto();
    assert.match(await dora.hears(), /\?photo/);
    dora.sendVoice();
    assert.match(await dora.hears(), /\?voice/);
    dora.sendLocation();
    assert.match(await dora.hears(), /\?location/);
    dora.edit('Was?');
    assert.match(await dora.hears(), /\?edit/);
    assert.ok(!rig.messengers.stored().includes('geheim'));
  });

  test('two pictures of an album and a text within 5 ms from a new person are one conversation', async () => {
    const eva = rig.emulator.person({ name: 'Eva' });
    eva.sendPhoto({ media_group_id: '77' });
    eva.sendPhoto({ media_group_id: '77' });
    eva.say('Hallo Eva');
    await eva.hearsThat(/Hallo Eva/);
    const conversation = rig.messengers.events.find((line) => line.endsWith('Hallo Eva')).split(' ')[0];
    assert.deepEqual(rig.messengers.events.filter((line) => line.startsWith(`${conversation} `)),
      [`${conversation} ?photo`, `${conversation} Hallo Eva`]);
  });

  test('typing is shown while an answer takes long', async () => {
    const gil = rig.emulator.person({ name: 'Gil' });
    gil.say('langsam 1500');
    await gil.hears();
    assert.ok(rig.emulator.actions.some((action) => action.chat_id === gil.user.id));
  });

  test('a group gets a pointer to private chat, once', async () => {
    const hanna = rig.emulator.person({ name: 'Hanna' });
    const group = -1001234567890123;
    hanna.sayInGroup('Ich brauche einen Ausweis', group);
    hanna.sayInGroup('Hallo?', group);
    hanna.say('jetzt privat');
    await hanna.hearsThat(/jetzt privat/);
    const inGroup = rig.emulator.messages.filter((message) => message.chat_id === group);
    assert.equal(inGroup.length, 1);
    assert.match(inGroup[0].text, /privat/);
    assert.ok(!rig.messengers.events.some((line) => line.includes('brauche einen Ausweis')));
  });

  test('commands: /start, /stop, /loeschen', async () => {
    const ida = rig.emulator.person({ name: 'Ida' });
    ida.say('/start');
    assert.equal(await ida.hears(), 'Ich bin ein Programm.\n\nWas kann ich tun?');
    ida.say('/stop');
    assert.match(await ida.hears(), /nicht mehr von mir aus/);
    ida.say('/loeschen@erlenfurt_bot');
    assert.match(await ida.hears(), /gelöscht/);
    assert.ok(rig.emulator.commands.some((one) => one.command === 'stop'));
  });

  test('a reminder goes out; STOP takes back the one in the queue', async () => {
    const mia = rig.emulator.person({ name: 'Mia' });
    mia.say('Erinnere mich');
    await mia.hearsThat(/Erinnerung 1/);
    // The second waits behind a limit when STOP comes.
    rig.emulator.faults.push({ times: 1, when: (call) => isCall('sendMessage')(call) && bodyOf(call).text === 'Erinnerung 2',
      do: { status: 429, body: { ok: false, error_code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } } } });
    mia.say('Erinnere mich noch einmal');
    await rig.emulator.until(() => rig.emulator.faults.at(-1).times === 0, 'the second reminder is held up');
    mia.say('STOP');
    await mia.hearsThat(/nicht mehr von mir aus/);
    await until(() => rig.messengers.outcomes.r2 === 'blocked', 10_000);
    mia.say('Noch eine Frage');
    await mia.hearsThat(/Noch eine Frage/);
    assert.ok(!mia.received.some((message) => message.text === 'Erinnerung 2'));
  });

});

test('what Telegram delivered is answered although the process died before or after acknowledging', async () => {
  const rig = await start();
  const { emulator, messengers } = rig;
  const ada = emulator.person();
  ada.say('langsam 400');
  await emulator.until(() => emulator.updates.length === 0, 'the update is confirmed');  // recorded, acknowledged, not answered
  await messengers.crash();
  await messengers.run();
  await ada.hears();
  assert.deepEqual(messengers.events, ['c1 langsam 400']);

  // Recorded, but the next getUpdates never reached Telegram: delivered again.
  emulator.faults.push({ times: 1, when: (call) => isCall('getUpdates')(call) && bodyOf(call).offset > emulator.firstUpdate + 1, do: 'hang' });
  ada.say('eins');
  await ada.hears();
  await emulator.until(() => emulator.faults[0].times === 0, 'the confirmation is lost');
  await messengers.crash();
  assert.equal(emulator.updates.length, 1);
  await messengers.run();
  ada.say('zwei');
  await ada.hears();
  // "eins" may be answered once more: the process died before it could note that the answer had been sent.
  if (!/zwei/.test(ada.last[0].text)) await ada.hears();
  assert.match(ada.last[0].text, /zwei/);
  assert.deepEqual(messengers.events, ['c1 langsam 400', 'c1 eins', 'c1 zwei']);
  await stop(rig);
});

test('a crash between Telegram taking the answer and our noting it repeats the answer, never the effect', async () => {
  const rig = await start();
  const { emulator, messengers } = rig;
  const ada = emulator.person();
  emulator.faults.push({ times: 1, when: isCall('sendMessage'), do: 'accept-then-hang' });
  const crashed = emulator.until(() => emulator.messages.length === 1, 'the first answer').then(() => messengers.crash());
  ada.say('eins');
  await crashed;
  await messengers.run();
  await ada.hears(2);
  assert.equal(await messengers.metric('messengers_sent_again_total'), 1);
  assert.deepEqual(messengers.events, ['c1 eins']);
  await stop(rig);
});

describe('Telegram by webhook', () => {
  let rig;
  before(async () => {
    rig = await start('webhook');
  });
  after(async () => { await stop(rig); });

  test('messages arrive in order and are answered', async () => {
    const ada = rig.emulator.person({ name: 'Ada' });
    for (const text of ['eins', 'zwei', 'drei']) ada.say(text);
    await ada.hears(3);
    assert.deepEqual(ada.last.map((message) => message.text.split(' ').at(-1)), ['eins', 'zwei', 'drei']);
  });

  test('the same webhook ten times at once: one answer, each acknowledged', async () => {
    const ben = rig.emulator.person({ name: 'Ben' });
    const update = ben.say('einmal');
    const statuses = await Promise.all(Array.from({ length: 10 }, () => rig.emulator.deliver(update, { agent: undefined })));
    assert.deepEqual(statuses, Array(10).fill(200));
    ben.say('danach');
    await ben.hearsThat(/danach/);
    assert.equal(ben.received.length, 2);
  });

  test('without the secret, with a wrong one, or as nonsense nothing is taken', async () => {
    const update = { update_id: 1, message: {} };
    assert.equal(await rig.emulator.deliver(update, { secret: null, agent: undefined }), 401);
    assert.equal(await rig.emulator.deliver(update, { secret: 'hook-secret_2', agent: undefined }), 401);
    assert.equal(await rig.emulator.deliver(update, { body: '{"update_id":', agent: undefined }), 400);
    assert.equal(await rig.emulator.deliver(update, { body: `{"update_id":1,"x":"${'x'.repeat(2_000_000)}"}`, agent: undefined }), 413);
  });
});
