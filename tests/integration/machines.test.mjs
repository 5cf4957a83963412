// Processes on several machines: mutual TLS with the installation's own CA, and each may call only what it needs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { book, cancel } from '../faults/town.mjs';
import { Machines, services } from '../install/machines.mjs';
import { call, rpcs } from './grpc.mjs';
import { cli } from './paths.mjs';
import { until } from './product.mjs';

let machines;
before(async () => { machines = await Machines.start(); });
after(() => machines?.remove());

// What the design says of who talks to whom: these and nothing else.
const arrows = { nlu: ['dialogue', 'web', 'operator'], knowledge: ['dialogue', 'web', 'nlu', 'operator'], responsibility: ['dialogue', 'web', 'operator'],
  booking: ['dialogue', 'web', 'knowledge', 'operator'], staff: ['web', 'operator'], dialogue: ['web', 'messengers', 'operator'], messengers: ['web', 'operator'] };
// Among those, one alone.
const only = { dialogue: /^(Nlu\/(Understand|Mask)|Knowledge\/Record\w+|Booking\/(LeaseNotifications|ReportNotification|SetReminders|ForwardRequest))$/,
  messengers: /^Dialogue\/(SetConsent|LeaseDeliveries|ReportDelivery)$/,
  web: /^Staff\/(SignIn|SignOut|IssueActor|Reauthenticate|ChangePassword|RedeemLink|EnrolTotp)$/,
  operator: /^Booking\/(Backup|ErasePerson)$/ };
// What these may at all, of services that others use more widely.
const within = { nlu: /^Knowledge\/(ListMunicipalities|ExportExamples)$/, knowledge: /^Booking\/(ApplyCatalogue|ListLocations|ListClosures)$/,
  messengers: /^Dialogue\/(StartConversation|Send|GetMessages|DeleteConversation|RateReply|SetConsent|LeaseDeliveries|ReportDelivery)$/,
  dialogue: /^(Nlu\/(Understand|Mask|Train|ListModels|ActivateModel)|Knowledge\/(Ask|GetOffice|ListOffices|ListNotices|GetMunicipality|RecordUnanswered|RecordRating)|Responsibility\/(Resolve|FindPlaces)|Persons\/\w+|Booking\/(?!Backup|Save|Move|Undo|Propose|BookFor|GetSlip|CreateFeed|Export|Import|ListWishes|\w*MessageTexts|Search|GetDay|SetVisit|CallNext|Overbook|Correct|ListOutbox|Resend|GetKey|Erase|Retire|GetCalendar$|DrawTicket|GetFeed|GetCallDisplay|CreateChallenge|ListClosures|ApplyCatalogue)\w+)$/ };

function mayCall(caller, service, method) {
  if (!arrows[service].includes(caller)) return false;
  for (const [one, pattern] of Object.entries(only)) if (pattern.test(method)) return caller === one;
  return within[caller] === undefined || within[caller].test(method);
}

test('a citizen books and cancels with every call between processes over TLS', async () => {
  await cancel(machines, await book(machines, 'Theodora Leitungsrat'), 'Leitungsrat');
});

