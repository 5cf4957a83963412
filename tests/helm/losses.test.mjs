// Values with which data would be lost with a pod, or lie in a file for each replica, are refused.
import assert from 'node:assert/strict';
import test from 'node:test';
import { named, ofKind, render } from './chart.mjs';

const storing = ['booking', 'knowledge', 'staff', 'messengers', 'responsibility'];
const of = (service, values, rest = {}) => ({ services: { [service]: values }, ...rest });
const withPostgres = { postgres: { connectionSecret: 'database' } };
const container = (objects, service) => named(objects, 'Deployment', `stadt-${service}`).spec.template.spec.containers[0];

for (const service of storing) {
  test(`${service} without a file and without a database is refused, by its name and with the way out`, () => {
    for (const replicas of [1, 2]) {
      assert.throws(() => render(of(service, { stores: false, replicas })),
        new RegExp(`services\\.${service}\\.stores: false, but it has no database: .*postgres\\.connectionSecret`));
    }
    assert.throws(() => render(of(service, { stores: null })), /it has no database/);
    render(of(service, { stores: false, replicas: 2 }, withPostgres));
  });

  test(`${service} with a file is never more than one, however it is asked for`, () => {
    for (const rest of [{}, withPostgres]) {
      assert.throws(() => render(of(service, { replicas: 2 }, rest)), new RegExp(`services\\.${service}\\.replicas: 2`));
      assert.throws(() => render(of(service, { autoscale: 3 }, rest)), new RegExp(`services\\.${service}\\.autoscale: 3`));
    }
  });
}

test('a database named in the settings counts, under the name that the process reads', () => {
  const names = { knowledge: 'POSTGRES', booking: 'DATABASE', staff: 'DATABASE_FILE', messengers: 'DATABASE_FILE' };
  for (const [service, name] of Object.entries(names)) {
    render(of(service, { stores: false, replicas: 2 }, { settings: { [service]: { [name]: '/etc/amtslotse/keys/database', ...(service === 'booking' && { ERASURES_DATABASE: 'host=db dbname=erasures' }) } } }));
  }
  assert.throws(() => render(of('knowledge', { stores: false }, { settings: { knowledge: { DATABASE: 'x' } } })), /"DATABASE" does not match/);
  assert.throws(() => render(of('booking', { stores: false }, { settings: { booking: { DATABASE: '' } } })), /it has no database/);
});

test('the list of erasures lies where neither a pod nor a restored backup takes it along', () => {
  assert.throws(() => render(of('booking', { stores: false }, { settings: { booking: { DATABASE: 'host=db dbname=booking' } } })), /list of erasures would go with the pod.*key erasures/);
  const listed = (values) => named(render(values), 'Deployment', 'stadt-booking').spec.template.spec.volumes.find(({ name }) => name === 'secrets')?.projected.sources
    .map(({ secret }) => secret.items[0]).find(({ path }) => path === 'BOOKING_ERASURES_DATABASE');
  assert.deepEqual(listed(of('booking', { stores: false, replicas: 2 }, withPostgres)), { key: 'erasures', path: 'BOOKING_ERASURES_DATABASE' });
  // Else in a file on its volume, which one process writes.
  for (const values of [{}, withPostgres]) {
    assert.equal(listed(values), undefined);
    const { replicas, template } = named(render(values), 'Deployment', 'stadt-booking').spec;
    assert.equal(replicas, 1);
    assert.ok(template.spec.volumes.some(({ name, persistentVolumeClaim }) => name === 'store' && persistentVolumeClaim));
  }
});

test('hand-overs are kept or are off', () => {
  const handOver = (values) => container(render(values), 'dialogue').env.find(({ name }) => name === 'DIALOGUE_HAND_OVER')?.value;
  assert.equal(handOver({}), 'false');
  assert.equal(handOver(withPostgres), undefined);
  const file = of('dialogue', { replicas: 1, autoscale: 0, stores: true });
  assert.equal(handOver(file), undefined);
  assert.ok(named(render(file), 'PersistentVolumeClaim', 'stadt-dialogue'));
  assert.throws(() => render({ settings: { dialogue: { HAND_OVER: 'true' } } }), /settings\.dialogue\.HAND_OVER/);
  assert.throws(() => render(of('dialogue', { stores: true, replicas: 1 })), /services\.dialogue\.autoscale/);
});

test('where data lie is not for a setting to say', () => {
  assert.throws(() => render({ settings: { booking: { DATA_DIR: '/tmp' } } }), /settings\.booking\.DATA_DIR/);
});

test('a secret is not for the values to say, but for a secret of the namespace, which becomes a file of that pod', () => {
  for (const [service, name, value] of [['booking', 'SMTP_PASSWORD', 'x'], ['web', 'REDIS_PASSWORD', 'x'], ['booking', 'DATABASE', 'postgresql://u:pw@h/db'], ['knowledge', 'POSTGRES', 'host=h password=x']])
    assert.throws(() => render({ settings: { [service]: { [name]: value } } }), new RegExp(`settings\\.${service}\\.${name} is a secret: say settingsFromSecrets`));
  assert.throws(() => render({ settingsFromSecrets: { booking: { SMTP_PASSWORD: 'x' } } }), /SMTP_PASSWORD/);
  const objects = render({ settingsFromSecrets: { booking: { SMTP_PASSWORD: { secret: 'mail', key: 'password' } } } });
  const seen = ofKind(objects, 'Deployment').filter(({ spec }) => JSON.stringify(spec).includes('SMTP_PASSWORD'));
  assert.deepEqual(seen.map(({ metadata }) => metadata.name), ['stadt-booking']);
  const [{ spec: { template: { spec: pod } } }] = seen;
  assert.ok(pod.containers[0].env.some(({ name, value }) => name === 'BOOKING_SMTP_PASSWORD_FILE' && value === '/etc/amtslotse/secrets/BOOKING_SMTP_PASSWORD'));
  assert.deepEqual(pod.volumes.find(({ name }) => name === 'secrets').projected.sources,
    [{ secret: { name: 'mail', items: [{ key: 'password', path: 'BOOKING_SMTP_PASSWORD' }] } }]);
});

test('a PostgreSQL of the chart that nobody would store in is refused', () => {
  assert.throws(() => render({ postgres: { own: { enabled: true } } }), /postgres\.connectionSecret/);
});

test('whatever stands in a folder of the pod is stored elsewhere as well', () => {
  for (const values of [{}, withPostgres, { services: Object.fromEntries(storing.map((each) => [each, { stores: false, replicas: 2 }])), ...withPostgres }]) {
    const objects = render(values);
    for (const { metadata, spec } of ofKind(objects, 'Deployment')) {
      const service = metadata.name.replace('stadt-', '');
      const store = spec.template.spec.volumes.find(({ name }) => name === 'store');
      if (!storing.includes(service) || store.persistentVolumeClaim) continue;
      const from = spec.template.spec.volumes.find(({ name }) => name === 'secrets').projected.sources;
      assert.ok(from.some(({ secret: { name, items: [{ path }] } }) => /_(DATABASE|POSTGRES)$/.test(path) && name === 'database'), service);
    }
  }
});
