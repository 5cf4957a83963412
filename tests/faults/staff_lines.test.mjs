// The lines behind the console and the messengers are cut and slowed: web's to staff and to messengers, and that from
// messengers to dialogue. Who is refused is told why, citizens elsewhere notice nothing, and what waited arrives once.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { writeAccounts } from '../integration/messengers.mjs';
import { Conversation, request, startProduct, until } from '../integration/product.mjs';
import { Bustle, Line, administrator, healed, refused } from './town.mjs';

const folder = mkdtempSync(join(tmpdir(), 'al-lines-'));
const lines = {};
let admin;
let bot;
let bustle;
let product;

async function anew(service) {
  const said = product.output.length;
  process.kill(product.processes().get(service), 'SIGKILL');
  await product.waitFor(new RegExp(`${service} ist wieder bereit`), 20_000, said);
}

before(async () => {
  bot = await new TelegramEmulator({ token: '1:secret', username: 'erlenfurt_bot' }).start();
  writeAccounts(join(folder, 'data', 'messengers'), join(folder, 'data.keys'),
    [{ municipality_id: 'erlenfurt', channel: 'telegram', account: 'bot', token_file: 'bot.token', base_url: bot.url, options: { poll_seconds: 5 } }],
    { 'bot.token': '1:secret' });
  product = await startProduct({ data: join(folder, 'data') });
  admin = await administrator(product);
  // Whoever calls connects anew, through the lines.
  lines.dialogue = await Line.lay(product, 'dialogue');
  await anew('messengers');
  for (const service of ['messengers', 'staff']) lines[service] = await Line.lay(product, service);
  await anew('web');
  await healed(product);
  for (const rpc of ['staff/ListAccounts', 'messengers/ListAccounts']) await admin.call(rpc);
  // Dialogue's is there twice: web's and messengers'.
  await until(() => lines.staff.sockets.size > 0 && lines.messengers.sockets.size > 0 && lines.dialogue.sockets.size > 2, 10_000, () => 'not through the lines');
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  for (const line of Object.values(lines)) await line.remove();
  await product?.stop();
  await bot?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const service of ['staff', 'messengers']) {
  const rpc = `${service}/ListAccounts`;
  test(`the line from web to ${service} is cut: the console says so, and the chat goes on`, async () => {
    lines[service].break();
    try {
      await refused(() => admin.tryCall(rpc));
      if (service === 'staff') await refused(() => admin.request('POST', '/sign-in', { name: admin.name, password: 'Falsches Passwort' }));
      assert.match(await (await Conversation.begin(product.url)).say('Was kostet ein Personalausweis?'), /46,00/);
      assert.equal((await request(`${product.url}/health`)).body.trim(), `degraded: without ${service}`);
    } finally {
      lines[service].mend();
    }
    await until(async () => (await admin.tryCall(rpc)).status === 200, 10_000, () => product.output);
    await healed(product);
  });

  test(`the line from web to ${service} is slow: it takes longer, and is done`, async () => {
    lines[service].delay = 100;
    try {
      assert.ok((await admin.call(rpc)).accounts.length > 0);
    } finally {
      lines[service].delay = 0;
    }
  });
}

test('the line from messengers to dialogue is cut: what a citizen writes meanwhile is answered afterwards, once', async () => {
  const erika = bot.person({ name: 'Erika' });
  erika.say('Hallo');
  await erika.hearsThat(/Programm|automatisch|KI/);
  lines.dialogue.break();
  try {
    erika.say('Was kostet ein Personalausweis?');
    await until(async () => (await request(`${product.url}/health/ready`)).status === 503, 10_000);
  } finally {
    lines.dialogue.mend();
  }
  await erika.hearsThat(/46,00/);
  await healed(product);
  erika.say('und welche Unterlagen?');
  await erika.hearsThat(/Foto|Lichtbild/);
  assert.equal(erika.textOfAll(erika.received).match(/46,00/g).length, 1);
});

test('the line from messengers to dialogue is slow: the answer comes', async () => {
  const jens = bot.person({ name: 'Jens' });
  lines.dialogue.delay = 100;
  try {
    jens.say('Was kostet ein Reisepass?');
    await jens.hearsThat(/70,00/);
  } finally {
    lines.dialogue.delay = 0;
  }
});

test('what other citizens were told meanwhile holds', () => bustle.end());
