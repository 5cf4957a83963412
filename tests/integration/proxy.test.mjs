// Behind a proxy every citizen has limits of their own; who comes directly cannot take another's name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request, startProduct } from './product.mjs';

const begin = (product, headers) => request(`${product.url}/api/v1/conversations`, { method: 'POST', host: 'erlenfurt.localhost', body: {}, headers });

test('limits are counted for whom a known proxy names, and for nobody else', async () => {
  const environment = { WEB_CONVERSATIONS_PER_MINUTE: '1', WEB_PROXIES: '127.0.0.1,10.0.0.0/8' };
  const product = await startProduct({ environment });
  try {
    let refused = false;
    const asked = async (forwarded) => (await begin(product, { 'X-Forwarded-For': forwarded })).status;
    for (let times = 0; times < 200 && !refused; times += 1) refused = (await asked('198.51.100.1, 203.0.113.7, 10.0.0.4')) === 429;
    assert.ok(refused, 'one citizen has a limit');
    assert.equal(await asked('203.0.113.8'), 201, 'another is not held up');
    assert.equal(await asked('203.0.113.99, 203.0.113.7'), 429, 'what stands before may be made up');
  } finally {
    await product.stop();
  }
});
