// The same conversations on every channel: a channel conforms when its driver passes.
//
// A driver: {
//   channel, secret,                          the name, and a secret that may appear nowhere
//   open() → emulator,                        started
//   account(emulator, messengers) → {…},      its entry in the accounts file, and `secrets` beside it
//   person(emulator, name) → Listener,        who can write at once; what greets by itself has been heard
//   unsupported,                              what a photo is called in the neutral event
//   addresses(emulator) → [text],             of peers, which may appear nowhere
//   limit(emulator, person, seconds),         the next send to this person is refused for so long; none: the channel has no limits
//   sendTo(person) → (call) => bool,          whether a call of ours is a send to this person; without it loseAnswer(emulator, person)
//   refuse(emulator) → restore(),             the credentials stop working
//   webhook, idempotent, files, block(person): blocks and returns
// }
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Messengers } from './messengers.mjs';
import { until } from './product.mjs';

export async function startChannel(driver, options = {}) {
  const emulator = await driver.open(options);
  const secrets = {};
  const rig = { emulator };
  running.add(rig);
  const accounts = (started) => {
    const { secrets: own, ...account } = driver.account(emulator, started);
    Object.assign(secrets, own);
    return [{ municipality_id: 'erlenfurt', channel: driver.channel, account: 'bot', ...account }];
  };
  rig.messengers = await Messengers.start({ webhook: driver.webhook, secrets, accounts });
  await driver.ready?.(emulator);
  return rig;
}

// A test that failed before it stopped its rig must not keep the file from ending.
const running = new Set();
after(async () => {
  for (const { emulator, messengers } of running) {
    await messengers?.crash().catch(() => {});
    await emulator.stop().catch(() => {});
  }
});

export async function stopChannel(rig) {
  if (!rig) return; // it never started, which has been told
  running.delete(rig);
  const { emulator, messengers } = rig;
  const end = await messengers.stop();
  await emulator.stop();
  assert.deepEqual(end, { code: 0, signal: null }, messengers.log);
  assert.deepEqual(emulator.violations, []);
}

