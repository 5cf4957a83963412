// What the chart makes of its values: objects that fit together and keep the promises of docs/ and values.yaml.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { root } from '../integration/paths.mjs';
import { named, ofKind, render } from './chart.mjs';

const services = ['booking', 'dialogue', 'knowledge', 'messengers', 'nlu', 'responsibility', 'staff', 'web'];
const matrix = {
  'as shipped': {},
  'own Redis with a password': { redis: { address: 'redis.example:6380', passwordSecret: 'redis-password' } },
  'everything on': { messengerWebhooks: { enabled: true }, metrics: { enabled: true, serviceMonitor: true, rules: true }, imagePullSecrets: [{ name: 'pull' }] },
  'TLS, PostgreSQL and sentinels': { tls: { enabled: true }, postgres: { connectionSecret: 'database' }, redis: { address: 'sentinel:stadt@s1:26379,s2:26379,s3:26379' },
    services: { booking: { replicas: 2, stores: false }, knowledge: { replicas: 2, stores: false }, messengers: { replicas: 2, stores: false },
      staff: { replicas: 2, stores: false }, responsibility: { replicas: 2, stores: false } } },
  'PostgreSQL from the chart': { postgres: { connectionSecret: 'database', own: { enabled: true } } },
  'volumes copied': { commands: { volumes: true } },
  'a trial in a corner of the cluster': { trial: true, ingress: { enabled: false }, scheduling: { nodeSelector: { pool: 'amt' }, tolerations: [{ key: 'amt', operator: 'Exists' }], priorityClassName: 'wichtig' }, podAnnotations: { 'example.org/x': 'y' } },
  'everything off': { ingress: { enabled: false }, networkPolicies: { enabled: false }, metrics: { enabled: false } },
  'TLS and a pod for commands': { tls: { enabled: true }, commands: { enabled: true } },
  'one of each': Object.fromEntries([['services', Object.fromEntries(services.map((name) => [name, { replicas: 1 }]))]]),
};
const container = (deployment) => deployment.spec.template.spec.containers[0];
// What a pod reads of secrets in files, each named by a setting.
function secretsOf({ spec: { template: { spec: pod } } }) {
  const sources = pod.volumes.find(({ name }) => name === 'secrets')?.projected.sources ?? [];
  const [{ env = [], volumeMounts }] = pod.containers;
  const [folder] = volumeMounts.filter(({ name }) => name === 'secrets').map(({ mountPath, readOnly }) => (assert.equal(readOnly, true), mountPath));
  return sources.map(({ secret: { name: secret, items: [{ key, path }], optional } }) => {
    const [{ name }] = env.filter(({ value }) => value === `${folder}/${path}`);
    assert.equal(name, `${path}_FILE`);
    return { setting: path, secret, key, optional: optional ?? false };
  });
}
const fits = (selector, labels) => Object.entries(selector).every(([key, value]) => labels[key] === value);

