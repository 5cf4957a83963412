// Two towns in one installation: nothing of one reaches the other.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { cli } from './paths.mjs';
import { Conversation, request, startProduct, textOf } from './product.mjs';

let product;
before(async () => { product = await startProduct(); });
after(() => product?.stop());

test('the same question has each town\'s own answer', async () => {
  const large = await Conversation.begin(product.url, 'erlenfurt');
  const small = await Conversation.begin(product.url, 'krummwik');
  const answers = [await large.say('Was kostet die Hundesteuer?'), await small.say('Was kostet die Hundesteuer?')];
  assert.match(answers[0], /96/);
  assert.doesNotMatch(answers[0], /48[,. ]|Krummwik/);
  assert.match(answers[1], /48/);
  assert.doesNotMatch(answers[1], /96[,. ]|Erlenfurt/);
});

test('a service that only one town has is not found in the other', async () => {
  const small = await Conversation.begin(product.url, 'krummwik');
  const answer = await small.say('Wo ist das Bürgerbüro Nordhagen und was kostet ein Bewohnerparkausweis?');
  assert.doesNotMatch(answer, /Erlenfurt|Nordhagener Weg|24203/);
});

test('a conversation cannot be carried to the other town', async () => {
  const talk = await Conversation.begin(product.url, 'erlenfurt');
  const answer = await request(`${product.url}/api/v1/conversations/${talk.id}/messages?after=0`,
    { host: 'krummwik.localhost', headers: { Authorization: `Bearer ${talk.token}` } });
  assert.ok([401, 403, 404].includes(answer.status), `${answer.status}`);
});

test('a cancellation code of one town opens nothing in the other', async () => {
  const talk = await Conversation.begin(product.url, 'erlenfurt');
  await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  await talk.choose(1);
  await talk.say('Erika Mustermann');
  const booked = await talk.say('erika.mustermann@example.org');
  const code = /Absagecode: (\S+?)[.,]?\s/.exec(`${booked} `)[1];
  const other = await Conversation.begin(product.url, 'krummwik');
  await other.say('ich möchte meinen Termin absagen');
  await other.say(code);
  const answer = await other.say('Mustermann');
  assert.doesNotMatch(answer, /Führungszeugnis|wirklich absagen|abgesagt/);
});

test('catalogue and locations over the interface are the town\'s own', async () => {
  const of = async (path, town) => JSON.stringify((await request(`${product.url}${path}`, { host: `${town}.localhost` })).body);
  for (const path of ['/api/v1/services', '/api/v1/offices', '/api/v1/locations']) {
    assert.doesNotMatch(await of(path, 'krummwik'), /Erlenfurt/, path);
    assert.doesNotMatch(await of(path, 'erlenfurt'), /Krummwik/, path);
  }
  const unknown = await request(`${product.url}/api/v1/services`, { host: 'anderswo.example' });
  assert.doesNotMatch(JSON.stringify(unknown.body), /Krummwik/);
});

test('the greeting names the town and says that a program answers', async () => {
  for (const [town, name] of [['erlenfurt', /Erlenfurt/], ['krummwik', /Krummwik/]]) {
    const greeting = textOf((await Conversation.begin(product.url, town)).messages);
    assert.match(greeting, name);
    assert.match(greeting, /automatischer Assistent \(KI\)/);
  }
});

test('commands name a town that is not there', () => {
  for (const command of [['nlu', 'models'], ['nlu', 'train'], ['nlu', 'rollback'], ['staff', 'list']]) {
    const { status, stderr } = spawnSync(cli, [...command, 'nirgendwo', '--data', product.folder], { encoding: 'utf8' });
    assert.equal(status, 1, command.join(' '));
    assert.match(stderr, /Die Kommune „nirgendwo“ gibt es hier nicht/, command.join(' '));
  }
});
