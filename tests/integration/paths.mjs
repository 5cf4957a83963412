// Where the tests find what was built.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const build = process.env.AMTSLOTSE_BUILD ?? join(root, 'build', 'release');
export const cli = process.env.AMTSLOTSE_CLI ?? join(build, 'services', 'cli', 'amtslotse-cli');
// Tests say how long something takes at most where nothing else runs. `test --long` holds it to that; in everyday runs the
// machine may be slow or busy with others, and waiting longer costs nothing when all is well.
export const patience = process.env.AMTSLOTSE_LONG ? 1 : 4;
