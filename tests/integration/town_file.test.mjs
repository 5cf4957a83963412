// municipality.json once more over a town that works: what changes is told, and what only the console knows stays.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { administrator } from '../browser/console.mjs';
import { writeKahlstadt } from './kahlstadt.mjs';
import { cli, root } from './paths.mjs';
import { startProduct } from './product.mjs';

process.env.AMTSLOTSE_CLI ??= cli;
const folder = mkdtempSync(join(tmpdir(), 'amtslotse-town-'));
const town = join(folder, 'erlenfurt');
const file = join(town, 'municipality.json');
let product;
let admin;
before(async () => {
  cpSync(join(root, 'knowledge/data/demo/erlenfurt'), town, { recursive: true });
  product = await startProduct();
  process.env.AMTSLOTSE_DATA = product.folder;
  admin = await administrator(product.url);
});
after(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const bring = (...flags) => {
  const { status, stdout, stderr } = spawnSync(cli, ['import', ...flags, '--data', product.folder], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  return stdout + stderr;
};
const stored = async () => (await admin.call('knowledge/GetMunicipality')).municipality;
const legalOf = ({ imprint, privacyNotice, accessibilityStatement }) => ({ imprint, privacyNotice, accessibilityStatement });

test('the same file again changes nothing and says so', () => {
  assert.match(bring(file), /Angaben zur Kommune unverändert\./);
});

test('texts that the law requires outlive a file without them, and the report says so', async () => {
  const before = await stored();
  const about = JSON.parse(readFileSync(file, 'utf8'));
  delete about.legal;
  writeFileSync(file, JSON.stringify({ ...about, contact: { ...about.contact, telephone: '+49 40 66969 100' } }));
  for (const flags of [['--dry-run'], []]) {
    const said = bring(town, ...flags);
    assert.match(said, /Angaben zur Kommune geändert: Telefon\.\n/);
    assert.match(said, /nicht genannt, es gilt weiter: Impressum, Datenschutzerklärung, Erklärung zur Barrierefreiheit\./);
  }
  const now = await stored();
  assert.ok(before.imprint.length > 80 && before.privacyNotice.length > 80 && before.accessibilityStatement.length > 80);
  assert.deepEqual(legalOf(now), legalOf(before));
  assert.equal(now.telephone, '+49 40 66969 100');
});

test('what was written in the console stays where a file cannot say it', async () => {
  const municipality = await stored();
  const ownTexts = [{ language: 'de', key: 'chat.menu', text: 'Noch mehr' }];
  await admin.call('knowledge/SaveMunicipality', { municipality: { ...municipality, ownTexts, imprint: '# Impressum\n\nVon Hand.' }, expectedVersion: municipality.version });
  bring(file);
  const now = await stored();
  assert.deepEqual(now.ownTexts, ownTexts);
  assert.match(now.imprint, /Von Hand/);
});

test('of a new town, what it lacks for the public is named', () => {
  assert.match(bring(writeKahlstadt(join(folder, 'kahlstadt'))), /ohne geht kein öffentlicher Betrieb: Impressum, Datenschutzerklärung, Erklärung zur Barrierefreiheit\./);
});

test('a town made from a catalogue alone is called as its addresses say, and where it is found is told', () => {
  const write = (name, data) => {
    writeFileSync(join(folder, name), JSON.stringify({ meta: { generated: '2026-01-02T03:04:05', datacount: data.length }, data }));
    return join(folder, name);
  };
  const services = write('lakeham_services.json', [
    { id: '1', name: 'Angelschein', description: '<p>Zum Angeln im See.</p>', locations: [{ location: '7' }], public: true },
  ]);
  const locations = write('lakeham_locations.json', [
    { id: '7', name: 'Bürgerbüro', public: true, services: [{ service: '1' }],
      address: { street: 'Seeweg', house_number: '3', postal_code: '24999', city: 'Seeheim' } },
  ]);
  assert.match(bring(services, locations), /Seeheim: http:\/\/lakeham\.localhost:8080/);
  assert.doesNotMatch(bring(services, locations), /localhost/);
});
