import type { Message, Outgoing } from './message';

/** A refusal of the server in its own words, or the lack of an answer (status 0). */
export class ApiError extends Error {
  constructor(readonly status: number, message: string, readonly retryAfterSeconds = 0) {
    super(message);
  }
  /** Trying the same again can help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface Conversation { id: string; token: string; messages: Message[]; }
export interface Replies { messages: Message[]; sessionExpired?: boolean; gone?: boolean; }

const ANSWER_WITHIN_MS = 25_000;

/** The calls of the chat. Every one may be repeated: the server does its work once per client_message_id. */
export class ChatApi {
  constructor(private readonly base: string, private readonly municipality: string,
              private readonly language: () => string) {}

  start(): Promise<Conversation> {
    return this.call('POST', '/conversations', undefined, { language: this.language() });
  }

  send(id: string, token: string, outgoing: Outgoing): Promise<Replies> {
    const { text, choice, form, clientId } = outgoing;
    const body = { client_message_id: clientId, ...(form ? { form } : choice ? { choice } : { text }) };
    return this.call('POST', `/conversations/${id}/messages`, token, body);
  }

  after(id: string, token: string, sequence: number): Promise<Replies> {
    return this.call('GET', `/conversations/${id}/messages?after=${sequence}`, token);
  }

  async remove(id: string, token: string): Promise<void> {
    await this.call('DELETE', `/conversations/${id}`, token);
  }

  async rate(id: string, token: string, sequence: number, helpful: boolean, comment: string): Promise<void> {
    await this.call('POST', `/conversations/${id}/ratings`, token, { sequence, helpful, comment });
  }

  /** Opens the event stream; the caller reads the body. */
  async events(id: string, token: string, sequence: number, signal: AbortSignal): Promise<Response> {
    const url = `${this.base}/conversations/${id}/events?after=${sequence}`;
    const response = await fetch(url, { headers: this.headers(token, 'text/event-stream'), signal, cache: 'no-store' });
    if (!response.ok) throw new ApiError(response.status, response.statusText);
    return response;
  }

  private headers(token?: string, accept = 'application/json'): Record<string, string> {
    const headers: Record<string, string> = { Accept: accept };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (this.municipality) headers['X-Amtslotse-Municipality'] = this.municipality;
    return headers;
  }

  private async call<T>(method: string, path: string, token?: string, body?: unknown): Promise<T> {
    const headers = this.headers(token);
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        method, headers, cache: 'no-store', credentials: 'omit',
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch {
      throw new ApiError(0, '');
    }
    if (response.status === 204) return undefined as T;
    const answer = await response.json().catch(() => undefined);
    if (!response.ok) {
      throw new ApiError(response.status, answer?.detail ?? '', Number(response.headers.get('Retry-After') ?? 0));
    }
    if (answer === undefined) throw new ApiError(0, '');  // cut off, or something in between that is not us
    return answer as T;
  }
}
