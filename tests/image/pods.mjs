// What a kubelet does with the chart's objects, as far as this chart goes: one container for each pod, with the user, rights,
// limits, environment and mounts that stand there, in a network where each has an address of its own.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request, until } from '../integration/product.mjs';

const megabytes = (text) => Number(/^(\d+)Mi$/.exec(text)[1]);
const connects = (host, port) => new Promise((resolve) => {
  const socket = net.connect(port, host);
  const end = (is) => { socket.destroy(); resolve(is); };
  socket.setTimeout(2000, () => end(false)).once('connect', () => end(true)).once('error', () => end(false));
});

export class Pods {
  // `secrets`: name → {file: text}. `objects`: what the chart renders.
  constructor(podman, name, objects, secrets) {
    Object.assign(this, { podman, name, objects, secrets, folder: join(podman.folder, `pods-${name}-${process.pid}`), next: 10, addresses: {}, pods: {} });
    mkdirSync(this.folder, { recursive: true });
    this.network = `amtslotse-${name}`;
    podman.try('network', 'rm', '--force', this.network);
    podman.run('network', 'create', this.network);
    const [about] = JSON.parse(podman.run('network', 'inspect', this.network));
    this.gateway = about.subnets[0].gateway;
    for (const { kind, metadata } of objects) if (kind === 'Service') this.addresses[metadata.name] = this.gateway.replace(/\d+$/, String(this.next++));
  }

  // fsGroup: what is mounted belongs to the pod's group; a secret is root's and only read.
  own(path, mode, group) {
    chownSync(path, 0, group);
    chmodSync(path, mode);
    return path;
  }

  // What of a secret is wanted: file → content. All of it, or its items, each of which must be there unless it is optional.
  filesOfSecret(name, items, optional) {
    assert.ok(this.secrets[name] || optional, `secret ${name}`);
    if (!items) return this.secrets[name];
    const there = items.filter(({ key }) => optional !== true || this.secrets[name]?.[key] !== undefined);
    return Object.fromEntries(there.map(({ key, path }) => {
      assert.notEqual(this.secrets[name][key], undefined, `secret ${name}: ${key}`);
      return [path, this.secrets[name][key]];
    }));
  }

