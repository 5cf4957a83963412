// What somebody wants, by the id that training uses.
export const acts: Record<string, string> = {
  overview: 'Überblick', fee: 'Gebühr', documents: 'Unterlagen', deadline: 'Frist', duration: 'Bearbeitungsdauer',
  procedure: 'Ablauf', eligibility: 'Voraussetzungen', form_online: 'Formular, online', opening_hours: 'Öffnungszeiten',
  open_now: 'gerade geöffnet?', address: 'Adresse', responsible_office: 'Zuständigkeit', contact: 'Kontakt',
  book: 'Termin buchen', show_slots: 'freie Termine', rebook: 'Termin verschieben', cancel: 'Termin absagen',
  my_appointment: 'mein Termin', waiting_list: 'Warteliste', application_status: 'Stand des Antrags',
  legal_declaration: 'förmliche Erklärung', data_protection: 'Datenschutz', defect_report: 'Mangel melden',
  complaint: 'Beschwerde', praise: 'Lob', capabilities: 'Was kannst du?', greet: 'Begrüßung', thank: 'Dank',
  goodbye: 'Abschied', yes: 'Ja', no: 'Nein', choose: 'Auswahl', correct: 'Berichtigung', restart: 'von vorn',
  human: 'mit einem Menschen sprechen', bereavement: 'Todesfall', insult: 'Beleidigung', emergency: 'Notfall',
  not_emergency: 'kein Notfall', out_of_scope: 'gehört nicht hierher',
};
