// One person's right to know and to be forgotten.
const plural = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const person = {
  title: 'Auskunft und Löschung',
  lead: 'Wenn jemand wissen will, was über sie oder ihn gespeichert ist, oder die Löschung verlangt (Artikel 15 und 17 DSGVO).',
  who: 'Um wen geht es?',
  identity: 'Prüfen Sie vorher, dass der Antrag von dieser Person kommt.',
  email: 'E-Mail-Adresse', telephone: 'Telefonnummer', reason: 'Anlass',
  reasonHint: 'Zum Beispiel „Antrag auf Auskunft vom 3. Mai“. Steht im Protokoll, darum ohne Namen.',
  needsContact: 'Bitte eine E-Mail-Adresse oder eine vollständige Telefonnummer angeben.',
  needsReason: 'Bitte nennen Sie den Anlass.',
  search: 'Suchen',
  nothing: 'Zu dieser Adresse oder Nummer ist nichts gespeichert.',
  found: 'Das ist gespeichert',
  download: 'Als Datei herunterladen', print: 'Drucken', erase: 'Alles löschen',
  appointments: 'Termine', wishes: 'Warteliste', requests: 'Anliegen zum Datenschutz', talks: 'Gespräche mit Mitarbeitenden', messengers: 'Messenger',
  counts: (appointments: number, wishes: number, requests: number, talks: number, peers: number) => [
    plural(appointments, 'Termin', 'Termine'), plural(wishes, 'Wunsch der Warteliste', 'Wünsche der Warteliste'),
    plural(requests, 'Anliegen zum Datenschutz', 'Anliegen zum Datenschutz'),
    plural(talks, 'Gespräch', 'Gespräche'), plural(peers, 'Konto bei einem Messenger', 'Konten bei Messengern')],
  service: 'Dienstleistung', time: 'Zeit', entered: 'Angaben', state: 'Stand', place: 'Ort', since: 'Seit', text: 'Inhalt',
  channel: 'Kanal', waiting: 'Wartende Nachrichten', address: 'Adresse', period: 'Zeitraum',
  people: (n: number) => plural(n, 'Person', 'Personen'),
  messages: (n: number) => plural(n, 'Nachricht verschickt oder wartend', 'Nachrichten verschickt oder wartend'),
  states: ['', 'reserviert', 'noch nicht bestätigt', 'bestätigt', 'angekommen', 'aufgerufen', 'bedient', 'nicht erschienen',
    'abgesagt', 'verfallen'],
  needs: { wheelchair: 'Rollstuhl', more_time: 'mehr Zeit', interpreter: (language: string) => `Dolmetschen: ${language}` },
  eraseTitle: 'Alles über diese Person löschen?',
  eraseLead: 'Das verschwindet endgültig, auch wenn später eine Sicherung zurückgeholt wird:',
  eraseCancels: (n: number) => `${plural(n, 'künftiger Termin wird', 'künftige Termine werden')} dabei abgesagt, ohne Nachricht.`,
  eraseHint: 'Verlangt das Gesetz, etwas aufzubewahren, laden Sie es vorher herunter und legen Sie es zur Akte.',
  eraseSoon: 'Wird gleich gelöscht. Bis dahin können Sie es zurücknehmen.',
  taken: 'Es wurde nichts gelöscht.',
  erased: (appointments: number, cancelled: number, talks: number, peers: number) =>
    `Gelöscht: ${plural(appointments, 'Termin', 'Termine')} (davon ${cancelled} künftige abgesagt), `
    + `${plural(talks, 'Gespräch', 'Gespräche')}, ${plural(peers, 'Konto', 'Konten')} bei Messengern.`,
  fileName: (day: string) => `auskunft-${day}.json`,
};
