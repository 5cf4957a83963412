// WhatsApp end to end: the real messengers process against a strict Cloud API.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { WhatsAppEmulator } from '../emulators/whatsapp.mjs';
import { conformance, startChannel, stopChannel } from './conformance.mjs';
import { request } from './product.mjs';

const accessToken = 'EAAG-geheimer-Schluessel';
const appSecret = 'app-geheimnis-ä';
const verifyToken = 'pruef-wort';
const driver = {
  channel: 'whatsapp',
  secret: accessToken,
  files: true,
  webhook: true,
  unsupported: 'image',
  mediaType: /^text\/plain/,
  open: () => new WhatsAppEmulator({ accessToken, appSecret, verifyToken }).start(),
  account(emulator, messengers) {
    emulator.webhook = messengers.webhookUrl('erlenfurt/whatsapp/bot');
    return { receive: 'webhook', base_url: emulator.url, access_token_file: 'wa.token', app_secret_file: 'wa.app', verify_token_file: 'wa.verify',
      options: { phone_number_id: emulator.phoneNumberId, template: 'erlenfurt_nachricht' },
      secrets: { 'wa.token': accessToken, 'wa.app': appSecret, 'wa.verify': verifyToken } };
  },
  ready: (emulator) => emulator.until(() => emulator.calls.length > 0, 'the credentials were tried'),
  person: async (emulator, name) => emulator.person({ name }),
  addresses: (emulator) => [...emulator.chats.keys()],
  limit: (emulator, person, seconds) => emulator.limits.set(person.id, Date.now() + seconds * 1000),
  sendTo: (person) => sendTo(person),
  refuse(emulator) {
    emulator.accessToken = 'another';
    return () => { emulator.accessToken = accessToken; };
  },
};
const bodyOf = (call) => { try { return JSON.parse(call.body.toString('utf8')); } catch { return {}; } };
const sendTo = (person) => (call) => call.path.endsWith('/messages') && bodyOf(call).to === person.id;

conformance(driver);

