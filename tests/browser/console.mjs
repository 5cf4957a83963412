// Signing in to the console for the tests: accounts are made through the operator's command and the staff interface.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import http from 'node:http';

/** What an administrator can open. */
export const PAGES = ['', 'konto', 'offene-fragen', 'eintraege', 'eintrag/neu', 'hinweise', 'leistungen', 'leistungen/personalausweis', 'woerter',
  'lernen', 'import', 'abrufe', 'ziele', 'tagesliste', 'anruf', 'kalender', 'warteliste', 'nachrichten', 'nachrichtentexte', 'kalender-abo', 'gespraeche',
  'besetzte-zeiten', 'fragen', 'kennzahlen', 'einrichten', 'vorfuehrdaten', 'zustaendigkeiten', 'wer-ist-zustaendig', 'gebiete', 'pruefung',
  'regel-aenderungen', 'texte', 'messenger', 'konten', 'protokoll', 'auskunft'];

export const PASSWORD = 'Ein Satz genügt für den Test';

/** RFC 6238, six digits, 30 s; `ahead` steps into the future, for a second sign-in within one step. */
export function totp(secret, ahead = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** One person's connection to the staff interface: keeps the cookie, sends the token against forged requests. */
export class Colleague {
  constructor(url, town = 'erlenfurt') {
    this.url = url;
    this.host = `${town}.localhost:${new URL(url).port}`;
    this.cookie = '';
    this.csrf = 'anmelden';
  }

  request(method, path, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const data = body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const call = http.request(`${this.url}/staff/api/v1${path}`, { method, agent: false, headers: {
        Host: this.host, 'X-Amtslotse-Csrf': this.csrf, ...(this.cookie && { Cookie: this.cookie }),
        ...(data && { 'Content-Type': 'application/json' }), ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
          for (const cookie of response.headers['set-cookie'] ?? []) this.cookie = cookie.split(';')[0];
          const answer = text.startsWith('{') && !text.includes('}\n{') ? JSON.parse(text) : text;
          if (answer.csrf) this.csrf = answer.csrf;
          resolve({ status: response.statusCode, body: answer });
        });
      });
      call.on('error', reject);
      call.end(data);
    });
  }

  async post(path, body = {}) {
    const answer = await this.request('POST', path, body);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  call(rpc, body = {}) { return this.post(`/call/${rpc}`, body); }
  tryCall(rpc, body = {}) { return this.request('POST', `/call/${rpc}`, body); }

  /** Takes a one-time link and sets up the second factor. */
  async redeem(token, name) {
    const opened = await this.post('/redeem-link', { token, name, password: PASSWORD });
    this.name = name;
    if (!opened.csrf) return this.signIn();
    this.secret = /[?&]secret=([^&]+)/.exec((await this.post('/second-factor')).otpauthUrl)[1];
    await this.post('/second-factor', { code: totp(this.secret) });
    return this;
  }
}

const runCli = (args) => execFileSync(process.env.AMTSLOTSE_CLI, args, { encoding: 'utf8' });

const ADMINISTRATOR = 'test.administration';

/** The link that the operator makes: for the first administrator, or to begin anew with the one of an earlier test. */
export function operatorLink(town = 'erlenfurt', data = process.env.AMTSLOTSE_DATA) {
  const link = (...more) => /#\/link\/(\S+)/.exec(runCli(['staff', 'link', town, '--data', data, ...more]))[1];
  try {
    return link();
  } catch {
    return link('--name', ADMINISTRATOR, '--remove-totp');
  }
}

export async function administrator(url, town = 'erlenfurt') {
  const person = new Colleague(url, town);
  await person.redeem(operatorLink(town), ADMINISTRATOR);
  return person;
}

/** A new account with these roles, made by an administrator, already signed in. */
export async function colleague(admin, roles, officeIds = []) {
  const name = `${roles[0].replace('_', '-')}.${randomBytes(4).toString('hex')}`;
  const { account } = await admin.call('staff/SaveAccount', { account: { name, displayName: `Test ${roles[0]}`, roles, officeIds } });
  const { token } = await admin.call('staff/CreateLink', { accountId: account.id });
  const person = new Colleague(admin.url, admin.host.split('.')[0]);
  await person.redeem(token, name);
  person.accountId = account.id;
  return person;
}

/** Opens pages of the console for somebody who is signed in: `enter(t, person, path, options)`. `open`: of useBrowser. */
export const entrance = (open) => async (t, person, path = '', options = {}) => {
  const town = `http://${person.host}`;
  const page = await open(t, null, { baseURL: town, ...options });
  const [name, value] = person.cookie.split('=');
  await page.context().addCookies([{ name, value, url: town, httpOnly: true, sameSite: 'Strict' }]);
  await page.goto(`${town}/staff/#/${path}`);
  await page.locator('main#inhalt h1').first().waitFor();
  return page;
};
