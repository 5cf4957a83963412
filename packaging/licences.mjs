#!/usr/bin/env node
// Dependencies and their licences as SPDX 2.3 (JSON): Debian packages by packaging/debian-packages.txt and by what the
// programs are linked with, npm packages by every lock file. `./amtslotse licences [DATEI]`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npmFolders = ['gateways/web/ui', 'tests/browser', 'tests/integration', 'tests/mail', 'tests/bench/web'];

// Debian's short names, where SPDX calls them otherwise.
const spdxNames = { expat: 'MIT', mit: 'MIT', 'apache-2.0': 'Apache-2.0', apache: 'Apache-2.0', 'bsd-3-clause': 'BSD-3-Clause', 'bsd-c3': 'BSD-3-Clause', 'bsd-3-google': 'BSD-3-Clause', bsd3: 'BSD-3-Clause', 'bsd-2-clause': 'BSD-2-Clause',
  zlib: 'Zlib', isc: 'ISC', curl: 'curl', postgresql: 'PostgreSQL', 'mpl-2.0': 'MPL-2.0', 'gpl-2': 'GPL-2.0-only', 'gpl-2+': 'GPL-2.0-or-later',
  'gpl-3': 'GPL-3.0-only', 'gpl-3+': 'GPL-3.0-or-later', 'lgpl-2.1': 'LGPL-2.1-only', 'lgpl-2.1+': 'LGPL-2.1-or-later', 'lgpl-2+': 'LGPL-2.0-or-later',
  'lgpl-3+': 'LGPL-3.0-or-later', boost: 'BSL-1.0', 'bsl-1.0': 'BSL-1.0', 'bsd-3-clause~google': 'BSD-3-Clause', 'artistic-2.0': 'Artistic-2.0', 'openldap-2.8': 'OLDAP-2.8', 'bitstream-vera': 'Bitstream-Vera' };

const idOf = (...parts) => `SPDXRef-${parts.join('-').replace(/[^A-Za-z0-9.-]/g, '-')}`;

function listedPackages() {
  const packages = [];
  let group = '';
  for (const line of readFileSync(join(root, 'packaging/debian-packages.txt'), 'utf8').split('\n')) {
    if (line.startsWith('[')) group = line.slice(1, -1);
    else if (line && !line.startsWith('#')) packages.push({ name: line.split(/\s+/)[0], group });
  }
  return packages;
}

// The Debian packages of the libraries that the built programs load.
function linkedPackages(build) {
  const services = join(build, 'services');
  if (!existsSync(services)) return [];
  const programs = readdirSync(services).map((name) => join(services, name, `amtslotse-${name}`)).filter(existsSync);
  const libraries = new Set();
  for (const program of programs)
    for (const [, path] of spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.matchAll(/=> (\/\S+)/g)) libraries.add(realpathSync(path));
  // dpkg knows files under /lib by that name, although it is a link to /usr/lib.
  const paths = [...libraries].flatMap((path) => [path, path.replace(/^\/usr\/lib/, '/lib')]);
  const found = spawnSync('dpkg', ['-S', ...paths], { encoding: 'utf8' }).stdout;
  return [...new Set([...found.matchAll(/^([^:\s]+)(?::\S+)?: /gm)].map(([, name]) => name))].sort();
}

function debianVersions(names) {
  const text = spawnSync('dpkg-query', ['-W', '-f', '${Package}\t${Version}\t${Homepage}\n', ...names], { encoding: 'utf8' }).stdout;
  return new Map(text.trim().split('\n').filter(Boolean).map((line) => line.split('\t')).map(([name, version, homepage]) => [name, { version, homepage }]));
}

// The name that a copyright file gives a licence ("GPL-2+ or MIT") as SPDX has it; undefined: SPDX has no plain name for it.
function expressionOf(short) {
  const known = short.toLowerCase().split(/\s+or\s+/).map((one) => spdxNames[one]);
  if (!known.every(Boolean)) return undefined;
  return known.length > 1 ? `(${known.join(' OR ')})` : known[0];
}