describe('WhatsApp', () => {
  let rig;
  before(async () => { rig = await startChannel(driver); });
  after(async () => { await stopChannel(rig); });

  test('the handshake echoes the challenge for the right word only', async () => {
    const ask = (token) => request(`${rig.emulator.webhook}?hub.mode=subscribe&hub.verify_token=${encodeURIComponent(token)}&hub.challenge=1158201444`);
    assert.deepEqual([(await ask(verifyToken)).status, String((await ask(verifyToken)).body)], [200, '1158201444']);
    assert.equal((await ask('falsch')).status, 403);
    assert.equal((await ask('')).status, 403);
  });

  test('signatures are over the bytes as they came: ä, \\u00e4 and emoji', async () => {
    const ada = rig.emulator.person({ name: 'Ada' });
    for (const [written, meant] of [['"Größe ä"', 'Größe ä'], ['"Gr\\u00f6\\u00dfe \\u00e4"', 'Größe ä'], ['"\\ud83d\\ude42 🙂"', '🙂 🙂']]) {
      const body = rig.emulator.envelope({ contacts: [ada.contact()], messages: [ada.message({ type: 'text', text: { body: 'PLACE' } })] });
      const bytes = Buffer.from(JSON.stringify(body, null, 1).replace('"PLACE"', written));
      assert.equal(await rig.emulator.deliver(body, { bytes }), 200);
      assert.ok((await ada.hearsThat(/Antwort auf/)).includes(meant));
    }
  });

  test('without a signature, with a wrong one, or of other bytes nothing is taken', async () => {
    const ben = rig.emulator.person({ name: 'Ben' });
    const body = rig.emulator.envelope({ contacts: [ben.contact()], messages: [ben.message({ type: 'text', text: { body: 'nie' } })] });
    const bytes = Buffer.from(JSON.stringify(body));
    const deliver = (signature) => rig.emulator.deliver(body, { signature, agent: undefined });
    assert.equal(await deliver(null), 401);
    assert.equal(await deliver(''), 401);
    assert.equal(await deliver('sha256='), 401);
    assert.equal(await deliver(rig.emulator.sign(bytes, 'anderes')), 401);
    assert.equal(await deliver(rig.emulator.sign(Buffer.concat([bytes, Buffer.from(' ')]))), 401);
    assert.equal(await rig.emulator.deliver(body, { bytes: Buffer.from('{"entry":'), agent: undefined }), 400);
    assert.ok(!rig.messengers.events.some((line) => line.endsWith(' nie')));
  });

  test('the same webhook ten times at once: one answer, each acknowledged', async () => {
    const cem = rig.emulator.person({ name: 'Cem' });
    const body = cem.say('einmal');
    const statuses = await Promise.all(Array.from({ length: 10 }, () => rig.emulator.deliver(body, { agent: undefined })));
    assert.deepEqual(statuses, Array(10).fill(200));
    cem.say('danach');
    await cem.hearsThat(/danach/);
    assert.equal(cem.received.length, 2);
  });

  test('webhooks that arrive in another order, and again, are each answered once', async () => {
    const leo = rig.emulator.person({ name: 'Leo' });
    const [first, second] = ['Leo eins', 'Leo zwei'].map((text) => rig.emulator.envelope({ contacts: [leo.contact()], messages: [leo.message({ type: 'text', text: { body: text } })] }));
    for (const body of [second, first, second, first]) assert.equal(await rig.emulator.deliver(body), 200);
    leo.say('danach');
    await leo.hearsThat(/danach/);
    const answers = [...leo.textOfAll(leo.received).matchAll(/Antwort auf (\S+ \S+|danach)/g)].map((match) => match[1]);
    assert.deepEqual(answers, ['Leo zwei', 'Leo eins', 'danach']);
  });

  test('few choices are buttons, a tap answers', async () => {
    const dora = rig.emulator.person({ name: 'Dora' });
    dora.say('Wähle');
    await dora.hearsThat(/Eins/);
    assert.equal(dora.last.at(-1).kind, 'button');
    dora.tap('Zwei');
    await dora.hearsThat(/#id-Zwei/);
  });

  test('two pictures and a text in one webhook from a new person are one conversation', async () => {
    const eva = rig.emulator.person({ name: 'Eva' });
    const photo = { type: 'image', image: { id: '1', mime_type: 'image/jpeg' } };
    eva.send(photo, photo, { type: 'text', text: { body: 'Hallo Eva' } });
    await eva.hearsThat(/Hallo Eva/);
    const conversation = rig.messengers.events.find((line) => line.endsWith('Hallo Eva')).split(' ')[0];
    assert.equal(rig.messengers.events.filter((line) => line.startsWith(`${conversation} `)).length, 3);
  });

  test('someone without a telephone number is answered', async () => {
    const finn = rig.emulator.person({ name: 'Finn', withoutNumber: true });
    finn.say('Hallo Finn');
    await finn.hearsThat(/Hallo Finn/);
    assert.ok(!rig.messengers.log.includes(finn.id) && !rig.messengers.stored().includes(finn.id));
    finn.say('langsam 1500');
    await finn.hearsThat(/langsam/);
    assert.ok(rig.emulator.typing.some((id) => finn.sentIds.has(id)), 'typing is shown to them too');
  });

  test('after 24 hours a reminder goes out as a template', async () => {
    const gil = rig.emulator.person({ name: 'Gil' });
    gil.say('Hallo Gil');
    await gil.hearsThat(/Hallo Gil/);
    // Between queue and send the window closes, by Meta's clock.
    rig.emulator.faults.push({ when: (call) => { if (bodyOf(call).text?.body?.startsWith('Erinnerung')) rig.emulator.closed.add(gil.id); return false; }, do: 'drop' });
    gil.say('Erinnere mich');
    await gil.hearsThat(/Erinnerung \d+/);
    assert.equal(gil.received.at(-1).template, 'erlenfurt_nachricht');
  });

  test('a refusal that comes later is not lost: the template follows', async () => {
    const hanna = rig.emulator.person({ name: 'Hanna' });
    hanna.say('Hallo Hanna');
    await hanna.hearsThat(/Hallo Hanna/);
    rig.emulator.failsLater = true;
    rig.emulator.faults.push({ when: (call) => { if (sendTo(hanna)(call) && bodyOf(call).text?.body?.startsWith('Erinnerung')) rig.emulator.closed.add(hanna.id); return false; }, do: 'drop' });
    hanna.say('Erinnere mich');
    await hanna.hearsThat(/Erinnerung \d+/);
    assert.equal(hanna.received.at(-1).template, 'erlenfurt_nachricht');
    rig.emulator.failsLater = false;
  });

  test('typing is shown while an answer takes long', async () => {
    const ida = rig.emulator.person({ name: 'Ida' });
    ida.say('langsam 1500');
    await ida.hearsThat(/langsam/);
    assert.ok(rig.emulator.typing.some((id) => ida.sentIds.has(id)));
  });

  test('a group gets a pointer to private chat, once', async () => {
    const jan = rig.emulator.person({ name: 'Jan' });
    const group = 'GABCDEF';
    rig.emulator.chats.set(group, { lastWrote: Date.now(), sentIds: new Set() });
    jan.sayInGroup('Ich brauche einen Ausweis', group);
    jan.sayInGroup('Hallo?', group);
    jan.say('jetzt privat');
    await jan.hearsThat(/jetzt privat/);
    const inGroup = rig.emulator.messages.filter((message) => message.to === group);
    assert.equal(inGroup.length, 1);
    assert.match(inGroup[0].text, /privat/);
  });

  test('every published payload is taken and breaks nothing', async () => {
    const payloads = JSON.parse(readFileSync(new URL('../data/messengers/whatsapp-webhooks.json', import.meta.url), 'utf8'));
    for (const [name, payload] of Object.entries(payloads)) assert.equal(await rig.emulator.deliver(payload, { agent: undefined }), 200, name);
    const kim = rig.emulator.person({ name: 'Kim' });
    kim.say('noch da?');
    await kim.hearsThat(/noch da/);
  });
});