test('every RPC refuses every process that the design gives no arrow to it, and names both', async () => {
  assert.ok(rpcs.length > 140, `${rpcs.length}`);
  const wrong = [];
  let refused = 0;
  for (const caller of [...services, 'operator']) {
    for (const service of Object.keys(arrows)) {
      const line = machines.connect(service, machines.identity(caller));
      for (const { method, path } of rpcs.filter(({ owner }) => owner === service)) {
        if (mayCall(caller, service, method)) continue;
        const answer = await call(line, path);
        if (answer.code !== 7 || answer.message !== `${caller} may not call ${method}`) wrong.push(`${caller} → ${method}: ${JSON.stringify(answer)}`);
        refused += 1;
      }
      line.destroy();
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(refused > 700, `${refused}`);
});

test('whoever may call is let in', async () => {
  for (const [caller, service, path] of [['dialogue', 'nlu', '/amtslotse.nlu.v1.Nlu/Understand'], ['web', 'booking', '/amtslotse.booking.v1.Booking/FindSlots'],
    ['operator', 'knowledge', '/amtslotse.knowledge.v1.Knowledge/ListMunicipalities'], ['booking', 'nlu', '/grpc.health.v1.Health/Check']]) {
    const line = machines.connect(service, machines.identity(caller));
    const { code } = await call(line, path);
    line.destroy();
    assert.ok(code !== undefined && code !== 7 && code !== 14, `${caller} ${path}: ${code}`);
  }
});

test('an operator works from another machine with the certificate for it, and with no other', () => {
  const nowhere = machines.at('/nowhere');
  const operate = (more, ...words) => {
    const result = spawnSync(cli, [...words, '--data', nowhere, '--keys', machines.at('/etc/amtslotse/keys')], { encoding: 'utf8',
      env: { ...process.env, OPERATOR_TLS_DIR: machines.identity('operator'), ...Object.fromEntries(Object.entries(machines.ports)
        .map(([service, port]) => [`OPERATOR_${service.toUpperCase()}`, `tls:127.0.0.1:${port}`])), ...more } });
    return { code: result.status, text: result.stdout + result.stderr };
  };
  const link = operate({}, 'staff', 'link', 'erlenfurt');
  assert.equal(link.code, 0, link.text);
  assert.match(link.text, /staff\/#\/link\//);
  const demo = operate({}, 'demo');
  assert.equal(demo.code, 0, demo.text);
  assert.match(demo.text, /erlenfurt: Katalog übernehmen/);
  assert.match(operate({ OPERATOR_STAFF: '' }, 'staff', 'list', 'erlenfurt').text, /Es fehlt: OPERATOR_STAFF/);
  assert.match(operate({ OPERATOR_TLS_DIR: machines.identity('dialogue') }, 'staff', 'list', 'erlenfurt').text, /OPERATOR_TLS_DIR: .*gehört einem anderen Dienst/);
  assert.ok(!existsSync(nowhere), 'nothing is kept here');
});

test('no certificate, an expired one and one of a foreign CA are turned away, and the log says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'al-foreign-'));
  try {
    machines.inThePast(400, 'ca', 'issue', 'dialogue', '--days', '365', '--out', machines.at('/var/lib/amtslotse/expired'));
    const foreign = (...flags) => spawnSync(cli, [...flags, '--data', join(folder, 'data')], { encoding: 'utf8' });
    for (const flags of [['ca', 'create'], ['ca', 'issue', 'dialogue']]) assert.equal(foreign(...flags).status, 0);
    for (const certificate of [undefined, machines.at('/var/lib/amtslotse/expired/dialogue'), join(folder, 'data.keys', 'tls', 'dialogue')]) {
      const said = machines.output.length;
      const line = machines.connect('nlu', certificate);
      const answer = await call(line, '/amtslotse.nlu.v1.Nlu/Understand');
      line.destroy();
      assert.ok(answer.refused, JSON.stringify(answer));
      const told = () => /"event":"tls_refused".*certificate/.test(machines.output.slice(said));
      await until(told, 10_000, () => `${certificate}: ${machines.output.slice(said)}`);
    }
    // The same name and CA, and valid: it is let in.
    const line = machines.connect('nlu', machines.identity('dialogue'));
    assert.notEqual((await call(line, '/amtslotse.nlu.v1.Nlu/Understand')).code, undefined);
    line.destroy();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a process refuses to start with a certificate that cannot be right, and says what to do', () => {
  const start = (directory) => {
    const program = machines.at('/opt/amtslotse/current/services/nlu/amtslotse-nlu');
    const options = machines.options(machines.unit('nlu'));
    return spawnSync(program, ['--config', machines.at('/opt/amtslotse/current/etc/nlu.conf')], { ...options, encoding: 'utf8', timeout: 120_000,
      env: { ...options.env, NLU_LISTEN: `unix:${machines.at('/var/lib/amtslotse/run/nlu/other')}`, NLU_LISTEN_TLS: '127.0.0.1:0', ...(directory && { NLU_TLS_DIR: directory }) } });
  };
  for (const [directory, words] of [[undefined, /NLU_TLS_DIR: missing/], [machines.at('/nowhere'), /tls\.crt: is missing.*amtslotse ca issue nlu/],
    [machines.identity('booking'), /is of another process, not of nlu\.amtslotse/]]) {
    const { status, stderr } = start(directory);
    assert.notEqual(status, 0);
    assert.match(stderr, words);
  }
});

test('ca list names what runs out, --due renews only that, and keys are for their owner only', () => {
  assert.equal(machines.cli('ca', 'list').code, 0);
  machines.inThePast(340, 'ca', 'issue', 'messengers');
  const list = machines.cli('ca', 'list');
  assert.equal(list.code, 1);
  assert.match(list.text, /messengers +gilt bis \d\d\.\d\d\.\d{4} – erneuern/);
  const renewed = machines.cli('ca', 'issue', '--due');
  assert.match(renewed.text, /^messengers: /m);
  assert.doesNotMatch(renewed.text, /^nlu: /m);
  assert.equal(machines.cli('ca', 'list').code, 0);
  assert.match(machines.cli('ca', 'create').text, /gibt es schon/);
  for (const service of readdirSync(machines.at('/etc/amtslotse/keys/tls'))) {
    const mode = spawnSync('stat', ['-c', '%a', join(machines.identity(service), 'tls.key')], { encoding: 'utf8' }).stdout.trim();
    assert.equal(mode, '600', service);
  }
});
