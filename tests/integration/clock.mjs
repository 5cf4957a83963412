// The product with a booking process whose clock a test moves; everything else runs as always.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, cli, root } from './paths.mjs';

export class MovedClock {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'amtslotse-clock-'));
    this.file = join(this.folder, 'ahead');
    this.environment = { AMTSLOTSE_CLOCK_AHEAD: this.file };
    const link = (to, ...names) => symlinkSync(to, join(this.folder, ...names));
    for (const name of readdirSync(join(build, 'services'))) {
      const program = join(build, 'services', name, `amtslotse-${name}`);
      if (!existsSync(program)) continue;
      mkdirSync(join(this.folder, 'services', name), { recursive: true });
      if (name !== 'booking' && name !== 'cli') link(program, 'services', name, `amtslotse-${name}`);
    }
    link(join(build, 'tests', 'support', 'booking_ahead'), 'services', 'booking', 'amtslotse-booking');
    // The supervisor looks for the others beside its own file.
    this.program = join(this.folder, 'services', 'cli', 'amtslotse-cli');
    copyFileSync(cli, this.program);
    mkdirSync(join(this.folder, 'nlu'));
    link(join(build, 'nlu', 'model'), 'nlu', 'model');
    link(join(root, 'nlu', 'data'), 'nlu', 'data');
    for (const name of ['knowledge', 'gateways']) link(join(root, name), name);
  }

  // From now on it is this second there, and time goes on.
  set(unix) {
    writeFileSync(`${this.file}.new`, String(Math.round(unix - Date.now() / 1000)));
    renameSync(`${this.file}.new`, this.file);
  }

  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}
