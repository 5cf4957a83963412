#include "services/dialogue/core/texts.h"

#include <algorithm>

#include "services/dialogue/core/text_tables.h"

namespace amtslotse::dialogue {
namespace {

// Sorted by id; what is said of appointments is in appointment_texts.cc. Plain language (B1), short sentences, one
// thought each, "Sie".
constexpr TextEntry kTexts[] = {
    {"act.address", "Adresse und Weg"},
    {"act.application_status", "Stand des Antrags"},
    {"act.book", "Termin vereinbaren"},
    {"act.complaint", "Beschwerde"},
    {"act.contact", "Telefon und E-Mail"},
    {"act.deadline", "Fristen"},
    {"act.defect_report", "Mangel melden"},
    {"act.documents", "Unterlagen"},
    {"act.duration", "Bearbeitungsdauer"},
    {"act.eligibility", "Voraussetzungen"},
    {"act.fee", "Kosten"},
    {"act.form_online", "Online oder Formular"},
    {"act.legal_declaration", "Widerspruch oder Kündigung"},
    {"act.open_now", "Jetzt geöffnet?"},
    {"act.opening_hours", "Öffnungszeiten"},
    {"act.overview", "Überblick"},
    {"act.payment", "Bezahlen"},
    {"act.procedure", "Ablauf"},
    {"act.responsible_office", "Zuständige Stelle"},
    {"act.waiting_list", "Auf die Warteliste setzen"},
    {"answer.also_online", "Das geht auch online."},
    {"answer.more", "Mehr dazu"},
    {"answer.more_on", "Mehr zu: {act}"},
    {"answer.no_service_yet",
     "Worum geht es? Nennen Sie mir bitte die Leistung, zum Beispiel „Personalausweis“ oder „Wohnung anmelden“."},
    {"answer.nothing_closer", "Genaueres weiß ich dazu nicht. Zu „{service}“ kann ich Ihnen das sagen:"},
    {"answer.which_service", "Was meinen Sie?"},
    {"at_a_loss",
     "Das klingt schwer. Ich helfe Ihnen gern, so gut ich kann. Worum geht es: um Geld, die Wohnung, die Familie, "
     "einen "
     "Brief vom Amt? Ein Stichwort genügt. Ein Mensch hilft Ihnen hier: {contact}.\nBrauchen Sie jemanden zum Reden? "
     "Die "
     "Telefonseelsorge ist Tag und Nacht da, kostenlos: 0800 1110111 oder 0800 1110222."},
    {"bereavement",
     "Das tut mir sehr leid. Mein Beileid.\nEin Sterbefall wird beim Standesamt angezeigt, meist erledigt das "
     "Bestattungsinstitut für Sie."},
    {"callback.ask",
     "Wer soll zurückgerufen werden? Ich brauche Ihren Namen, Ihre Telefonnummer und eine Zeit, die Ihnen passt."},
    {"callback.ask_name", "Wie heißen Sie?"},
    {"callback.ask_telephone", "Unter welcher Telefonnummer sind Sie zu erreichen?"},
    {"callback.ask_time", "Wann passt es Ihnen? Zum Beispiel: vormittags."},
    {"callback.bad_telephone",
     "Diese Nummer kann ich nicht lesen. Bitte schreiben Sie sie mit Vorwahl, zum Beispiel 04821 12345."},
    {"callback.done",
     "Danke. {office} ruft Sie unter {telephone} zurück, spätestens am {date}. Ihre Angaben sehen nur die "
     "Mitarbeitenden dort. Nach dem Rückruf werden sie gelöscht."},
    {"callback.no", "Den Rückruf kann ich gerade nicht eintragen. Bitte rufen Sie an: {contact}"},
    {"capabilities",
     "Ich bin der digitale Assistent der Verwaltung ({town}). Ich kann:\n- Fragen zu Leistungen beantworten: Kosten, "
     "Unterlagen, Fristen, Ablauf\n- sagen, welche Stelle für Sie zuständig ist und wann sie geöffnet hat\n- Termine "
     "buchen, verschieben und absagen\nFragen Sie einfach in Ihren Worten."},
    {"choice.human", "Mit einem Menschen sprechen"},
    {"choice.no", "Nein"},
    {"choice.none_of_these", "Nichts davon"},
    {"choice.refused", "Gut. Sagen Sie mir bitte mit anderen Worten, worum es geht."},
    {"choice.stale", "Diese Auswahl gehört zu einer früheren Frage und gilt nicht mehr. Es ist nichts passiert."},
    {"choice.yes", "Ja"},
    {"complaint",
     "Das tut mir leid. Ihre Beschwerde erreicht die Verwaltung hier: {contact}. Schreiben Sie bitte dazu, wann und wo "
     "es passiert ist."},
    {"contact.not_asked", "Ihre E-Mail-Adresse brauche ich gerade nicht. Worum geht es?"},
    {"correct.what", "Danke für den Hinweis. Was meinen Sie stattdessen?"},
    {"data_protection",
     "Für Auskunft oder Löschung Ihrer Daten brauchen Sie kein Formular. Bitte schreiben Sie an: {email}. Dort wird "
     "Ihr Anliegen bearbeitet.\nDieses Gespräch können Sie jederzeit selbst löschen."},
    {"data_protection.added", "Das leite ich mit weiter."},
    {"data_protection.ask",
     "Dafür brauchen Sie kein Formular. Ich leite Ihre Nachricht an die Stelle für Datenschutz weiter: {email}. Für "
     "die "
     "Antwort brauche ich Ihren Namen und Ihre E-Mail-Adresse. Wenn Sie das nicht möchten, schreiben Sie „abbrechen“.\n"
     "Dieses Gespräch können Sie jederzeit selbst löschen."},
    {"data_protection.ask_email", "An welche E-Mail-Adresse soll die Antwort gehen?"},
    {"data_protection.chat",
     "Dieses Gespräch wird verschlüsselt gespeichert und {kept} nach Ihrer letzten Nachricht gelöscht. Sie können es "
     "auch jederzeit selbst löschen. Schreiben Sie hier mit einem Menschen, wird es bis zu 30 Tage aufbewahrt. Was ich "
     "nicht beantworten kann, bleibt ohne Ihre persönlichen Angaben gespeichert, damit wir besser werden. Möchten Sie "
     "wissen, was die Stadt über Sie gespeichert hat? Dann schreiben Sie: „Auskunft über meine Daten“."},
    {"data_protection.done",
     "Ihr Anliegen ist eingegangen und an {email} weitergeleitet, am {date} um {time} Uhr. Sie bekommen von dort "
     "Antwort, spätestens in einem Monat.\nDieses Gespräch können Sie jederzeit selbst löschen."},
    {"data_protection.dropped", "Gut, ich leite nichts weiter. Sie können auch selbst schreiben, an: {email}"},
    {"data_protection.failed",
     "Weiterleiten kann ich Ihr Anliegen gerade nicht. Bitte schreiben Sie selbst an: {email}. Dort wird es "
     "bearbeitet, "
     "auch ohne Formular."},
    {"data_protection.no_email",
     "Ohne E-Mail-Adresse kann ich Ihr Anliegen nicht weiterleiten. Ein Brief genügt, auch ohne Formular, an: "
     "{address}."},
    {"data_protection.page", "Datenschutzhinweis"},
    {"data_protection.policy",
     "Wie die Stadt oder Gemeinde mit Daten umgeht, steht hier: {url}\nWenn Sie Auskunft, Berichtigung oder Löschung "
     "Ihrer Daten wünschen, schreiben Sie mir das einfach. Dafür brauchen Sie kein Formular."},
    {"data_protection.subject", "Datenschutz-Anliegen aus dem Chat"},
    {"data_protection.why",
     "Name und E-Mail-Adresse braucht die Stelle für Datenschutz, um Ihnen zu antworten. Beides geht mit Ihrer "
     "Nachricht nur dorthin. Die Antwort kommt spätestens in einem Monat."},
    {"defect_report",
     "Danke, dass Sie das melden möchten. Bitte melden Sie den Schaden hier: {contact}. Wichtig sind der genaue Ort "
     "und was kaputt ist.\nBei Gefahr für Menschen rufen Sie bitte die 112 oder 110 an."},
    {"defect_report.online",
     "Danke, dass Sie das melden möchten. Am besten melden Sie den Schaden online, mit dem Link hier, oder so: "
     "{contact}. "
     "Wichtig sind der genaue Ort und was kaputt ist.\nBei Gefahr für Menschen rufen Sie bitte die 112 oder 110 an."},
    {"doctor_on_duty",
     "Den ärztlichen Bereitschaftsdienst erreichen Sie unter 116 117, rund um die Uhr und kostenlos. Dort erfahren Sie "
     "auch, welche Praxis in Ihrer Nähe gerade offen ist. Bei Lebensgefahr rufen Sie die 112 an."},
    {"down.booking",
     "Die Terminbuchung ist gerade nicht erreichbar. Fragen beantworte ich weiter. Bitte versuchen Sie es in ein paar "
     "Minuten noch einmal oder rufen Sie an: {telephone}."},
    {"down.knowledge",
     "Ich kann gerade nicht nachsehen. Bitte versuchen Sie es gleich noch einmal, oder rufen Sie an: {telephone} oder "
     "die Behördennummer 115."},
    {"down.nlu",
     "Ganze Sätze verstehe ich gerade nicht, ich suche nur nach einzelnen Wörtern. Nennen Sie am besten die Leistung, "
     "zum Beispiel „Personalausweis“. Oder fragen Sie einen Menschen: {contact} oder die Behördennummer 115."},
    {"down.responsibility",
     "Ich kann die zuständige Stelle gerade nicht nachsehen. Bitte rufen Sie an: {telephone} oder die Behördennummer "
     "115."},
    {"email.not_asked", "Danke, Ihre E-Mail-Adresse brauche ich gerade nicht. Was möchten Sie wissen?"},
    {"emergency.fire",
     "Rufen Sie sofort die 112 (Feuerwehr und Rettungsdienst). Bringen Sie sich und andere in Sicherheit. Ich bin ein "
     "Programm und kann keine Hilfe schicken."},
    {"emergency.maybe", "Ist jemand in Gefahr? Dann rufen Sie sofort die 112 oder die 110 an."},
    {"emergency.medical",
     "Rufen Sie bei Lebensgefahr sofort die 112 (Rettungsdienst). Wenn es nicht lebensbedrohlich ist: ärztlicher "
     "Bereitschaftsdienst 116 117. Ich bin ein Programm und kann keine Hilfe schicken."},
    {"emergency.other_danger",
     "Rufen Sie sofort an: 112 (Feuerwehr und Rettungsdienst) oder 110 (Polizei). Ich bin ein Programm und kann keine "
     "Hilfe schicken."},
    {"emergency.poisoning",
     "Rufen Sie sofort die 112. Auch der Giftnotruf hilft rund um die Uhr, die 112 verbindet Sie. Ich bin ein Programm "
     "und kann keine Hilfe schicken."},
    {"emergency.self_harm",
     "Sie sind nicht allein. Bitte rufen Sie jetzt an:\n- Telefonseelsorge, Tag und Nacht, kostenlos: 0800 1110111 "
     "oder 0800 1110222\n- bei unmittelbarer Gefahr: 112\nIch bin ein Programm. Dort hören Ihnen Menschen zu."},
    {"emergency.violence",
     "Rufen Sie bei Gefahr sofort die 110 (Polizei). Rund um die Uhr und kostenlos helfen auch:\n- Hilfetelefon Gewalt "
     "gegen Frauen: 116 016\n- Hilfetelefon Gewalt an Männern: 0800 1239900\nIch bin ein Programm und kann keine Hilfe "
     "schicken."},
    {"entry.source", "Auskunft der Stadt"},
    {"goodbye", "Auf Wiedersehen! Wenn Sie noch etwas wissen möchten, bin ich hier."},
    {"greet", "Guten Tag! Wie kann ich Ihnen helfen?"},
    {"greeting.default", "Guten Tag! Ich helfe Ihnen bei Fragen an die Verwaltung ({town}) und bei Terminen."},
    {"greeting.disclosure",
     "Hier antwortet ein automatischer Assistent (KI). Dieses Gespräch wird verschlüsselt gespeichert und {kept} "
     "nach Ihrer letzten Nachricht gelöscht. Bitte schreiben Sie nur, was für Ihr Anliegen nötig ist."},
    {"human", "So erreichen Sie einen Menschen: {contact}"},
    {"human.callback", "Rückruf wünschen"},
    {"human.callback_until", "Oder jemand ruft Sie zurück, spätestens am {date}."},
    {"human.connected", "Sie sind jetzt verbunden. Hier antwortet ein Mensch: {office}."},
    {"human.left", "Gut. Hier antwortet wieder der automatische Assistent (KI), kein Mensch. Was möchten Sie wissen?"},
    {"human.moved",
     "Ihr Anliegen geht an eine andere Stelle: {office}. Bitte warten Sie, bis dort jemand da ist. Noch sind Sie nicht "
     "verbunden."},
    {"human.nobody",
     "Leider ist jetzt niemand mehr im Chat. Hier antwortet wieder der automatische Assistent (KI), kein Mensch. So "
     "erreichen Sie einen Menschen: {contact}"},
    {"human.outside", "Gerade ist kein Mensch im Chat. {office} antwortet hier zu diesen Zeiten: {hours}."},
    {"human.returned",
     "{office} hat das Gespräch beendet. Ab jetzt antwortet hier wieder der automatische Assistent (KI), kein Mensch."},
    {"human.staffed",
     "Ein Mensch kann Ihnen hier im Chat antworten: {office}. Die Person sieht unser Gespräch bis hierher. Es wird "
     "dann bis zu 30 Tage nach dem Ende aufbewahrt. Möchten Sie das?"},
    {"human.start", "Mit einem Menschen schreiben"},
    {"human.stop", "Zurück zum Assistenten"},
    {"human.waiting",
     "Ich habe Bescheid gegeben: {office}. Sie sind an Stelle {position} der Warteschlange, noch nicht verbunden. Sie "
     "können schon schreiben, was die Person wissen soll. Ich antworte so lange nicht."},
    {"insult",
     "Ich verstehe, dass Sie verärgert sind. Sagen Sie mir, worum es geht? Oder sprechen Sie mit einem Menschen: "
     "{contact}"},
    {"legal_declaration",
     "Eine Nachricht hier zählt rechtlich nicht. Widerspruch, Einspruch oder Kündigung müssen Sie schriftlich "
     "einreichen: {address}. Wie lange Sie Zeit haben, steht in Ihrem Bescheid unter „Rechtsbehelfsbelehrung“. Bitte "
     "handeln Sie schnell."},
    {"legal_declaration.contract",
     "Das kann die Stadt nicht annehmen. Kündigen Sie schriftlich bei dem, mit dem Sie den Vertrag haben: eine Wohnung "
     "also bei der Vermieterin oder dem Vermieter. Wie lange vorher, steht im Vertrag."},
    {"letter",
     "Ich kann Ihren Brief nicht sehen. Oben im Brief steht, wer ihn geschrieben hat, mit Telefonnummer. Dort können "
     "Sie "
     "nachfragen. Steht eine Frist im Brief, warten Sie bitte nicht.\nWorum geht es in dem Brief? Ein Wort genügt, "
     "dann "
     "erkläre ich, was ich dazu weiß. Ein Mensch hilft Ihnen hier: {contact}."},
    {"lonely",
     "Das tut mir leid. Ich bin ein Programm und kann Ihnen leider nicht zuhören wie ein Mensch. Die Telefonseelsorge "
     "hört Ihnen zu, Tag und Nacht, kostenlos: 0800 1110111 oder 0800 1110222."},
    {"name.told", "Guten Tag! Ihren Namen brauche ich erst, wenn Sie einen Termin buchen. Was kann ich für Sie tun?"},
    {"no.nothing_asked", "Gut. Wenn Sie noch etwas wissen möchten, bin ich hier."},
    {"objection.deadline",
     "Bis wann Sie Widerspruch oder Einspruch einlegen können, steht in Ihrem Bescheid ganz am Ende, unter "
     "„Rechtsbehelfsbelehrung“. Ausrechnen kann ich die Frist nicht: Sie hängt vom Bescheid ab und davon, wann er bei "
     "Ihnen angekommen ist. Bitte handeln Sie schnell, oder fragen Sie die Stelle, die den Bescheid geschickt hat."},
    {"office.any", "Sie können zu jeder dieser Stellen gehen:"},
    {"office.ask_house_number", "Welche Hausnummer?"},
    {"office.ask_initial", "Mit welchem Buchstaben beginnt Ihr Nachname? Davon hängt ab, wer zuständig ist."},
    {"office.ask_place",
     "In welchem Ort wohnen Sie? Die zuständige Stelle hängt davon ab. Name oder Postleitzahl genügt."},
    {"office.ask_street", "In welcher Straße wohnen Sie, und welche Hausnummer? Davon hängt ab, wer zuständig ist."},
    {"office.ask_which_place", "Welchen Ort meinen Sie?"},
    {"office.holidays",
     "An gesetzlichen Feiertagen ist geschlossen. Wenn Sie mir einen Tag nennen, sage ich Ihnen, wann dann geöffnet "
     "ist."},
    {"office.no_data",
     "Dazu habe ich keine zuständige Stelle gefunden. Die Behördennummer 115 hilft weiter, montags bis freitags von 8 "
     "bis 18 Uhr."},
    {"office.no_hours", "Die Öffnungszeiten stehen hier leider nicht."},
    {"office.not_applicable", "Das gibt es an diesem Ort nicht. {reason}"},
    {"office.place_unknown", "Diesen Ort kenne ich nicht. Bitte nennen Sie die Postleitzahl."},
    {"office.responsible", "Zuständig ist: {office}."},
    {"office.several", "Zuständig sind: {offices}."},
    {"open_now.unknown", "Ob jetzt geöffnet ist, weiß ich nicht sicher. Das sind die Öffnungszeiten:"},
    {"out_of_scope", "Dazu kann ich nichts sagen. Ich helfe bei Fragen an die Verwaltung ({town}) und bei Terminen."},
    {"place.not_there",
     "Für {place} kann ich das nicht sagen, denn ich antworte für: {town}. Fragen Sie bitte dort nach, oder rufen Sie "
     "die "
     "Behördennummer 115 an."},
    {"place.noted", "Ich habe mir den Ort gemerkt: {place}."},
    {"place.same_there", "In {place} gilt dasselbe. Zuständig ist dort: {offices}."},
    {"place.unknown",
     "Den Ort „{place}“ kenne ich nicht. Liegt er in Deutschland? Dann nennen Sie mir bitte die Postleitzahl."},
    {"place.unknown_beside",
     "Den Ort „{place}“ kenne ich nicht. Liegt er in Deutschland? Dann nennen Sie mir bitte die Postleitzahl. Bis "
     "dahin "
     "antworte ich für: {town}."},
    {"place.unknown_postcode", "Die Postleitzahl {postcode} kenne ich nicht. Ich antworte für: {town}."},
    {"plain.none", "Dazu gibt es leider noch keinen Text in Leichter Sprache. Das steht dazu im Katalog:"},
    {"plain.which",
     "Was möchten Sie in Leichter Sprache lesen? Schreiben Sie es dazu, zum Beispiel: „Personalausweis in Leichter "
     "Sprache“."},
    {"politics", "Zu Politik gebe ich keine Auskunft und keine Empfehlung."},
    {"praise", "Das freut mich. Danke!"},
    {"puzzled",
     "Entschuldigung, dann war das nicht klar. Fragen Sie gern noch einmal mit anderen Worten. Manches gibt es in "
     "Leichter Sprache: Schreiben Sie „Leichte Sprache“. Ein Mensch erklärt es Ihnen auch: {contact}."},
    {"restart", "Gut, wir fangen von vorne an. Was möchten Sie wissen?"},
    {"session.expired",
     "Wir haben länger nichts voneinander gehört. Darum habe ich unser früheres Gespräch gelöscht. Wir beginnen neu."},
    {"spoken.nowhere",
     "{language} spricht an unseren Standorten nach unseren Angaben niemand. Wenn Sie einen Termin buchen, gebe ich "
     "an, "
     "dass Sie jemanden zum Dolmetschen brauchen. Wofür brauchen Sie den Termin?"},
    {"spoken.where", "{language} spricht jemand hier: {places}. Wenn Sie dort einen Termin möchten: Wofür?"},
    {"status.application",
     "In Ihre Akte kann ich nicht sehen. Nach dem Stand Ihres Antrags fragen Sie bitte bei der zuständigen Stelle: "
     "{contact}. Halten Sie Ihr Aktenzeichen bereit."},
    {"status.at_office",
     "In Ihre Akte kann ich nicht sehen. Nach dem Stand Ihres Antrags fragen Sie bitte hier. Halten Sie Ihr "
     "Aktenzeichen "
     "bereit."},
    {"stranger",
     "„{name}“ finde ich nicht unter den Stellen der Verwaltung ({town}). Öffnungszeiten, Adressen und Telefonnummern "
     "kenne "
     "ich nur von ihnen. Alles andere finden Sie im Internet oder im Telefonbuch."},
    {"stranger.town", "Stellen der Verwaltung zeigen"},
    {"thank", "Gern geschehen! Kann ich noch etwas für Sie tun?"},
    {"unclear.first",
     "Das habe ich nicht sicher verstanden, oder es gehört nicht zu unseren Angeboten. Können Sie es anders sagen? "
     "Weiter helfen auch die Suche auf unserer Internetseite und die Behördennummer 115. Oder meinen Sie eines davon?"},
    {"unclear.first_bare",
     "Das habe ich nicht sicher verstanden. Können Sie es mit anderen Worten sagen, zum Beispiel „Reisepass "
     "beantragen“?"},
    {"unclear.near", "Oder meinen Sie eines davon?"},
    {"unclear.not_here",
     "Dazu habe ich bei uns ({town}) nichts gefunden, oder ich habe Sie nicht sicher verstanden. Fragen Sie gern mit "
     "anderen Worten. Weiter helfen auch die Suche auf unserer Internetseite und die Behördennummer 115."},
    {"unclear.search_page", "Auf der Internetseite suchen"},
    {"unclear.second",
     "Es tut mir leid, ich komme nicht weiter. Ein Mensch kann Ihnen helfen: {contact}. Auch die Behördennummer 115 "
     "gibt Auskunft."},
    {"unclear.third", "Auch das habe ich leider nicht verstanden. Am besten hilft Ihnen ein Mensch: {contact}."},
    {"unsupported",
     "Das kann ich hier nicht lesen und habe nichts davon gespeichert. Bitte schreiben Sie mir Ihre Frage als Text."},
    {"unwell",
     "Das tut mir leid. Brauchen Sie ärztliche Hilfe? Der Bereitschaftsdienst ist unter 116 117 zu erreichen, rund um "
     "die "
     "Uhr. Bei Lebensgefahr rufen Sie die 112 an.\nBrauchen Sie jemanden zum Reden? Die Telefonseelsorge hört Ihnen "
     "zu, "
     "kostenlos: 0800 1110111 oder 0800 1110222.\nHaben Sie einen Termin und können nicht kommen, sage ich ihn gern "
     "für Sie "
     "ab."},
    {"which_act", "Was möchten Sie zu „{service}“ wissen?"},
    {"why",
     "Warum das so geregelt ist, weiß ich leider nicht. Oft steht der Grund in den Rechtsgrundlagen zu „{service}“. "
     "Die "
     "Mitarbeitenden erklären es Ihnen gern: {contact}."},
    {"why.what", "Was meinen Sie? Schreiben Sie mir bitte in ein paar Worten, was Sie wissen möchten."},
    {"yes.nothing_asked", "Gern. Was möchten Sie wissen?"},
};

static_assert(AreSorted(kTexts), "sort the texts by id");

const TextEntry* Find(std::span<const TextEntry> texts, std::string_view id) {
  const auto found =
      std::lower_bound(texts.begin(), texts.end(), id,
                       [](const TextEntry& entry, std::string_view wanted) { return entry.id < wanted; });
  return found == texts.end() || found->id != id ? nullptr : &*found;
}

}  // namespace

std::string Text(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  const TextEntry* found = Find(kTexts, id);
  if (found == nullptr) found = Find(AppointmentTexts(), id);
  if (found == nullptr) found = Find(ForeignTexts(), id);
  if (found == nullptr) return std::string(id);
  std::string text;
  for (std::string_view rest = found->text; !rest.empty();) {
    const auto open = rest.find('{');
    text += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : values) {
      if (key == name) text += value;
    }
    rest.remove_prefix(close + 1);
  }
  return text;
}

}  // namespace amtslotse::dialogue
