// What the page itself hands out as a file.
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** For German spreadsheets. A cell that begins like a formula is none. */
export function saveCsv(name: string, lines: string[][]): void {
  const cell = (text: string) => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const text = lines.map((line) => line.map(cell).join(';')).join('\r\n');
  saveFile(name, new Blob([`\ufeff${text}\r\n`], { type: 'text/csv;charset=utf-8' }));
}
