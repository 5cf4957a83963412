#include "services/dialogue/core/texts.h"

#include <algorithm>
#include <array>

namespace amtslotse::dialogue {
namespace {

struct Entry {
  std::string_view id;
  std::string_view text;
};

// Sorted by id. Plain language (B1), short sentences, one thought each, "Sie".
constexpr Entry kTexts[] = {
    {"act.address", "Adresse und Weg"},
    {"act.book", "Termin vereinbaren"},
    {"act.contact", "Telefon und E-Mail"},
    {"act.deadline", "Fristen"},
    {"act.documents", "Unterlagen"},
    {"act.duration", "Bearbeitungsdauer"},
    {"act.eligibility", "Voraussetzungen"},
    {"act.fee", "Kosten"},
    {"act.form_online", "Online oder Formular"},
    {"act.opening_hours", "Öffnungszeiten"},
    {"act.overview", "Überblick"},
    {"act.procedure", "Ablauf"},
    {"act.responsible_office", "Zuständige Stelle"},
    {"act.waiting_list", "Auf die Warteliste setzen"},
    {"answer.also_online", "Das geht auch online."},
    {"answer.more", "Mehr dazu"},
    {"answer.more_on", "Mehr zu: {act}"},
    {"answer.no_service_yet", "Worum geht es? Nennen Sie mir bitte die Leistung, zum Beispiel „Personalausweis“ oder „Wohnung anmelden“."},
    {"answer.which_service", "Was meinen Sie?"},
    {"appointment.already_cancelled", "Dieser Termin ist schon abgesagt."},
    {"appointment.ask_cancel", "Möchten Sie diesen Termin wirklich absagen?"},
    {"appointment.ask_code", "Bitte nennen Sie mir Ihren Absagecode. Er steht in Ihrer Terminbestätigung."},
    {"appointment.ask_surname", "Und wie lautet der Nachname, auf den der Termin gebucht ist?"},
    {"appointment.cancelled", "Ihr Termin am {date} um {time} ist abgesagt. Der Platz ist wieder frei für andere. Danke, dass Sie Bescheid gesagt haben."},
    {"appointment.is", "Ihr Termin:"},
    {"appointment.kept", "Gut, Ihr Termin bleibt bestehen."},
    {"appointment.no_cancel", "Nein, behalten"},
    {"appointment.not_found", "Zu diesem Code und Namen finde ich keinen Termin. Bitte prüfen Sie beides. Der Code hat {length} Zeichen und steht in Ihrer Bestätigung."},
    {"appointment.past", "Dieser Termin ist schon vorbei. Er lässt sich nicht mehr ändern."},
    {"appointment.rebook_intro", "Ich suche einen neuen Termin für: {services}. Ihr bisheriger Termin bleibt bestehen, bis Sie einen neuen gewählt haben."},
    {"appointment.rebooked", "Ihr Termin ist verschoben. Er ist jetzt am {date} um {time}: {place}. Ihr Absagecode bleibt gültig."},
    {"appointment.too_many", "Es gab zu viele falsche Eingaben. Bitte versuchen Sie es in einer Stunde noch einmal oder rufen Sie an: {telephone}."},
    {"appointment.yes_cancel", "Ja, absagen"},
    {"bereavement", "Das tut mir sehr leid. Mein Beileid.\nEin Sterbefall wird beim Standesamt angezeigt, meist erledigt das Bestattungsinstitut für Sie."},
    {"book.ask_email", "Danke. An welche E-Mail-Adresse darf ich die Bestätigung schicken?"},
    {"book.ask_email_optional", "Danke. Möchten Sie eine Bestätigung per E-Mail? Dann nennen Sie mir Ihre Adresse. Sonst schreiben Sie „ohne“."},
    {"book.ask_name", "Auf welchen Namen darf ich den Termin buchen?"},
    {"book.ask_telephone", "Danke. Unter welcher Telefonnummer erreichen wir Sie?"},
    {"book.ask_topic", "Wofür brauchen Sie den Termin?"},
    {"book.by_web", "Hier im Messenger frage ich keine persönlichen Daten ab. Den Termin buchen Sie bitte auf unserer Internetseite: {url}"},
    {"book.confirmed", "Ihr Termin ist gebucht: {date} um {time}, {place}."},
    {"book.confirmed_code", "Terminnummer: {number}\nAbsagecode: {code}\nMit dem Code und Ihrem Nachnamen können Sie den Termin verschieben oder absagen. Bitte heben Sie ihn auf."},
    {"book.discarded", "Gut, ich habe nichts gebucht."},
    {"book.fee", "Kosten"},
    {"book.held", "Ich halte diesen Termin bis {until} Uhr für Sie frei: {slot}."},
    {"book.hold_expired", "Die Reservierung ist abgelaufen, und der Termin ist inzwischen vergeben. Ihre Angaben habe ich noch. Das ist jetzt frei:"},
    {"book.invalid_email", "Diese E-Mail-Adresse kann nicht stimmen. Bitte schreiben Sie sie noch einmal, zum Beispiel: name@beispiel.de"},
    {"book.invalid_name", "Bitte nennen Sie mir Vor- und Nachnamen."},
    {"book.invalid_telephone", "Diese Telefonnummer kann nicht stimmen. Bitte schreiben Sie sie noch einmal, mit Vorwahl."},
    {"book.more_times", "Andere Zeiten"},
    {"book.next_instead", "{wish} ist leider nichts frei. Die nächsten freien Termine:"},
    {"book.none", "Zurzeit ist kein Termin frei. {release}"},
    {"book.not_bookable", "Für „{service}“ vergeben wir keine Termine über diesen Weg."},
    {"book.offer", "Freie Termine ({service}):"},
    {"book.offer_hint", "Welcher passt Ihnen? Sie können auch einen anderen Tag nennen."},
    {"book.person_limit", "Mit diesen Kontaktdaten gibt es schon so viele Termine, wie erlaubt sind. Bitte sagen Sie erst einen davon ab."},
    {"book.still_held", "Ihre Reservierung ({slot}) gilt noch bis {until} Uhr. {question}"},
    {"book.taken", "Dieser Termin wurde gerade eben von jemand anderem gebucht. Das ist noch frei:"},
    {"book.what_to_bring", "Bitte bringen Sie mit"},
    {"callback.ask", "Wer soll zurückgerufen werden? Ich brauche Ihren Namen, Ihre Telefonnummer und eine Zeit, die Ihnen passt."},
    {"callback.ask_name", "Wie heißen Sie?"},
    {"callback.ask_telephone", "Unter welcher Telefonnummer sind Sie zu erreichen?"},
    {"callback.ask_time", "Wann passt es Ihnen? Zum Beispiel: vormittags."},
    {"callback.bad_telephone", "Diese Nummer kann ich nicht lesen. Bitte schreiben Sie sie mit Vorwahl, zum Beispiel 04821 12345."},
    {"callback.done", "Danke. {office} ruft Sie unter {telephone} zurück, spätestens am {date}. Ihre Angaben sehen nur die Mitarbeitenden dort. Nach dem Rückruf werden sie gelöscht."},
    {"callback.no", "Den Rückruf kann ich gerade nicht eintragen. Bitte rufen Sie an: {contact}"},
    {"capabilities", "Ich bin der digitale Assistent von {town}. Ich kann:\n- Fragen zu Leistungen beantworten: Kosten, Unterlagen, Fristen, Ablauf\n- sagen, welche Stelle für Sie zuständig ist und wann sie geöffnet hat\n- Termine buchen, verschieben und absagen\nFragen Sie einfach in Ihren Worten."},
    {"choice.human", "Mit einem Menschen sprechen"},
    {"choice.no", "Nein"},
    {"choice.none_of_these", "Nichts davon"},
    {"choice.stale", "Diese Auswahl gehört zu einer früheren Frage und gilt nicht mehr. Es ist nichts passiert."},
    {"choice.yes", "Ja"},
    {"complaint", "Das tut mir leid. Ihre Beschwerde erreicht die Verwaltung hier: {contact}. Schreiben Sie bitte dazu, wann und wo es passiert ist."},
    {"correct.what", "Danke für den Hinweis. Was meinen Sie stattdessen?"},
    {"data_protection", "Für Auskunft oder Löschung Ihrer Daten brauchen Sie kein Formular. Bitte schreiben Sie an: {email}. Dort wird Ihr Anliegen bearbeitet.\nDieses Gespräch können Sie jederzeit selbst löschen."},
    {"defect_report", "Danke, dass Sie das melden möchten. Bitte melden Sie den Schaden hier: {contact}. Wichtig sind der genaue Ort und was kaputt ist.\nBei Gefahr für Menschen rufen Sie bitte die 112 oder 110 an."},
    {"deliver.accept", "Termin annehmen"},
    {"deliver.cancelled", "Ihr Termin am {date} um {time} wurde abgesagt. {reason}"},
    {"deliver.coming", "Ja, ich komme"},
    {"deliver.confirmed", "Ihr Termin: {date}, {time}, {place}. Terminnummer {number}."},
    {"deliver.not_coming", "Nein, ich kann nicht"},
    {"deliver.offer", "Ein Termin ist frei geworden: {date}, {time}, {place}. Möchten Sie ihn?"},
    {"deliver.pass", "Passt mir nicht"},
    {"deliver.rebooked", "Ihr Termin wurde verschoben. Neu: {date}, {time}, {place}. Terminnummer {number}. {reason}"},
    {"deliver.reminder", "Erinnerung: Sie haben am {date} um {time} einen Termin: {place}. Terminnummer {number}. Kommen Sie?"},
    {"down.booking", "Die Terminbuchung ist gerade nicht erreichbar. Fragen beantworte ich weiter. Bitte versuchen Sie es in ein paar Minuten noch einmal oder rufen Sie an: {telephone}."},
    {"down.knowledge", "Ich kann gerade nicht nachsehen. Bitte versuchen Sie es gleich noch einmal, oder rufen Sie an: {telephone} oder die Behördennummer 115."},
    {"down.responsibility", "Ich kann die zuständige Stelle gerade nicht nachsehen. Bitte rufen Sie an: {telephone} oder die Behördennummer 115."},
    {"emergency.fire", "Rufen Sie sofort die 112 (Feuerwehr und Rettungsdienst). Bringen Sie sich und andere in Sicherheit. Ich bin ein Programm und kann keine Hilfe schicken."},
    {"emergency.medical", "Rufen Sie bei Lebensgefahr sofort die 112 (Rettungsdienst). Wenn es nicht lebensbedrohlich ist: ärztlicher Bereitschaftsdienst 116 117. Ich bin ein Programm und kann keine Hilfe schicken."},
    {"emergency.other_danger", "Rufen Sie sofort an: 112 (Feuerwehr und Rettungsdienst) oder 110 (Polizei). Ich bin ein Programm und kann keine Hilfe schicken."},
    {"emergency.poisoning", "Rufen Sie sofort die 112. Auch der Giftnotruf hilft rund um die Uhr, die 112 verbindet Sie. Ich bin ein Programm und kann keine Hilfe schicken."},
    {"emergency.self_harm", "Sie sind nicht allein. Bitte rufen Sie jetzt an:\n- Telefonseelsorge, Tag und Nacht, kostenlos: 0800 1110111 oder 0800 1110222\n- bei unmittelbarer Gefahr: 112\nIch bin ein Programm. Dort hören Ihnen Menschen zu."},
    {"emergency.violence", "Rufen Sie bei Gefahr sofort die 110 (Polizei). Rund um die Uhr und kostenlos helfen auch:\n- Hilfetelefon Gewalt gegen Frauen: 116 016\n- Hilfetelefon Gewalt an Männern: 0800 1239900\nIch bin ein Programm und kann keine Hilfe schicken."},
    {"entry.source", "Auskunft der Stadt"},
    {"goodbye", "Auf Wiedersehen! Wenn Sie noch etwas wissen möchten, bin ich hier."},
    {"greet", "Guten Tag! Wie kann ich Ihnen helfen?"},
    {"greeting.default", "Guten Tag! Ich helfe Ihnen bei Fragen an die Verwaltung ({town}) und bei Terminen."},
    {"greeting.disclosure", "Hier antwortet ein automatischer Assistent (KI). Dieses Gespräch wird verschlüsselt gespeichert und 30 Minuten nach Ihrer letzten Nachricht gelöscht. Bitte schreiben Sie nur, was für Ihr Anliegen nötig ist."},
    {"human", "So erreichen Sie einen Menschen: {contact}"},
    {"human.callback", "Rückruf wünschen"},
    {"human.callback_until", "Oder jemand ruft Sie zurück, spätestens am {date}."},
    {"human.connected", "Sie sind jetzt verbunden. Hier antwortet ein Mensch: {office}."},
    {"human.left", "Gut. Hier antwortet wieder der automatische Assistent (KI), kein Mensch. Was möchten Sie wissen?"},
    {"human.moved", "Ihr Anliegen geht an eine andere Stelle: {office}. Bitte warten Sie, bis dort jemand da ist. Noch sind Sie nicht verbunden."},
    {"human.nobody", "Leider ist jetzt niemand mehr im Chat. Hier antwortet wieder der automatische Assistent (KI), kein Mensch. So erreichen Sie einen Menschen: {contact}"},
    {"human.outside", "Gerade ist kein Mensch im Chat. {office} antwortet hier zu diesen Zeiten: {hours}."},
    {"human.returned", "{office} hat das Gespräch beendet. Ab jetzt antwortet hier wieder der automatische Assistent (KI), kein Mensch."},
    {"human.staffed", "Ein Mensch kann Ihnen hier im Chat antworten: {office}. Die Person sieht unser Gespräch bis hierher. Es wird dann bis zu 30 Tage nach dem Ende aufbewahrt. Möchten Sie das?"},
    {"human.start", "Mit einem Menschen schreiben"},
    {"human.stop", "Zurück zum Assistenten"},
    {"human.waiting", "Ich habe Bescheid gegeben: {office}. Sie sind an Stelle {position} der Warteschlange, noch nicht verbunden. Sie können schon schreiben, was die Person wissen soll. Ich antworte so lange nicht."},
    {"insult", "Ich verstehe, dass Sie verärgert sind. Sagen Sie mir, worum es geht? Oder sprechen Sie mit einem Menschen: {contact}"},
    {"legal_declaration", "Eine Nachricht hier zählt rechtlich nicht. Widerspruch, Einspruch oder Kündigung müssen Sie schriftlich einreichen: {address}. Wie lange Sie Zeit haben, steht in Ihrem Bescheid unter „Rechtsbehelfsbelehrung“. Bitte handeln Sie schnell."},
    {"office.any", "Sie können zu jeder dieser Stellen gehen:"},
    {"office.ask_house_number", "Welche Hausnummer?"},
    {"office.ask_initial", "Mit welchem Buchstaben beginnt Ihr Nachname? Davon hängt ab, wer zuständig ist."},
    {"office.ask_place", "In welchem Ort wohnen Sie? Die zuständige Stelle hängt davon ab. Name oder Postleitzahl genügt."},
    {"office.ask_street", "In welcher Straße wohnen Sie, und welche Hausnummer? Davon hängt ab, wer zuständig ist."},
    {"office.ask_which_place", "Welchen Ort meinen Sie?"},
    {"office.no_data", "Dazu habe ich keine zuständige Stelle gefunden. Die Behördennummer 115 hilft weiter, montags bis freitags von 8 bis 18 Uhr."},
    {"office.not_applicable", "Das gibt es an diesem Ort nicht. {reason}"},
    {"office.place_unknown", "Diesen Ort kenne ich nicht. Bitte nennen Sie die Postleitzahl."},
    {"office.responsible", "Zuständig ist: {office}."},
    {"office.several", "Zuständig sind: {offices}."},
    {"open_now.unknown", "Ob jetzt geöffnet ist, weiß ich nicht sicher. Das sind die Öffnungszeiten:"},
    {"other_language.ar", "يمكنني المساعدة باللغة الألمانية فقط. اكتب من فضلك جملاً قصيرة بالألمانية، مثل: „Termin Anmeldung“. هاتف: 115 أو {telephone}."},
    {"other_language.en", "I can only help in German. Please write short German phrases, for example: “Termin Anmeldung”. You can also call {telephone}."},
    {"other_language.fr", "Je ne peux aider qu’en allemand. Écrivez de courtes phrases en allemand, par exemple : « Termin Anmeldung ». Téléphone : {telephone}."},
    {"other_language.other", "Ich kann leider nur auf Deutsch helfen. I can only help in German. Telefon: {telephone} oder 115."},
    {"other_language.pl", "Mogę pomóc tylko po niemiecku. Proszę pisać krótko po niemiecku, na przykład: „Termin Anmeldung”. Telefon: {telephone}."},
    {"other_language.ru", "Я могу помочь только на немецком языке. Пишите, пожалуйста, коротко по-немецки, например: «Termin Anmeldung». Телефон: {telephone}."},
    {"other_language.tr", "Yalnızca Almanca yardımcı olabilirim. Lütfen kısa Almanca yazın, örneğin: “Termin Anmeldung”. Telefon: {telephone}."},
    {"other_language.uk", "Я можу допомогти лише німецькою. Пишіть, будь ласка, коротко німецькою, наприклад: «Termin Anmeldung». Телефон: {telephone}."},
    {"out_of_scope", "Dazu kann ich nichts sagen. Ich helfe bei Fragen an die Verwaltung ({town}) und bei Terminen."},
    {"place.noted", "Ich habe mir den Ort gemerkt: {place}."},
    {"politics", "Zu Politik gebe ich keine Auskunft und keine Empfehlung."},
    {"praise", "Das freut mich. Danke!"},
    {"remind.cancelled", "Danke, dass Sie Bescheid sagen. Der Termin ist abgesagt, jemand anderes bekommt den Platz."},
    {"remind.coming", "Danke, bis dann!"},
    {"remind.offer", "Am Tag vorher erinnern"},
    {"remind.on", "Gut, ich erinnere Sie am Tag vorher. Mit „Stopp“ oder einer Absage endet das."},
    {"restart", "Gut, wir fangen von vorne an. Was möchten Sie wissen?"},
    {"session.expired", "Wir haben länger nichts voneinander gehört. Darum habe ich unser früheres Gespräch gelöscht. Wir beginnen neu."},
    {"status.application", "In Ihre Akte kann ich nicht sehen. Nach dem Stand Ihres Antrags fragen Sie bitte bei der zuständigen Stelle: {contact}. Halten Sie Ihr Aktenzeichen bereit."},
    {"thank", "Gern geschehen! Kann ich noch etwas für Sie tun?"},
    {"unclear.first", "Das habe ich nicht sicher verstanden. Können Sie es anders sagen? Oder meinen Sie eines davon?"},
    {"unclear.first_bare", "Das habe ich nicht sicher verstanden. Können Sie es mit anderen Worten sagen, zum Beispiel „Reisepass beantragen“?"},
    {"unclear.second", "Es tut mir leid, ich komme nicht weiter. Ein Mensch kann Ihnen helfen: {contact}. Auch die Behördennummer 115 gibt Auskunft."},
    {"unsupported", "Das kann ich hier nicht lesen und habe nichts davon gespeichert. Bitte schreiben Sie mir Ihre Frage als Text."},
    {"waiting.accepted", "Ihr Termin steht fest: {date}, {time}, {place}.\n\nTerminnummer: {number}\nAbsagecode: {code}"},
    {"waiting.begin", "Ich setze Sie auf die Warteliste für: {service}. Wird ein Termin frei, bekommen Sie ein Angebot und haben etwas Zeit für die Antwort."},
    {"waiting.impossible", "Für diese Leistung lässt sich hier kein Termin buchen, auch nicht über die Warteliste."},
    {"waiting.joined", "Sie stehen auf der Warteliste, an Stelle {position} von denen, die auf so einen Termin warten. Ich melde mich, sobald einer frei wird."},
    {"waiting.limit", "Sie stehen schon dreimal auf der Warteliste. Mehr geht nicht auf einmal."},
    {"waiting.link", "Warteliste ansehen oder abmelden"},
    {"waiting.offer_gone", "Dieses Angebot gilt nicht mehr. Sie bleiben auf der Warteliste, wenn Sie sich nicht abgemeldet haben."},
    {"waiting.passed", "In Ordnung. Sie bleiben auf der Warteliste, und jemand anderes bekommt diesen Termin."},
    {"waiting.which", "Für welche Leistung möchten Sie auf die Warteliste? Nennen Sie sie bitte, zum Beispiel „Warteliste für den Reisepass“."},
    {"which_act", "Was möchten Sie zu „{service}“ wissen?"},
    {"yes.nothing_asked", "Gern. Was möchten Sie wissen?"},
};

static_assert(std::is_sorted(std::begin(kTexts), std::end(kTexts), [](const Entry& a, const Entry& b) { return a.id < b.id; }),
              "sort the texts by id");

}  // namespace

std::string Text(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  const auto* found = std::lower_bound(std::begin(kTexts), std::end(kTexts), id,
                                       [](const Entry& entry, std::string_view wanted) { return entry.id < wanted; });
  if (found == std::end(kTexts) || found->id != id) return std::string(id);
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
