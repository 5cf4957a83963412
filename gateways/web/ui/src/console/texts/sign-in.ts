export const signIn = {
  title: 'Anmelden',
  lead: (town: string) => `Verwaltung ${town}`,
  name: 'Anmeldename',
  password: 'Passwort',
  code: 'Code aus der App',
  codeHint: 'Sechs Ziffern aus Ihrer Authenticator-App, oder einer Ihrer Notfallcodes.',
  action: 'Anmelden',
  openId: (label: string) => label || 'Mit dem Dienstkonto anmelden',
  or: 'oder',
  forgotten: 'Passwort vergessen oder Telefon verloren?',
  forgottenHelp:
    'Die Administration Ihrer Kommune schickt Ihnen einen neuen Link. Ist niemand mehr da, der das kann, hilft der '
      + 'Betrieb: ./amtslotse staff link KOMMUNE --name ANMELDENAME',
  firstHelp:
    'Noch kein Konto? Den Link für die erste Administration gibt dieser Befehl auf dem Server: ./amtslotse staff '
      + 'link KOMMUNE',
  helpTitle: 'Hilfe beim Anmelden',
  problems: {
    'dienstkonto-nicht-erreichbar': 'Die Anmeldung mit dem Dienstkonto ist gerade nicht erreichbar.',
    'dienstkonto-abgebrochen': 'Die Anmeldung mit dem Dienstkonto wurde abgebrochen.',
    'dienstkonto-unbekannt':
      'Zu diesem Dienstkonto gibt es hier kein Konto. Bitte wenden Sie sich an die Administration.',
  } as Record<string, string>,
  totpNeeded: 'Das Passwort stimmt. Jetzt fehlt noch der Code.',
  failedTries: (count: number) => `Seit Ihrer letzten Anmeldung gab es ${count} fehlgeschlagene Versuche.`,
  linkTitle: 'Konto einrichten',
  linkLead: 'Wählen Sie ein Passwort. Danach richten Sie den zweiten Faktor ein, das dauert zwei Minuten.',
  linkName: 'Anmeldename (nur für die erste Administration)',
  linkNameHint:
    'Kleinbuchstaben, Ziffern, Punkt und Strich, zum Beispiel ida.gross. Bei einem Link zum Zurücksetzen bleibt das '
      + 'Feld leer.',
  newPassword: 'Neues Passwort',
  passwordHint: 'Mindestens 12 Zeichen. Ein ganzer Satz ist gut.',
  linkAction: 'Weiter',
  linkGone:
    'Dieser Link gilt nicht mehr. Er geht nur einmal und nur für kurze Zeit; lassen Sie sich einen neuen geben.',
  enrolTitle: 'Zweiten Faktor einrichten',
  enrolLead:
    'Mit dem zweiten Faktor kommt niemand nur mit Ihrem Passwort hinein. Sie brauchen dafür eine Authenticator-App '
      + 'auf dem Telefon.',
  enrolScan: 'Öffnen Sie die App und lesen Sie dieses Bild ein.',
  enrolType: 'Ohne Kamera: diesen Schlüssel eintippen',
  enrolOpen: 'Auf diesem Gerät öffnen',
  enrolCode: 'Geben Sie den Code ein, den die App zeigt.',
  enrolAction: 'Einrichten',
  qrLabel: 'QR-Code für die Authenticator-App',
  recoveryTitle: 'Ihre Notfallcodes',
  recoveryLead:
    'Jeder geht einmal und ersetzt den Code der App, wenn das Telefon fehlt. Drucken Sie sie aus oder legen Sie sie '
      + 'in einen Tresor. Sie werden nicht noch einmal gezeigt.',
  print: 'Drucken',
  recoveryAction: 'Ich habe die Codes verwahrt',
};
