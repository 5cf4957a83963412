// docs/einstellungen.md names every setting that a program knows, with what it takes and what holds without it, and no other.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, root } from '../integration/paths.mjs';

const services = ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
const document = readFileSync(join(root, 'docs', 'einstellungen.md'), 'utf8');
const rows = new Map([...document.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| (.*) \|$/gm)].map(([, name, allowed, fallback, meaning]) => [name, { allowed, fallback, meaning }]));

// What the program itself says that it reads.
const known = (service) => {
  const said = spawnSync(join(build, 'services', service, `amtslotse-${service}`), ['--settings'], { encoding: 'utf8', env: {} }).stderr;
  return said.split('\n').filter(Boolean).map((line) => line.split('\t')).map(([name, form, fallback]) => ({ name, form, fallback }));
};
const rowOf = (service, name) => rows.get(name) ?? rows.get(name.replace(`${service.toUpperCase()}_`, 'DIENST_'));

const forms = { address: /^Adresse$/, email: /^E-Mail-Adresse$/, file: /^Datei$/, folder: /^Ordner$/, folders: /^Ordner, mit/, 'host:port': /rechner:port/, key: /^mindestens 32 Zeichen$/,
  listen: /unix:\/pfad/, municipality: /^Kennung einer Kommune$/, path: /^Pfad$/, postgres: /^PostgreSQL$/, providers: /^JSON$/, proxies: /^Adressen oder Netze/, redis: /sentinel|DIALOGUE_REDIS/,
  template: /^Text mit/, text: /^(Text|Ordner)$/, url: /:\/\/…/ };
const isAsAllowed = (form, allowed) => {
  if (/^-?\d+\.\.\d+$/.test(form)) return allowed === `\`${form}\``;
  if (form.includes('|')) return allowed === form.split('|').map((choice) => `\`${choice}\``).join(', ');
  return forms[form].test(allowed);
};
const isFallback = (fallback, told) => (fallback === '!' ? told === 'Pflicht' : fallback === '' ? told === '–' : told.includes(`\`${fallback}\``));

for (const service of services) {
  test(`every setting of ${service} stands there as the program takes it`, () => {
    const settings = known(service);
    assert.ok(settings.length >= 10, `${settings.length}`);
    assert.deepEqual(settings.filter(({ name }) => !rowOf(service, name)).map(({ name }) => name), []);
    for (const { name, form, fallback } of settings) {
      const row = rowOf(service, name);
      assert.ok(isAsAllowed(form, row.allowed), `${name}: ${form}, not ${row.allowed}`);
      assert.ok(isFallback(fallback, row.fallback), `${name}: ${fallback}, not ${row.fallback}`);
      assert.ok(row.meaning.trim().length > 0, name);
    }
  });
}

test('it names none that no program knows', () => {
  const all = new Set(services.flatMap((service) => known(service).map(({ name }) => name)));
  const everywhere = (name) => services.every((service) => all.has(name.replace('DIENST_', `${service.toUpperCase()}_`)));
  assert.deepEqual([...rows.keys()].filter((name) => !(name.startsWith('DIENST_') ? everywhere(name) : all.has(name))), []);
});

test('what the commands take from the environment stands there, too', () => {
  const sources = readdirSync(join(root, 'services', 'cli'), { recursive: true }).filter((path) => path.endsWith('.cc')).map((path) => readFileSync(join(root, 'services', 'cli', path), 'utf8'));
  const names = sources.flatMap((text) => [...text.matchAll(/(?:getenv|envname|OperatorSetting|SettingIn)\((?:[^()"]*"[^"]*",\s*)?"([A-Z_]+)"/g)].map(([, name]) => name));
  assert.ok(names.includes('AMTSLOTSE_DATA') && names.includes('BACKUP_FOLDER') && names.includes('OPERATOR_TLS_DIR'), names.join(' '));
  assert.deepEqual(names.filter((name) => !document.includes(`\`${name}\``)), []);
});
