// Proof of work in ALTCHA's protocol, algorithm SHA-256: find the number whose hash with the salt is the challenge. Done
// when many bookings come at once; the form then sends itself.

interface Challenge { algorithm: string; challenge: string; maxnumber?: number; maxNumber?: number; salt: string; signature: string; }

const BATCH = 512;
const encoder = new TextEncoder();

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The number, or undefined when none up to the challenge's largest fits. */
export async function solve({ salt, challenge, maxnumber, maxNumber }: Challenge): Promise<number | undefined> {
  const largest = maxnumber ?? maxNumber ?? 1_000_000;
  for (let from = 0; from <= largest; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, largest - from + 1) }, (_, index) => from + index);
    const hashes = await Promise.all(numbers.map((number) => crypto.subtle.digest('SHA-256', encoder.encode(salt + number))));
    const found = hashes.findIndex((hash) => hex(hash) === challenge);
    if (found >= 0) return from + found;
  }
  return undefined;
}

export async function answerChallenge(form: HTMLFormElement): Promise<void> {
  const status = form.querySelector<HTMLElement>('[data-working]')!;
  try {
    const challenge: Challenge = JSON.parse(form.dataset.challenge!);
    const number = await solve(challenge);
    if (number === undefined) throw new Error('no number fits');
    const { algorithm, salt, signature } = challenge;
    form.querySelector<HTMLInputElement>('[name=altcha]')!.value =
      btoa(JSON.stringify({ algorithm, challenge: challenge.challenge, number, salt, signature }));
    form.submit();
  } catch {
    status.textContent = status.dataset.working!;
  }
}
