// The list of dependencies is complete, sound SPDX, and nothing in it forbids the product's licence (EUPL-1.2).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { licenceList, readCopyright } from '../../packaging/licences.mjs';
import { build, root } from '../integration/paths.mjs';

const list = licenceList(build);

test('every Debian package and every package of every lock file is listed once, with version and licence', () => {
  const names = readFileSync(join(root, 'packaging/debian-packages.txt'), 'utf8').split('\n')
    .filter((line) => line && !/^[#[]/.test(line)).map((line) => line.split(/\s+/)[0]);
  for (const name of names) assert.ok(list.packages.some((one) => one.SPDXID === `SPDXRef-deb-${name.replace(/[^A-Za-z0-9.-]/g, '-')}`), name);
  for (const name of ['libgrpc++1.51', 'libsodium23', 'libsqlite3-0']) assert.ok(list.packages.some((one) => one.name === name), `${name} is linked`);
  const lock = JSON.parse(readFileSync(join(root, 'gateways/web/ui/package-lock.json'), 'utf8'));
  for (const [path, { version }] of Object.entries(lock.packages).filter(([path, entry]) => path && !entry.link)) {
    const name = path.replace(/^.*node_modules\//, '');
    assert.ok(list.packages.some((one) => one.name === name && one.versionInfo === version), `${name}@${version}`);
  }
  assert.equal(new Set(list.packages.map(({ SPDXID }) => SPDXID)).size, list.packages.length);
  for (const one of list.packages) assert.ok(one.licenseDeclared && one.versionInfo, one.name);
});

test('it is sound SPDX 2.3: references lead somewhere, and every licence of its own has its text', () => {
  const ids = new Set(['SPDXRef-DOCUMENT', ...list.packages.map(({ SPDXID }) => SPDXID)]);
  assert.equal(list.spdxVersion, 'SPDX-2.3');
  assert.equal(list.dataLicense, 'CC0-1.0');
  for (const id of ids) assert.match(id, /^SPDXRef-[A-Za-z0-9.-]+$/);
  for (const { spdxElementId, relatedSpdxElement } of list.relationships) assert.ok(ids.has(spdxElementId) && ids.has(relatedSpdxElement));
  const own = new Map(list.hasExtractedLicensingInfos.map((one) => [one.licenseId, one.extractedText]));
  for (const { name, licenseDeclared } of list.packages)
    for (const [reference] of licenseDeclared.matchAll(/LicenseRef-[A-Za-z0-9.-]+/g)) assert.ok(own.get(reference), `${name}: ${reference}`);
});

test('no licence is left open but of what is not installed here', () => {
  const open = list.packages.filter(({ licenseConcluded, licenseDeclared }) => licenseConcluded === 'NOASSERTION' || licenseDeclared === 'NOASSERTION');
  assert.deepEqual(open.filter(({ versionInfo }) => versionInfo !== 'not installed').map(({ name }) => name), []);
  for (const { licenseConcluded, licenseDeclared } of list.packages) assert.equal(licenseConcluded, licenseDeclared);
  const own = list.packages.filter(({ licenseDeclared }) => licenseDeclared.startsWith('LicenseRef-'));
  assert.ok(own.length < list.packages.length / 10, `${own.length} of ${list.packages.length} have no plain name`);
});

test("a copyright file of Debian's format says which licence the whole has, and which some files have", () => {
  const format = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: x\n\n';
  const files = (name, short) => `Files: ${name}\nCopyright: 2020 Somebody\nLicense: ${short}\n Some words.\n\n`;
  assert.deepEqual(readCopyright(format + files('*', 'Expat') + files('debian/*', 'GPL-2+')), { short: 'Expat', licence: 'MIT', others: ['GPL-2+'] });
  assert.deepEqual(readCopyright(format + files('*', 'LGPL-3+ or GPL-2+')).licence, '(LGPL-3.0-or-later OR GPL-2.0-or-later)');
  assert.deepEqual(readCopyright(format + files('debian/*', 'GPL-2+') + files('mozilla/certdata.txt', 'MPL-2.0')).licence, 'GPL-2.0-or-later AND MPL-2.0');
  assert.equal(readCopyright(format + files('*', 'libharu')).licence, undefined);
  assert.deepEqual(readCopyright('Copyright: somebody\n\nLicense: MIT, more or less.\n'), {});
});

test('what is delivered to browsers has a licence that allows it', () => {
  const shipped = list.packages.filter(({ comment }) => comment === 'web');
  assert.ok(shipped.length > 3);
  for (const { name, licenseDeclared } of shipped) assert.match(licenseDeclared, /MIT|Apache-2\.0|BSD|ISC|EUPL|0BSD|CC0|OFL-1|MPL-2\.0/, `${name}: ${licenseDeclared}`);
});
