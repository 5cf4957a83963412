// The last step from the demonstration to a real town: what goes over all services, who may, and the way back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { administrator, colleague } from '../browser/console.mjs';
import { cli } from './paths.mjs';
import { Conversation, startProduct } from './product.mjs';

process.env.AMTSLOTSE_CLI ??= cli;
let product;
let admin;
let editor;
before(async () => {
  product = await startProduct();
  process.env.AMTSLOTSE_DATA = product.folder;
  admin = await administrator(product.url);
  editor = await colleague(admin, ['editor']);
});
after(() => product?.stop());

const own = { question: 'Wann ist das Hafenfest der echten Stadt?', answer: 'Am ersten Sonntag im Mai.' };

test('only administrators look at what is left, and it names what came with the demonstration', async () => {
  assert.equal((await editor.tryCall('knowledge/RemoveDemo', { preview: true })).body.code, 'refused');
  const { services, offices, entries, importId } = await admin.call('knowledge/RemoveDemo', { preview: true });
  assert.ok(services.some(({ id }) => id === 'personalausweis'));
  assert.ok(offices.some(({ id }) => id === 'buergerbuero-mitte'));
  assert.ok(entries.length > 10);
  assert.equal(importId, undefined, 'a preview changes nothing');
});

test('what staff wrote and changed is not among it', async () => {
  const { entry } = await admin.call('knowledge/SaveEntry', { entry: own });
  await admin.call('knowledge/SetEntryState', { entryId: entry.id, state: 'published', expectedVersion: entry.version });
  const { entries: [first] } = await admin.call('knowledge/ListEntries', { pageSize: 1, query: 'WLAN' });
  await admin.call('knowledge/SaveEntry', { entry: { ...first, answer: 'Ja, im ganzen Haus.', version: undefined, changedUnix: undefined, overdue: undefined },
    expectedVersion: first.version });
  const { entries } = await admin.call('knowledge/RemoveDemo', { preview: true });
  assert.ok(entries.every(({ id }) => id !== entry.id && id !== first.id));
});

test('it goes, the town is real, own answers stay, and all of it comes back', async () => {
  const before = await admin.call('knowledge/ListServices', { pageSize: 1 });
  const gone = await admin.call('knowledge/RemoveDemo');
  assert.ok(gone.importId);
  assert.equal((await admin.call('knowledge/ListServices', { pageSize: 1 })).total ?? 0, 0);
  assert.equal((await admin.call('knowledge/GetMunicipality')).municipality.demo ?? false, false);
  const talk = await Conversation.begin(product.url);
  const said = await talk.send({ text: own.question });
  assert.match(JSON.stringify(said), /ersten Sonntag im Mai/);
  assert.equal((await admin.tryCall('knowledge/RemoveDemo', { preview: true })).body.code, 'precondition');

  await admin.call('knowledge/UndoImport', { importId: gone.importId });
  assert.equal((await admin.call('knowledge/ListServices', { pageSize: 1 })).total, before.total);
});

test('the demonstration is not brought again over a town that is real', async () => {
  const { municipality } = await admin.call('knowledge/GetMunicipality');
  await admin.call('knowledge/SaveMunicipality', { municipality: { ...municipality, name: 'Stadt Echtheim' }, expectedVersion: municipality.version });
  execFileSync(cli, ['demo', '--data', product.folder], { encoding: 'utf8' });
  const { municipality: now } = await admin.call('knowledge/GetMunicipality');
  assert.equal(now.name, 'Stadt Echtheim');
  assert.equal(now.demo ?? false, false);
});