export function conformance(driver) {
  describe(`${driver.channel}: the same conversations as everywhere`, () => {
    let rig;
    const person = (name) => driver.person(rig.emulator, name);
    const handled = (text) => rig.messengers.events.filter((line) => line.endsWith(` ${text}`)).length;
    before(async () => { rig = await startChannel(driver); });
    after(async () => { await stopChannel(rig); });

    test('whoever comes first hears that it is a program, then the answer', async () => {
      const ada = await person('Ada');
      ada.say('Was kostet ein Ausweis?');
      await ada.hearsThat(/Antwort auf Was kostet ein Ausweis\?/);
      const all = ada.textOfAll(ada.received);
      assert.ok(all.indexOf('Ich bin ein Programm.') >= 0 && all.indexOf('Ich bin ein Programm.') < all.indexOf('Antwort auf'), all);
    });

    test('umlauts, emoji and quotes arrive as they were written', async () => {
      const text = 'Größe "ß" \\u00e4 🙂 👨‍👩‍👧 <b>&amp;</b>';
      const ben = await person('Ben');
      ben.say(text);
      await ben.hearsThat(/Antwort auf/);
      assert.ok(ben.textOfAll(ben.received).includes(`Antwort auf ${text}`));
    });

    test('an offered choice can be taken', async () => {
      const cem = await person('Cem');
      cem.say('Wähle');
      await cem.hearsThat(/Zwei/);
      cem.choose('Zwei');
      await cem.hearsThat(/Antwort auf #id-Zwei/);
    });

    test('a calendar file arrives, or is at least named', async () => {
      const dora = await person('Dora');
      dora.say('Datei');
      await dora.hearsThat(/termin\.ics/);
      if (!driver.files) return;
      const { file } = dora.received.find((message) => message.file);
      assert.match(file.mediaType, driver.mediaType ?? /^text\/calendar/);
      assert.match(file.content.toString(), /^BEGIN:VCALENDAR/);
    });

    test('a photo gets a stated answer and leaves nothing', async () => {
      const eva = await person('Eva');
      eva.sendPhoto();
      await eva.hearsThat(new RegExp(`Antwort auf \\?${driver.unsupported ?? 'photo'}`));
      assert.ok(!rig.messengers.stored().includes('geheim'));
    });

    test('a long answer comes whole, in order', async () => {
      const finn = await person('Finn');
      finn.say('lang 20000');
      finn.say('danach');
      await finn.hearsThat(/danach/, 60_000);
      const sentence = 'Ein Satz über Größe und Maß.';
      const found = finn.textOfAll(finn.received).split(sentence).length - 1;
      assert.equal(found, Math.ceil(20000 / (Buffer.byteLength(sentence) + 1)));
    });

    test('messages in a burst are answered in order, each once', async () => {
      const gil = await person('Gil');
      const texts = Array.from({ length: 5 }, (_, i) => `Gil${i}`);
      texts.forEach((text) => gil.say(text));
      await gil.hearsThat(/Antwort auf Gil4/, 30_000);
      assert.deepEqual(gil.received.flatMap((message) => [...(message.text ?? '').matchAll(/Antwort auf (Gil\d)/g)].map((match) => match[1])), texts);
    });

    if (driver.limit) test('a limit on one chat delays no other', async () => {
      // On a machine that takes its time Kim's answer may come after the limit: then once more with a longer one.
      for (const seconds of [2, 6, 18]) {
        const [jan, kim] = [await person(`Jan${seconds}`), await person(`Kim${seconds}`)];
        driver.limit(rig.emulator, jan, seconds);
        const begin = Date.now();
        jan.say('Jan eins');
        jan.say('Jan zwei');
        kim.say('Kim eins');
        await kim.hearsThat(/Kim eins/);
        const kimWaited = jan.received.some((message) => /Jan/.test(message.text ?? ''));
        await jan.hearsThat(/Jan zwei/, 60_000);
        assert.ok(Date.now() - begin >= seconds * 1_000, 'the wait that was asked for was not kept');
        const all = jan.textOfAll(jan.received);
        assert.ok(all.indexOf('Jan eins') < all.indexOf('Jan zwei'));
        if (!kimWaited) return;
      }
      assert.fail('Kim waited for Jan');
    });

    if (driver.sendTo) test('a slow answer to one person holds up nobody else', async () => {
      const [pia, rosa] = [await person('Pia'), await person('Rosa')];
      let release;
      rig.emulator.faults.push({ when: driver.sendTo(pia), do: { after: new Promise((resolve) => { release = resolve; }) } });
      pia.say('Pia eins');
      await rig.emulator.until(() => rig.emulator.faults.at(-1).times === 0, 'the slow send is under way');
      rosa.say('Rosa eins');
      await rosa.hearsThat(/Rosa eins/);
      assert.equal(pia.received.filter((message) => /Pia eins/.test(message.text ?? '')).length, 0);
      release();
      await pia.hearsThat(/Pia eins/);
    });

    test('a send whose answer was lost is repeated, the effect is not', async () => {
      const lea = await person('Lea');
      if (driver.sendTo) rig.emulator.faults.push({ when: driver.sendTo(lea), do: 'accept-then-drop' });
      else driver.loseAnswer(rig.emulator, lea);
      lea.say('Lea eins');
      lea.say('Lea zwei');
      await lea.hearsThat(/Lea zwei/);
      const times = lea.received.filter((message) => /Lea eins/.test(message.text ?? '')).length;
      assert.equal(times, driver.idempotent ? 1 : 2);
      assert.equal(handled('Lea eins'), 1);
      if (driver.sendTo) assert.equal(rig.emulator.faults.at(-1).times, 0, 'an answer was lost');
    });

    test('STOP takes back the reminder in the queue', async () => {
      const mia = await person('Mia');
      mia.say('Erinnere mich');
      await mia.hearsThat(/Antwort auf Erinnere/);
      const first = /Erinnerung (\d+)/.exec(await mia.hearsThat(/Erinnerung \d+/))[1];
      await until(() => rig.messengers.outcomes[`r${first}`] === 'sent', 10_000);
      mia.say('STOP');
      await mia.hearsThat(/nicht mehr von mir aus/);
      mia.say('Erinnere mich trotzdem');
      await mia.hearsThat(/Antwort auf Erinnere mich trotzdem/);
      await until(() => rig.messengers.outcomes[`r${Number(first) + 1}`] === 'blocked', 10_000);
      assert.equal(mia.received.filter((message) => /^Erinnerung/.test(message.text ?? '')).length, 1);
    });

    test('one\'s data can be deleted', async () => {
      const nele = await person('Nele');
      nele.say('Nele eins');
      await nele.hearsThat(/Nele eins/);
      nele.say('Daten löschen');
      await nele.hearsThat(/gelöscht/);
      nele.say('wieder da');
      await nele.hearsThat(/wieder da/);
    });

    if (driver.block) {
      test('a block takes back what waits; who returns is answered', async () => {
        const olga = await person('Olga');
        olga.say('Olga eins');
        await olga.hearsThat(/Olga eins/);
        await driver.block(olga);
        olga.say('Olga zwei');
        await olga.hearsThat(/Olga zwei/);
      });
    }

    test('logs hold no secret, no text, no address; the store holds none in clear', () => {
      const { log } = rig.messengers;
      for (const hidden of [driver.secret, 'Erinnere', 'Antwort auf', ...driver.addresses(rig.emulator)]) {
        assert.ok(!log.includes(hidden), `${hidden} in the log`);
        assert.ok(!rig.messengers.stored().includes(hidden), `${hidden} in the store`);
      }
    });
  });

  describe(`${driver.channel}: when things break`, () => {
    let rig;
    before(async () => { rig = await startChannel(driver); });
    after(async () => { await stopChannel(rig); });

    test('what was taken is answered although the process died before answering', async () => {
      const { emulator, messengers } = rig;
      const ada = await driver.person(emulator, 'Ada');
      const received = await messengers.metric('messengers_received_total');
      ada.say('langsam 600');
      await until(async () => await messengers.metric('messengers_received_total') > received, 10_000);
      await messengers.crash();
      await messengers.run();
      await ada.hearsThat(/Antwort auf langsam 600/);
      assert.equal(messengers.events.filter((line) => line.endsWith('langsam 600')).length, 1);
    });

    test('credentials that stop working hold the account and raise an alarm; it goes on when they work', async () => {
      const { emulator, messengers } = rig;
      const ben = await driver.person(emulator, 'Ben');
      ben.say('Ben eins');
      await ben.hearsThat(/Ben eins/);
      const restore = driver.refuse(emulator);
      ben.say('Ben zwei');
      await until(() => messengers.log.includes('alarm_credentials_refused'), 20_000, () => messengers.log);
      assert.equal(await messengers.metric('messengers_credentials_broken'), 1);
      restore();
      await ben.hearsThat(/Ben zwei/, 30_000);
      assert.equal(await messengers.metric('messengers_credentials_broken'), 0);
    });
  });
}
