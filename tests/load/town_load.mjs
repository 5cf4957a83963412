// Citizens of one town against a running product: an open stream of turns, calendar views and holds. What is
// measured: answers that failed, how long they took, processor time by process, memory, calls to stores.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { redis } from '../integration/product.mjs';

const questions = [
  'Was kostet ein Personalausweis?',
  'Welche Unterlagen brauche ich für einen Reisepass?',
  'Wann hat das Bürgerbüro geöffnet?',
  'und wie lange dauert das?',
  'Ich möchte mich ummelden',
  'Wo kann ich meinen Hund anmelden?',
  'Wie beantrage ich ein Führungszeugnis?',
  'Danke',
  'Was muss ich zur Hochzeit mitbringen?',
  'Wer ist für die Müllabfuhr zuständig?',
  'Brauche ich einen Termin?',
  'Kann ich das online machen?',
];
const service = 'fuehrungszeugnis';

// Pages that several processes share counted once; only root may ask that of processes that hide their memory.
function heldBy(pid) {
  try {
    return /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  } catch {
    return /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  }
}

// Ticks of the kernel's clock are hundredths of a second everywhere we run.
export function usage(processes) {
  const all = {};
  for (const [name, pid] of processes) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const pss = heldBy(pid);
    all[name] = { cpuMs: (Number(stat[11]) + Number(stat[12])) * 10, pssMb: Number(pss[1]) / 1024 };
  }
  return all;
}
const sum = (all, key) => Object.values(all).reduce((total, one) => total + one[key], 0);

