// Threema end to end: the real messengers process against a gateway that opens its boxes with another library.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gatewayKeys, pad, ThreemaEmulator } from '../emulators/threema.mjs';
import { conformance, startChannel, stopChannel } from './conformance.mjs';

const secret = 'threema-geheimnis';
const privateKey = Buffer.from(gatewayKeys.secretKey).toString('hex');
const driver = {
  channel: 'threema',
  secret,
  files: true,
  webhook: true,
  unsupported: 'file',
  open: () => new ThreemaEmulator({ secret }).start(),
  account(emulator, messengers) {
    emulator.webhook = messengers.webhookUrl('erlenfurt/threema/bot');
    return { receive: 'webhook', base_url: emulator.url, secret_file: 'th.secret', private_key_file: 'th.key', options: { id: emulator.id },
      secrets: { 'th.secret': secret, 'th.key': privateKey } };
  },
  ready: (emulator) => emulator.until(() => emulator.calls.length > 0, 'the credentials were tried'),
  person: async (emulator, name) => emulator.person(name),
  addresses: (emulator) => [...emulator.people.keys(), privateKey],
  limit: (emulator, person, seconds) => emulator.limits.set(person.id, Date.now() + seconds * 1000),
  sendTo: (person) => (call) => call.path === '/send_e2e' && call.body.includes(`to=${person.id}&`),
  refuse(emulator) {
    emulator.secret = 'another';
    // Callbacks are signed with the secret we have.
    emulator.sign = (form) => ThreemaEmulator.prototype.sign.call(emulator, form, secret);
    return () => { emulator.secret = secret; };
  },
};

conformance(driver);

describe('Threema', () => {
  let rig;
  before(async () => { rig = await startChannel(driver); });
  after(async () => { await stopChannel(rig); });
  const callback = (person, padded, more) => rig.emulator.deliver(rig.emulator.callback(person, padded, more));
  const text = (words) => pad(0x01, Buffer.from(words));

  test('a valid MAC with a bad box is acknowledged, and nothing is taken from it', async () => {
    const ada = rig.emulator.person('Ada');
    assert.equal(await callback(ada, text('x'), { box: '00'.repeat(80) }), 200);
    assert.equal(await callback(ada, text('x'), { box: 'zz' }), 200);
    assert.equal(await callback(ada, text('x'), { nonce: '00' }), 200);
    ada.say('danach');
    await ada.hearsThat(/danach/);
    assert.equal(ada.received.length, 1);
  });

  test('padding of zero and of more than there is: nothing is taken', async () => {
    const ben = rig.emulator.person('Ben');
    assert.equal(await callback(ben, new Uint8Array([0x01, ...Buffer.from('nie'), ...Array(30).fill(0)])), 200);
    assert.equal(await callback(ben, new Uint8Array([0x01, ...Buffer.from('nie'), ...Array(30).fill(255)])), 200);
    assert.equal(await callback(ben, new Uint8Array([5, 5, 5, 5, 5])), 200);
    assert.equal(await callback(ben, new Uint8Array([])), 200);
    ben.say('danach');
    await ben.hearsThat(/danach/);
    assert.ok(!rig.messengers.events.some((line) => line.endsWith(' nie')));
  });

  test('a wrong MAC, another recipient, a missing field, an old date: refused', async () => {
    const cem = rig.emulator.person('Cem');
    assert.equal(await callback(cem, text('nie'), { mac: '00'.repeat(32) }), 401);
    assert.equal(await callback(cem, text('nie'), { mac: '00' }), 401);
    assert.equal(await callback(cem, text('nie'), { nonce: '' }), 401);
    assert.equal(await callback(cem, text('nie'), { to: '*ANOTHER' }), 400);
    assert.equal(await callback(cem, text('nie'), { date: '1000000000' }), 400);
    assert.equal(await callback({ ...cem, id: 'NOBODY00', keys: cem.keys }, text('nie')), 400);
    assert.ok(!rig.messengers.events.some((line) => line.endsWith(' nie')));
  });

  test('a replayed callback is acknowledged and does nothing, also with another nickname', async () => {
    const dora = rig.emulator.person('Dora');
    const form = dora.say('einmal');
    await dora.hearsThat(/einmal/);
    for (const nickname of ['Dora', 'Mallory']) assert.equal(await rig.emulator.deliver({ ...form, nickname }), 200);
    dora.say('danach');
    await dora.hearsThat(/danach/);
    assert.equal(dora.received.length, 2);
  });

  test('ten times at once: one answer', async () => {
    const eva = rig.emulator.person('Eva');
    const form = rig.emulator.callback(eva, text('zehnmal'));
    assert.deepEqual(await Promise.all(Array.from({ length: 10 }, () => rig.emulator.deliver(form))), Array(10).fill(200));
    eva.say('danach');
    await eva.hearsThat(/danach/);
    assert.equal(eva.received.length, 2);
  });

  test('who writes in a group is told in private, once, to write privately', async () => {
    const gil = rig.emulator.person('Gil');
    assert.equal(await callback(gil, pad(0x41, Buffer.from('00000000GRUPPE01Ich brauche einen Ausweis'))), 200);
    assert.equal(await callback(gil, pad(0x41, Buffer.from('00000000GRUPPE01Hallo?'))), 200);
    gil.say('jetzt privat');
    await gil.hearsThat(/jetzt privat/);
    assert.equal(gil.received.filter((message) => /schreiben Sie mir privat/.test(message.text)).length, 1);
    assert.ok(!rig.messengers.events.some((line) => line.includes('brauche einen Ausweis')));
  });

  test('receipts and typing get no answer, places a stated one', async () => {
    const finn = rig.emulator.person('Finn');
    await callback(finn, pad(0x80, [1, 1, 2, 3, 4, 5, 6, 7, 8]));
    await callback(finn, pad(0x90, [1]));
    await callback(finn, pad(0x10, Buffer.from('54.1,10.2')));
    await finn.hearsThat(/\?location/);
    assert.equal(finn.received.length, 1);
  });
});
