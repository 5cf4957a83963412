#include "services/dialogue/core/text_tables.h"

namespace amtslotse::dialogue {
namespace {

// What is said of appointments: booked, moved, cancelled, waited for. Sorted by id.
constexpr TextEntry kTexts[] = {
    {"appointment.already_cancelled", "Dieser Termin ist schon abgesagt."},
    {"appointment.ask_cancel", "Möchten Sie diesen Termin wirklich absagen?"},
    {"appointment.ask_code", "Bitte nennen Sie mir Ihren Absagecode. Er steht in Ihrer Terminbestätigung."},
    {"appointment.ask_code_again",
     "Ein Absagecode hat {length} Zeichen, zum Beispiel KT4H-92XR. Bitte geben Sie ihn noch einmal ein. Er steht in "
     "Ihrer Terminbestätigung. Haben Sie ihn nicht mehr? Dann schreiben Sie „kein Code“. Möchten Sie einen neuen "
     "Termin? "
     "Dann schreiben Sie „neuer Termin“."},
    {"appointment.ask_surname", "Und wie lautet der Nachname, auf den der Termin gebucht ist?"},
    {"appointment.by_web",
     "Hier im Messenger frage ich keine persönlichen Daten ab. Ansehen, verschieben oder absagen können Sie Ihren "
     "Termin auf unserer Internetseite: {url}"},
    {"appointment.by_web_link", "Termin verwalten"},
    {"appointment.cancel", "Termin absagen"},
    {"appointment.cancelled",
     "Ihr Termin am {date} um {time} ist abgesagt. Der Platz ist wieder frei für andere. Danke, dass Sie Bescheid "
     "gesagt haben."},
    {"appointment.if_cancelled",
     "Einen Termin zu buchen kostet hier nichts, und absagen können Sie ihn, bis er beginnt. Der Platz ist dann wieder "
     "frei. "
     "Haben Sie für einen Antrag schon bezahlt? Dann fragen Sie bitte die Stelle, bei der Sie ihn gestellt haben."},
    {"appointment.is", "Ihr Termin:"},
    {"appointment.kept", "Gut, Ihr Termin bleibt bestehen."},
    {"appointment.no_cancel", "Nein, behalten"},
    {"appointment.no_code",
     "Ohne den Code öffne ich den Termin nicht, damit niemand anders ihn ändert. Er steht in der Bestätigung, die Sie "
     "nach der Buchung bekommen haben. Ist er weg, hilft Ihnen das Rathaus: {telephone}."},
    {"appointment.not_found",
     "Zu diesem Code und Namen finde ich keinen Termin. Bitte prüfen Sie beides. Der Code hat {length} Zeichen und "
     "steht in Ihrer Bestätigung."},
    {"appointment.past", "Dieser Termin ist schon vorbei. Er lässt sich nicht mehr ändern."},
    {"appointment.rebook", "Termin verschieben"},
    {"appointment.rebook_intro",
     "Ich suche einen neuen Termin für: {services}. Ihr bisheriger Termin bleibt bestehen, bis Sie einen neuen gewählt "
     "haben."},
    {"appointment.rebooked",
     "Ihr Termin ist verschoben. Er ist jetzt am {date} um {time}: {place}. Ihr Absagecode bleibt gültig."},
    {"appointment.too_many",
     "Es gab zu viele falsche Eingaben. Bitte versuchen Sie es in einer Stunde noch einmal oder rufen Sie an: "
     "{telephone}."},
    {"appointment.which",
     "Geht es um einen Termin, den Sie schon gebucht haben? Wenn nicht: Sagen Sie mir bitte in ein paar Worten, worum "
     "es "
     "geht."},
    {"appointment.why_code",
     "An Code und Nachname erkenne ich, dass es Ihr Termin ist. So kann ihn niemand anders ändern."},
    {"appointment.yes_cancel", "Ja, absagen"},
    {"book.ask_attendees", "Bitte nennen Sie mir die Namen aller {people} Personen, die kommen, mit Komma getrennt."},
    {"book.ask_code",
     "Ich habe Ihnen an {email} einen Code mit sechs Ziffern geschickt. Bitte geben Sie ihn hier ein oder tippen Sie "
     "auf den Link in der E-Mail."},
    {"book.ask_email", "Danke. An welche E-Mail-Adresse darf ich die Bestätigung schicken?"},
    {"book.ask_email_optional",
     "Danke. Möchten Sie eine Bestätigung per E-Mail? Dann nennen Sie mir Ihre Adresse. Sonst schreiben Sie „ohne“."},
    {"book.ask_name", "Auf welchen Namen darf ich den Termin buchen?"},
    {"book.ask_near", "Nennen Sie mir Ihre Postleitzahl oder Ihren Ort, dann stehen die nächsten Standorte zuerst."},
    {"book.ask_right", "Soll ich den Termin so buchen?{details}"},
    {"book.ask_telephone", "Danke. Unter welcher Telefonnummer erreichen wir Sie?"},
    {"book.ask_topic", "Wofür brauchen Sie den Termin?"},
    {"book.ask_topic_again",
     "Nennen Sie mir bitte die Leistung, zum Beispiel „Personalausweis“. Wofür es Termine gibt, steht auch hier:"},
    {"book.by_web",
     "Hier im Messenger frage ich keine persönlichen Daten ab. Den Termin buchen Sie bitte auf unserer Internetseite. "
     "Der Link gilt eine Stunde: {url}"},
    {"book.change_contact", "Angaben ändern"},
    {"book.choose_first", "Bitte wählen Sie zuerst eine Zeit."},
    {"book.code_until",
     "Ich halte den Platz bis {until} Uhr. War die Adresse falsch? Dann schreiben Sie mir die richtige."},
    {"book.confirmed", "Ihr Termin ist gebucht: {date} um {time}, {place}."},
    {"book.confirmed_code",
     "Terminnummer: {number}\nAbsagecode: {code}\nMit dem Code und Ihrem Nachnamen können Sie den Termin verschieben "
     "oder absagen. Bitte heben Sie ihn auf."},
    {"book.contact_noted", "Das habe ich notiert: {contact}. Bitte wählen Sie jetzt eine Zeit."},
    {"book.day_over", "{day} ist schon vorbei."},
    {"book.discarded", "Gut, ich habe nichts gebucht."},
    {"book.earlier", "Früher ist noch frei:"},
    {"book.elsewhere", "Dort ist dann leider nichts frei. An anderen Standorten:"},
    {"book.email_later",
     "Die E-Mail-Adresse eines gebuchten Termins kann ich nicht ändern. Terminnummer und Absagecode stehen weiter "
     "oben. Bitte notieren Sie beides. Eine andere Adresse trägt das Rathaus ein: {telephone}."},
    {"book.email_needed",
     "Für diesen Termin brauche ich eine E-Mail-Adresse, auch die von jemandem, dem Sie vertrauen. Ohne E-Mail bucht "
     "das Rathaus den Termin mit Ihnen am Telefon: {telephone}."},
    {"book.email_please",
     "Dafür brauche ich eine E-Mail-Adresse, zum Beispiel: name@beispiel.de. Es darf auch die von jemandem sein, dem "
     "Sie vertrauen."},
    {"book.extended", "Gut, ich halte Ihren Platz jetzt bis {until} Uhr."},
    {"book.fee", "Kosten"},
    {"book.fee_for", "Kosten für „{service}“"},
    {"book.held", "Ich halte diesen Termin bis {until} Uhr für Sie frei: {slot}."},
    {"book.hold_expired",
     "Die Reservierung ist abgelaufen, und der Termin ist inzwischen vergeben. Ihre Angaben habe ich noch. Das ist "
     "jetzt frei:"},
    {"book.invalid_attendees",
     "Das waren nicht {people} Namen. Bitte nennen Sie alle, mit Komma getrennt, zum Beispiel: Erika Muster, Max "
     "Muster"},
    {"book.invalid_email",
     "Diese E-Mail-Adresse kann nicht stimmen. Bitte schreiben Sie sie noch einmal, zum Beispiel: name@beispiel.de"},
    {"book.invalid_name", "Bitte nennen Sie mir Vor- und Nachnamen."},
    {"book.invalid_telephone",
     "Diese Telefonnummer kann nicht stimmen. Bitte schreiben Sie sie noch einmal, mit Vorwahl."},
    {"book.language_nowhere",
     "{language} spricht dort nach unseren Angaben niemand. Ich gebe beim Termin an, dass Sie jemanden zum Dolmetschen "
     "brauchen."},
    {"book.language_there", "Hier spricht jemand {language}."},
    {"book.later", "Später am Tag ist noch frei:"},
    {"book.later_days", "Spätere Termine:"},
    {"book.minors", "Für Minderjährige"},
    {"book.minors_for", "Für Minderjährige bei „{service}“"},
    {"book.minutes", "Der Termin dauert {minutes} Minuten."},
    {"book.more_times", "Andere Zeiten"},
    {"book.name_again", "Wie ist der Name richtig? Bitte schreiben Sie Vor- und Nachnamen."},
    {"book.name_changed", "Gut, auf den Namen {name}."},
    {"book.name_later",
     "Den Namen eines gebuchten Termins kann ich nicht ändern. Das Rathaus trägt den richtigen ein: {telephone}. "
     "Halten "
     "Sie dafür bitte die Terminnummer {number} bereit. Der Termin bleibt bestehen."},
    {"book.name_or_not",
     "Ist „{word}“ Ihr Name? Dann schreiben Sie bitte Vor- und Nachnamen, und ich ändere ihn. Sonst brauche ich noch "
     "diese Angabe:"},
    {"book.nearest_first", "Die nächsten Standorte stehen zuerst."},
    {"book.needs_hint",
     "Brauchen Sie vor Ort etwas, zum Beispiel einen Dolmetscher oder Platz für einen Rollstuhl? Dann schreiben Sie es "
     "einfach dazu."},
    {"book.needs_known", "Wir wissen Bescheid: {needs}."},
    {"book.needs_noted", "Das habe ich notiert: {needs}."},
    {"book.next_instead", "{wish} ist leider nichts frei. {release}Die nächsten freien Termine:"},
    {"book.no_earlier", "Früher ist leider nichts frei. Das sind die nächsten Termine:"},
    {"book.no_more_time", "Länger kann ich den Platz nicht halten. Bitte nennen Sie mir jetzt, was noch fehlt."},
    {"book.no_such_day", "Den {day} gibt es nicht."},
    {"book.none", "Zurzeit ist kein Termin frei. {release}"},
    {"book.not_bookable", "Für „{service}“ vergeben wir keine Termine über diesen Weg."},
    {"book.not_together", "Das geht leider nicht in einem Termin. Wofür soll ich zuerst einen suchen?"},
    {"book.offer", "Freie Termine – {service}:"},
    {"book.offer_hint", "Welcher passt Ihnen? Sie können auch einen anderen Tag nennen."},
    {"book.online", "Auch online: {service}"},
    {"book.only_so_many", "So viele Termine stehen nicht zur Wahl, nur {count}:"},
    {"book.own_page", "Termin ansehen und drucken, mit QR-Code"},
    {"book.person_limit",
     "Mit diesen Kontaktdaten gibt es schon so viele Termine, wie erlaubt sind. Bitte sagen Sie erst einen davon ab."},
    {"book.place", "Der Termin ist hier: {place}, {address}."},
    {"book.still_held", "Ihre Reservierung ({slot}) gilt noch bis {until} Uhr. {question}"},
    {"book.still_offered", "Freie Termine – {service} – stehen weiter zur Wahl:"},
    {"book.taken", "Dieser Termin wurde gerade eben von jemand anderem gebucht. Das ist noch frei:"},
    {"book.telephone_instead", "Dann genügt eine Telefonnummer. Unter welcher erreichen wir Sie?"},
    {"book.too_many", "Für {people} Personen passt das nicht in einen Termin. {why} Freie Termine für eine Person:"},
    {"book.topics_link", "Leistungen mit Termin"},
    {"book.what_to_bring", "Bitte bringen Sie mit"},
    {"book.what_to_bring_for", "Für „{service}“ bringen Sie bitte mit"},
    {"book.what_wrong", "Gut, dann noch einmal."},
    {"book.which_day", "Wann passt es Ihnen besser? Nennen Sie mir einen Tag oder eine Uhrzeit."},
    {"book.which_of_these", "Zu dieser Zeit ist mehr als ein Termin frei. Welchen meinen Sie?"},
    {"book.whole_name", "Danke, {name}. Wie ist der ganze Name, Vor- und Nachname?"},
    {"book.why_contact",
     "Ihre Angaben brauche ich nur für diesen Termin: für die Bestätigung, und damit nur Sie ihn ändern. Nur das "
     "Rathaus sieht sie, und nach einer festen Frist werden sie gelöscht."},
    {"book.why_topic", "Davon hängt ab, wie lange der Termin dauert und wo er sein kann. Wofür brauchen Sie ihn?"},
    {"book.wrong_code", "Dieser Code stimmt nicht."},
    {"book.yes", "Ja, so buchen"},
    {"deliver.accept", "Termin annehmen"},
    {"deliver.cancelled", "Ihr Termin am {date} um {time} wurde abgesagt. {reason}"},
    {"deliver.coming", "Ja, ich komme"},
    {"deliver.confirmed", "Ihr Termin: {date}, {time}, {place}. Terminnummer {number}."},
    {"deliver.extend", "Platz länger halten"},
    {"deliver.extended", "Gut, ich halte Ihren Platz jetzt bis {until} Uhr. Machen Sie einfach weiter, wo Sie waren."},
    {"deliver.hold_ending",
     "Ich halte Ihren Platz ({date}, {time}, {place}) nur noch zwei Minuten. Brauchen Sie mehr Zeit?"},
    {"deliver.hold_over",
     "Die Reservierung ist abgelaufen. Ihre Angaben habe ich noch: Machen Sie weiter, ich versuche zuerst denselben "
     "Termin."},
    {"deliver.not_coming", "Nein, ich kann nicht"},
    {"deliver.offer", "Ein Termin ist frei geworden: {date}, {time}, {place}. Möchten Sie ihn?"},
    {"deliver.pass", "Passt mir nicht"},
    {"deliver.rebooked", "Ihr Termin wurde verschoben. Neu: {date}, {time}, {place}. Terminnummer {number}. {reason}"},
    {"deliver.reminder",
     "Erinnerung: Sie haben am {date} um {time} einen Termin: {place}. Terminnummer {number}. Kommen Sie?"},
    {"remind.cancelled", "Danke, dass Sie Bescheid sagen. Der Termin ist abgesagt, jemand anderes bekommt den Platz."},
    {"remind.coming", "Danke, bis dann!"},
    {"remind.offer", "Am Tag vorher erinnern"},
    {"remind.on", "Gut, ich erinnere Sie am Tag vorher. Mit „Stopp“ oder einer Absage endet das."},
    {"remind.too_late", "Ihr Termin ist schon so bald, dass ich vorher keine Erinnerung mehr schicke."},
    {"waiting.accepted",
     "Ihr Termin steht fest: {date}, {time}, {place}.\n\nTerminnummer: {number}\nAbsagecode: {code}"},
    {"waiting.ask_name", "Auf welchen Namen darf ich Sie eintragen?"},
    {"waiting.begin",
     "Ich setze Sie auf die Warteliste für: {service}. Wird ein Termin frei, bekommen Sie ein Angebot und haben etwas "
     "Zeit für die Antwort."},
    {"waiting.impossible", "Für diese Leistung lässt sich hier kein Termin buchen, auch nicht über die Warteliste."},
    {"waiting.joined",
     "Sie stehen auf der Warteliste, an Stelle {position} von denen, die auf so einen Termin warten. Ich melde mich, "
     "sobald einer frei wird."},
    {"waiting.leave",
     "Von der Warteliste melden Sie sich mit dem Link ab, den Sie beim Eintragen bekommen haben. Fehlt er Ihnen, hilft "
     "das Rathaus: {telephone}."},
    {"waiting.limit", "Sie stehen schon dreimal auf der Warteliste. Mehr geht nicht auf einmal."},
    {"waiting.link", "Warteliste ansehen oder abmelden"},
    {"waiting.offer_gone",
     "Dieses Angebot gilt nicht mehr. Sie bleiben auf der Warteliste, wenn Sie sich nicht abgemeldet haben."},
    {"waiting.passed", "In Ordnung. Sie bleiben auf der Warteliste, und jemand anderes bekommt diesen Termin."},
    {"waiting.which",
     "Für welche Leistung möchten Sie auf die Warteliste? Nennen Sie sie bitte, zum Beispiel „Warteliste für den "
     "Reisepass“."},
};

static_assert(AreSorted(kTexts), "sort the texts by id");

}  // namespace

std::span<const TextEntry> AppointmentTexts() { return kTexts; }

}  // namespace amtslotse::dialogue