// Of a copyright file in Debian's machine-readable format: the licence of "Files: *" (where there is none, of all it lists), and
// those of single files beside it. {} for one in prose.
export function readCopyright(text) {
  const stanzas = text.split(/\n\s*\n/).map((stanza) => ({ files: /^Files:\s*(\S[^\n]*)/m.exec(stanza)?.[1].trim(), short: /^License:\s*(\S[^\n]*)/m.exec(stanza)?.[1].trim() }))
    .filter(({ files, short }) => files && short);
  if (!/^Format:/m.test(text) || !stanzas.length) return {};
  const all = [...new Set(stanzas.map(({ short }) => short))];
  const main = stanzas.find(({ files }) => files === '*')?.short;
  const named = (main ? [main] : all).map(expressionOf);
  return { short: main ?? all.join(' and '), licence: named.every(Boolean) ? [...new Set(named)].join(' AND ') : undefined, others: main ? all.filter((short) => short !== main) : [] };
}

// A text that is none of SPDX's own stands as a reference, with the whole of Debian's file.
function debianLicence(name, extracted) {
  const file = `/usr/share/doc/${name}/copyright`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!text) return { licence: 'NOASSERTION' };
  const { short, licence, others } = readCopyright(text);
  const comment = others?.length ? `single files, by Debian's copyright file: ${others.join(', ')}` : undefined;
  if (licence) return { licence, comment };
  const licenseId = `LicenseRef-Debian-${name.replace(/[^A-Za-z0-9.-]/g, '-')}`;
  extracted.set(licenseId, { licenseId, name: short ?? 'see the text', extractedText: text });
  return { licence: licenseId, comment };
}

// What is declared and cannot be doubted from here is what is concluded, too.
const licences = ({ licence, comment }) => ({ licenseConcluded: licence, licenseDeclared: licence, ...(comment && { licenseComments: comment }) });

