// The image of packaging/Containerfile, built whole, and the chart's pods run in it: as containers with the user, rights, limits
// and mounts that the chart names, each with an address of its own.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { named, ofKind, render } from '../helm/chart.mjs';
import { root } from '../integration/paths.mjs';
import { PostgresServer } from '../integration/postgres.mjs';
import { Conversation, request, textOf, until } from '../integration/product.mjs';
import { Podman } from './podman.mjs';
import { Pods, filesOf } from './pods.mjs';

const image = 'registry.example/amtslotse:0.1.0';
const stage = 'localhost/amtslotse-build:0.1.0';
const services = ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
let podman;
before(async () => {
  podman = await Podman.open();
  podman.build(image, stage);
  // For the pod of the chart's own; that image takes commands from everywhere, too.
  podman.base('docker.io/library/redis:7-bookworm', ['--include=redis-server'], 'ENTRYPOINT ["/usr/bin/redis-server", "--protected-mode", "no"]');
});
after(() => podman?.close());

const shell = (from, command) => podman.run('run', '--rm', '--network=none', '--user=0', '--entrypoint', '/bin/sh', from, '-c', command);
const lines = (text) => text.split('\n').filter(Boolean);

test('the build sees sources only: nothing that was built here, no data, no keys', () => {
  const allowed = lines(readFileSync(join(root, '.dockerignore'), 'utf8')).filter((line) => line.startsWith('!')).map((line) => line.slice(1).split('/')[0]);
  assert.deepEqual(lines(shell(stage, 'ls -A /src')).sort(), [...allowed, 'build'].sort());
  assert.deepEqual(lines(shell(stage, 'ls -A /src/packaging /src/build')), ['/src/build:', 'release', '/src/packaging:', 'debian-packages.txt']);
});

test('every library is there, in the version that was built with', () => {
  assert.equal(shell(image, 'ldd /opt/amtslotse/services/*/* | grep "not found" || true'), '');
  const versions = (from) => new Map(lines(shell(from, "dpkg-query -W -f '${Package} ${Version}\\n'")).map((line) => line.split(' ')));
  const [built, runs] = [versions(stage), versions(image)];
  const needed = lines(shell(image, 'cat /opt/amtslotse/packages'));
  assert.ok(needed.length > 40, `${needed.length}`);
  for (const name of needed) assert.equal(runs.get(name), built.get(name), name);
});

test('what the processes look for is there: models, texts to learn from, pages, fonts, time zones, certificates of the web', () => {
  const fonts = [...readFileSync(join(root, 'services/dialogue/hand_over_pdf.cc'), 'utf8').matchAll(/"(\/usr\/share\/\S+\.ttf)"/g)].map(([, path]) => path);
  assert.equal(fonts.length, 2);
  for (const path of [...fonts, '/usr/share/zoneinfo/Europe/Berlin', '/etc/ssl/certs/ca-certificates.crt', '/opt/amtslotse/nlu/model/acts.fasttext', '/opt/amtslotse/nlu/data/training',
    '/opt/amtslotse/gateways/web/ui/dist/manifest.json', '/opt/amtslotse/gateways/web/texts', '/opt/amtslotse/gateways/web/api/openapi.json', '/opt/amtslotse/LICENSE'])
    shell(image, `test -s ${path} || { echo ${path}; exit 1; }`);
});

test('no compiler, no build tool, no sources; all is root\'s, and nobody else writes', () => {
  assert.equal(shell(image, 'for tool in gcc g++ cc c++ cpp ld as make ninja cmake git node npm protoc ccache python3 curl wget; do command -v $tool; done; true'), '');
  assert.equal(shell(image, 'find / -xdev \\( -name "*.cc" -o -name "*.h" -o -name node_modules -o -name "*.a" \\) | head'), '');
  assert.equal(shell(image, 'find /opt /usr /etc /var/lib -xdev \\( ! -user root -o -perm /022 ! -type l \\) | head'), '');
  assert.equal(shell(image, 'find / -xdev -perm -o+w ! -type l ! -path "/proc/*" ! -path "/dev/*" ! -path "/sys/*" | sort | tr "\\n" " "').trim(), '/run/lock /tmp /var/tmp');
  assert.equal(shell(image, 'find /opt/amtslotse ! -perm -o+r | head'), '');
  const [{ Config, Size }] = JSON.parse(podman.run('inspect', image));
  assert.deepEqual([Config.User, Config.WorkingDir], ['10001:10001', '/opt/amtslotse']);
  assert.ok(Size < 400e6, `${Size}`);
});

