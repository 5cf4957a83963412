import { AmtslotseChat } from './amtslotse-chat';

/** Called by amtslotse-chat.js, which knows where it was loaded from. */
export function define(scriptOrigin: string): void {
  AmtslotseChat.scriptOrigin = scriptOrigin;
  if (!customElements.get('amtslotse-chat')) customElements.define('amtslotse-chat', AmtslotseChat);
}
