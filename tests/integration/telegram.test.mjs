// Telegram end to end: the real messengers process against a strict Bot API and a dialogue that echoes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { Messengers } from './messengers.mjs';
import { until } from './product.mjs';

const token = '4711:AAG-geheimer_Schluessel';
const isCall = (method) => (call) => call.path.endsWith(`/${method}`);
const bodyOf = (call) => JSON.parse(call.body.toString('utf8'));
const account = (emulator, more = {}) => ({ municipality_id: 'erlenfurt', channel: 'telegram', account: 'bot', token_file: 'telegram.token',
  base_url: emulator.url, options: { poll_seconds: 5 }, ...more });

async function start({ emulatorOptions, accountOptions, webhook } = {}) {
  const emulator = await new TelegramEmulator({ token, ...emulatorOptions }).start();
  const messengers = await Messengers.start({ webhook, secrets: { 'telegram.token': token, 'telegram.secret': 'hook-secret_1' },
    accounts: (m) => [account(emulator, { ...accountOptions, ...(webhook && { receive: 'webhook', webhook_secret_file: 'telegram.secret', public_url: m.webhookUrl('erlenfurt/telegram/bot') }) })] });
  return { emulator, messengers };
}

async function stop({ emulator, messengers }) {
  const end = await messengers.stop();
  await emulator.stop();
  assert.deepEqual(end, { code: 0, signal: null }, messengers.log);
  assert.deepEqual(emulator.violations, []);
}

describe('Telegram by long poll', () => {
  let rig;
  before(async () => { rig = await start(); });
  after(async () => { await stop(rig); });

  test('a first question gets the disclosure and its answer', async () => {
    const ada = rig.emulator.person({ name: 'Ada' });
    ada.say('Was kostet ein Ausweis?');
    assert.equal(await ada.hears(), 'Ich bin ein Programm.\n\nAntwort auf Was kostet ein Ausweis?');
  });

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
    assert.equal(dora.last[1].document.fileName, 'termin.ics');
    assert.equal(dora.last[1].document.mediaType, 'text/calendar');
    assert.match(dora.last[1].document.content.toString(), /^BEGIN:VCALENDAR/);
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

  test('a long answer comes in parts that fit, cut at sentences', async () => {
    const finn = rig.emulator.person({ name: 'Finn' });
    finn.say('lang 9000');
    await finn.hears(3);
    assert.ok(finn.last.slice(1).every((message) => message.text.startsWith('Ein Satz')));
    assert.ok(finn.last.every((message) => message.text.length <= 4096));
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

  test('a limit on one chat delays no other; the limited one is answered in order afterwards', async () => {
    const jan = rig.emulator.person({ name: 'Jan' });
    const kim = rig.emulator.person({ name: 'Kim' });
    rig.emulator.faults.push({ times: 1, when: (call) => isCall('sendMessage')(call) && bodyOf(call).chat_id === jan.user.id,
      do: { status: 429, body: { ok: false, error_code: 429, description: 'Too Many Requests: retry after 2', parameters: { retry_after: 2 } } } });
    const begin = Date.now();
    jan.say('eins');
    jan.say('zwei');
    await rig.emulator.until(() => rig.emulator.faults.at(-1).times === 0, 'the limit');
    kim.say('drei');
    await kim.hears();
    assert.ok(Date.now() - begin < 1_500, 'Kim waited for Jan');
    await jan.hears(2);
    assert.ok(Date.now() - begin >= 2_000, 'Retry-After was ignored');
    assert.match(jan.last[0].text, /eins/);
    assert.match(jan.last[1].text, /zwei/);
  });

  test('a send whose answer is lost is repeated once and counted', async () => {
    const lea = rig.emulator.person({ name: 'Lea' });
    const again = await rig.messengers.metric('messengers_sent_again_total');
    rig.emulator.faults.push({ times: 1, when: (call) => isCall('sendMessage')(call) && bodyOf(call).chat_id === lea.user.id, do: 'accept-then-drop' });
    lea.say('eins');
    await lea.hears(2);
    assert.equal(lea.last[0].text, lea.last[1].text);
    assert.equal(await rig.messengers.metric('messengers_sent_again_total') - again, 1);
    assert.equal(rig.messengers.events.filter((line) => line.endsWith(' eins')).length, 2, 'Jan and Lea');
  });

  test('a reminder goes out; STOP takes back the one in the queue', async () => {
    const mia = rig.emulator.person({ name: 'Mia' });
    mia.say('Erinnere mich');
    await mia.hearsThat(/Erinnerung 1/);
    await until(() => rig.messengers.outcomes.r1 === 'sent', 10_000);
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

  test('a block takes reminders back, and nothing is sent until the person returns', async () => {
    const nele = rig.emulator.person({ name: 'Nele' });
    nele.say('Erinnere mich');
    await nele.hearsThat(/Erinnerung 3/);
    nele.block();
    nele.unblock();
    nele.say('wieder da');
    await nele.hearsThat(/wieder da/);
  });

  test('logs hold neither token nor texts nor chat ids', () => {
    assert.ok(rig.messengers.log.includes('"event":"send_failed"'));
    for (const secret of [token, 'geheimer', 'Hallo', 'Erinnere', ...[...rig.emulator.chats.keys()].map(String)])
      assert.ok(!rig.messengers.log.includes(secret), `${secret} in the log`);
    for (const secret of [token, 'Noch eine Frage', 'Antwort auf']) assert.ok(!rig.messengers.stored().includes(secret), `${secret} in the store`);
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

test('a token that stops working holds the account and raises an alarm; it goes on when the token works again', async () => {
  const rig = await start();
  const { emulator, messengers } = rig;
  const ada = emulator.person();
  ada.say('eins');
  await ada.hears();
  emulator.token = '4711:another';
  emulator.faults.push({ times: 1, when: isCall('getUpdates'), do: { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } } });
  await until(() => messengers.log.includes('alarm_credentials_refused'), 20_000);
  assert.equal(await messengers.metric('messengers_credentials_broken'), 1);
  ada.say('zwei');
  emulator.token = token;
  await ada.hears();
  assert.match(ada.last[0].text, /zwei/);
  assert.equal(await messengers.metric('messengers_credentials_broken'), 0);
  await stop(rig);
});

describe('Telegram by webhook', () => {
  let rig;
  before(async () => {
    rig = await start({ webhook: true });
    await rig.emulator.until(() => rig.emulator.webhook.url, 'the webhook is set');
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