// As the chart's README says: keys and certificates made once, brought as secrets.
function secretsOf(folder) {
  mkdirSync(folder, { recursive: true });
  const cli = (...words) => podman.run('run', '--rm', '--network=none', '--user=0', '--volume', `${folder}:/to`, '--entrypoint', '/opt/amtslotse/services/cli/amtslotse-cli', image,
    '--data', '/to/vorbereitung', ...words);
  cli('keys', 'create');
  cli('ca', 'create');
  cli('ca', 'issue');
  const keys = join(folder, 'vorbereitung.keys');
  return { 'amtslotse-keys': filesOf(keys), ...Object.fromEntries([...services, 'operator'].map((name) => [`amtslotse-tls-${name}`, filesOf(join(keys, 'tls', name))])) };
}

const stored = (stores) => Object.fromEntries(['knowledge', 'responsibility', 'booking', 'staff', 'messengers'].map((name) => [name, { stores }]));
const values = {
  shipped: { commands: { enabled: true } },
  apart: { commands: { enabled: true }, tls: { enabled: true }, postgres: { connectionSecret: 'database' }, services: stored(false) },
};

async function databases(pods) {
  const callers = pods.gateway.replace(/\.\d+$/, '.0/24');
  const server = new PostgresServer({ address: pods.gateway, callers });
  const names = ['booking', 'knowledge', 'dialogue', 'messengers', 'staff', 'responsibility', 'erasures'];
  for (const name of names) server.query(`CREATE DATABASE ${name}`);
  pods.secrets.database = Object.fromEntries(names.map((name) => [name, `host=${pods.gateway} user=amtslotse dbname=${name}`]));
  return server;
}

