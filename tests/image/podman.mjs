// podman with a store of its own, so that nothing of this machine's images is touched, and the image built from
// packaging/Containerfile on base images that mmdebstrap makes of Debian's packages: no registry is asked.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../integration/paths.mjs';

const authorities = '/etc/ssl/certs/ca-certificates.crt';
// What docker.io/library/debian:bookworm has besides Debian's own: nothing that apt downloaded stays in a layer. (For us: no
// waiting for the disk after each file.)
const bare = ['--include=usr-is-merged', '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr', '--aptopt=DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; }',
  '--aptopt=Dir::Cache::pkgcache ""', '--aptopt=Dir::Cache::srcpkgcache ""', '--dpkgopt=force-unsafe-io'];
// What bookworm-slim leaves out.
const slim = ['path-exclude=/usr/share/doc/*', 'path-include=/usr/share/doc/*/copyright', 'path-exclude=/usr/share/man/*', 'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/locale/*', 'path-exclude=/usr/share/lintian/*'].map((option) => `--dpkgopt=${option}`);
const firstLineOf = (stream) => new Promise((resolve, reject) => { stream.once('data', resolve).once('close', reject); });

export class Podman {
  // AMTSLOTSE_IMAGE_FOLDER: a folder that stays, with the images in it; for work on these tests.
  static async open() {
    assert.equal(process.getuid(), 0, 'as root: containers with users of their own');
    const podman = new Podman();
    podman.kept = process.env.AMTSLOTSE_IMAGE_FOLDER;
    if (podman.kept) mkdirSync(podman.kept, { recursive: true });
    podman.folder = podman.kept ?? mkdtempSync(join(tmpdir(), 'amtslotse-image-'));
    chmodSync(podman.folder, 0o755);
    mkdirSync(podman.at('tmp'), { recursive: true });
    const [, files] = /Max open files +\d+ +(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'));
    writeFileSync(podman.at('containers.conf'), `[containers]\ndefault_ulimits = ["nofile=${files}:${files}", "nproc=32768:32768"]\n`
      + '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\nruntime = "crun"\n');
    // Mounts of its own, gone with it. crun takes cgroups of version 1 or 2, not both in one tree.
    podman.mounts = spawn('unshare', ['--mount', 'sh', '-c',
      'grep -q " /sys/fs/cgroup/unified " /proc/mounts && umount -l /sys/fs/cgroup/unified; echo there; exec sleep infinity'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstLineOf(podman.mounts.stdout);
    return podman;
  }

  at(name) { return join(this.folder, name); }

  // → {code, out, errors}
  within(...words) {
    const result = spawnSync('nsenter', [`--mount=/proc/${this.mounts.pid}/ns/mnt`, ...words],
      { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, CONTAINERS_CONF: this.at('containers.conf'), TMPDIR: this.at('tmp') } });
    return { code: result.status, out: result.stdout, errors: result.stderr };
  }

  try(...words) {
    return this.within('podman', '--root', this.at('storage'), '--runroot', this.at('run'), '--network-config-dir', this.at('networks'), ...words);
  }

  run(...words) {
    const { code, out, errors } = this.try(...words);
    assert.equal(code, 0, `podman ${words.join(' ')}\n${out.slice(-4000)}${errors.slice(-4000)}`);
    return out.trim();
  }

  has(image) { return this.try('image', 'exists', image).code === 0; }

  // An image of Debian's packages alone.
  base(image, flags, ...changes) {
    if (this.has(image)) return;
    const file = this.at('base.tar');
    const made = this.within('mmdebstrap', '--variant=minbase', ...bare, ...flags, 'bookworm', file);
    assert.equal(made.code, 0, made.errors);
    this.run('import', ...changes.flatMap((change) => ['--change', change]), file, image);
    rmSync(file);
  }

  // The first stage with this machine's compiler cache and certificates, which leave nothing in the second: that one is built
  // with the Containerfile alone, on what the first left in podman's own cache.
  build(image, stage) {
    // The compiler cache asks for the same language.
    this.base('docker.io/library/debian:bookworm', [], `ENV LANG=${process.env.LANG ?? 'C.UTF-8'}`);
    this.base('docker.io/library/debian:bookworm-slim', slim);
    if (this.has(image)) return;
    writeFileSync(this.at('npmrc'), 'cafile=/run/authorities.crt\n');
    const cache = spawnSync('ccache', ['-k', 'cache_dir'], { encoding: 'utf8' }).stdout.trim();
    const mounts = [[authorities, '/run/authorities.crt:ro'], [this.at('npmrc'), '/root/.npmrc:ro'], [cache, '/root/.cache/ccache']]
      .filter(([from]) => existsSync(from)).flatMap(([from, to]) => ['--volume', `${from}:${to}`]);
    const how = ['build', '--pull=never', '--network=host', '--file', join(root, 'packaging', 'Containerfile')];
    this.run(...how, '--target', 'build', ...mounts, '--tag', stage, root);
    this.run(...how, '--tag', image, root);
  }

  close() {
    this.try('rm', '--all', '--force', '--time', '0');
    this.try('network', 'prune', '--force');
    this.mounts.kill('SIGKILL');
    if (!this.kept) rmSync(this.folder, { recursive: true, force: true });
  }
}
