// What the assistant learns from assigned questions, and which state of it answers.
import { acts } from './acts';

/** Several wishes of one message come joined by '+'. */
export const actNames = (ids = '') =>
  ids
    .split('+')
    .filter(Boolean)
    .map((id) => acts[id] ?? id)
    .join(' und ') || 'nicht verstanden';

export const training = {
  title: 'Lernen',
  lead:
    'Der Assistent lernt aus Fragen, die Sie zugeordnet haben. Was sich an seinen Antworten ändert, sehen Sie, bevor '
      + 'es ' +
    'gilt. Nachts lernt er von selbst; was ihn schlechter macht, wird nie eingesetzt.',
  missing: 'Der Dienst, der Sprache versteht, ist von hier aus nicht erreichbar.',
  now: 'Es antwortet',
  shipped: 'der mitgelieferte Stand',
  trained: (when: string) => `der Stand vom ${when}`,
  own: (n: number) => (n === 1 ? 'mit einer eigenen Frage' : `mit ${n} eigenen Fragen`),
  right: (n: string) => `Von 100 Testfragen versteht er ${n} richtig.`,
  start: 'Jetzt lernen',
  startHint:
    'Dauert einige Minuten. Sie können inzwischen auf anderen Seiten weiterarbeiten; bitte schließen Sie dieses ' +
    'Fenster nicht. Die Antworten bleiben, wie sie sind, bis Sie den neuen Stand einsetzen.',
  progress: 'Fortschritt beim Lernen',
  resultTitle: 'Ergebnis',
  verdicts: {
    not_worse: 'Der neue Stand versteht nicht weniger als der bisherige. Sie können ihn einsetzen.',
    worse: 'Der neue Stand versteht weniger als der bisherige. Er wird nicht eingesetzt.',
    unchanged: 'Es gibt nichts Neues zu lernen: Der Stand ist derselbe.',
  } as Record<string, string>,
  marks: { not_worse: 'nicht schlechter', worse: 'schlechter', unchanged: 'gleich' } as Record<string, string>,
  changesTitle: 'Diese Antworten würden sich ändern',
  changedTitle: (when: string) => `Was der Stand vom ${when} anders versteht als sein Vorgänger`,
  changesEmpty: 'Keine Antwort ändert sich.',
  changesNone: 'Keine der geprüften Fragen wird anders verstanden.',
  question: 'Frage',
  before: 'Bisher verstanden als',
  after: 'Neu verstanden als',
  effect: 'Wirkung',
  better: 'jetzt richtig',
  poorer: 'nicht mehr richtig',
  other: 'anders',
  ownCase: 'eigene Frage',
  models: 'Stände',
  modelsEmpty: 'Noch kein Stand.',
  when: 'Gelernt',
  standing: 'Prüfung',
  examples: 'Eigene Fragen',
  correct: 'Richtig',
  active: 'antwortet',
  show: 'Änderungen ansehen',
  use: 'Einsetzen',
  back: 'Zurück zum vorigen Stand',
  useTitle: (when: string) => `Stand vom ${when} einsetzen?`,
  useShipped: 'Mitgelieferten Stand einsetzen?',
  useLead: 'Er antwortet ab sofort, ohne Unterbrechung. Sie können jederzeit zurückwechseln.',
  used: 'Der Stand antwortet ab sofort.',
  undone: 'Es antwortet wieder der vorige Stand.',
  off: 'Auf diesem Server ist das Lernen ausgeschaltet',
  offBody:
    'Auch nachts wird nicht gelernt. Der Assistent antwortet weiter mit dem Stand, der hier steht; zugeordnete Fragen ' +
    'bleiben aufgehoben. Wer Amtslotse betreibt, kann das Lernen einschalten (NLU_TRAINING, Betriebshandbuch). Bitte ' +
    'wenden Sie sich dorthin.',
  leadOff: 'Hier sehen Sie, mit welchem Stand der Assistent antwortet.',
  problems: {
    busy: 'Es wird gerade schon gelernt. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    refused: 'Ihr Konto darf das nicht.',
    memory: 'Der Speicher des Servers reicht nicht. Bitte wenden Sie sich an den Betrieb.',
    failed:
      'Das Lernen ist fehlgeschlagen; am Assistenten hat sich nichts geändert. Der Grund steht im Betriebsprotokoll.',
    broken: 'Die Verbindung ist abgebrochen; am Assistenten hat sich nichts geändert.',
  } as Record<string, string>,
};
