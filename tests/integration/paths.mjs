// Where the tests find what was built.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const build = process.env.AMTSLOTSE_BUILD ?? join(root, 'build', 'release');
export const cli = process.env.AMTSLOTSE_CLI ?? join(build, 'services', 'cli', 'amtslotse-cli');
