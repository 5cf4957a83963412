// The neutral message as the gateway's JSON API speaks it (docs: /api/v1/openapi.json, schema Message).
// Fields without a value are absent.

export type Author = 'assistant' | 'staff' | 'citizen' | 'notice';
export type TextKind = 'answer' | 'question' | 'error' | 'emergency' | 'confirmation' | 'notice' | 'consent';
export type PromptKind =
  'choice' | 'name' | 'email' | 'telephone' | 'place' | 'code' | 'form' | 'confirmation' | 'free_text';

export interface Choice { id: string; label: string; description?: string; url?: string; }
export interface Link { label: string; url: string; }
export interface Card { kind: string; title: string; lines?: string[]; links?: Link[]; stepFree?: boolean; }
export interface FileAttachment { name: string; mediaType: string; content: string; }  // content: base64
export interface Source { title: string; url?: string; date?: string; }
export interface Field {
  id: string;
  label: string;
  kind?: 'text' | 'email' | 'telephone' | 'checkbox';
  required?: boolean;
  autocomplete?: string;
  hint?: string;
  error?: string;
  value?: string;
}
export interface Prompt { kind: PromptKind; label?: string; fields?: Field[]; expiresUnix?: number; }

export interface Message {
  sequence: number;
  author: Author;
  text?: string;
  choices?: Choice[];
  cards?: Card[];
  files?: FileAttachment[];
  links?: Link[];
  sources?: Source[];
  prompt?: Prompt;
  timeUnix?: number;
  answerVersion?: string;
  authorLabel?: string;
  textKind?: TextKind;
  urgent?: boolean;
}

/** What the citizen sends: exactly one of text, choice and form. `shown` stands in the conversation. */
export interface Outgoing {
  clientId: string;
  shown: string;
  text?: string;
  choice?: string;
  form?: Record<string, string>;
  timeUnix: number;
  state: 'sending' | 'sent' | 'failed';
  failure?: string;   // in words for the citizen
  sequence?: number;  // once the server has told it
}

export type Entry = { own: Outgoing; message?: undefined } | { message: Message; own?: undefined };
