import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './bundle.mjs';

const { argumentsOf, format, Texts } = await load('texts/texts.ts');
const catalogue = (language) => JSON.parse(readFileSync(new URL(`../../texts/${language}.json`, import.meta.url), 'utf8'));

test('arguments and plurals are filled in', () => {
  assert.equal(format('Hallo {name}!', { name: 'Ida {x}' }, 'de'), 'Hallo Ida {x}!');
  const plural = '{count, plural, =0 {keine} one {eine} other {# Seiten}}';
  assert.deepEqual([0, 1, 1200].map((count) => format(plural, { count }, 'de')), ['keine', 'eine', '1.200 Seiten']);
  assert.equal(format('{n, plural, one {{a} Tag} other {{a} Tage}}', { n: 2, a: 'zwei' }, 'en'), 'zwei Tage');
});

test('what a message fills in is found, and braces that do not close', () => {
  assert.deepEqual([...argumentsOf('Stand {date}, {town}')], ['date', 'town']);
  assert.deepEqual([...argumentsOf('{n, plural, one {{a} Tag} other {# Tage}}')], ['n', 'a']);
  for (const broken of ['{date', 'date}', '{n, plural, one {x}']) assert.equal(argumentsOf(broken), undefined, broken);
});

test('a missing text shows its key', () => assert.equal(new Texts('de', {}).say('chat.x'), 'chat.x'));

test('every text that the chat says exists in every language', () => {
  const sources = ['amtslotse-chat', 'menu', 'composer', 'form', 'rating', 'message-view', 'transcript', 'hold-clock']
    .map((name) => readFileSync(new URL(`../src/chat/${name}.ts`, import.meta.url), 'utf8')).join('\n');
  const keys = new Set([...sources.matchAll(/'(chat\.[\w.]+)'/g)].map(([, key]) => key));
  assert.ok(keys.size > 50);
  for (const language of ['de', 'en']) {
    const texts = catalogue(language);
    assert.deepEqual([...keys].filter((key) => !(key in texts)), [], language);
  }
});

test('every kind of message that is sent has a label in the console, and no label is of none', async () => {
  const { outbox } = await load('console/texts/appointments.ts');
  const source = readFileSync(new URL('../../../../booking/message_texts.cc', import.meta.url), 'utf8');
  const kinds = [...source.matchAll(/case NotificationKind::\w+: return "(\w+)";/g)].map(([, kind]) => kind);
  assert.ok(kinds.length > 8);
  assert.deepEqual(Object.keys(outbox.kinds).sort(), kinds.sort());
});
