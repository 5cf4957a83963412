// An OpenID Connect provider for tests, strict about what a client must send: authorization code with PKCE (S256), state,
// nonce, exact redirect URLs, client_secret_basic, codes that work once and for a minute.
//
//   node tests/emulators/openid.mjs --redirect http://localhost:8080/staff/api/v1/openid/callback [--port N]
//
// prints one line of JSON, {"issuer": …}, and ends when its standard input does. What it says about the person and which
// rule it breaks is set by POST /control, a JSON object merged into `behaviour`; GET /control tells what it was asked.
import crypto from 'node:crypto';
import http from 'node:http';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    redirect: { type: 'string', multiple: true, default: [] },
    'client-id': { type: 'string', default: 'amtslotse' },
    'client-secret': { type: 'string', default: 'geheim: ü & mehr' },
  },
});

const now = () => Math.floor(Date.now() / 1000);
const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const pairs = {
  RS256: crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
let generation = 1;
const keyId = (algorithm) => `${algorithm}-${generation}`;

const initial = () => ({
  algorithm: 'RS256', // or ES256, none, HS256
  person: { sub: 'person-1', email: 'anke@erlenfurt.example', email_verified: true },
  claims: {}, // override or, with null, remove
  signedInAt: now() - 3600, // at this provider; asking again moves it
  forgeSignature: false,
  foreignIssuer: false, // in the discovery document
  discoveryStatus: 200,
  clockOffset: 0,
  ignoreFreshness: false,
});
let behaviour = initial();
let seen = { authorizations: 0, tokens: 0, keySets: 0 };
const codes = new Map();

function rotateKeys() {
  generation += 1;
  pairs.RS256 = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  pairs.ES256 = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function keySet() {
  return {
    keys: [
      ...Object.entries(pairs).map(([alg, pair]) => ({ ...pair.publicKey.export({ format: 'jwk' }), kid: keyId(alg), alg, use: 'sig' })),
      { ...pairs.RS256.publicKey.export({ format: 'jwk' }), kid: 'encryption', use: 'enc', alg: 'RSA-OAEP' },
      { kty: 'OKP', crv: 'Ed25519', x: base64url('x'.repeat(32)), kid: 'other' },
    ],
  };
}

function sign(payload) {
  const { algorithm } = behaviour;
  const input = `${base64url({ alg: algorithm, typ: 'JWT', kid: keyId(algorithm) })}.${base64url(payload)}`;
  let signature = Buffer.alloc(0);
  if (algorithm === 'HS256') {
    const secret = pairs.RS256.publicKey.export({ format: 'pem', type: 'spki' }); // the classic confusion of key kinds
    signature = crypto.createHmac('sha256', secret).update(input).digest();
  } else if (algorithm !== 'none') {
    signature = crypto.sign('sha256', Buffer.from(input), { key: pairs[algorithm].privateKey, dsaEncoding: 'ieee-p1363' });
  }
  if (behaviour.forgeSignature) signature[signature.length >> 1] ^= 1;
  return `${input}.${signature.toString('base64url')}`;
}

class Refusal extends Error {
  constructor(error, description, status = 400) {
    super(description);
    Object.assign(this, { error, status });
  }
}
const must = (holds, error, description, status) => {
  if (!holds) throw new Refusal(error, description, status);
};

function authorize(query) {
  const redirect = query.get('redirect_uri');
  must(query.get('client_id') === options['client-id'], 'invalid_request', 'unknown client_id');
  must(options.redirect.includes(redirect), 'invalid_request', `redirect_uri ${redirect} is not registered`);
  must(query.get('response_type') === 'code', 'unsupported_response_type', 'response_type');
  must((query.get('scope') ?? '').split(' ').includes('openid'), 'invalid_scope', 'scope without openid');
  must((query.get('state') ?? '').length >= 16, 'invalid_request', 'state is too short');
  must((query.get('nonce') ?? '').length >= 16, 'invalid_request', 'nonce is too short');
  must(query.get('code_challenge_method') === 'S256', 'invalid_request', 'code_challenge_method');
  must(/^[A-Za-z0-9_-]{43}$/.test(query.get('code_challenge') ?? ''), 'invalid_request', 'code_challenge');
  seen.authorizations += 1;
  if ((query.get('prompt') === 'login' || query.get('max_age') === '0') && !behaviour.ignoreFreshness) behaviour.signedInAt = now();
  const code = crypto.randomBytes(24).toString('base64url');
  codes.set(code, { redirect, nonce: query.get('nonce'), challenge: query.get('code_challenge'), until: now() + 60 });
  const target = new URL(redirect);
  target.searchParams.set('code', code);
  target.searchParams.set('state', query.get('state'));
  return target.href;
}

function authenticateClient(header) {
  const [scheme, value] = (header ?? '').split(' ');
  must(scheme === 'Basic' && value, 'invalid_client', 'client_secret_basic expected', 401);
  const [id, secret] = Buffer.from(value, 'base64').toString().split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  must(id === options['client-id'] && secret === options['client-secret'], 'invalid_client', 'wrong client or secret', 401);
}

function token(request, body) {
  must(request.headers['content-type'] === 'application/x-www-form-urlencoded', 'invalid_request', 'content type');
  authenticateClient(request.headers.authorization);
  const form = new URLSearchParams(body);
  must(form.get('grant_type') === 'authorization_code', 'unsupported_grant_type', 'grant_type');
  const granted = codes.get(form.get('code'));
  codes.delete(form.get('code'));
  must(granted && granted.until > now(), 'invalid_grant', 'code is unknown, used or too old');
  must(granted.redirect === form.get('redirect_uri'), 'invalid_grant', 'another redirect_uri');
  const verifier = form.get('code_verifier') ?? '';
  must(/^[A-Za-z0-9._~-]{43,128}$/.test(verifier), 'invalid_grant', 'code_verifier');
  const challenge = crypto.createHash('sha256').update(verifier).digest('base64url');
  must(challenge === granted.challenge, 'invalid_grant', 'code_verifier does not match');
  seen.tokens += 1;
  const at = now() + behaviour.clockOffset;
  const payload = {
    iss: issuer, aud: options['client-id'], nonce: granted.nonce, iat: at, exp: at + 300, auth_time: behaviour.signedInAt,
    ...behaviour.person, ...behaviour.claims,
  };
  for (const [name, value] of Object.entries(payload)) if (value === null) delete payload[name];
  return { access_token: crypto.randomBytes(16).toString('hex'), token_type: 'Bearer', expires_in: 300, id_token: sign(payload) };
}

function discovery() {
  return {
    issuer: behaviour.foreignIssuer ? 'https://elsewhere.example' : issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
  };
}

function control(method, body) {
  if (method === 'GET') return { behaviour, seen };
  const wish = JSON.parse(body || '{}');
  if (wish.reset) {
    behaviour = initial();
    seen = { authorizations: 0, tokens: 0, keySets: 0 };
  }
  if (wish.rotateKeys) rotateKeys();
  const { reset, rotateKeys: rotate, ...rest } = wish;
  behaviour = { ...behaviour, ...rest };
  return {};
}

function answer(request, body, response) {
  const url = new URL(request.url, issuer);
  const json = (value, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(value));
  };
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /.well-known/openid-configuration') return json(discovery(), behaviour.discoveryStatus);
  if (route === 'GET /keys') {
    seen.keySets += 1;
    return json(keySet());
  }
  if (route === 'GET /authorize') {
    response.writeHead(302, { location: authorize(url.searchParams) });
    return response.end();
  }
  if (route === 'POST /token') return json(token(request, body));
  if (url.pathname === '/control') return json(control(request.method, body));
  return json({ error: 'not_found' }, 404);
}

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  try {
    answer(request, body, response);
  } catch (error) {
    response.writeHead(error.status ?? 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: error.error ?? 'server_error', error_description: error.message }));
  }
});
let issuer = '';
server.listen(Number(options.port), '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ issuer }));
});
process.stdin.on('end', () => process.exit(0)).resume();
