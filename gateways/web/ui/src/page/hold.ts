// Says two minutes before its end that a held time runs out, and once more when it has. The button beside it holds it longer.

const WARN_MS = 2 * 60_000;

export function warnOfEnd(box: HTMLElement): void {
  const end = Number(box.dataset.heldUntil) * 1000;
  const say = (words: string | undefined): void => {
    const text = document.createElement('p');
    text.className = 'held held--soon';
    text.textContent = words ?? '';
    box.replaceChildren(text);
  };
  const at = (time: number, words: string | undefined): void => {
    const left = time - Date.now();
    if (left > 0) setTimeout(() => say(words), left);
    else if (time === end - WARN_MS && end > Date.now()) say(words);
  };
  at(end - WARN_MS, box.dataset.soon);
  at(end, box.dataset.over);
}
