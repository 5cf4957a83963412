export const figures = {
  title: 'Kennzahlen',
  lead: 'Wie die Termine genutzt werden, verglichen mit dem gleich langen Zeitraum davor. Nichts davon je Person.',
  location: 'Standort', town: 'Ganze Kommune', from: 'Von', to: 'Bis', csv: 'Als CSV herunterladen', empty: 'In diesem Zeitraum gibt es noch keine Zahlen.',
  names: {
    booked: 'gebuchte Termine', served: 'wahrgenommen', missed: 'nicht gekommen', cancelled: 'abgesagt', walk_ins: 'ohne Termin', use: 'Auslastung der Schalter',
    wait_mean: 'mittlere Wartezeit', wait_p90: 'Wartezeit, die 9 von 10 nicht überschreiten', withheld: 'zurückgehaltene Plätze', waiting_list: 'auf der Warteliste', unanswered: 'offene Fragen jetzt',
  } as Record<string, string>,
  units: { use: '%', wait_mean: 'min', wait_p90: 'min' } as Record<string, string>,
  before: (value: string) => `davor ${value}`,
  byDay: 'Termine je Tag', by: 'Aufgeteilt nach', ways: { channel: 'Weg', hour: 'Uhrzeit', service: 'Leistung', office: 'Stelle', location: 'Standort' } as Record<string, string>,
  hour: (from: string, to: string) => `${from}–${to} Uhr`, former: 'Termine davor', nextFree: 'Nächster freier Termin', day: 'Tag', count: 'Termine', channel: 'Weg', service: 'Leistung', hours: (n: string) => `in ${n} Stunden`, days: (n: string) => `in ${n} Tagen`,
  channels: { web: 'Buchungsseite', chat: 'Chat', messenger: 'Messenger', telephone: 'Telefon', counter: 'Schalter', import: 'übernommen', unknown: 'unbekannt' } as Record<string, string>,
  asTable: 'Als Tabelle', wrongRange: 'Das Ende liegt vor dem Anfang.',
};

export const guide = {
  title: 'Eigene Kommune einrichten',
  lead: 'Von der Vorführung zum Betrieb, Schritt für Schritt. Jeder Schritt zeigt, ob er schon erledigt ist.',
  done: 'erledigt', open: 'offen', go: 'Öffnen', progress: (done: number, of: number) => `${done} von ${of} Schritten erledigt`,
  steps: {
    name: ['Name und Kontakt', 'Name, Telefon, E-Mail, Anschrift der Kommune.'], area: ['Gebiet', 'Der Amtliche Regionalschlüssel legt fest, für welche Orte die Kommune zuständig ist.'],
    catalogue: ['Katalog importieren', 'Die Dienstleistungen, die die Kommune ohnehin veröffentlicht (XZuFi).'], readiness: ['Lücken schließen', 'Die häufigsten Anliegen haben Gebühr, Unterlagen, Amt und Termine.'],
    calendars: ['Standorte und Zeiten', 'Mindestens ein Standort mit Öffnungszeiten und Leistungen.'], legal: ['Pflichtangaben', 'Impressum, Datenschutzhinweis, Erklärung zur Barrierefreiheit, Durchsetzungsstelle.'],
    look: ['Farbe und Begrüßung', 'Damit man die Kommune wiedererkennt.'], people: ['Konten', 'Mindestens eine weitere Person, damit jemand vertreten kann.'], embed: ['Auf der Webseite einbinden', 'Rechnername der Seiten, die den Chat zeigen dürfen.'],
    channels: ['Messenger', 'Wer will: ein Konto auf einem Messenger. Der Chat auf der Webseite braucht keins.'],
    demo: ['Vorführdaten entfernen', 'Wenn alles steht: Leistungen, Einträge, Ämter, Standorte und Termine der erfundenen Stadt gehen, mit Vorschau und Rückweg.'],
  } as Record<string, [string, string]>,
};