  // As the kubelet lays them: links to a folder that is exchanged as a whole.
  files(name, key, files, mode, group) {
    const folder = join(this.folder, `${name}-${key}`);
    if (existsSync(folder)) return folder;
    const now = join(folder, '..now');
    mkdirSync(now, { recursive: true });
    symlinkSync('..now', join(folder, '..data'));
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(now, file), content);
      this.own(join(now, file), mode, group);
      symlinkSync(join('..data', file), join(folder, file));
    }
    this.own(now, 0o2755, group);
    return this.own(folder, 0o3777, group);
  }

  volume(name, volume, group) {
    if (volume.secret) return this.files(name, volume.name, this.filesOfSecret(volume.secret.secretName, volume.secret.items), volume.secret.defaultMode, group);
    if (volume.projected) {
      const parts = volume.projected.sources.map(({ secret }) => this.filesOfSecret(secret.name, secret.items, secret.optional));
      return this.files(name, volume.name, Object.assign({}, ...parts), volume.projected.defaultMode, group);
    }
    const claim = volume.persistentVolumeClaim?.claimName;
    const folder = join(this.folder, claim ? `claim-${claim}` : `${name}-${volume.name}`);
    mkdirSync(folder, { recursive: true });
    return this.own(folder, claim ? 0o2775 : 0o2777, group);
  }

  mount(name, pod, { name: volumeName, mountPath, subPath, readOnly }) {
    const volume = pod.volumes.find((one) => one.name === volumeName);
    const group = pod.securityContext.fsGroup;
    if (volume.emptyDir?.medium === 'Memory') return ['--tmpfs', `${mountPath}:rw,nosuid,nodev,mode=1777,size=${megabytes(volume.emptyDir.sizeLimit)}m`];
    const folder = this.volume(name, volume, group);
    const from = subPath ? join(folder, subPath) : folder;
    if (subPath) this.own((mkdirSync(from, { recursive: true }), from), statSync(folder).mode & 0o7777, group);
    return ['--volume', `${from}:${mountPath}${readOnly ? ':ro' : ''}`];
  }

  // `address`: a pod's containers have one and the same; those before the start are gone when it starts.
  flags(name, pod, container, address = this.addresses[name]) {
    const { securityContext: rights } = container;
    const { runAsUser, runAsGroup, fsGroup } = pod.securityContext;
    assert.deepEqual([rights.readOnlyRootFilesystem, rights.allowPrivilegeEscalation, rights.capabilities.drop], [true, false, ['ALL']]);
    const env = (container.env ?? []).map(({ name: key, value }) => `${key}=${value}`);
    const [program, ...flags] = [...(container.command ?? []), ...(container.args ?? [])];
    return ['--name', name, '--network', this.network, ...(address ? ['--ip', address] : []),
      ...Object.entries(this.addresses).flatMap(([host, address]) => ['--add-host', `${host}:${address}`]),
      '--user', `${runAsUser}:${runAsGroup}`, '--group-add', String(fsGroup), '--read-only', '--read-only-tmpfs=false', '--cap-drop=ALL',
      '--security-opt=no-new-privileges', '--memory', `${megabytes(container.resources.limits.memory)}m`, ...(container.workingDir ? ['--workdir', container.workingDir] : []),
      ...env.flatMap((one) => ['--env', one]), ...(container.volumeMounts ?? []).flatMap((mount) => this.mount(name, pod, mount)),
      ...(container.command ? ['--entrypoint', program, container.image, ...flags] : [container.image, program, ...flags])];
  }

  // What runs before the pod's own container, once; → {code, out, errors}.
  beforeStart(object) {
    const { name } = object.metadata;
    const pod = object.spec.template.spec;
    return this.podman.try('run', '--rm', ...this.flags(`${name}-before`, pod, pod.initContainers[0], undefined));
  }

  start(object) {
    const { name } = object.metadata;
    const pod = object.spec.template.spec;
    const [container] = pod.containers;
    this.pods[name] = { pod, container };
    if (pod.initContainers) {
      const { code, out, errors } = this.beforeStart(object);
      assert.equal(code, 0, `${name}: ${out}${errors}\n${this.logs()}`);
    }
    this.podman.run('run', '--detach', '--restart=always', ...this.flags(name, pod, container));
  }

  // A job's pod, to its end.
  job(object) {
    const pod = object.spec.template.spec;
    return this.podman.try('run', '--rm', ...this.flags(object.metadata.name, pod, pod.containers[0]));
  }

  exec(name, ...words) { return this.podman.try('exec', name, ...words); }
  log(name) { const { out, errors } = this.podman.try('logs', '--tail', '40', name); return `${name}:\n${out}${errors}`; }
  logs() { return Object.keys(this.pods).map((name) => this.log(name)).join('\n'); }
  state(name) { return JSON.parse(this.podman.run('inspect', name))[0]; }

  async probe(name, probe) {
    const { container } = this.pods[name];
    const address = this.addresses[name];
    const port = (named) => container.ports.find((one) => one.name === named)?.containerPort ?? named;
    if (probe.httpGet) return (await request(`http://${address}:${port(probe.httpGet.port)}${probe.httpGet.path}`).catch(() => ({}))).status === 200;
    if (probe.tcpSocket) return connects(address, port(probe.tcpSocket.port));
    // The kubelet speaks gRPC's health protocol; so does this command, from the pod for commands.
    if (probe.grpc) return this.exec('stadt-commands', 'amtslotse', 'health', ...(probe.grpc.service === 'alive' ? ['--alive'] : []), `${address}:${probe.grpc.port}`).code === 0;
    return this.exec(name, ...probe.exec.command).code === 0;
  }

  // Started within its startup probe's patience, then ready; → milliseconds until ready.
  async ready(name) {
    const { startupProbe, livenessProbe, readinessProbe } = this.pods[name].container;
    const begin = Date.now();
    for (const probe of [startupProbe, livenessProbe, readinessProbe].filter(Boolean))
      await until(() => this.probe(name, probe), 1000 * (startupProbe?.periodSeconds ?? 2) * (startupProbe?.failureThreshold ?? 60), () => `${JSON.stringify(probe)}\n${this.logs()}`);
    return Date.now() - begin;
  }

  // The kernel's own figure, over all of the container: {used, limit} in MB.
  memory(name) {
    const { Pid } = this.state(name).State;
    const path = /^\d+:memory:(.*)$/m.exec(readFileSync(`/proc/${Pid}/cgroup`, 'utf8'))?.[1];
    const file = path ? join('/sys/fs/cgroup/memory', path, 'memory.max_usage_in_bytes') : join('/sys/fs/cgroup', /^0::(.*)$/m.exec(readFileSync(`/proc/${Pid}/cgroup`, 'utf8'))[1], 'memory.peak');
    return Math.round(Number(readFileSync(file, 'utf8')) / 2 ** 20);
  }

  // As a pod is deleted: preStop, then SIGTERM; → {code, milliseconds}.
  async stop(name) {
    const { pod, container } = this.pods[name];
    const preStop = container.lifecycle?.preStop?.exec.command;
    if (preStop) assert.equal(this.exec(name, ...preStop).code, 0, `preStop of ${name}`);
    const begin = Date.now();
    const seconds = pod.terminationGracePeriodSeconds ?? 30;
    this.podman.run('stop', '--time', String(seconds), name);
    return { code: this.state(name).State.ExitCode, milliseconds: Date.now() - begin, seconds };
  }

  async remove() {
    for (const name of Object.keys(this.pods)) this.podman.try('rm', '--force', '--time', '0', name);
    await pause(0);
    this.podman.try('network', 'rm', '--force', this.network);
  }
}

// A folder as `kubectl create secret generic --from-file` takes it: its files, not its folders.
export const filesOf = (folder) => Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  .map(({ name }) => [name, readFileSync(join(folder, name))]));
