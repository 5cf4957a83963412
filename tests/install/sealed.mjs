// Opens what an installation has sealed (keys/key_ring.h), with its keys alone: the context that a value belongs to only
// guards it, so that values are found wherever they lie, also in pages of a database that are free by now.
import { createDecipheriv } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateSync, unzipSync } from 'node:zlib';

const ID = 4;
const NONCE = 24;
const TAG = 16;

const rotated = (value, by) => ((value << by) | (value >>> (32 - by))) >>> 0;
function quarter(state, a, b, c, d) {
  for (const [to, from, by, left] of [[a, b, d, 16], [c, d, b, 12], [a, b, d, 8], [c, d, b, 7]]) {
    state[to] = (state[to] + state[from]) >>> 0;
    state[by] = rotated(state[by] ^ state[to], left);
  }
}
// draft-irtf-cfrg-xchacha-03, 2.2
function hchacha20(key, nonce) {
  const state = new Uint32Array(16);
  state.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  for (let i = 0; i < 8; i += 1) state[4 + i] = key.readUInt32LE(4 * i);
  for (let i = 0; i < 4; i += 1) state[12 + i] = nonce.readUInt32LE(4 * i);
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < 4; i += 1) quarter(state, i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i += 1) quarter(state, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const subkey = Buffer.alloc(32);
  for (let i = 0; i < 4; i += 1) {
    subkey.writeUInt32LE(state[i], 4 * i);
    subkey.writeUInt32LE(state[12 + i], 16 + 4 * i);
  }
  return subkey;
}

// The keys of every service of an installation: [{id, key}]
export function sealKeys(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.keys')).flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^seal (\d+) (\S+)$/gm)])
    .map(([, id, key]) => ({ id: Number(id), key: Buffer.from(key, 'base64url') }));
}

// What begins at `from`, as far as `bytes` go: XChaCha20 is a stream, so that its beginning opens without its end.
function opened(bytes, from, key) {
  const nonce = bytes.subarray(from + ID, from + ID + NONCE);
  const start = Buffer.alloc(16);
  start.writeUInt32LE(1, 0);  // the first block makes the tag's key
  nonce.copy(start, 8, 16);
  return createDecipheriv('chacha20', hchacha20(key, nonce), start).update(bytes.subarray(from + ID + NONCE));
}

// Every text that may be sealed somewhere in the bytes, each up to `longest`; most of them are noise.
export function* openedAnywhere(bytes, keys, longest = 4096) {
  for (const { id, key } of keys) {
    const mark = Buffer.alloc(ID);
    mark.writeUInt32BE(id);
    for (let at = bytes.indexOf(mark); at >= 0 && at + ID + NONCE + TAG <= bytes.length; at = bytes.indexOf(mark, at + 1))
      yield opened(bytes.subarray(at, at + ID + NONCE + longest), 0, key);
  }
}

const inflated = (bytes, at) => {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 24 };
  try { return (bytes[at] === 0x1f ? unzipSync : inflateSync)(bytes.subarray(at), options); } catch { return Buffer.alloc(0); }
};
// What zlib or gzip packed somewhere in the bytes.
export function* unpackedAnywhere(bytes) {
  for (const mark of [[0x1f, 0x8b, 8], [0x78, 0x01], [0x78, 0x5e], [0x78, 0x9c], [0x78, 0xda]]) {
    for (let at = bytes.indexOf(Buffer.from(mark)); at >= 0; at = bytes.indexOf(Buffer.from(mark), at + 1)) yield inflated(bytes, at);
  }
}
