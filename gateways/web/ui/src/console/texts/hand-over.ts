export const hand = {
  title: 'Gespräche', lead: 'Wer im Chat einen Menschen sprechen möchte, wer um Rückruf gebeten und wer eine Barriere gemeldet hat. Am längsten Wartende zuerst.',
  empty: 'Gerade wartet niemand.', off: 'Die Übergabe ist noch aus', offLead: 'Sobald eine Stelle besetzte Zeiten einträgt, können Bürgerinnen und Bürger dort im Chat einen Menschen erreichen.', setHours: 'Besetzte Zeiten eintragen',
  newTalk: 'Jemand wartet im Chat', newMessage: 'Neue Nachricht im Chat',
  states: { waiting: 'wartet', accepted: 'im Gespräch', returned: 'beendet', closed: 'abgeschlossen', callback: 'Rückruf', report: 'Meldung' } as Record<string, string>,
  filters: [['open', 'Offen'], ['waiting', 'Wartend'], ['accepted', 'Im Gespräch'], ['callback', 'Rückrufe'], ['report', 'Gemeldete Barrieren'], ['ended', 'Beendet']] as [string, string][],
  filter: 'Anzeigen', who: 'Anliegen', state: 'Stand', since: 'Seit', office: 'Stelle', channel: 'Kanal', open: 'Öffnen', noTopic: 'ohne Thema',
  minutes: (n: number) => (n < 1 ? 'gerade eben' : n < 120 ? `${n} min` : `${Math.round(n / 60)} Std.`), due: (day: string) => `fällig ${day}`, overdue: 'überfällig',
  channels: { web: 'Webseite', telegram: 'Telegram', matrix: 'Matrix', whatsapp: 'WhatsApp', signal: 'Signal', threema: 'Threema', xmpp: 'XMPP' } as Record<string, string>,
  alerts: 'Hinweise', sound: 'Ton bei neuen Gesprächen', desktop: 'Hinweise auf dem Bildschirm erlauben', desktopOn: 'Hinweise auf dem Bildschirm sind an.', mine: 'Ihr Gespräch', other: 'Eine andere Person hat angenommen',
};
export const talk = {
  back: 'Alle Gespräche', title: (office: string) => `Gespräch: ${office}`, callTitle: 'Rückruf', reportTitle: 'Gemeldete Barriere', transcript: 'Verlauf',
  accept: 'Annehmen', acceptHint: 'Erst mit dem Annehmen liest die Person, dass sie verbunden ist.', taken: 'Eine andere Person hat dieses Gespräch schon angenommen.',
  reply: 'Antwort', send: 'Senden', template: 'Vorlage einfügen', choose: 'Vorlage wählen …', toAll: 'Strg + Eingabe sendet',
  notes: 'Interne Notizen', notesLead: 'Nur für Mitarbeitende, nie im Chat.', note: 'Neue Notiz', addNote: 'Notiz speichern', noted: 'Die Notiz ist gespeichert.', noNotes: 'Noch keine Notiz.',
  transfer: 'Weitergeben', transferTitle: 'An eine andere Stelle weitergeben', to: 'Stelle', transferNote: 'Notiz für die Stelle', transferred: 'Das Gespräch wartet jetzt dort.', nobody: 'Keine andere Stelle nimmt Gespräche an.',
  back2: 'An den Assistenten zurückgeben', backTitle: 'Gespräch beenden?', backLead: 'Danach antwortet wieder der automatische Assistent und sagt das auch. Der Verlauf bleibt 30 Tage hier.', ended: 'Der Assistent antwortet wieder.',
  close: 'Abschließen', closeLead: 'Das Gespräch wird beendet und gilt als erledigt.', exportPdf: 'Als PDF für die E-Akte', exported: 'Das PDF ist gespeichert.', exportedTitle: 'PDF in der Akte? Dann hier löschen',
  exportedLead: (n: number) => `Liegt das PDF in der E-Akte und lässt es sich öffnen, werden die ${n} Nachrichten und alle Notizen hier nicht mehr gebraucht. Gelöschtes lässt sich nicht zurückholen.`, removeNow: 'Jetzt hier löschen', later: 'Noch behalten',
  remove: 'Löschen', removeTitle: 'Gespräch endgültig löschen?', removeLead: (n: number) => `${n} Nachrichten und alle Notizen werden gelöscht. Das lässt sich nicht zurücknehmen. Haben Sie das PDF für die Akte gespeichert?`, removed: 'Das Gespräch ist gelöscht.', removedSoon: 'Das Gespräch wird gleich gelöscht.',
  tick: 'Rückruf erledigt', tickLead: 'Name und Telefonnummer werden dabei gelöscht.', ticked: 'Der Rückruf ist abgehakt.', tickedSoon: 'Der Vorgang wird gleich abgehakt.', name: 'Name', telephone: 'Telefon', wanted: 'Gewünschte Zeit', dueBy: 'Zurückrufen bis', gone: 'Die Angaben wurden nach dem Abhaken gelöscht.', contact: 'Kontakt', answerBy: 'Antworten bis', noContact: 'ohne Angabe: keine Antwort gewünscht',
  reportTick: 'Beantwortet', reportTickLead: 'Name und Kontakt werden dabei gelöscht, die Meldung selbst nach 30 Tagen.', reportTicked: 'Die Meldung ist abgehakt.',
  authors: { assistant: 'Assistent', staff: 'Mensch', citizen: 'Bürgerin oder Bürger', notice: 'Hinweis' } as Record<string, string>, over: 'Die Person hat den Chat verlassen oder er ist abgelaufen.',
};
export const staffed = {
  title: 'Besetzte Zeiten', lead: 'Wann Menschen einer Stelle im Chat antworten. Ohne Zeiten ist die Übergabe für die Stelle aus. An Feiertagen ist niemand da.',
  office: 'Stelle', name: 'Name im Chat', nameHint: 'So lesen ihn die Bürgerinnen und Bürger. Keine Namen von Beschäftigten.', day: 'Tag', from: 'Von', to: 'Bis', add: 'Zeit hinzufügen', remove: 'Entfernen', save: 'Speichern', saved: 'Die Zeiten gelten sofort.', undone: 'Es gelten wieder die Zeiten von vorher.',
  templates: 'Vorlagen für Antworten', templateTitle: 'Titel', templateText: 'Text', addTemplate: 'Vorlage hinzufügen', now: 'jetzt besetzt', notNow: 'jetzt nicht besetzt', off: 'aus', none: 'Noch keine Zeit: Die Übergabe ist aus.',
  days: ['', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
};
