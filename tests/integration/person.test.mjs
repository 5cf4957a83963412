// One person in every store: told what is kept, erased everywhere, and erased again when an older backup comes back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { administrator } from '../browser/console.mjs';
import { WhatsAppEmulator } from '../emulators/whatsapp.mjs';
import { book } from '../faults/town.mjs';
import { freePort, writeAccounts } from './messengers.mjs';
import { cli } from './paths.mjs';
import { Conversation, startProduct } from './product.mjs';

// No minute of the next days: a call-back is what is left.
const elsewhen = () => JSON.stringify([{ weekday: ((new Date().getDay() + 2) % 7) + 1, from: '08:00', to: '08:30' }]);
const folder = mkdtempSync(join(tmpdir(), 'amtslotse-person-'));
const data = join(folder, 'data');
const emulator = new WhatsAppEmulator({ accessToken: 'wa', appSecret: 'app', verifyToken: 'word' });
let environment;
let product;
let wilma;
before(async () => {
  const port = await freePort();
  await emulator.start();
  emulator.webhook ||= `http://127.0.0.1:${port}/webhooks/erlenfurt/whatsapp/amt`;
  writeAccounts(
    join(data, 'messengers'),
    `${data}.keys`,
    [
      {
        municipality_id: 'erlenfurt',
        channel: 'whatsapp',
        account: 'amt',
        receive: 'webhook',
        base_url: emulator.url,
        access_token_file: 'wa.token',
        app_secret_file: 'wa.app',
        verify_token_file: 'wa.verify',
        options: { phone_number_id: emulator.phoneNumberId },
      },
    ],
    { 'wa.token': 'wa', 'wa.app': 'app', 'wa.verify': 'word' },
  );
  environment = { MESSENGERS_WEBHOOK_LISTEN: `127.0.0.1:${port}` };
  product = await startProduct({ data, environment });
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: data });
  const admin = await administrator(product.url);
  const [office] = (await admin.call('knowledge/ListOffices')).offices;
  await admin.call('dialogue/SetStaffedHours', {
    officeId: office.id,
    officeName: office.name,
    hoursJson: elsewhen(),
    templates: [],
  });
});
after(async () => {
  await product?.stop();
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

const operate = (...flags) => {
  const result = spawnSync(cli, [...flags, '--data', data], { encoding: 'utf8' });
  return { code: result.status, text: result.stdout + result.stderr };
};
const who = () => ['erlenfurt', '--telephone', `+${wilma.id}`, '--email', 'wilma.wandel@example.org'];
const kept = () => {
  const { code, text } = operate('privacy', 'export', ...who());
  assert.equal(code, 0, text);
  const { appointments, requests, hand_overs: handOvers, messengers } = JSON.parse(text);
  return { text, counts: [appointments.length, requests.length, handOvers.length, messengers.length] };
};

test('what is kept of a person is told from every store', async () => {
  wilma = await emulator.person('Wilma');
  wilma.say('Was kostet ein Personalausweis?');
  await wilma.hearsThat(/46,00/);
  await book(product, 'Wilma Wandel');
  for (const telephone of [`+${wilma.id}`, '04821 665544']) {
    const talk = await Conversation.begin(product.url);
    await talk.say('Ich möchte mit einem Menschen sprechen');
    await talk.choose('Rückruf wünschen');
    await talk.send({ form: { name: 'Wilma Wandel', telephone, wanted_time: 'egal' } });
  }
  for (const [name, email] of [['Wilma Wandel', 'wilma.wandel@example.org'], ['Rita Bleibe', 'rita.bleibe@example.org']]) {
    const talk = await Conversation.begin(product.url);
    await talk.say('Ich möchte wissen, welche Daten Sie über mich gespeichert haben');
    await talk.send({ form: { name, email } });
  }
  const { text, counts } = kept();
  assert.deepEqual(counts, [1, 1, 1, 1], text);
  assert.match(text, /Wilma Wandel/);
  assert.ok(text.includes(wilma.id), text);
});

const consoleMail = 'karla.konsole@example.org';
const ofConsole = () => {
  const { code, text } = operate('privacy', 'export', 'erlenfurt', '--email', consoleMail);
  assert.equal(code, 0, text);
  return JSON.parse(text).appointments.length;
};

test('erased while all runs, by command and in the console; a restored backup has none of it, before and after it serves', async () => {
  await book(product, 'Karla Konsole', consoleMail);
  assert.equal(ofConsole(), 1);
  const backup = join(folder, 'backup');
  assert.equal(operate('backup', backup).code, 0);
  const erased = operate('privacy', 'erase', ...who());
  assert.equal(erased.code, 0, erased.text);
  assert.match(erased.text, /1 Termine[\s\S]*1 Übergaben[\s\S]*1 Personen bei Messengern/);
  assert.deepEqual(kept().counts, [0, 0, 0, 0]);
  const admin = await administrator(product.url);
  const answer = await admin.request('POST', '/person/erase', { email: consoleMail, reason: 'Antrag vom Montag' });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(ofConsole(), 0);

  product.child.kill('SIGTERM');
  await product.ended;
  const restored = operate('restore', backup);
  assert.equal(restored.code, 0, restored.text);
  assert.match(restored.text, /2 Löschungen wiederholt/);
  assert.deepEqual(kept().counts, [0, 0, 0, 0], 'before anybody is served');
  assert.equal(ofConsole(), 0, 'before anybody is served');
  // What only others left is still there.
  const other = JSON.parse(operate('privacy', 'export', 'erlenfurt', '--telephone', '04821 665544').text);
  assert.equal(other.hand_overs.length, 1);
  assert.equal(JSON.parse(operate('privacy', 'export', 'erlenfurt', '--email', 'rita.bleibe@example.org').text).requests.length, 1);

  product = await startProduct({ data, environment });
  assert.deepEqual(kept().counts, [0, 0, 0, 0], 'and while it serves');
  assert.equal(ofConsole(), 0, 'and while it serves');
  assert.match(operate('privacy', 'repeat').text, /2 Löschungen wiederholt/);
});
