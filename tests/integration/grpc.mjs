// Any RPC from a test, without generated code: what the protos say, and just enough of the wire format for it.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import { join } from 'node:path';
import { root } from './paths.mjs';

export const owners = ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers'];

// → [{owner, method: "Nlu/Understand", path, request: name of its message}]
export const rpcs = owners.flatMap((owner) => {
  const services = protoOf(owner).split(/^service (?=\w)/m).slice(1);
  return services.flatMap((text) => {
    const name = /^\w+/.exec(text)[0];
    return [...text.matchAll(/^\s*rpc (\w+)\((?:stream )?(\w+)\)/gm)]
      .map(([, method, request]) => ({ owner, method: `${name}/${method}`, path: `/amtslotse.${owner}.v1.${name}/${method}`, request }));
  });
});

/** What the process serves: its main service, and what stands beside it in files of their own. */
function protoOf(owner) {
  const folder = join(root, 'proto', 'amtslotse', owner, 'v1');
  return readdirSync(folder).sort().map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

// Fields of a message by name: {number, type}.
export function fieldsOf(owner, message) {
  const text = protoOf(owner);
  const start = text.search(new RegExp(`^message ${message} \\{`, 'm'));
  if (start < 0) return {};
  const body = text.slice(start, text.indexOf('\n}', start));
  return Object.fromEntries([...body.matchAll(/^\s+(?:repeated |optional )?([\w.]+) (\w+) = (\d+);/gm)].map(([, type, name, number]) => [name, { number: Number(number), type }]));
}

function varint(value) {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}

// Strings, numbers, messages and lists of those; names that the message does not have are left out.
export function encode(owner, message, values) {
  const fields = fieldsOf(owner, message);
  const parts = [];
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    if (!field) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'number' || typeof one === 'bigint' || typeof one === 'boolean') parts.push(varint(field.number * 8), varint(Number(one)));
      else {
        const bytes = typeof one === 'string' ? Buffer.from(one) : encode(owner, field.type, one);
        parts.push(varint(field.number * 8 + 2), varint(bytes.length), bytes);
      }
    }
  }
  return Buffer.concat(parts);
}

// What services/rpc/actor.cc signs, with the installation's key.
export function signActor(keyFile, values) {
  const actor = encode('staff', 'Actor', { account_id: 'test', display_name: 'Test', roles: 4, reauthenticated: true,
    expires_unix: Math.floor(Date.now() / 1000) + 600, ...values });
  const program = `import base64, hashlib, sys
key = open(sys.argv[1], 'rb').read().strip()
body = base64.b64decode(sys.argv[2])
tag = hashlib.blake2b(body, digest_size=32, key=hashlib.blake2b(key, digest_size=32).digest()).digest()
print(base64.urlsafe_b64encode(body + tag).decode().rstrip('='))`;
  return spawnSync('python3', ['-c', program, keyFile, actor.toString('base64')], { encoding: 'utf8' }).stdout.trim();
}

// A connection that is made anew where it broke: a busy machine may lose one.
export class Line {
  constructor(open) { this.open = open; }
  request(headers) {
    if (!this.session || this.session.destroyed || this.session.closed) {
      this.session = this.open();
      this.session.on('error', () => {});
    }
    return this.session.request(headers);
  }
  destroy() { this.session?.destroy(); }
}
export const overSocket = (path) => new Line(() => http2.connect('http://localhost', { createConnection: () => net.connect(path) }));

// One call, once more where there is no connection; → {code, message, bytes}, or {refused} where there is none again.
export async function call(line, ...rest) {
  const answer = await callOnce(line, ...rest);
  return answer.refused ? callOnce(line, ...rest) : answer;
}

function callOnce(line, path, request = Buffer.alloc(0), headers = {}) {
  return new Promise((resolve) => {
    const stream = line.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', 'grpc-timeout': '10S', ...headers });
    const received = [];
    const taken = (trailers) => {
      if (trailers['grpc-status'] === undefined) return;
      resolve({ code: Number(trailers['grpc-status']), message: decodeURIComponent(trailers['grpc-message'] ?? ''), bytes: Buffer.concat(received) });
    };
    stream.on('data', (bytes) => received.push(bytes));
    stream.on('response', taken);
    stream.on('trailers', taken);
    stream.on('error', (error) => resolve({ refused: error.message }));
    stream.on('close', () => resolve({ refused: 'closed' }));
    const head = Buffer.alloc(5);
    head.writeUInt32BE(request.length, 1);
    stream.end(Buffer.concat([head, request]));
  });
}
