// Calendars, day list, caller desk, waiting list, messages.
export const WEEKDAYS = ['', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'];

export const refusals: Record<string, string> = {
  slot_taken: 'Der Platz ist inzwischen vergeben.', hold_expired: 'Die Reservierung ist abgelaufen.', not_bookable: 'Zu dieser Zeit geht das nicht.',
  person_limit: 'Diese Person hat schon so viele Termine, wie erlaubt sind.', contact_needed: 'Dafür wird eine E-Mail-Adresse oder Telefonnummer gebraucht.',
  no_such_appointment: 'Diesen Termin gibt es nicht.', already_cancelled: 'Der Termin ist schon abgesagt.', past: 'Der Termin ist vorbei.',
};
export const reasons: Record<string, string> = {
  closed: 'dann geschlossen', over_capacity: 'zu viele Termine', not_offered: 'Leistung entfällt', too_long: 'dauert jetzt länger', no_slot: 'kein Platz', asked: 'ausgewählt',
};

export const calendar = {
  title: 'Kalender',
  lead: 'Öffnungszeiten, Schließtage und Plätze. Bevor etwas gilt, sehen Sie, welche Termine es betrifft.',
  location: 'Standort', none: 'Für Ihre Ämter gibt es noch keinen Kalender.',
  tabs: { woche: 'Woche', zeiten: 'Öffnungszeiten', schliesstage: 'Schließtage', leistungen: 'Leistungen und Dauer', regeln: 'Freigabe und Regeln' } as Record<string, string>,
  weekHint: 'Ziehen verschiebt eine Öffnungszeit in jeder Woche. Einen freien Bereich markieren: schließen oder öffnen. Alles geht auch in den anderen Reitern.',
  open: 'geöffnet', walkIn: 'ohne Termin', closed: 'geschlossen', appointments: (n: number) => (n === 1 ? '1 Termin' : `${n} Termine`),
  changed: 'Sie haben Änderungen, die noch nicht gelten.', check: 'Prüfen und speichern', discard: 'Verwerfen',
  saved: 'Gespeichert. Es gilt ab sofort.', undone: 'Der frühere Kalender gilt wieder.',
  nothingAffected: 'Kein Termin ist betroffen.', affected: (n: number) => (n === 1 ? '1 Termin ist betroffen' : `${n} Termine sind betroffen`),
  affectedLead: 'Für jeden ist ein neuer Platz vorgeschlagen. Alle bekommen eine Nachricht; wer keine bekommen kann, steht zum Anrufen da.',
  action: 'Was geschieht', move: 'verlegen', newTime: (when: string) => `neuer Termin: ${when}`, cancel: 'absagen', keep: 'so lassen', call: (number: string) => `bitte anrufen: ${number}`, noSlot: 'kein freier Platz gefunden',
  message: 'Nachricht an alle', messageHint: 'Grund und Bitte um Verständnis. Der neue Termin steht automatisch dabei.', messageDefault: 'Leider müssen wir Ihren Termin verlegen. Wir bitten um Verständnis.',
  apply: 'So ausführen', moved: (n: number) => (n === 1 ? '1 Termin verlegt oder abgesagt.' : `${n} Termine verlegt oder abgesagt.`), refused: (n: number) => `${n} gingen nicht, weil der Platz inzwischen vergeben ist. Sie stehen weiter in der Tagesliste.`,
  weekday: 'Tag', from: 'Von', to: 'Bis', repeat: 'Wiederholung', everyWeek: 'jede Woche', everyN: (n: number) => `alle ${n} Wochen`, nth: ['', 'jeden ersten im Monat', 'jeden zweiten im Monat', 'jeden dritten im Monat', 'jeden vierten im Monat', 'jeden fünften im Monat'], last: 'jeden letzten im Monat', once: 'nur an einem Tag', date: 'Datum',
  places: 'Plätze', placesHint: 'Leer: wie beim Standort', publicPlaces: 'davon für die Öffentlichkeit', validFrom: 'Gilt ab', validTo: 'Gilt bis', kind: 'Art', byAppointment: 'mit Termin',
  addRule: 'Öffnungszeit hinzufügen', editRule: 'Öffnungszeit', addClosure: 'Schließzeit hinzufügen', editClosure: 'Schließzeit', edit: 'Bearbeiten', remove: 'Entfernen', take: 'Übernehmen',
  first: 'Erster Tag', lastDay: 'Letzter Tag', wholeDay: 'Leer: der ganze Tag', reason: 'Grund', reasonHint: 'Sehen Bürgerinnen und Bürger.', noClosures: 'Keine Schließzeiten. Feiertage des Landes gelten von selbst.', noRules: 'Noch keine Öffnungszeiten.',
  bothTimes: 'Bitte geben Sie Anfang und Ende an, oder lassen Sie beides leer.', wrongTimes: 'Das Ende liegt vor dem Anfang.', needsDate: 'Bitte geben Sie ein Datum ein.',
  service: 'Leistung', minutes: 'Minuten', quantity: 'höchstens', needs: 'Angaben', needsOptions: [['none', 'keine'], ['name', 'Name'], ['name+email', 'Name und E-Mail'], ['name+telephone', 'Name und Telefon'], ['name+email|telephone', 'Name und E-Mail oder Telefon']] as [string, string][],
  addService: 'Leistung hinzufügen', external: 'Wird woanders gebucht (Adresse)',
  slotMinutes: 'Länge eines Zeitfensters (Minuten)', capacity: 'Plätze gleichzeitig', publicCapacity: 'davon für die Öffentlichkeit', buffer: 'Pause nach jedem Termin (Minuten)',
  window: 'Buchbar so viele Tage im Voraus', latest: 'Spätestens so viele Minuten vorher', hold: 'Reservierung gilt (Minuten)', limit: 'Höchstens Termine je Person', limitHint: '0: keine Grenze',
  release: 'Wann neue Termine erscheinen', releaseModes: [['at_once', 'laufend, jeden Tag einer mehr'], ['weekly', 'einmal in der Woche'], ['daily', 'jeden Tag zu einer Uhrzeit']] as [string, string][], releaseDay: 'Wochentag', releaseAt: 'Uhrzeit',
  selectTitle: (when: string) => when, closeHere: 'Hier schließen', openHere: 'Hier einmalig öffnen',
};

export const dayList = {
  title: 'Tagesliste', lead: (when: string) => when, date: 'Tag', location: 'Standort', counter: 'Mein Schalter', counterHint: 'Steht auf der Anzeige.',
  callNext: 'Nächste Person aufrufen', nobody: 'Niemand wartet.', called: (number: string, counter: string) => `${number} ist an Schalter ${counter} aufgerufen.`,
  walkIn: 'Wartenummer ziehen', walkInTitle: 'Ohne Termin da', drawn: (number: string) => `Wartenummer ${number}`, service: 'Anliegen',
  waiting: (n: number) => (n === 1 ? '1 Person wartet' : `${n} Personen warten`), expected: (low: number, high: number) => `Wartezeit für Neue etwa ${low} bis ${high} Minuten`,
  time: 'Uhrzeit', person: 'Person', about: 'Anliegen', state: 'Stand', actions: 'Schritte', empty: 'An diesem Tag gibt es keine Termine.',
  states: { expected: 'erwartet', arrived: 'da', waiting: 'wartet', called: 'aufgerufen', served: 'fertig', no_show: 'nicht gekommen', parked: 'zurückgestellt' } as Record<string, string>,
  arrive: 'Ist da', call: 'Aufrufen', serve: 'Fertig', noShow: 'Nicht gekommen', undone: 'Zurückgenommen.', set: (number: string, state: string) => `${number}: ${state}`,
  display: 'Anzeige öffnen', ticket: 'ohne Termin', needs: { wheelchair: 'Rollstuhl', moreTime: 'mehr Zeit', interpreter: (language: string) => `Dolmetschen ${language}` }, needsCounter: 'Bitte geben Sie zuerst Ihren Schalter ein.',
  print: 'Drucken', select: 'Auswählen', moveSelected: 'Ausgewählte verlegen', export: 'CSV', chosen: (n: number) => `${n} ausgewählt`,
};

export const desk = {
  hits: 'Gefundene Termine',
  title: 'Termin am Telefon', lead: 'Für jemanden buchen, verlegen, absagen – auch ohne E-Mail.',
  find: 'Termin finden', findHint: 'Nachname, Nummer oder Absagecode. Jede Suche wird protokolliert.', search: 'Suchen', nothing: 'Kein Termin gefunden.',
  book: 'Neuer Termin', service: 'Leistung', quantity: 'Anzahl', location: 'Standort', any: 'alle Standorte', from: 'Ab', times: 'Freie Zeiten', noTimes: 'Keine freie Zeit.', next: (date: string) => `Der nächste freie Tag ist ${date}.`, more: 'Spätere Zeiten',
  name: 'Name', email: 'E-Mail', telephone: 'Telefon', note: 'Besonderer Bedarf', reminder: 'Erinnerung schicken (hat zugestimmt)', channel: 'Woher', channels: [['telephone', 'am Telefon'], ['counter', 'am Schalter']] as [string, string][],
  action: 'Termin buchen', booked: 'Der Termin ist gebucht.', number: 'Nummer', code: 'Absagecode', slip: 'Zettel drucken', qr: 'QR-Code zum Termin', qrHint: 'Ansehen, verschieben oder absagen: mit dem Handy scannen.', readOut: 'Bitte vorlesen:', anotherCall: 'Nächster Anruf', cancelTitle: 'Termin absagen?', cancelBody: 'Die Person bekommt eine Nachricht, wenn sie erreichbar ist.', cancel: 'Absagen', cancelled: 'Der Termin ist abgesagt.',
  move: 'Verlegen', moving: (name: string) => `Neue Zeit für ${name}`, moved: 'Der Termin ist verlegt.', stop: 'Nicht verlegen', needsName: 'Bitte geben Sie den Namen ein.', needsTime: 'Bitte wählen Sie eine Zeit.', overbook: 'Zusätzlich einschieben (über die Plätze hinaus)', reason: 'Grund', needsReason: 'Bitte geben Sie einen Grund an.', draftKept: 'Was Sie eingetragen hatten, steht noch da.', show: 'Zettel', slipTitle: 'Ihr Termin', correct: 'Name ändern', corrected: 'Der Name ist geändert.', time: 'Zeit', person: 'Person',
};

export const waitingList = {
  title: 'Warteliste', lead: 'Wer auf einen früheren Platz wartet, in der Reihenfolge des Eintragens. Ohne Namen.', empty: 'Niemand wartet.', position: 'Platz', wish: 'Wunsch', period: 'Zeitraum', state: 'Stand', since: 'Seit',
  states: { waiting: 'wartet', offered: 'hat ein Angebot', booked: 'hat gebucht', left: 'hat sich ausgetragen', ended: 'abgelaufen' } as Record<string, string>, until: (when: string) => `bis ${when}`,
};

export const outbox = {
  title: 'Nachrichten', lead: 'Bestätigungen, Erinnerungen und Angebote an Bürgerinnen und Bürger, und ob sie ankamen.', empty: 'Hier ist keine Nachricht.', kind: 'Art', number: 'Termin', state: 'Stand', when: 'Erstellt', resend: 'Erneut senden', resent: 'Die Nachricht geht noch einmal hinaus.', all: 'alle',
  states: { queued: 'wartet', sent: 'gesendet', failed: 'nicht zugestellt' } as Record<string, string>, attempts: (n: number) => `${n} Versuche`, notSending: 'Es ist kein Mailserver eingerichtet. Nachrichten warten, bis das geschehen ist.', failedCount: (n: number) => `${n} nicht zugestellt`,
  kinds: { confirmed: 'Bestätigung', pending: 'Bitte um Bestätigung', rebooked: 'Verlegt', cancelled: 'Absage', reminder: 'Erinnerung', offer: 'Angebot der Warteliste', hold_ending: 'Reservierung endet', moved_by_staff: 'Von uns verlegt', cancelled_by_staff: 'Von uns abgesagt', wish: 'Warteliste' } as Record<string, string>,
};
