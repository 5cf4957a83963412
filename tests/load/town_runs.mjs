// The two parts of the load test: a working day's stream, and a rush. Each says what it saw.
import { setTimeout as pause } from 'node:timers/promises';
import { Citizens, costs, usage } from './town_load.mjs';
import { bringTown, host, places, placesLeft, rush } from './rush.mjs';

export const rates = { turn: 50, view: 200, hold: 20 };
// All come from one address. Conversations end after five minutes, so that in a quarter of an hour as many end as begin.
export const environment = {
  WEB_MESSAGES_PER_MINUTE: '0',
  WEB_CONVERSATIONS_PER_MINUTE: '0',
  WEB_READS_PER_MINUTE: '0',
  DIALOGUE_SESSION_SECONDS: '300',
};

// By process, and `all` of them together.
function megabytes(product) {
  const each = Object.entries(usage(product.processes())).map(([name, { pssMb }]) => [name, pssMb]);
  return { ...Object.fromEntries(each), all: each.reduce((total, [, pssMb]) => total + pssMb, 0) };
}

// Memory once a tenth of the time, from the first tenth on.
async function watch(product, seconds, ended) {
  const seen = [];
  while (!ended.done) {
    await Promise.race([pause(seconds * 100), ended.promise]);
    seen.push(megabytes(product));
  }
  return seen;
}

export async function workingDay(product, solver, seconds) {
  const citizens = new Citizens(product.url, solver);
  await citizens.begin(100);
  const ended = { done: false };
  let end;
  ended.promise = new Promise((resolve) => {
    end = resolve;
  });
  const memory = watch(product, seconds, ended);
  const cost = await costs(product, () => citizens.stream(rates, seconds));
  ended.done = true;
  end();
  return { citizens, cost, memory: await memory };
}

export async function rushHour(product, solver, { count = 3000, seconds = 60 } = {}) {
  bringTown(product.folder);
  const citizens = new Citizens(product.url, solver, host);
  const before = await placesLeft(product.url);
  const cost = await costs(product, () => rush(citizens, { count, seconds }));
  return { citizens, cost, before, places, sold: cost.result, after: await placesLeft(product.url) };
}
