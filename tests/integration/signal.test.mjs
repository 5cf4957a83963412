// Signal end to end: the real messengers process against a daemon like signal-cli's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { SignalEmulator } from '../emulators/signal.mjs';
import { conformance, startChannel, stopChannel } from './conformance.mjs';

const number = '+4943210987';
const driver = {
  channel: 'signal',
  secret: number,
  files: true,
  unsupported: 'image',
  open: () => new SignalEmulator({ number }).start(),
  account: (emulator) => ({ base_url: emulator.url, options: { number }, secrets: {} }),
  ready: (emulator) => emulator.until(() => emulator.streams.size > 0, 'the stream is open'),
  person: async (emulator, name) => emulator.person(name),
  addresses: (emulator) => [...emulator.people.keys()],
  limit: (emulator, person, seconds) => emulator.limits.set(person.id, Date.now() + seconds * 1000),
  sendTo: (person) => (call) => call.path === '/api/v1/rpc' && call.body.includes(person.id) && call.body.includes('"send"'),
  refuse(emulator) {
    emulator.accounts = [];
    emulator.cutStreams();
    return () => { emulator.accounts = [number]; };
  },
};

conformance(driver);

describe('Signal', () => {
  let rig;
  before(async () => { rig = await startChannel(driver); });
  after(async () => { await stopChannel(rig); });

  test('an event that comes byte by byte between comments is read; after a reconnect it goes on', async () => {
    const ada = rig.emulator.person('Ada');
    rig.emulator.chunk = 1;
    ada.say('Größe 🙂');
    await ada.hearsThat(/Größe 🙂/);
    rig.emulator.chunk = 7;
    rig.emulator.cutStreams();
    ada.say('nach dem Abbruch');
    await ada.hearsThat(/nach dem Abbruch/);
  });

  test('the same envelope again does nothing', async () => {
    const ben = rig.emulator.person('Ben');
    const envelope = ben.say('einmal');
    for (let i = 0; i < 9; ++i) rig.emulator.push(envelope);
    ben.say('danach');
    await ben.hearsThat(/danach/);
    assert.equal(ben.received.length, 2);
  });

  test('a group gets a pointer to private chat, once', async () => {
    const cem = rig.emulator.person('Cem');
    const inGroup = (text) => rig.emulator.push(cem.message(text, { groupInfo: { groupId: 'R3J1cHBl', groupName: 'G', revision: 1, type: 'DELIVER' } }));
    inGroup('Ich brauche einen Ausweis');
    inGroup('Hallo?');
    cem.say('jetzt privat');
    await cem.hearsThat(/jetzt privat/);
    const group = rig.emulator.messages.filter((message) => message.to === 'R3J1cHBl');
    assert.equal(group.length, 1);
    assert.match(group[0].text, /privat/);
  });

  test('edits and calls get a stated answer; receipts, typing, reactions and our other devices none', async () => {
    const dora = rig.emulator.person('Dora');
    rig.emulator.push(dora.envelope({ editMessage: { targetSentTimestamp: 1, dataMessage: { timestamp: 2, message: 'neu' } } }));
    await dora.hearsThat(/\?edit/);
    rig.emulator.push(dora.envelope({ callMessage: { offerMessage: { id: 1, type: 'AUDIO_CALL', opaque: '' } } }));
    await dora.hearsThat(/\?call/);
    rig.emulator.push(dora.envelope({ receiptMessage: { when: 1, isDelivery: true, timestamps: [1] } }));
    rig.emulator.push(dora.envelope({ typingMessage: { action: 'STARTED', timestamp: 1 } }));
    rig.emulator.push(dora.message(null, { reaction: { emoji: '👍', targetSentTimestamp: 1 } }));
    rig.emulator.push(dora.envelope({ syncMessage: { sentMessage: { message: 'von mir' } } }));
    dora.say('danach');
    await dora.hearsThat(/danach/);
    assert.equal(dora.received.length, 3);
  });

  test('typing is shown while an answer takes long', async () => {
    const eva = rig.emulator.person('Eva');
    eva.say('langsam 1500');
    await eva.hearsThat(/langsam/);
    assert.ok(rig.emulator.typing.includes(eva.id));
  });

  test('the fields the emulator uses are those of signal-cli', () => {
    const { records } = JSON.parse(readFileSync(new URL('../data/messengers/signal-json-records.json', import.meta.url), 'utf8'));
    const names = (record) => records[record].map((field) => field.name);
    const finn = rig.emulator.person('Finn');
    for (const name of Object.keys(finn.message('x'))) assert.ok(names('JsonMessageEnvelope').includes(name), name);
    for (const name of [...Object.keys(finn.message('x').dataMessage), 'reaction', 'groupInfo', 'attachments']) assert.ok(names('JsonDataMessage').includes(name), name);
  });
});