for (const [name, values] of Object.entries(matrix)) {
  test(`${name}: each process once, hardened, with the resources it needs`, () => {
    const objects = render(values);
    const deployments = ofKind(objects, 'Deployment');
    assert.deepEqual(deployments.map(({ metadata }) => metadata.name).filter((each) => !['stadt-redis', 'stadt-commands'].includes(each)).sort(),
      services.map((service) => `stadt-${service}`));
    for (const deployment of deployments) {
      const pod = deployment.spec.template.spec;
      assert.equal(pod.automountServiceAccountToken, false);
      assert.equal(pod.securityContext.runAsNonRoot, true);
      assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
      const { securityContext, resources, readinessProbe, livenessProbe, volumeMounts } = container(deployment);
      assert.deepEqual([securityContext.readOnlyRootFilesystem, securityContext.allowPrivilegeEscalation, securityContext.capabilities.drop],
        [true, false, ['ALL']]);
      assert.ok(resources.requests.cpu && resources.requests.memory && resources.limits.memory);
      if (deployment.metadata.name !== 'stadt-commands') assert.ok(readinessProbe && livenessProbe);
      const volumes = pod.volumes.map((volume) => volume.name);
      for (const mount of volumeMounts) assert.ok(volumes.includes(mount.name), `${deployment.metadata.name}: ${mount.name}`);
      assert.ok(fits(deployment.spec.selector.matchLabels, deployment.spec.template.metadata.labels));
    }
  });

  test(`${name}: every name that is referred to exists`, () => {
    const objects = render(values);
    const claims = ofKind(objects, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
    const deployments = ofKind(objects, 'Deployment');
    for (const deployment of deployments) {
      for (const { persistentVolumeClaim } of deployment.spec.template.spec.volumes) {
        if (persistentVolumeClaim) assert.ok(claims.includes(persistentVolumeClaim.claimName));
      }
      for (const { value } of [...container(deployment).env ?? [], ...deployment.spec.template.spec.initContainers?.[0].env ?? []]) {
        const [, host, port] = /^(?:tls:)?(stadt-\w+):(\d+)$/.exec(value ?? '') ?? [];
        if (!host) continue;
        const service = named(objects, 'Service', host);
        assert.ok(service, `${deployment.metadata.name} calls ${host}`);
        assert.ok(service.spec.ports.some((each) => each.port === Number(port)));
      }
    }
    const pods = [...deployments, ...ofKind(objects, 'StatefulSet'), ...ofKind(objects, 'Job')];
    for (const kind of ['Service', 'NetworkPolicy', 'PodDisruptionBudget']) {
      for (const { metadata, spec } of ofKind(objects, kind)) {
        const selector = spec.podSelector?.matchLabels ?? spec.selector.matchLabels ?? spec.selector;
        assert.ok(pods.some((pod) => fits(selector, pod.spec.template.metadata.labels)), `${kind} ${metadata.name}`);
      }
    }
    for (const { spec } of ofKind(objects, 'HorizontalPodAutoscaler')) assert.ok(named(objects, 'Deployment', spec.scaleTargetRef.name));
  });
}

test('PostgreSQL from the chart: hardened, kept, reached only by those who store there, its password by reference', () => {
  const objects = render(matrix['PostgreSQL from the chart']);
  const [{ spec }] = ofKind(objects, 'StatefulSet');
  const pod = spec.template.spec;
  const [{ securityContext, env, readinessProbe, resources }] = pod.containers;
  assert.deepEqual([pod.securityContext.runAsNonRoot, securityContext.readOnlyRootFilesystem, securityContext.capabilities.drop], [true, true, ['ALL']]);
  assert.ok(readinessProbe && resources.limits.memory && spec.volumeClaimTemplates.length === 1);
  assert.deepEqual(env.filter(({ name }) => /PASSWORD/.test(name)), [{ name: 'POSTGRES_PASSWORD_FILE', value: '/etc/amtslotse/secrets/password' }]);
  assert.deepEqual(pod.volumes.find(({ name }) => name === 'password').secret.items, [{ key: 'password', path: 'password' }]);
  const callers = named(objects, 'NetworkPolicy', 'stadt-postgres-callers').spec.ingress[0].from
    .map((from) => from.podSelector.matchLabels['app.kubernetes.io/component']);
  assert.deepEqual(callers.sort(), ['booking', 'dialogue', 'knowledge', 'messengers', 'migrate', 'responsibility', 'staff']);
  assert.match(named(objects, 'ConfigMap', 'stadt-postgres').data['databases.sql'], /CREATE DATABASE erasures;\s+CREATE DATABASE knowledge;\s+CREATE DATABASE dialogue;\s+CREATE DATABASE messengers;/);
});

test('the schema moves before the processes, by a job that has the connections and nothing else', () => {
  const objects = render(matrix['TLS, PostgreSQL and sentinels']);
  const [job] = ofKind(objects, 'Job');
  assert.equal(job.metadata.annotations['helm.sh/hook'], 'post-install,pre-upgrade');
  const [{ command, securityContext }] = job.spec.template.spec.containers;
  assert.deepEqual(command.slice(0, 2), ['/opt/amtslotse/services/cli/amtslotse-cli', 'migrate']);
  assert.deepEqual(secretsOf(job).map(({ setting, secret, key }) => [setting, secret, key]),
    [['BOOKING_DATABASE', 'database', 'booking'], ['BOOKING_ERASURES_DATABASE', 'database', 'erasures'], ['DIALOGUE_DATABASE', 'database', 'dialogue'], ['KNOWLEDGE_POSTGRES', 'database', 'knowledge'], ['MESSENGERS_DATABASE', 'database', 'messengers'],
      ['RESPONSIBILITY_DATABASE', 'database', 'responsibility'], ['STAFF_DATABASE', 'database', 'staff']]);
  assert.equal(securityContext.readOnlyRootFilesystem, true);
  assert.deepEqual(ofKind(render(), 'Job'), [], 'files are brought up to date by their processes');
});

test('a rolling update takes the old one away only when the new one is found', () => {
  for (const { spec } of ofKind(render(), 'Deployment').filter(({ spec: { strategy } }) => strategy?.type === 'RollingUpdate')) {
    assert.equal(spec.strategy.rollingUpdate.maxUnavailable, 0);
    assert.ok(spec.minReadySeconds >= 5);
  }
  assert.ok(container(named(render(), 'Deployment', 'stadt-web')).lifecycle.preStop);
});

test('a process that keeps a file is never started twice', () => {
  assert.throws(() => render({ services: { booking: { replicas: 2 } } }), /services\.booking\.replicas: 2/);
  for (const deployment of ofKind(render(), 'Deployment')) {
    const keepsFile = deployment.spec.template.spec.volumes.some((volume) => volume.persistentVolumeClaim);
    if (keepsFile) assert.deepEqual([deployment.spec.replicas, deployment.spec.strategy.type], [1, 'Recreate']);
  }
});

test('whoever calls may, and nobody else', () => {
  const objects = render();
  const callers = new Map(ofKind(objects, 'NetworkPolicy').filter(({ metadata }) => metadata.name.endsWith('-callers'))
    .map(({ spec }) => [spec.podSelector.matchLabels['app.kubernetes.io/component'],
      spec.ingress[0].from.map((from) => from.podSelector?.matchLabels['app.kubernetes.io/component'] ?? 'outside').sort()]));
  const called = new Map(services.concat('redis').map((service) => [service, service === 'web' ? ['outside'] : []]));
  for (const deployment of ofKind(objects, 'Deployment')) {
    const caller = deployment.metadata.name.replace('stadt-', '');
    for (const { value } of container(deployment).env ?? []) {
      const [, service] = /^stadt-(\w+):\d+$/.exec(value ?? '') ?? [];
      if (service) called.get(service).push(caller);
    }
  }
  for (const [service, by] of called) {
    for (const caller of by) assert.ok(callers.get(service).includes(caller), `${caller} calls ${service}`);
  }
  assert.deepEqual(callers.get('nlu'), ['dialogue']);
  assert.deepEqual(callers.get('redis'), ['dialogue', 'web']);
  // The other side of each arrow.
  const nothing = named(objects, 'NetworkPolicy', 'stadt-nothing-else');
  assert.deepEqual(nothing.spec.policyTypes, ['Ingress', 'Egress']);
  assert.equal(nothing.spec.ingress, undefined);
});

test('with TLS every process has a certificate of its own, listens with it and calls with it', () => {
  const objects = render(matrix['TLS, PostgreSQL and sentinels']);
  for (const service of services) {
    const pod = named(objects, 'Deployment', `stadt-${service}`).spec.template.spec;
    assert.ok(pod.volumes.some(({ secret }) => secret?.secretName === `amtslotse-tls-${service}`), service);
    const env = new Map(pod.containers[0].env.map(({ name, value }) => [name, value]));
    assert.equal(env.get(`${service.toUpperCase()}_TLS_DIR`), '/etc/amtslotse/tls');
    if (service !== 'web') assert.match(env.get(`${service.toUpperCase()}_LISTEN_TLS`), /^0\.0\.0\.0:\d+$/);
    for (const value of env.values()) assert.doesNotMatch(value ?? '', /^stadt-(?!redis)/);
  }
});

test('the address of PostgreSQL is a file of a secret, and whoever keeps nothing else may run twice', () => {
  const objects = render(matrix['TLS, PostgreSQL and sentinels']);
  for (const [service, name] of [['booking', 'BOOKING_DATABASE'], ['knowledge', 'KNOWLEDGE_POSTGRES'], ['dialogue', 'DIALOGUE_DATABASE'], ['messengers', 'MESSENGERS_DATABASE'], ['responsibility', 'RESPONSIBILITY_KNOWLEDGE_POSTGRES']]) {
    const entry = secretsOf(named(objects, 'Deployment', `stadt-${service}`)).find((one) => one.setting === name);
    assert.deepEqual(entry, { setting: name, secret: 'database', key: service === 'responsibility' ? 'knowledge' : service, optional: false });
  }
  assert.equal(named(objects, 'Deployment', 'stadt-booking').spec.replicas, 2);
});

test('what messengers are called with reaches them from outside, if it is wanted', () => {
  const env = (objects) => container(named(objects, 'Deployment', 'stadt-messengers')).env.find((one) => one.name === 'MESSENGERS_WEBHOOK_LISTEN')?.value;
  const paths = (objects) => named(objects, 'Ingress', 'stadt-web').spec.rules[0].http.paths.map(({ path, backend }) => [path, backend.service.name]);
  const mayReach = (objects) => named(objects, 'NetworkPolicy', 'stadt-messengers-callers').spec.ingress.some(({ ports }) => ports[0].port === 8090);
  const without = render();
  assert.deepEqual([env(without), paths(without), mayReach(without)], [undefined, [['/', 'stadt-web']], false]);
  const objects = render({ messengerWebhooks: { enabled: true } });
  assert.deepEqual([env(objects), paths(objects), mayReach(objects)], ['0.0.0.0:8090', [['/webhooks', 'stadt-messengers'], ['/', 'stadt-web']], true]);
  const { ports } = named(objects, 'Service', 'stadt-messengers').spec;
  assert.equal(ports.find(({ name }) => name === paths(objects)[0][0].slice(1)).port, 8090);
});

test('no secret stands in an object or in an environment', () => {
  for (const values of Object.values(matrix)) {
    const objects = render(values);
    assert.deepEqual(ofKind(objects, 'Secret'), []);
    for (const { spec } of [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'StatefulSet'), ...ofKind(objects, 'Job')]) {
      for (const { env = [] } of [...spec.template.spec.containers, ...(spec.template.spec.initContainers ?? [])]) {
        for (const { name, valueFrom } of env) {
          assert.equal(valueFrom, undefined, `${name}: the environment of a process is read by more than the process`);
          assert.doesNotMatch(name, /(PASSWORD|TOKEN|SECRET|KEY|DATABASE|POSTGRES)$/);
        }
      }
    }
  }
});

