// XMPP end to end: the real messengers process, a real server (prosody) and real clients.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { domain, xml, XmppServer } from '../emulators/xmpp.mjs';
import { conformance, startChannel, stopChannel } from './conformance.mjs';
import { until } from './product.mjs';

const secret = 'komponenten-geheimnis';
const driver = {
  channel: 'xmpp',
  secret,
  files: true,
  unsupported: 'file',
  open: () => new XmppServer({ secret }).start(),
  account: (server) => ({ secret_file: 'xmpp.secret', options: { server: server.address, domain, upload: 'share.localhost' }, secrets: { 'xmpp.secret': secret } }),
  ready: (server) => until(() => server.handshakes > 0 && /successfully authenticated/i.test(server.log), 20_000, () => server.log),
  person: (server, name) => server.person(name),
  addresses: (server) => server.people.map((person) => person.jid),
  loseAnswer: (server, person) => server.cuts.push({ person, text: 'Lea eins' }),
  refuse(server) {
    server.refused = true;
    server.cutWire();
    return () => { server.refused = false; };
  },
};

conformance(driver);

describe('XMPP', () => {
  let rig;
  before(async () => { rig = await startChannel(driver); });
  after(async () => { await stopChannel(rig); });
  const stanza = (person, condition) => rig.emulator.until(() => person.stanzas.find(condition), () => `${person.stanzas.join('\n')}`);

  test('typing is shown while an answer takes long', async () => {
    const ada = await rig.emulator.person('Ada');
    ada.say('langsam 1200');
    await ada.hearsThat(/langsam/);
    assert.ok(ada.stanzas.some((one) => one.is('message') && one.getChild('composing')));
  });

  test('a message whose receipt is asked for gets one; sent again it is answered once', async () => {
    const ben = await rig.emulator.person('Ben');
    const message = () => ben.send({ id: 'b-1' }, xml('body', {}, 'einmal'));
    await message();
    await stanza(ben, (one) => one.getChild('received', 'urn:xmpp:receipts')?.attrs.id === 'b-1');
    await message();
    ben.say('danach');
    await ben.hearsThat(/danach/);
    assert.equal(ben.received.length, 2);
  });

  test('an encrypted message gets a plain explanation, once', async () => {
    const cem = await rig.emulator.person('Cem');
    for (let i = 0; i < 2; ++i) await cem.send({}, xml('encrypted', 'eu.siacs.conversations.axolotl'), xml('body', {}, 'I sent you an OMEMO encrypted message'));
    cem.say('danach');
    await cem.hearsThat(/danach/);
    assert.equal(cem.received.filter((one) => /verschlüsselt/.test(one.text)).length, 1);
  });

  test('who asks to see our presence may; who leaves gets no reminder', async () => {
    const dora = await rig.emulator.person('Dora');
    await dora.client.send(xml('presence', { to: `amt@${domain}`, type: 'subscribe' }));
    await stanza(dora, (one) => one.is('presence') && one.attrs.from === `amt@${domain}` && one.attrs.type === undefined);
    dora.say('Hallo Dora');
    await dora.hearsThat(/Hallo Dora/);
    await dora.client.send(xml('presence', { to: `amt@${domain}`, type: 'unsubscribe' }));
    const received = await rig.messengers.metric('messengers_received_total');
    await until(async () => await rig.messengers.metric('messengers_received_total') >= received, 10_000);
    dora.say('Erinnere mich');
    await until(() => rig.messengers.outcomes.r1 === 'blocked', 10_000);
  });

  test('a corrected message gets a stated answer', async () => {
    const eva = await rig.emulator.person('Eva');
    await eva.send({}, xml('body', {}, 'anders'), xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: 'x' }));
    await eva.hearsThat(/\?edit/);
  });

  test('an invitation into a group is answered with a pointer to private chat', async () => {
    const finn = await rig.emulator.person('Finn');
    await finn.send({ type: undefined }, xml('x', { xmlns: 'jabber:x:conference', jid: 'raum@conference.localhost' }));
    await finn.hearsThat(/privat/);
  });

  test('an answer to someone who signed off waits on the server, and nobody else is held up', async () => {
    const gil = await rig.emulator.person('Gil');
    gil.say('langsam 500');
    await gil.signOut();
    const hanna = await rig.emulator.person('Hanna');
    hanna.say('Hallo Hanna');
    await hanna.hearsThat(/Hallo Hanna/);
    await gil.signIn();
    await gil.hearsThat(/langsam 500/);  // the server kept it
  });

  test('when the server goes away and comes back, the conversation goes on', async () => {
    const ida = await rig.emulator.person('Ida');
    ida.say('Ida eins');
    await ida.hearsThat(/Ida eins/);
    const before = rig.emulator.handshakes;
    rig.emulator.cutWire();
    await until(() => rig.emulator.handshakes > before, 20_000);
    ida.say('Ida zwei');
    await ida.hearsThat(/Ida zwei/, 30_000);
  });
});
