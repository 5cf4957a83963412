// A certificate runs out: the process cannot be reached over TLS any more, citizens are told, and with a renewed one it
// heals by itself, without a restart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation } from '../integration/product.mjs';
import { Machines } from '../install/machines.mjs';
import { Bustle, askDuring, book, cancel, healed } from './town.mjs';

let bustle;
let machines;
before(async () => {
  machines = await Machines.start();
  bustle = Bustle.begin(machines);
});
after(async () => {
  if (bustle) bustle.going = false;
  await machines?.remove();
});

for (const service of ['nlu', 'booking']) {
  test(`${service}'s certificate expires, and it starts anew with it`, async () => {
    const code = await book(machines, 'Cäcilie Ahlers');
    const talk = await Conversation.begin(machines.url);
    await talk.say('Hallo');
    machines.inThePast(400, 'ca', 'issue', service, '--days', '365');
    const said = machines.output.length;
    const process = machines.children.find((child) => child.spawnfile.endsWith(`amtslotse-${service}`));
    process.kill('SIGTERM');
    await process.ended;
    // Whoever had a connection needs a new one; those are turned away.
    const giveUp = Date.now() + 30_000;
    const told = () => /"event":"tls_refused"/.test(machines.output.slice(said)) && /"event":"certificate_expired"/.test(machines.output.slice(said));
    while (!told()) {
      assert.ok(Date.now() < giveUp, machines.output.slice(said));
      await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, `during-${Date.now()}`);
    }
    assert.match(machines.output.slice(said), /"event":"certificate_expired".*amtslotse ca issue/);
    assert.equal(machines.cli('ca', 'issue', service).code, 0);
    await healed(machines);
    await cancel(machines, code, 'Ahlers');
  });
}

test('what other citizens were told meanwhile holds', () => bustle.end());