export class Citizens {
  // `solver`: where proofs of work are done (proofs.mjs).
  constructor(url, solver, host = 'erlenfurt.localhost') {
    Object.assign(this, { url, solver, host });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 400 });
    this.took = { turn: [], view: [], hold: [] };
    this.failures = [];
    this.told = 0; // to wait
    this.talks = [];
    this.proofs = 0;
    this.slots = []; // seen last
  }

  // As browsers do: what went out just when the server closed an idle connection is sent once more, over a new one.
  ask(path, options) {
    return this.askOnce(path, options).catch((error) => {
      if (error.code === 'ECONNRESET' && error.reused) return this.askOnce(path, { ...options, agent: false });
      throw error;
    });
  }

  askOnce(path, { method = 'GET', body, token, agent = this.agent } = {}) {
    return new Promise((resolve, reject) => {
      const call = http.request(`${this.url}/api/v1${path}`, {
        method,
        agent,
        timeout: 30_000,
        headers: {
          Host: this.host,
          ...(body && { 'Content-Type': 'application/json' }),
          ...(token && { Authorization: `Bearer ${token}` }),
        },
      });
      call.on('error', (error) => reject(Object.assign(error, { reused: call.reusedSocket })));
      call.on('timeout', () => call.destroy(new Error('no answer in 30 s')));
      call.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: text && /json/.test(response.headers['content-type']) ? JSON.parse(text) : text,
          }),
        );
      });
      call.end(body && JSON.stringify(body));
    });
  }

  async timed(kind, work) {
    const begin = performance.now();
    try {
      const answer = await work();
      if ([429, 503].includes(answer.status)) this.told += 1;
      else if (answer.status >= 300)
        this.failures.push(`${kind}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
      (this.took[kind] ??= []).push(performance.now() - begin);
      return answer;
    } catch (error) {
      this.failures.push(`${kind}: ${error.message}`);
      return { status: 0, body: {} };
    }
  }

  async begin(count) {
    while (this.talks.length < count) {
      const { body } = await this.ask('/conversations', { method: 'POST', body: {} });
      this.talks.push({ ...body, said: 0, busy: false });
    }
  }

  // Ten turns, then somebody new: conversations do not grow without end.
  async turn() {
    const talk = this.talks.find((one) => !one.busy) ?? this.talks[0];
    this.talks.push(this.talks.splice(this.talks.indexOf(talk), 1)[0]);
    talk.busy = true;
    if (talk.said >= 10) {
      const { body } = await this.timed('begin', () => this.ask('/conversations', { method: 'POST', body: {} }));
      Object.assign(talk, body, { said: 0 });
    }
    talk.said += 1;
    const answer = await this.timed('turn', () =>
      this.ask(`/conversations/${talk.id}/messages`, {
        method: 'POST',
        token: talk.token,
        body: {
          text: questions[(this.took.turn.length + talk.said) % questions.length],
          client_message_id: `m${talk.said}`,
        },
      }),
    );
    talk.busy = false;
    return answer;
  }

  async view(days = this.took.view.length % 4 === 0) {
    if (days) return this.timed('view', () => this.ask(`/days?service=${service}`));
    const seen = await this.timed('view', () => this.ask(`/slots?service=${service}&limit=20`));
    if (seen.body.slots?.length) this.slots = seen.body.slots;
    return seen;
  }

  // Holds a time as the booking page does: where a proof of work is asked for, with it. → the answer's body.
  async take(kind, slot, serviceId, idempotencyKey) {
    for (let challengeSolution; ; ) {
      const { body } = await this.timed(kind, () =>
        this.ask('/holds', {
          method: 'POST',
          body: {
            idempotencyKey,
            locationId: slot.locationId,
            beginUnix: slot.beginUnix,
            services: [{ serviceId, quantity: 1 }],
            attendees: 1,
            ...(challengeSolution && { challengeSolution }),
          },
        }),
      );
      if (body.refusal !== 'challenge_needed' || challengeSolution) return body;
      const challenge = await this.timed('challenge', () =>
        this.ask(`/challenge?location=${encodeURIComponent(slot.locationId)}`),
      );
      if (challenge.status !== 200) return {};
      challengeSolution = await this.solver.solve(challenge.body);
      this.proofs += 1;
    }
  }

  async hold() {
    if (this.slots.length === 0) await this.view(false);
    const slot = this.slots[Math.floor(Math.random() * this.slots.length)];
    if (!slot) {
      this.failures.push('hold: no slot left');
      return;
    }
    const { held, refusal } = await this.take('hold', slot, service, `load-${process.pid}-${Math.random()}`);
    if (refusal && refusal !== 'slot_taken') this.failures.push(`hold: ${refusal}`);
    if (held)
      await this.timed('release', () => this.ask('/holds/release', { method: 'POST', body: { holdId: held.holdId } }));
  }

  // `rates`: calls a second by kind. An open stream: a slow answer holds up nobody else.
  async stream(rates, seconds) {
    const waiting = new Set();
    const begin = performance.now();
    const done = { turn: 0, view: 0, hold: 0 };
    while (performance.now() - begin < seconds * 1000) {
      const now = (performance.now() - begin) / 1000;
      for (const kind of Object.keys(rates)) {
        for (; done[kind] < now * rates[kind]; done[kind] += 1) {
          const call = this[kind]().finally(() => waiting.delete(call));
          waiting.add(call);
        }
      }
      await pause(5);
    }
    await Promise.all(waiting);
    return done;
  }

  quantile(kind, share) {
    const sorted = [...this.took[kind]].sort((a, b) => a - b);
    return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : 0;
  }
}

// What a stretch of `work` cost in all processes and the stores.
export async function costs(product, work) {
  const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await redis(product, 'INFO', 'stats'))[1]);
  const before = usage(product.processes());
  const asked = await commands();
  const begin = performance.now();
  const result = await work();
  const seconds = (performance.now() - begin) / 1000;
  const after = usage(product.processes());
  const byProcess = Object.fromEntries(
    Object.entries(after).map(([name, one]) => [name, one.cpuMs - (before[name]?.cpuMs ?? 0)]),
  );
  return {
    result,
    seconds,
    byProcess,
    cpuMs: sum(after, 'cpuMs') - sum(before, 'cpuMs'),
    redis: (await commands()) - asked - 1,
    pssBefore: sum(before, 'pssMb'),
    pssAfter: sum(after, 'pssMb'),
  };
}