test('where replicas follow the load, an upgrade does not set their number, and one goes at a time', () => {
  for (const values of [{}, matrix['one of each'], matrix['TLS, PostgreSQL and sentinels']]) {
    const objects = render(values);
    for (const { metadata, spec } of ofKind(objects, 'HorizontalPodAutoscaler')) {
      const { replicas, template } = named(objects, 'Deployment', metadata.name).spec;
      assert.equal(replicas, undefined, metadata.name);
      assert.ok(template.spec.topologySpreadConstraints, metadata.name);
      assert.ok(spec.minReplicas >= 1 && spec.maxReplicas >= spec.minReplicas);
    }
    const several = ofKind(objects, 'Deployment').filter(({ metadata, spec }) => spec.replicas > 1 || named(objects, 'HorizontalPodAutoscaler', metadata.name));
    assert.deepEqual(ofKind(objects, 'PodDisruptionBudget').map(({ metadata, spec }) => [metadata.name, spec.maxUnavailable]),
      several.map(({ metadata }) => [metadata.name, 1]));
  }
});

test('a password of Redis and each process\'s keys are files that only it sees', () => {
  const objects = render(matrix['own Redis with a password']);
  for (const service of ['dialogue', 'web'])
    assert.deepEqual(secretsOf(named(objects, 'Deployment', `stadt-${service}`)), [{ setting: `${service.toUpperCase()}_REDIS_PASSWORD`, secret: 'redis-password', key: 'password', optional: false }]);
  const keysOf = (name, values) => named(render(values), 'Deployment', name).spec.template.spec.volumes.find((volume) => volume.name === 'keys').secret.items?.map(({ key }) => key).sort();
  for (const service of services) {
    const wanted = execFileSync('bash', ['-c', `source packaging/units.sh; keys_of ${service}`], { cwd: root, encoding: 'utf8' }).trim().split(' ').sort();
    assert.deepEqual(keysOf(`stadt-${service}`, {}), wanted, service);
  }
  assert.deepEqual(keysOf('stadt-commands', { commands: { enabled: true } }), ['actor.key']);
  // With accounts.json lie the tokens that it names.
  assert.equal(keysOf('stadt-messengers', { postgres: { connectionSecret: 'database' }, services: { messengers: { stores: false } } }), undefined);
});

