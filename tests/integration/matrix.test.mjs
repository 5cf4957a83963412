// Matrix: the conversations of every channel, and what only Matrix has.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MatrixEmulator, Person } from '../emulators/matrix.mjs';
import { conformance, startChannel, stopChannel } from './conformance.mjs';

const isSend = (person) => (call) => decodeURIComponent(call.path).includes(`/rooms/${person.room.id}/send/`);

const driver = {
  channel: 'matrix',
  secret: 'syt_secret_token',
  idempotent: true,
  files: true,
  unsupported: 'image',
  open: () => new MatrixEmulator({ accessToken: 'syt_secret_token' }).start(),
  account: (emulator) => ({ base_url: emulator.url, access_token_file: 'matrix.token', options: { sync_seconds: 5 }, secrets: { 'matrix.token': 'syt_secret_token' } }),
  ready: (emulator) => emulator.until(() => emulator.calls.filter((call) => call.path.endsWith('/sync')).length >= 2, 'the first sync is done'),
  async person(emulator, name, options) {
    const person = new Person(emulator, name, options);
    await emulator.until(() => person.room.members.has(emulator.user), 'the invitation is accepted');
    await person.hearsThat(/Was kann ich tun\?/);
    return person;
  },
  addresses: (emulator) => [...emulator.rooms.keys()],
  limit: (emulator, person, seconds) => emulator.limits.set(person.room.id, seconds),
  sendTo: (person) => isSend(person),
  refuse(emulator) {
    emulator.accessToken = 'another';
    return () => { emulator.accessToken = 'syt_secret_token'; };
  },
};

conformance(driver);

describe('Matrix', () => {
  let rig;
  before(async () => { rig = await startChannel(driver); });
  after(async () => { await stopChannel(rig); });

  test('answers are notices; notices of others are not answered', async () => {
    const ada = await driver.person(rig.emulator, 'Ada');
    ada.send({ msgtype: 'm.notice', body: 'Ich bin auch ein Programm' });
    ada.say('Hallo');
    await ada.hearsThat(/Antwort auf Hallo/);
    assert.ok(ada.received.every((message) => message.kind === 'm.notice'));
    assert.ok(!rig.messengers.events.some((line) => line.includes('auch ein Programm')));
  });

  test('a reply is read without what it quotes; an edit gets a stated answer', async () => {
    const ben = await driver.person(rig.emulator, 'Ben');
    ben.reply('und die Unterlagen?');
    await ben.hearsThat(/Antwort auf und die Unterlagen\?$/m);
    ben.edit('und die Kosten?');
    await ben.hearsThat(/\?edit/);
  });

  test('an encrypted room is told once that it cannot be read', async () => {
    const cem = new Person(rig.emulator, 'Cem', { encrypted: true });
    await cem.hearsThat(/verschlüsselt/);
    cem.sendEncrypted();
    cem.sendEncrypted();
    const dora = await driver.person(rig.emulator, 'Dora');
    dora.say('danach');
    await dora.hearsThat(/danach/);
    assert.equal(cem.received.length, 1);
  });

  test('what is written before the invitation was accepted is answered, once', async () => {
    const lia = new Person(rig.emulator, 'Lia');
    lia.say('Lia ist schon da');
    await lia.hearsThat(/Antwort auf Lia ist schon da/);
    lia.say('danach');
    await lia.hearsThat(/Antwort auf danach/);
    assert.match(lia.textOfAll(lia.received), /^Ich bin ein Programm\./);
    assert.equal(lia.received.length, 2);
  });

  test('an invitation to a room that is not direct is declined', async () => {
    const eva = new Person(rig.emulator, 'Eva', { direct: false });
    await rig.emulator.until(() => eva.room.refused, 'declined');
    assert.ok(!eva.room.members.has(rig.emulator.user));
  });

  test('when someone else joins, only the pointer to private chat is left', async () => {
    const finn = await driver.person(rig.emulator, 'Finn');
    finn.bring('@gil:example.org');
    finn.say('Was kostet ein Ausweis?');
    await finn.hearsThat(/privat/);
    assert.ok(!rig.messengers.events.some((line) => line.endsWith('Was kostet ein Ausweis?')));
  });

  test('what did not fit into one sync is fetched and answered in order', async () => {
    const ida = await driver.person(rig.emulator, 'Ida');
    await rig.messengers.crash();
    const texts = Array.from({ length: 70 }, (_, i) => `Ida${i}`);
    texts.forEach((text) => ida.say(text));
    await rig.messengers.run();
    await ida.hearsThat(/Antwort auf Ida69/, 60_000);
    assert.deepEqual(rig.messengers.events.flatMap((line) => /(Ida\d+)$/.exec(line)?.[1] ?? []), texts);
  });

  test('who leaves gets nothing more', async () => {
    const jan = await driver.person(rig.emulator, 'Jan');
    jan.say('Hallo Jan');
    await jan.hearsThat(/Hallo Jan/);
    jan.leave();
  });

  test('typing is shown while an answer takes long', async () => {
    const kim = await driver.person(rig.emulator, 'Kim');
    kim.say('langsam 1200');
    await kim.hearsThat(/langsam/);
    assert.ok(rig.emulator.typing.some((typed) => typed.room === kim.room.id));
  });
});
