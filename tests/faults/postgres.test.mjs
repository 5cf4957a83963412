// PostgreSQL is stopped at once and started again while citizens book: what was acknowledged is there, once, and booking
// finds its way back by itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Conversation, startProduct } from '../integration/product.mjs';
import { askDuring, book, cancel, healed } from './town.mjs';

const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => b - a);
const folder = mkdtempSync(join(tmpdir(), 'al-pg-'));
// It refuses to run as root.
const owner = process.getuid() === 0
  ? { uid: Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout), gid: Number(spawnSync('id', ['-g', 'postgres'], { encoding: 'utf8' }).stdout) } : {};
function postgres(program, ...flags) {
  const result = spawnSync(join('/usr/lib/postgresql', versions[0], 'bin', program), flags, { ...owner, encoding: 'utf8', cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  assert.equal(result.status, 0, result.stderr);
}
const start = () => postgres('pg_ctl', '-D', join(folder, 'data'), '-w', '-l', join(folder, 'log'), '-o', `-c listen_addresses='' -k ${folder}`, 'start');
const stop = (mode) => postgres('pg_ctl', '-D', join(folder, 'data'), '-m', mode, '-w', 'stop');

let product;
before(async () => {
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  postgres('initdb', '-D', join(folder, 'data'), '-U', 'amtslotse', '-A', 'trust', '--locale=C.UTF-8');
  start();
  product = await startProduct({ environment: { BOOKING_DATABASE: `host=${folder} user=amtslotse dbname=postgres` } });
});
after(async () => {
  await product?.stop();
  stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

test('PostgreSQL crashes and comes back', async () => {
  const code = await book(product, 'Frieda Datenbank');
  const talk = await Conversation.begin(product.url);
  await talk.say('Hallo');
  stop('immediate');
  try {
    const answer = await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
    assert.doesNotMatch(JSON.stringify(answer.body), /Absagecode/);
    // Answers that need no appointment go on.
    assert.match(JSON.stringify((await askDuring(talk, { text: 'Was kostet ein Reisepass?' }, 'fee')).body), /70,00/);
  } finally {
    start();
  }
  await healed(product);
  await cancel(product, code, 'Datenbank');
  await cancel(product, await book(product, 'Gerda Dannemann'), 'Dannemann');
});
