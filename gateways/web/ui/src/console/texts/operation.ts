export const channels = {
  title: 'Messenger', lead: 'Konten der Kommune auf Messengern: ob sie verbunden sind, was dort gefragt werden darf, was nicht zugestellt wurde.',
  empty: 'Es ist kein Messenger eingerichtet. Das Betriebshandbuch zeigt, wie ein Konto dazukommt.', account: 'Konto', state: 'Verbindung', level: 'Gefragt werden darf', letters: 'Nicht zugestellt',
  connected: 'verbunden', away: 'nicht verbunden', refused: 'Zugangsdaten abgelehnt', books: 'Termine und Kontaktdaten', informs: 'nur Auskunft',
  raise: 'Termine freigeben', lower: 'Auf Auskunft beschränken', raiseTitle: (name: string) => `Termine auf ${name} freigeben?`, raiseLead: 'Damit werden über diesen Messenger Namen und Kontaktdaten erfragt. Die Freigabe wird mit Person, Zeit und Grund festgehalten.',
  lowerLead: 'Ab der nächsten Nachricht wird dort nur noch Auskunft gegeben; Termine gehen über den Link zur Webseite.', reason: 'Grund der Freigabe', needsReason: 'Bitte nennen Sie den Grund.', saved: 'Gilt ab der nächsten Nachricht.',
  approved: (time: string, reason: string) => `freigegeben am ${time}: ${reason}`,
  lettersTitle: 'Nicht zugestellte Nachrichten', lettersLead: 'Ohne Inhalt und ohne Absender. Erneut senden oder verwerfen.', lettersEmpty: 'Alles ist zugestellt.', what: 'Was', why: 'Warum', when: 'Wann', again: 'Erneut senden', discard: 'Verwerfen', resent: 'Die Nachricht ist wieder in der Warteschlange.',
  discardTitle: 'Nachricht verwerfen?', discardLead: 'Sie wird endgültig gelöscht und nicht mehr zugestellt.', discardedSoon: 'Die Nachricht wird gleich verworfen.',
  kinds: { answer: 'Antwort', unasked: 'Erinnerung, Angebot oder Nachricht von Mitarbeitenden', unanswered: 'Nachricht ohne Antwort' } as Record<string, string>,
};
export const pulls = {
  title: 'Abrufe', lead: 'Der Katalog wird von selbst geholt, sobald er sich an der Quelle ändert.', empty: 'Noch kein Abruf.', add: 'Neuer Abruf', edit: 'Ändern', remove: 'Löschen', run: 'Jetzt abrufen',
  url: 'Adresse der Datei', format: 'Format', formats: [['', 'am Inhalt erkennen'], ['xzufi', 'XZuFi'], ['dldb', 'DLDB (Berlin)'], ['csv', 'CSV']] as [string, string][], every: 'Abstand in Minuten', everyHint: '5 bis 44 640 Minuten (ein Monat).', complete: 'Die Datei ist vollständig: Was fehlt, wird stillgelegt', paused: 'Angehalten',
  last: 'Zuletzt', outcome: 'Ergebnis', outcomes: { unchanged: 'unverändert', imported: 'übernommen', failed: 'fehlgeschlagen' } as Record<string, string>, never: 'noch nie', save: 'Speichern', saved: 'Gespeichert.', removeTitle: 'Abruf löschen?', removeLead: (url: string) => `${url} wird nicht mehr abgerufen. Was schon übernommen ist, bleibt.`, ran: 'Der Abruf ist gelaufen.', removed: 'Der Abruf ist gelöscht.', wrong: 'Bitte eine Adresse mit http:// oder https:// angeben.',
};
export const feeds = {
  title: 'Kalender abonnieren', lead: 'Ein privater Link, mit dem ein Kalenderprogramm die Termine dieses Standorts zeigt, ohne Namen. Wer den Link hat, sieht sie: Geben Sie ihn nicht weiter. Ein neuer Link macht den alten ungültig.',
  make: 'Neuen Link erzeugen', makeTitle: 'Neuen Link erzeugen?', makeLead: 'Ein früherer Link dieses Standorts zeigt dann nichts mehr. Kalender, die ihn abonniert haben, brauchen den neuen.', copy: 'Kopieren', copied: 'Der Link ist kopiert.', url: 'Privater Link', csv: 'Termine als CSV', from: 'Von', to: 'Bis', location: 'Standort', download: 'Herunterladen',
};
export const lookUps = {
  ask: 'Name erfragen', title: 'Namen hinter Kennzeichen', lead: 'Einen Namen sieht nur, wer ihn mit Begründung erfragt und wem eine zweite Person zustimmt. Jeder Schritt steht im Protokoll.',
  askTitle: (mark: string) => `Name zu ${mark} erfragen?`, reason: 'Grund', reasonHint: '10 bis 500 Zeichen. Der Grund bleibt im Protokoll.', needsReason: 'Bitte nennen Sie den Grund mit mindestens 10 Zeichen.', asked: 'Die Anfrage wartet auf eine zweite Person.',
  empty: 'Noch kein Name erfragt.', mark: 'Kennzeichen', state: 'Stand', states: { asked: 'wartet auf Zustimmung', agreed: 'zugestimmt', refused: 'abgelehnt', over: 'abgelaufen' } as Record<string, string>, name: 'Name', agree: 'Zustimmen', refuse: 'Ablehnen', decided: 'Die Entscheidung steht im Protokoll.', hidden: 'nur für die anfragende Person',
};
