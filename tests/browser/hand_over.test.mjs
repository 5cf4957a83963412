// Hand-over there and back: a citizen in the web chat, somebody of the staff in the console.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { until } from '../integration/product.mjs';
import { administrator, colleague, entrance } from './console.mjs';
import { Chat, checkAccessible, checkNoSidewaysScrolling, DESK, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const ALWAYS = JSON.stringify([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })));
let admin;
let front;
let office;
let other;
before(async () => {
  admin = await administrator(url);
  [office, other] = (await admin.call('knowledge/ListOffices')).offices;
  front = await colleague(admin, ['location_staff'], [office.id]);
  await admin.call('dialogue/SetStaffedHours', { officeId: office.id, officeName: office.name, hoursJson: ALWAYS, templates: [{ title: 'Gruß', text: 'Guten Tag, wie kann ich helfen?' }] });
});

test('a citizen reaches a person in the chat, and is told when the assistant is back', async (t) => {
  const citizen = await open(t);
  const chat = new Chat(citizen);
  await chat.say('Ich möchte mit einem Menschen sprechen');
  await chat.choose('Mit einem Menschen schreiben');
  const log = citizen.locator('amtslotse-chat');
  await log.getByText('noch nicht verbunden').first().waitFor();
  assert.equal(await log.getByText('Sie sind jetzt verbunden').count(), 0);

  const staff = await enter(t, front, 'gespraeche');
  await staff.waitForFunction(() => document.title.startsWith('(1)'));
  await checkAccessible(staff, 'gespraeche');
  await staff.getByRole('link', { name: 'Öffnen' }).first().click();
  await staff.getByRole('button', { name: 'Annehmen' }).click();
  await log.getByText('Sie sind jetzt verbunden').first().waitFor();

  await staff.getByLabel('Vorlage einfügen').selectOption('Gruß');
  await staff.getByRole('button', { name: 'Senden' }).click();
  await log.getByText('Guten Tag, wie kann ich helfen?').first().waitFor();
  await log.locator('.author').getByText(office.name).first().waitFor();
  await chat.say('Ich habe eine Frage zum Ausweis');
  await staff.getByText('Ich habe eine Frage zum Ausweis').first().waitFor();
  await checkAccessible(staff, 'gespraech');

  // A word to another office survives a reload.
  const setOther = (hoursJson) => admin.call('dialogue/SetStaffedHours', { officeId: other.id, officeName: other.name, hoursJson, templates: [] });
  const toOther = async () => {
    await staff.reload();
    await staff.getByRole('button', { name: 'Weitergeben' }).click();
    return staff.getByRole('dialog').getByLabel('Notiz für die Stelle');
  };
  await setOther(ALWAYS);
  await (await toOther()).fill('Bitte den alten Ausweis ansehen');
  await checkAccessible(staff, 'transfer');
  assert.equal(await (await toOther()).inputValue(), 'Bitte den alten Ausweis ansehen');
  await staff.keyboard.press('Escape');
  await setOther('[]');

  await staff.getByRole('button', { name: 'An den Assistenten zurückgeben' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'An den Assistenten zurückgeben' }).click();
  await log.getByText('automatische Assistent (KI), kein Mensch').first().waitFor();
  const [download] = await Promise.all([staff.waitForEvent('download'), staff.getByRole('button', { name: 'Als PDF für die E-Akte' }).click()]);
  assert.match(download.suggestedFilename(), /\.pdf$/);
  // What lies in the file is not needed here any more.
  const id = new URL(staff.url()).hash.split('/').at(-1);
  await staff.getByRole('dialog').getByText('PDF in der Akte? Dann hier löschen').waitFor();
  await staff.getByRole('dialog').getByRole('button', { name: 'Jetzt hier löschen' }).click();
  await staff.getByRole('heading', { name: 'Gespräche', level: 1 }).waitFor();
  assert.equal((await admin.tryCall('dialogue/GetHandOver', { handOverId: id })).status, 200, 'can still be taken back');
  await staff.getByText('Das Gespräch wird gleich gelöscht.').waitFor();
  await staff.getByRole('button', { name: 'Schließen' }).click();
  await staff.getByText('Das Gespräch ist gelöscht.').waitFor();
  assert.equal((await admin.tryCall('dialogue/GetHandOver', { handOverId: id })).body.code, 'not_found');
  assert.deepEqual([...staff.mistakes, ...citizen.mistakes], []);
});

for (const path of ['gespraeche', 'besetzte-zeiten', 'fragen', 'messenger', 'abrufe', 'kalender-abo', 'protokoll']) {
  test(`staff page „${path}“ can be used on the phone and at the desk`, async (t) => {
    for (const [colorScheme, viewport] of [['light', DESK], ['dark', PHONE]]) {
      const page = await enter(t, admin, path, { colorScheme, viewport });
      await page.locator('.waiting').first().waitFor({ state: 'detached' }).catch(() => {});
      await checkAccessible(page, `${path} ${colorScheme}`);
      await checkNoSidewaysScrolling(page);
      assert.deepEqual(page.mistakes, []);
      if (process.env.AMTSLOTSE_SHOTS) await page.screenshot({ path: `${process.env.AMTSLOTSE_SHOTS}/${path}-${viewport.width}.png`, fullPage: true });
    }
  });
}

test('a name behind a mark takes a reason and a second person', async (t) => {
  const second = await colleague(admin, ['administrator']);
  const { lines } = await admin.call('staff/ListAudit', { pageSize: 50 });
  const { mark } = { mark: lines.map((line) => line.actor).find((actor) => actor.startsWith('p-')) };
  const page = await enter(t, admin, 'protokoll');
  await page.getByLabel('Bereich', { exact: true }).selectOption('staff');
  await page.getByRole('button', { name: `Name erfragen: ${mark}` }).first().click();
  await page.getByRole('dialog').getByLabel('Grund', { exact: true }).fill('Beschwerde zu einer Änderung vom Montag');
  await page.getByRole('dialog').getByRole('button', { name: 'Name erfragen' }).click();
  let asked;
  const arrived = async () => { asked = (await second.call('staff/ListNameLookUps')).lookUps?.find((each) => each.mark === mark); return asked; };
  await until(arrived, 30_000, () => 'the question did not arrive');
  assert.equal(asked.name ?? '', '');
  assert.equal((await admin.tryCall('staff/DecideNameLookUp', { id: asked.id, agree: true })).status, 403, 'not the one who asked');
});
