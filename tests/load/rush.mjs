// Three thousand citizens for three hundred places: a town whose only places are those, and the citizens who want one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cli, root } from '../integration/paths.mjs';
import { request } from '../integration/product.mjs';

export const host = 'ansturm.localhost';
export const places = 300;
const service = 'reisepass';

// A day on which 60 times of 10 minutes have 5 places each.
function calendars(day) {
  return {
    locations: [
      {
        id: 'festhalle',
        office_id: 'amt-wikland-buergerservice',
        name: 'Festhalle',
        address: 'Dorfstraße 1, 24207 Krummwik',
        time_zone: 'Europe/Berlin',
        land: 'SH',
        capacity_per_slot: 5,
        slot_minutes: 10,
        booking_window_days: 60,
        lead_minutes: 60,
        release: { mode: 'at_once' },
        opening_hours: [{ date: day, from: '08:00', to: '18:00' }],
        open_holidays: [day],
        services: [{ service_id: service, minutes: 10, max_quantity: 1, needs: 'name+email' }],
      },
    ],
  };
}

export function bringTown(data) {
  const folder = mkdtempSync(join(tmpdir(), 'al-rush-'));
  const town = join(folder, 'ansturm');
  try {
    cpSync(join(root, 'knowledge/data/demo/krummwik'), town, { recursive: true });
    const about = JSON.parse(readFileSync(join(town, 'municipality.json'), 'utf8'));
    writeFileSync(join(town, 'municipality.json'), JSON.stringify({ ...about, id: 'ansturm', hosts: [host] }));
    const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    writeFileSync(join(town, 'calendars.json'), JSON.stringify(calendars(day)));
    const run = spawnSync(cli, ['import', town, '--data', data], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function placesLeft(url) {
  const { body } = await request(`${url}/api/v1/slots?service=${service}&limit=200`, { host });
  return body.slots.reduce((total, slot) => total + slot.free, 0);
}

// As the answer says, or half a second.
const wait = (answer) => pause(1000 * Number(answer.headers?.['retry-after'] ?? 0.5));
const toldToWait = ({ status }) => [429, 503].includes(status);

// Confirms what is held; → the appointment's number.
async function confirm(citizens, number, held) {
  for (let tries = 0; tries < 10; tries += 1) {
    const answer = await citizens.timed('rush', () =>
      citizens.ask('/holds/confirm', {
        method: 'POST',
        body: {
          idempotencyKey: `rush-confirm-${number}`,
          holdId: held.holdId,
          contact: { name: `Rosa Ansturm${number}`, email: `ansturm${number}@example.org` },
        },
      }),
    );
    if (answer.status === 200)
      return { number: answer.body.appointment?.number, begin: held.slot?.beginUnix, refusal: answer.body.refusal };
    if (!toldToWait(answer)) return null;
    await wait(answer);
  }
  return null;
}

// Looks, takes any time that is free, looks again when somebody was faster; gives up when there is none.
async function oneOfTheRush(citizens, number) {
  for (let tries = 0; ; tries += 1) {
    const seen = await citizens.timed('rush', () => citizens.ask(`/slots?service=${service}&limit=200`));
    if (toldToWait(seen)) {
      await wait(seen);
      continue;
    }
    const slots = seen.body.slots ?? [];
    if (slots.length === 0) return null;
    const slot = slots[Math.floor(Math.random() * slots.length)];
    const { held, refusal } = await citizens.take('rush', slot, service, `rush-${number}-${tries}`);
    if (held) return confirm(citizens, number, { ...held, slot });
    if (refusal && refusal !== 'slot_taken') citizens.failures.push(`rush: ${refusal}`);
  }
}

// → what was sold: {number, begin}.
export async function rush(citizens, { count, seconds }) {
  const sold = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      await pause((number / count) * seconds * 1000);
      return oneOfTheRush(citizens, number);
    }),
  );
  return sold.filter((one) => one?.number);
}
