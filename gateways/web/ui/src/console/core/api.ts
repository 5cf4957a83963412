// The staff interface of the gateway: who is signed in, and RPCs as JSON. Every call is safe to repeat unless its RPC
// says otherwise; what the server refuses becomes an ApiError with the server's own words.
import { shell } from '../texts/shell';

export type Role = 'editor' | 'location_staff' | 'lead' | 'administrator';

export interface Actor {
  accountId: string;
  displayName?: string;
  municipalityId: string;
  roles?: Role[];
  officeIds?: string[];
}
export interface Session {
  csrf: string;
  townName: string;
  demo: boolean;
  enrolmentNeeded?: boolean;
  actor?: Actor;
}

/** `code`: not_signed_in, confirm_needed, enrolment_needed, conflict, exists, precondition, refused, invalid, not_found, busy, away. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail || shell.failures[code] || shell.failures.away!);
  }
}

const BASE = '/staff/api/v1';

/** Services name a field and what it must be, in English ("name: expected …"): ours before it, theirs for who looks into it. */
function inWords(code: string, detail: string): string {
  const words = shell.failures[code];
  return words && /^[a-z][a-z0-9_.[\]]*: /.test(detail) ? `${words} (${detail})` : detail;
}

async function errorOf(response: Response): Promise<ApiError> {
  const { code = 'away', detail = '' } = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  return new ApiError(response.status, code, inWords(code, detail));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(BASE + path, { credentials: 'same-origin', cache: 'no-store', ...init }).catch(() => {
    throw new ApiError(0, 'offline', '');
  });
  if (!response.ok) throw await errorOf(response);
  return response;
}

export class Api {
  private csrf = '';
  /** Asks the person to prove who they are again; false when they would rather not. */
  confirm: () => Promise<boolean> = () => Promise.resolve(false);
  /** The session has ended. */
  signedOut: () => void = () => {};

  /** undefined: nobody is signed in. */
  async session(): Promise<Session | undefined> {
    try {
      const session = (await (await reach('/session', {})).json()) as Session;
      this.csrf = session.csrf;
      return session;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return undefined;
      throw error;
    }
  }

  async get<T>(path: string): Promise<T> {
    return (await (await reach(path, {})).json()) as T;
  }

  /** `path` below /staff/api/v1. */
  async post<T>(path: string, body: object = {}): Promise<T> {
    const response = await this.send(path, JSON.stringify(body), 'application/json');
    const answer = (await response.json()) as T & { csrf?: string };
    if (answer.csrf) this.csrf = answer.csrf;
    return answer;
  }

  /** `rpc`: service/Method, for example knowledge/ListEntries. */
  call<T>(rpc: string, body: object = {}): Promise<T> {
    return this.confirmed<T>(`/call/${rpc}`, body);
  }

  /** `post`, after who it is has been confirmed once more where that is asked for. */
  async confirmed<T>(path: string, body: object = {}): Promise<T> {
    try {
      return await this.post<T>(path, body);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'not_signed_in') this.signedOut();
      if (error.code !== 'confirm_needed' || !(await this.confirm())) throw error;
      return this.post<T>(path, body);
    }
  }

  /** Opens in a tab of its own what the server answers to a form. */
  open(path: string, fields: Record<string, string>): void {
    const form = Object.assign(document.createElement('form'), {
      action: path,
      method: 'post',
      enctype: 'multipart/form-data',
      target: '_blank',
      hidden: true,
    });
    for (const [name, value] of Object.entries({ csrf: this.csrf, ...fields }))
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    document.body.append(form);
    form.submit();
    form.remove();
  }

  /** Bytes as they are; the answer may be a stream. */
  send(path: string, body: BodyInit, type: string): Promise<Response> {
    return reach(path, {
      method: 'POST',
      body,
      headers: { 'Content-Type': type, 'X-Amtslotse-Csrf': this.csrf || 'anmelden' },
    });
  }
}

export const api = new Api();

/** What the server says line by line, as JSON, while it is at it. */
export async function eachLine<T>(response: Response, take: (line: T) => void): Promise<void> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as T);
  }
}

/** The same for every try of one step, so that a repeat changes nothing. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