test('web begins only after its towns\' legal texts were asked for, as web would ask', () => {
  for (const values of [{}, matrix['TLS, PostgreSQL and sentinels']]) {
    const pod = named(render(values), 'Deployment', 'stadt-web').spec.template.spec;
    const [before] = pod.initContainers;
    const [web] = pod.containers;
    assert.deepEqual(before.command.slice(1, 4), ['check', '--before-start', '--environment']);
    assert.equal(before.image, web.image);
    assert.deepEqual(before.securityContext, web.securityContext);
    assert.deepEqual(before.env, web.env);
    assert.equal(before.env.find(({ name }) => name === 'WEB_HTTPS').value, 'true', 'it is public');
    assert.ok(before.resources.limits.memory);
    for (const mount of before.volumeMounts) assert.deepEqual(web.volumeMounts.find(({ name }) => name === mount.name), mount);
    assert.equal(before.volumeMounts.some(({ name }) => name === 'tls'), values.tls?.enabled ?? false);
  }
  const trial = named(render(matrix['a trial in a corner of the cluster']), 'Deployment', 'stadt-web').spec.template.spec;
  assert.equal(trial.initContainers, undefined);
  assert.throws(() => render({ trial: true }), /trial, but ingress\.enabled: .*port-forward/);
});

test('pods go where the data centre wants them, and no object is without its labels', () => {
  const values = { ...matrix['a trial in a corner of the cluster'], ...matrix['PostgreSQL from the chart'], commands: { enabled: true }, metrics: { serviceMonitor: true, rules: true } };
  const objects = render(values);
  const pods = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'StatefulSet'), ...ofKind(objects, 'Job')];
  assert.equal(pods.length, services.length + 4);
  for (const { metadata, spec: { template: { metadata: about, spec } } } of pods) {
    assert.deepEqual([spec.nodeSelector, spec.tolerations, spec.priorityClassName], Object.values(values.scheduling), metadata.name);
    if (metadata.name !== 'stadt-migrate') assert.deepEqual(about.annotations, values.podAnnotations, metadata.name);
  }
  for (const { kind, metadata } of objects) {
    for (const label of ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/part-of', 'app.kubernetes.io/version', 'app.kubernetes.io/managed-by', 'helm.sh/chart'])
      assert.ok(metadata.labels?.[label], `${kind} ${metadata.name}: ${label}`);
  }
  for (const { spec } of ofKind(objects, 'Deployment').filter(({ metadata }) => metadata.name === 'stadt-redis')) assert.equal(spec.strategy.type, 'Recreate', 'sessions lie in one');
});

test('a node can always be emptied', () => {
  for (const values of Object.values(matrix))
    for (const { spec } of ofKind(render(values), 'PodDisruptionBudget')) assert.deepEqual([spec.minAvailable, spec.maxUnavailable], [undefined, 1]);
});
