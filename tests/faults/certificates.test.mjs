// A certificate runs out: the process cannot be reached over TLS any more, citizens are told, and with a renewed one it
// heals by itself, without a restart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, request, until } from '../integration/product.mjs';
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

// Of one that is only called, of those that others depend on more, and of one that calls too.
for (const service of ['nlu', 'booking', 'dialogue']) {
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

// Web only calls: nobody of the others lets it in.
test("web's certificate expires: citizens are told, and with a renewed one it heals by itself", async () => {
  const code = await book(machines, 'Cäcilie Brodersen');
  machines.inThePast(400, 'ca', 'issue', 'web', '--days', '365');
  const said = machines.output.length;
  const process = machines.children.find((child) => child.spawnfile.endsWith('amtslotse-web'));
  process.kill('SIGTERM');
  await process.ended;
  const body = async () => (await request(`${machines.url}/health/ready`).catch(() => ({}))).body;
  await until(async () => /is not serving/.test(await body()), 30_000, () => machines.output.slice(said));
  const answer = await request(`${machines.url}/api/v1/conversations`, { method: 'POST', host: 'erlenfurt.localhost', body: {} });
  assert.equal(answer.status, 503);
  assert.match(answer.headers['content-type'], /problem\+json/);
  await until(() => /"event":"tls_refused"/.test(machines.output.slice(said)), 10_000, () => machines.output.slice(said));
  assert.match(machines.output.slice(said), /"event":"certificate_expired".*amtslotse ca issue/);
  assert.equal(machines.cli('ca', 'issue', 'web').code, 0);
  await healed(machines);
  await cancel(machines, code, 'Brodersen');
});
