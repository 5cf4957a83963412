export const questions = {
  title: 'Fragen im Chat',
  lead: 'Wie die Gespräche verlaufen, verglichen mit dem gleich langen Zeitraum davor. Nichts davon je Person.',
  from: 'Von',
  to: 'Bis',
  csv: 'Als CSV herunterladen',
  empty: 'In diesem Zeitraum gibt es noch keine Zahlen.',
  wrongRange: 'Das Ende liegt vor dem Anfang.',
  questions: 'Fragen',
  names: { answered: 'beantwortet', handedOver: 'an Menschen übergeben', unanswered: 'unbeantwortet' } as Record<
    string,
    string
  >,
  satisfied: 'hilfreich (bewertet)',
  formerly: (value: string) => `davor ${value}`,
  former: 'Fragen davor',
  byDay: 'Fragen je Tag',
  asTable: 'Als Tabelle',
  by: 'Aufgeteilt nach',
  ways: { channel: 'Kanal', hour: 'Uhrzeit', service: 'Leistung', office: 'Stelle' } as Record<string, string>,
};
