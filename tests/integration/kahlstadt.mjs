// A town with the least that an import takes, and with those of the legal texts that a test wants.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const legalText = (about) => `# ${about}\n\n${'Die Stadt Kahlstadt gibt hier an, was das Gesetz verlangt. '.repeat(4)}\n`;
export const allLegal = { imprint: legalText('Impressum'), privacy: legalText('Datenschutz'), accessibility: legalText('Barrierefreiheit') };

// → the folder, for `import`.
export function writeKahlstadt(folder, legal = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'municipality.json'), JSON.stringify({ id: 'kahlstadt', name: 'Stadt Kahlstadt', ars: '010990001001', ags: '01099001',
    land: 'SH', hosts: ['kahlstadt.localhost'], time_zone: 'Europe/Berlin', contact: { telephone: '+49 40 66969-100', email: 'rathaus@kahlstadt.example' }, legal }));
  return folder;
}