function debianPackages(build, extracted) {
  const listed = listedPackages();
  const linked = linkedPackages(build).filter((name) => !listed.some((one) => one.name === name)).map((name) => ({ name, group: 'linked' }));
  const all = [...listed, ...linked];
  const versions = debianVersions(all.map(({ name }) => name));
  return all.map(({ name, group }) => {
    const { homepage } = versions.get(name) ?? {};
    const version = versions.get(name)?.version || 'not installed';
    return { SPDXID: idOf('deb', name), name, versionInfo: version, supplier: 'Organization: Debian', downloadLocation: `https://packages.debian.org/bookworm/${name}`,
      ...(homepage && { homepage }), filesAnalyzed: false, ...licences(debianLicence(name, extracted)), copyrightText: 'NOASSERTION',
      comment: group, externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?distro=bookworm` }] };
  });
}

// Packages from before package.json had `license`: what stands in their `licenses`, which no lock file repeats.
const olderNpmPackages = { 'sasl-anonymous@0.1.0': 'MIT', 'sasl-plain@0.1.0': 'MIT', 'saslmechanisms@0.1.1': 'MIT', 'parse-cache-control@1.0.1': 'BSD' };

// A lock file without licences is completed from the installed packages, where they are.
function npmLicence(folder, path, entry, name, extracted) {
  const manifest = join(root, folder, path, 'package.json');
  const { license, licenses } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  const installed = license ?? licenses?.[0];
  const licence = entry.license ?? (typeof installed === 'object' ? installed.type : installed) ?? olderNpmPackages[`${name}@${entry.version}`];
  if (!licence) return 'NOASSERTION';
  // "BSD" says not which of them.
  if (/^[A-Za-z0-9.+() -]+$/.test(licence) && !/^(SEE|UNLICENSED|BSD$)/.test(licence)) return licence;
  const licenseId = `LicenseRef-npm-${licence.replace(/[^A-Za-z0-9.-]/g, '-')}`;
  extracted.set(licenseId, { licenseId, name: licence, extractedText: `see the package's own licence file (${licence})` });
  return licenseId;
}

function npmPackages(extracted) {
  const packages = new Map();
  for (const folder of npmFolders.filter((one) => existsSync(join(root, one, 'package-lock.json')))) {
    const lock = JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8'));
    for (const [path, entry] of Object.entries(lock.packages).filter(([path, entry]) => path && !entry.link)) {
      const name = entry.name ?? path.replace(/^.*node_modules\//, '');
      const id = idOf('npm', name, entry.version);
      const shipped = folder === 'gateways/web/ui' && !entry.dev;
      if (packages.has(id)) continue;
      const [kind, digest] = (entry.integrity ?? '').split(/-(.*)/);
      packages.set(id, { SPDXID: id, name, versionInfo: entry.version, downloadLocation: entry.resolved ?? `https://registry.npmjs.org/${name}/-/${name.split('/').pop()}-${entry.version}.tgz`,
        filesAnalyzed: false, ...licences({ licence: npmLicence(folder, path, entry, name, extracted) }), copyrightText: 'NOASSERTION',
        comment: shipped ? 'web' : folder, ...(kind === 'sha512' && { checksums: [{ algorithm: 'SHA512', checksumValue: Buffer.from(digest, 'base64').toString('hex') }] }),
        externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: `pkg:npm/${name.replace('@', '%40')}@${entry.version}` }] });
    }
  }
  return [...packages.values()];
}

export function licenceList(build = join(root, 'build/release')) {
  const extracted = new Map();
  const version = /project\(amtslotse VERSION ([0-9.]+)/.exec(readFileSync(join(root, 'CMakeLists.txt'), 'utf8'))[1];
  const dependencies = [...debianPackages(build, extracted), ...npmPackages(extracted)];
  const own = { SPDXID: 'SPDXRef-amtslotse', name: 'amtslotse', versionInfo: version, downloadLocation: 'NOASSERTION', filesAnalyzed: false,
    licenseConcluded: 'EUPL-1.2', licenseDeclared: 'EUPL-1.2', copyrightText: 'NOASSERTION' };
  const content = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex');
  // What ships with the product; the rest builds or tests it.
  const relationOf = ({ comment }) => ({ linked: 'DEPENDS_ON', run: 'DEPENDS_ON', web: 'DEPENDS_ON' })[comment] ?? 'DEV_DEPENDENCY_OF';
  return { spdxVersion: 'SPDX-2.3', dataLicense: 'CC0-1.0', SPDXID: 'SPDXRef-DOCUMENT', name: `amtslotse-${version}`,
    documentNamespace: `https://amtslotse.example/spdx/${version}/${content}`, creationInfo: { created: new Date().toISOString().replace(/\.\d+Z/, 'Z'), creators: ['Tool: amtslotse-licences'] },
    documentDescribes: [own.SPDXID], packages: [own, ...dependencies], hasExtractedLicensingInfos: [...extracted.values()],
    relationships: [{ spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: own.SPDXID },
      ...dependencies.map((one) => relationOf(one) === 'DEPENDS_ON'
        ? { spdxElementId: own.SPDXID, relationshipType: 'DEPENDS_ON', relatedSpdxElement: one.SPDXID }
        : { spdxElementId: one.SPDXID, relationshipType: 'DEV_DEPENDENCY_OF', relatedSpdxElement: own.SPDXID })] };
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  const [file, ...more] = process.argv.slice(2);
  if (more.length || file?.startsWith('-')) {
    process.stderr.write(`amtslotse: licences: „${more[0] ?? file}“ ist hier unbekannt. Aufruf: ./amtslotse licences [DATEI]\n`);
    process.exit(2);
  }
  const text = `${JSON.stringify(licenceList(), null, 2)}\n`;
  try {
    if (file) writeFileSync(file, text);
    else process.stdout.write(text);
  } catch (error) {
    const why = { ENOENT: 'Den Ordner gibt es nicht', EISDIR: 'Das ist ein Ordner', EACCES: 'Dort darf nicht geschrieben werden' };
    process.stderr.write(`amtslotse: licences: ${file}: ${why[error.code] ?? error.message}.\n`);
    process.exit(1);
  }
}