async function converse(url) {
  const talk = await Conversation.begin(url);
  const fee = await talk.say('Was kostet ein Personalausweis?');
  assert.match(fee, /46,00/);
  assert.ok(talk.last.flatMap((message) => message.sources ?? []).length > 0, 'the fee has a source');
  await talk.say('Ich brauche einen Termin dafür');
  assert.match(JSON.stringify(talk.last.flatMap((message) => message.choices ?? [])), /\d\d:\d\d/);
  await talk.choose(1);
  await talk.say('Paula Behälter');
  const code = /Absagecode: ([^\s"\\.,]+)/.exec(await talk.say('paula.behaelter@example.org'))?.[1];
  assert.ok(code, textOf(talk.messages));
  const later = await Conversation.begin(url);
  await later.say('ich möchte meinen Termin absagen');
  await later.say(code);
  await later.say('Behälter');
  assert.match(await later.say('ja'), /abgesagt/);
}

// Public operation of a town is refused, in the log of what runs before web, until its legal texts are there.
function refusesWithoutTexts(pods, web, operate) {
  const text = (about) => `# ${about}\n\n${'Die Stadt Kahlstadt gibt hier an, was das Gesetz verlangt. '.repeat(4)}\n`;
  const bring = (legal) => {
    const town = { id: 'kahlstadt', name: 'Stadt Kahlstadt', ars: '010990001001', ags: '01099001', land: 'SH', hosts: ['kahlstadt.localhost'], time_zone: 'Europe/Berlin',
      contact: { telephone: '+49 40 66969-100', email: 'rathaus@kahlstadt.example' }, legal };
    assert.equal(pods.exec('stadt-commands', 'sh', '-c', `mkdir -p /tmp/town && printf %s '${JSON.stringify(town)}' >/tmp/town/municipality.json`).code, 0);
    operate('import', '/tmp/town');
    return pods.beforeStart(web);
  };
  const refused = bring({ imprint: text('Impressum'), privacy: text('Datenschutz') });
  assert.equal(refused.code, 1, refused.out + refused.errors);
  assert.match(refused.out, /Kein öffentlicher Betrieb[\s\S]*Stadt Kahlstadt: keine Erklärung zur Barrierefreiheit/);
  const begins = bring({ imprint: text('Impressum'), privacy: text('Datenschutz'), accessibility: text('Barrierefreiheit') });
  assert.equal(begins.code, 0, begins.out + begins.errors);
}

for (const [name, chosen] of Object.entries(values)) {
  test(`the chart's pods (${name}) become ready, take a catalogue, serve a citizen and end when asked to`, async (t) => {
    const objects = render({ ...chosen, url: 'http://localhost' });
    const secrets = secretsOf(join(podman.folder, `secrets-${name}-${process.pid}`));
    const pods = new Pods(podman, name, objects, secrets);
    let postgres;
    t.after(async () => { await pods.remove(); postgres?.remove(); });
    const deployment = (service) => named(objects, 'Deployment', `stadt-${service}`);
    pods.start(deployment('redis'));
    if (chosen.postgres) postgres = await databases(pods);
    for (const service of [...services, 'commands']) pods.start(deployment(service));
    for (const job of ofKind(objects, 'Job')) {
      const { code, out, errors } = pods.job(job);
      assert.equal(code, 0, out + errors);
      assert.equal(lines(out).length, 7, out);
    }
    const times = {};
    for (const service of ['redis', ...services]) times[service] = await pods.ready(`stadt-${service}`);

    // Nothing but its temporary folder and its store can be written, and no right can be had.
    for (const service of services) {
      const status = pods.exec(`stadt-${service}`, 'cat', '/proc/1/status').out;
      assert.match(status, /^Uid:\t10001\t10001/m);
      for (const line of [/^CapBnd:\t0+$/m, /^CapEff:\t0+$/m, /^NoNewPrivs:\t1$/m, /^Seccomp:\t2$/m]) assert.match(status, line, service);
      assert.notEqual(pods.exec(`stadt-${service}`, 'touch', '/opt/amtslotse/x').code, 0);
    }

    const operate = (...words) => {
      const { code, out, errors } = pods.exec('stadt-commands', 'amtslotse', ...words);
      assert.equal(code, 0, `${out}${errors}\n${pods.logs()}`);
      return out;
    };
    refusesWithoutTexts(pods, deployment('web'), operate);
    operate('demo');
    assert.match(operate('staff', 'link', 'erlenfurt', '--url', 'http://localhost'), /staff\/#\/link\//);
    const url = `http://${pods.addresses['stadt-web']}:8080`;
    const knows = async () => (await Conversation.begin(url).then((talk) => talk.say('Was kostet ein Personalausweis?')).catch(() => '')).includes('46,00');
    await until(knows, 60_000, () => pods.logs());
    await converse(url);
    assert.match((await request(`${url}/`, { host: 'erlenfurt.localhost' })).body, /Erlenfurt/);
    assert.match((await request(`http://${pods.addresses['stadt-booking']}:9100/metrics`)).body, /amtslotse_\w+\{/);

    const demo = pods.beforeStart(deployment('web'));
    assert.deepEqual([demo.code, /erfundene Vorführ-Stadt/.test(demo.out)], [1, true], 'a town that is none does not become public at the next start');

    const used = {};
    for (const service of services) {
      const limit = Number(/\d+/.exec(pods.pods[`stadt-${service}`].container.resources.limits.memory)[0]);
      used[service] = pods.memory(`stadt-${service}`);
      assert.ok(used[service] < 0.9 * limit, `${service}: ${used[service]} of ${limit} MB`);
      assert.ok(pods.state(`stadt-${service}`).RestartCount <= 2, `${service} was started again\n${pods.log(`stadt-${service}`)}`);
    }
    t.diagnostic(`ready after ms ${JSON.stringify(times)}; most memory in MB ${JSON.stringify(used)}`);
    for (const service of [...services].reverse()) {
      const { code, milliseconds, seconds } = await pods.stop(`stadt-${service}`);
      assert.equal(code, 0, `${service} ended with ${code}\n${pods.log(`stadt-${service}`)}`);
      assert.ok(milliseconds < seconds * 1000, `${service}: ${milliseconds} ms`);
    }
  });
}
