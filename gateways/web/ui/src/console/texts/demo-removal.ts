export const demoRemoval = {
  title: 'Vorführdaten entfernen',
  lead: 'Der letzte Schritt zum echten Betrieb. Entfernt wird nur, was mit der Vorführung kam und was Sie nicht '
    + 'geändert haben.',
  back: 'Zu allen Schritten',
  already: 'Diese Kommune ist keine Vorführung. Hier ist nichts zu entfernen.',
  nothing: 'Von der Vorführung ist nichts mehr übrig. Der Hinweis auf erfundene Daten kann weg.',
  backupTitle: 'Vorher sichern',
  backup:
    'Laden Sie Katalog und Einträge herunter, oder lassen Sie den Betrieb eine Sicherung anlegen (./amtslotse backup).',
  exportXzufi: 'Katalog (XZuFi)',
  exportFaq: 'FAQ-Einträge (CSV)',
  answers: 'Auskunft',
  counter: 'Termine',
  people: 'Konten und Gespräche',
  services: (n: number) => (n === 1 ? '1 Leistung' : `${n} Leistungen`),
  offices: (n: number) => (n === 1 ? '1 Amt' : `${n} Ämter`),
  entries: (n: number) => (n === 1 ? '1 FAQ-Eintrag, wird archiviert' : `${n} FAQ-Einträge, werden archiviert`),
  rules: (n: number) =>
    n === 1 ? '1 Regel der Zuständigkeit und Ähnliches' : `${n} Regeln der Zuständigkeit und Ähnliches`,
  questions: (n: number) => (n === 1 ? '1 offene Frage' : `${n} offene Fragen`),
  questionsGone: 'Fragen und Bewertungen lassen sich nicht zurückholen.',
  locations: 'Standorte, die schließen',
  locationsLead: 'Künftige Termine dort werden abgesagt; wer gebucht hat, bekommt Nachricht.',
  location: (name: string, n: number) =>
    `${name} (${n === 0 ? 'keine künftigen Termine' : n === 1 ? '1 künftiger Termin' : `${n} künftige Termine`})`,
  noLocations: 'Kein Standort der Vorführung ist mehr offen.',
  accounts: 'Konten, die gesperrt werden',
  accountsLead: 'Kreuzen Sie an, wer nur zum Ausprobieren da war. Gelöscht wird kein Konto.',
  noAccounts: 'Außer Ihrem gibt es kein offenes Konto.',
  talks: (n: number) => (n === 1 ? '1 Gespräch löschen' : `${n} Gespräche löschen`),
  talksLead: 'Gelöschte Gespräche lassen sich nicht zurückholen.',
  figures: 'Kennzahlen aus der Vorführung bleiben stehen; wählen Sie in der Auswertung einen Zeitraum ab heute.',
  rest: 'Was Sie selbst importiert, geschrieben oder geändert haben, bleibt.',
  remove: 'Vorführdaten entfernen',
  askTitle: 'Vorführdaten wirklich entfernen?',
  askLead:
    'Danach bestätigen Sie mit Passwort und Code, dass Sie es sind. Katalog, Einträge, Standorte, Termine und Konten '
      + 'lassen sich hier wieder zurückholen.',
  message: 'Dieser Termin gehörte zu einer Vorführung und entfällt.',
  running: (what: string) => (what ? `Wird entfernt: ${what}` : 'Katalog und Einträge werden entfernt …'),
  done: 'Die Vorführdaten sind entfernt.',
  summary: (entries: number, locations: number, cancelled: number, accounts: number, talks: number) =>
    `${entries} Einträge archiviert, ${locations} Standorte geschlossen, ${cancelled} Termine abgesagt, ${accounts} `
      + `Konten gesperrt, ${talks} Gespräche gelöscht.`,
  undo: 'Alles zurückholen',
  undoTitle: 'Vorführdaten zurückholen?',
  undoLead:
    'Katalog, Einträge, Standorte, Termine und Konten sind dann wie vorher; die Kommune gilt wieder als Vorführung.',
  undone: 'Die Vorführdaten sind wieder da.',
  next: 'Damit die erfundenen Nachbarorte nicht neu entstehen, startet der Betrieb künftig mit ./amtslotse run '
    + '--no-demo.',
};
