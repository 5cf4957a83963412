// The citizens' web: sizes, start-up, Lighthouse, requests per second beside nginx, the cost of open chats.
//   node tests/bench/web/web_bench.mjs URL PID_OF_THE_PRODUCT
// Prints lines like tests/bench/report.cc. Needs Debian's chromium; nginx and wrk (nginx-light, wrk) for the comparison.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const url = (process.argv[2] ?? 'http://localhost:8080').replace(/\/$/, '');
const product = Number(process.argv[3] ?? 0);
const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
let missed = 0;

function print(name, value, unit, { ratio, to, atMost, atLeast } = {}) {
  const goal = atMost ?? atLeast;
  const judged = ratio ?? value;
  const reached = goal === undefined || (atMost !== undefined ? judged <= goal : judged >= goal);
  if (!reached) missed += 1;
  const goalText = goal === undefined ? undefined : `${atMost !== undefined ? '<=' : '>='} ${goal}`;
  if (process.env.AMTSLOTSE_BENCH_JSON) {
    console.log(JSON.stringify({ name, value, unit, ratio: ratio ?? null, to: to ?? '', goal: goalText ?? null, reached: goal === undefined ? null : reached }));
  } else {
    console.log([name, Number(value.toPrecision(4)), unit, ratio?.toFixed(2) ?? '-', to ?? '-', goalText ? goalText + (reached ? '' : ' MISSED') : '-'].join(', '));
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function compressedSize(paths) {
  let bytes = 0;
  for (const path of paths) {
    const response = await fetch(url + path, { headers: { 'Accept-Encoding': 'gzip' } });
    bytes += Number(response.headers.get('content-length'));
  }
  return bytes;
}

/** A script and what it imports at once, without what it loads when needed. */
async function withImports(script, seen = new Set()) {
  if (seen.has(script)) return seen;
  seen.add(script);
  const source = await (await fetch(url + script)).text();
  for (const [, one, two] of source.matchAll(/(?:from|import)"\.\/([^"]+)"|from"([^"]+\.js)"/g)) {
    await withImports(`/assets/${(one ?? two).replace('./', '')}`, seen);
  }
  return seen;
}

async function sizes() {
  const home = await (await fetch(url)).text();
  const chat = [...await withImports(/modulepreload" href="([^"]+)"/.exec(home)[1])];
  print('chat component, compressed', await compressedSize(chat) / 1000, 'kB', { atMost: 45 });
  const booking = await (await fetch(`${url}/termin`)).text();
  const own = [...booking.matchAll(/<(?:script|link)[^>]+(?:src|href)="(\/(?:assets|thema)\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  const all = new Set(own);
  for (const script of own.filter((path) => path.endsWith('.js'))) for (const path of await withImports(script)) all.add(path);
  print('booking page with the chat, compressed', await compressedSize(all) / 1000, 'kB', { atMost: 90 });
}

/** From navigation until the chat takes what is typed, on a processor four times as slow. */
async function startUp() {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const times = [];
  for (let run = 0; run < 5; run += 1) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const debug = await context.newCDPSession(page);
    await debug.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.addInitScript(() => {
      const look = () => {
        const input = document.querySelector('amtslotse-chat')?.shadowRoot?.querySelector('[name=message]');
        if (input) window.interactiveAt = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${url}/chat`);
    await page.waitForFunction(() => window.interactiveAt !== undefined);
    times.push(await page.evaluate(() => window.interactiveAt));
    await context.close();
  }
  await browser.close();
  print('chat interactive, processor slowed 4 times, median of 5', median(times), 'ms', { atMost: 1000 });
}

async function lighthouse() {
  const { default: run } = await import('lighthouse');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const browser = spawn(CHROMIUM, ['--headless', ...FLAGS, `--remote-debugging-port=${port}`, `--user-data-dir=${folder}`], { stdio: 'ignore' });
  try {
    await answering(`http://127.0.0.1:${port}/json/version`);
    for (const path of ['/', '/leistungen/personalausweis', '/termin?leistung=personalausweis', '/chat']) {
      const scores = { performance: [], accessibility: [] };
      for (let time = 0; time < 5; time += 1) {
        const result = await run(url + path, { port, logLevel: 'silent', onlyCategories: Object.keys(scores) });
        for (const name of Object.keys(scores)) scores[name].push((result.lhr.categories[name].score ?? 0) * 100);
      }
      for (const [name, values] of Object.entries(scores)) print(`lighthouse ${name} of ${path}, median of 5`, median(values), 'points', { atLeast: 95 });
    }
  } finally {
    browser.kill();
    await new Promise((resolve) => { browser.on('exit', resolve); });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.on('listening', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

async function answering(address) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      return await fetch(address);
    } catch { await pause(50); }
  }
  throw new Error(`${address} does not answer`);
}

function perSecond(address, headers = []) {
  const out = execFileSync(process.env.WRK ?? 'wrk', ['-t1', '-c32', '-d5s', ...headers.flatMap((each) => ['-H', each]), address], { encoding: 'utf8' });
  if (/Non-2xx/.test(out)) throw new Error(`${address}: ${out}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]);
}

/** The same bytes from nginx and from the gateway, one after the other in one run. */
async function besideNginx() {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const page = await (await fetch(url)).text();
  const asset = /src="(\/assets\/[^"]+\.js)"/.exec(page)[1];
  const json = await (await fetch(`${url}/api/v1/municipality`)).text();
  const oneCall = await (await fetch(`${url}/api/v1/services/personalausweis`)).text();
  writeFileSync(join(folder, 'asset.js'), Buffer.from(await (await fetch(url + asset)).arrayBuffer()));
  writeFileSync(join(folder, 'town.json'), json);
  writeFileSync(join(folder, 'service.json'), oneCall);
  writeFileSync(join(folder, 'nginx.conf'), `worker_processes 2; daemon off; pid ${folder}/pid; error_log ${folder}/log; events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nodelay on; keepalive_requests 1000000; types { application/json json; text/javascript js; }
client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
server { listen 127.0.0.1:${port}; root ${folder}; open_file_cache max=100; } }`);
  const nginx = spawn(process.env.NGINX ?? 'nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'log')], { stdio: 'ignore' });
  try {
    await answering(`http://127.0.0.1:${port}/town.json`);
    for (const [name, ours, theirs, goal] of [['static file', asset, 'asset.js', 0.4], ['JSON by the gateway alone', '/api/v1/municipality', 'town.json', 0.4],
      ['JSON with one RPC', '/api/v1/services/personalausweis', 'service.json', 0.1]]) {
      const nginxRate = perSecond(`http://127.0.0.1:${port}/${theirs}`);
      const rate = perSecond(url + ours);
      print(name, rate, '1/s', { ratio: rate / nginxRate, to: `nginx for the same bytes (${Math.round(nginxRate)}/s)`, atLeast: goal });
    }
  } finally {
    nginx.kill();
    await new Promise((resolve) => { nginx.on('exit', resolve); });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resident memory of the product's processes with this name, in MB. */
function memoryOf(name) {
  let pages = 0;
  for (const pid of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
      if (parent === product && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith(name)) pages += Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    } catch { /* ended meanwhile */ }
  }
  return pages * 4096 / 1e6;
}

function post(path, body, token) {
  return fetch(`${url}/api/v1${path}`, { method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) } }).then((response) => response.json());
}

async function answerTimes(count) {
  const { id, token } = await post('/conversations', {});
  const times = [];
  for (let each = 0; each < count; each += 1) {
    const begin = performance.now();
    await post(`/conversations/${id}/messages`, { text: 'Was kostet ein Reisepass?', client_message_id: `b${each}` }, token);
    times.push(performance.now() - begin);
  }
  return median(times);
}

async function openChats(count) {
  const alone = await answerTimes(30);
  const before = memoryOf('amtslotse-web') + memoryOf('amtslotse-dial');
  const agent = new http.Agent({ maxSockets: Infinity });
  const streams = [];
  for (let begun = 0; begun < count; begun += 50) {
    streams.push(...await Promise.all(Array.from({ length: Math.min(50, count - begun) }, async () => {
      const { id, token } = await post('/conversations', {});
      return new Promise((resolve, reject) => {
        const request = http.get(`${url}/api/v1/conversations/${id}/events?after=100`, { agent, headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' } });
        request.on('error', reject);
        request.on('response', (response) => {
          response.on('error', () => {});
          if (response.statusCode === 200) response.once('data', () => { response.resume(); resolve(request); });
          else reject(new Error(`event stream: ${response.statusCode}`));
        });
      });
    })));
  }
  const grown = memoryOf('amtslotse-web') + memoryOf('amtslotse-dial') - before;
  const among = await answerTimes(30);
  for (const request of streams) request.destroy();
  if (product) print(`memory of ${count} open chats (web and dialogue)`, grown, 'MB', { atMost: 100 });
  print(`a turn while ${count} chats wait, median`, among, 'ms', { ratio: among / alone, to: `the same without them (${alone.toFixed(1)} ms)`, atMost: 1.5 });
}

const PARTS = { sizes, startUp, openChats: () => openChats(1000), besideNginx, lighthouse };
const wanted = process.argv.slice(4);
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await measure();
}
process.exitCode = missed > 0 ? 3 : 0;
