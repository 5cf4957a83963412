// The open interface of responsibility over HTTP: one way to name the place, problems in words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { request, startProduct, until } from './product.mjs';

const resolve = (query, host = 'erlenfurt.localhost') => request(`${product.url}/api/v1/responsibility?${new URLSearchParams(query)}`, { host });

let product;
before(async () => {
  product = await startProduct();
  // Germany's areas take a sanitized process longer to read than a citizen waits.
  await until(async () => (await resolve({ service: 'hundesteuer', plz: '24201' })).status === 200, 20_000);
});
after(() => product?.stop());

test('by ars, ags, and postcode the same office answers', async () => {
  for (const place of [{ ars: '010990001001' }, { ags: '01099001' }, { plz: '24201' }]) {
    const answer = await resolve({ service: 'kfz-zulassung', ...place });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal(answer.body.outcome, 'unique');
    assert.match(answer.body.offices[0].office.name, /Zulassung/);
    assert.ok(answer.body.path.length > 0);
    assert.equal(answer.body.areas[0].ars, '010990001001');
  }
});

test('street and initial may stand beside the place', async () => {
  const answer = await resolve({ service: 'hundesteuer', plz: '24201', street: 'Ahornweg', houseNumber: '5', initial: 'Mü' });
  assert.equal(answer.status, 200);
  assert.notEqual(answer.body.outcome, 'need_input');
});

test('no place, two places and unknown ones are problems in words', async () => {
  const cases = [
    [{ service: 'hundesteuer' }, 400, /genau eines/],
    [{ service: 'hundesteuer', ars: '010990001001', plz: '24201' }, 400, /genau eines/],
    [{ service: 'hundesteuer', ars: '010990001001', ags: '01099001' }, 400, /genau eines/],
    [{ plz: '24201' }, 400, /service/],
    [{ service: 'kfz-zulassung', plz: '99999' }, 400, /99999/],
    [{ service: 'kfz-zulassung', plz: '6108' }, 400, /führende Null/],
    [{ service: 'kfz-zulassung', ags: '1099001' }, 400, /führende Null/],
    [{ service: 'kfz-zulassung', ars: '999999999999' }, 400, /gibt es nicht/],
    [{ service: 'kfz-zulassung', ars: 'Erlenfurt' }, 400, /kein Gemeinde- oder Regionalschlüssel/],
    [{ service: 'kfz-zulassung', plz: '24201', role: 'bestimmt' }, 400, /role/],
    [{ service: 'gibt-es-nicht', plz: '24201' }, 404, /./],
  ];
  for (const [query, status, detail] of cases) {
    const answer = await resolve(query);
    assert.equal(answer.status, status, JSON.stringify(query));
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
    assert.match(answer.body.detail, detail);
  }
});

test('a house number that cannot be is asked for again, in words', async () => {
  for (const houseNumber of ['0', '9999z']) {
    const answer = await resolve({ service: 'kfz-zulassung', plz: '24201', street: 'Ahornweg', houseNumber });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.outcome, 'need_input');
    assert.equal(answer.body.need, 'house_number');
    assert.match(answer.body.reason, /Hausnummer/);
  }
});

test('the document describes the route', async () => {
  const { body } = await request(`${product.url}/api/v1/openapi.json`, { host: 'erlenfurt.localhost' });
  const parameters = body.paths['/responsibility'].get.parameters.map((parameter) => parameter.name);
  for (const name of ['service', 'ars', 'ags', 'plz', 'street', 'initial']) assert.ok(parameters.includes(name), name);
});
