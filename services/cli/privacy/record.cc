#include "services/cli/privacy/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "booking/calendar.h"
#include "booking/tidy.h"
#include "gateways/web/rate_limit.h"
#include "knowledge/retention.h"
#include "nlu/models/town_models.h"
#include "services/booking/mail_folder.h"
#include "services/booking/settings.h"
#include "services/cli/backup_period.h"
#include "services/cli/privacy/erasures.h"
#include "services/dialogue/hand_over_store.h"
#include "services/dialogue/settings.h"
#include "services/messengers/store.h"
#include "services/staff/settings.h"

namespace amtslotse::cli {
namespace {

struct Activity {
  const char* what;
  const char* purpose;
  const char* basis;
  const char* where;
  std::string how_long;
};

long Number(const std::vector<ServiceSettings>& services, const char* name, long fallback) {
  const std::string value = ValueOf(services, name);
  long number = fallback;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

template <class Duration>
std::string Days(Duration duration) {
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(duration).count();
  return hours % 24 == 0 ? fmt::format("{} Tage", hours / 24) : fmt::format("{} Stunden", hours);
}

std::chrono::seconds Seconds(const std::vector<ServiceSettings>& services, const char* name,
                             std::chrono::seconds fallback) {
  return std::chrono::seconds(Number(services, name, static_cast<long>(fallback.count())));
}

long Minutes(std::chrono::seconds time) { return std::chrono::ceil<std::chrono::minutes>(time).count(); }

// 45 Minuten, 10 Stunden
std::string Span(std::chrono::seconds time) {
  return Minutes(time) % 60 == 0 && Minutes(time) > 60 ? fmt::format("{} Stunden", Minutes(time) / 60)
                                                       : fmt::format("{} Minuten", Minutes(time));
}

// Who signs in, and who asks too often: what is kept so that accounts and the service stay safe.
std::vector<Activity> SafetyActivities(const std::vector<ServiceSettings>& services) {
  const staff::Policy policy;
  const auto setting = [&](const char* name, int fallback) {
    return static_cast<int>(Number(services, name, fallback));
  };
  const auto counted = std::max(
      {gateways::web::CountedFor(setting("WEB_CONVERSATIONS_PER_MINUTE", gateways::web::kConversationsPerMinute)),
       gateways::web::CountedFor(setting("WEB_MESSAGES_PER_MINUTE", gateways::web::kMessagesPerMinute)),
       gateways::web::CountedFor(setting("WEB_READS_PER_MINUTE", gateways::web::kReadsPerMinute))});
  return {
      {"Sitzungen der Mitarbeitenden (Konto, Browser, Zeiten der Anmeldung und der letzten Nutzung; Marke als Hash)",
       "angemeldet bleiben, eigene Sitzungen sehen und beenden", "Art. 6 Abs. 1 lit. c und e DSGVO, Dienstvereinbarung",
       "staff",
       fmt::format("{} nach der letzten Nutzung, höchstens {} nach der Anmeldung, oder bis zum Abmelden",
                   Span(Seconds(services, "STAFF_SESSION_IDLE_SECONDS", policy.idle)),
                   Span(Seconds(services, "STAFF_SESSION_SECONDS", policy.lifetime)))},
      {"Einmal-Links zum Setzen eines Passworts, begonnene Anmeldungen mit Dienstkonto (beides als Hash)",
       "Zugang einrichten, Anmelden", "Art. 6 Abs. 1 lit. c und e DSGVO, Dienstvereinbarung", "staff",
       fmt::format("bis zur Benutzung, höchstens {}; begonnene Anmeldungen {}",
                   Span(Seconds(services, "STAFF_LINK_SECONDS", policy.link)), Span(policy.openid))},
      {"Fehlversuche bei der Anmeldung (Anmeldename als Hash, Zahl, Zeit)", "Durchprobieren von Passwörtern verhindern",
       "Art. 32 DSGVO", "staff", fmt::format("{} nach dem letzten, oder bis zur Anmeldung", Span(staff::kTriesKept))},
      {"Adressen im Internet, nur als Hash mit Schlüssel, und wie oft jemand gefragt hat", "Überlast verhindern",
       "Art. 32 DSGVO", "Redis, sonst Arbeitsspeicher von web",
       counted.count() == 0 ? std::string("nicht gezählt (Grenzen sind aus)")
                            : fmt::format("höchstens {} Sekunden nach der letzten Anfrage, ohne Redis doppelt so lange",
                                          counted.count())},
      {"Falsche Absagecodes (Adresse und Nachname, nur als Hash mit Schlüssel, Zahl)",
       "Durchprobieren von Absagecodes verhindern", "Art. 32 DSGVO", "booking", Span(booking::kWrongTriesKept)},
  };
}

// "365 Tage", or each process's own: "staff 30 Tage, booking 365 Tage …"
std::string AuditPeriods(const std::vector<ServiceSettings>& services) {
  const dialogue::Settings dialogue;
  const auto default_days = knowledge::kAuditKept.count();
  const std::vector<std::pair<const char*, long>> periods{
      {"staff", Number(services, "STAFF_AUDIT_DAYS",
                       std::chrono::duration_cast<std::chrono::hours>(staff::Policy().audit).count() / 24)},
      {"booking", Number(services, "BOOKING_AUDIT_DAYS", booking::Settings().audit.count())},
      {"knowledge", Number(services, "KNOWLEDGE_AUDIT_DAYS", default_days)},
      {"responsibility", Number(services, "RESPONSIBILITY_AUDIT_DAYS", default_days)},
      {"dialogue", Number(services, "DIALOGUE_AUDIT_DAYS", dialogue.audit.count())}};
  const bool same =
      std::ranges::all_of(periods, [&](const auto& period) { return period.second == periods[0].second; });
  if (same) return fmt::format("{} Tage", periods[0].second);
  std::string text;
  for (const auto& [service, days] : periods)
    text += fmt::format("{}{} {} Tage", text.empty() ? "" : ", ", service, days);
  return text;
}

std::vector<Activity> Activities(const std::vector<ServiceSettings>& services, int backup_days) {
  const booking::BookingRules rules;
  const dialogue::Settings dialogue;
  const auto session = Seconds(services, "DIALOGUE_SESSION_SECONDS", dialogue.session_lifetime);
  std::vector<Activity> activities{
      {"Gespräch (Text der Fragen und Antworten, Kanal)", "Frage beantworten, Termin finden",
       "Art. 6 Abs. 1 lit. e DSGVO", "Redis, versiegelt, nur im Arbeitsspeicher",
       fmt::format("{} nach der letzten Nachricht", Span(session))},
      {"Termin (Name, E-Mail oder Telefon, Leistung, Zeit, Bedarf an Hilfe)",
       "Termin halten, bestätigen, erinnern, ändern", "Art. 6 Abs. 1 lit. e DSGVO",
       "booking, Name und Kontakt versiegelt",
       fmt::format("{} nach dem Ende des Termins, je Standort einstellbar (retention_hours); dann bleiben nur Zahlen",
                   Days(rules.retention))},
      {"Reservierung vor der Bestätigung", "Platz freihalten", "Art. 6 Abs. 1 lit. e DSGVO", "booking",
       fmt::format("{} Minuten, mit Bestätigung per Mail {} Minuten; abgelaufene {}", rules.hold.count(),
                   rules.await_confirmation.count(), Span(booking::kExpiredHoldsKept))},
      {"Warteliste (Kontakt, gewünschte Zeit)", "freie Plätze anbieten", "Art. 6 Abs. 1 lit. a DSGVO (Einwilligung)",
       "booking, Kontakt versiegelt", "bis zum Austragen, zur Buchung oder zum Ende des gewünschten Zeitraums"},
      {"Nachrichten im Postausgang", "Bestätigung, Erinnerung, Absage zustellen", "Art. 6 Abs. 1 lit. e DSGVO",
       "booking, versiegelt",
       fmt::format("bis zur Zustellung, danach höchstens {0}; nicht Zustellbares, bis der Termin vergessen wird, "
                   "mindestens {0}",
                   Span(booking::kResultsKept))},
      {"Mails als Dateien (nur ohne Mailserver: in der Vorführung oder mit BOOKING_MAIL_FOLDER)",
       "Bestätigung, Erinnerung, Absage zeigen", "Art. 6 Abs. 1 lit. e DSGVO", "der Ordner, lesbar",
       fmt::format("höchstens {}, oder bis die Person gelöscht wird", Span(booking::kMailFilesKept))},
      {"Anliegen zum Datenschutz aus dem Chat (Name, E-Mail-Adresse, Text)",
       "an die Stelle für Datenschutz weiterleiten, damit sie antwortet", "Art. 6 Abs. 1 lit. c DSGVO (Art. 12, 15–21)",
       "booking, versiegelt; dann im Postfach der Kommune",
       fmt::format("bis zur Zustellung, danach höchstens {}; wenn sie scheitert, höchstens {}; im Postfach nach dessen "
                   "Regeln",
                   Span(booking::kResultsKept), Days(booking::kUnsentRequestsKept))},
      {"Nachrichten in Messengern (Kennung, Text bis zur Antwort)", "auf dem gewählten Weg antworten",
       "Art. 6 Abs. 1 lit. a DSGVO (Einwilligung)", "messengers, versiegelt",
       fmt::format("Text bis zur Antwort; Kennung {} nach der letzten Nachricht", Days(messengers::kPeersKept))},
      {"Übergabe an Mitarbeitende (Gespräch, Name und Nummer für Rückrufe), gemeldete Barrieren",
       "antworten, zurückrufen", "Art. 6 Abs. 1 lit. a und e DSGVO", "dialogue, versiegelt",
       fmt::format("{} nach dem Ende", Days(dialogue::kEndedKept))},
      {"Unbeantwortete Fragen (erkannte Namen, Nummern und Adressen maskiert)",
       "Antworten ergänzen, Sprachverstehen verbessern", "Art. 6 Abs. 1 lit. e DSGVO", "knowledge",
       fmt::format("{}, was nicht zur Verwaltung zu gehören schien {}, wenn die Redaktion es nicht vorher zuordnet; "
                   "einzelne Wörter gar nicht",
                   Days(knowledge::kUnansweredKept), Days(knowledge::kDeclinedKept))},
      {"Fragen, die die Redaktion einer Antwort zugeordnet hat (maskiert)",
       "dieselbe Frage künftig beantworten, Beispiele für das Lernen", "Art. 6 Abs. 1 lit. e DSGVO", "knowledge",
       fmt::format("{}, nachdem sie zuletzt gestellt wurde", Days(knowledge::kAssignedKept))},
      {"Bewertungen von Antworten, Zahlen zu Fragen (ohne Text und ohne Person)", "Antworten verbessern, Auswertung",
       "nicht personenbezogen", "knowledge, dialogue", "unbegrenzt, es sind nur Anzahlen je Antwort und Tag"},
      {"Sprachmodelle der Kommune (gelernt aus den maskierten Beispielen, mit Vergleich an solchen Beispielen)",
       "Fragen verstehen", "Art. 6 Abs. 1 lit. e DSGVO", "nlu, nicht in Sicherungen",
       fmt::format(
           "die letzten {} Stände und der aktive; mit einem Beispiel, das gelöscht ist, wird keiner mehr gelernt",
           nlu::TownModels::kKept)},
      {"Marken bereits ausgeführter Aufträge (Kennung, bei Änderungen der Redaktion deren Ergebnis)",
       "Wiederholungen erkennen", "Art. 6 Abs. 1 lit. e DSGVO", "knowledge", Days(knowledge::kDoneRequestsKept)},
      {"Konten der Mitarbeitenden (Name, Rolle, Passwort als Hash)", "Anmelden, Berechtigen",
       "Art. 6 Abs. 1 lit. c und e DSGVO, Dienstvereinbarung", "staff", "bis das Konto entfernt wird"},
      {"Änderungsprotokoll (wer, was, wann; ohne Namen von Bürgerinnen und Bürgern)",
       "Nachvollziehen, Missbrauch erkennen", "Art. 32 DSGVO", "staff, booking, knowledge, responsibility, dialogue",
       AuditPeriods(services)},
      {"Technische Protokolle (Ereignisse, ohne Texte, Namen und IP-Adressen)", "Betrieb und Fehlersuche",
       "Art. 32 DSGVO", "Journal oder data/logs", "nach Einstellung des Journals; in data/logs fünf frühere Läufe"},
      {"Sicherungen (alles Genannte außer Gesprächen und Sprachmodellen; versiegelt)",
       "Wiederherstellen nach einem Schaden", "Art. 32 DSGVO", "Sicherungsordner, ohne die Schlüssel",
       fmt::format("{} Tage", backup_days)},
      {"Stand vor dem Wiederherstellen einer Sicherung (Ordner .before-restore, wie eine Sicherung)",
       "ein falsches Wiederherstellen zurücknehmen", "Art. 32 DSGVO", "Datenordner",
       fmt::format("bis zur ersten Sicherung nach {} Tagen; nie länger als die Sicherungen",
                   BeforeRestoreDays(backup_days))},
      {"Liste der Löschungen (Kontakt, versiegelt)", "Löschungen nach dem Wiederherstellen einer Sicherung wiederholen",
       "Art. 17 DSGVO", "Schlüsselordner", Days(booking::kErasuresKept)},
  };
  // After the accounts, before the audit.
  const auto accounts = std::ranges::find_if(
      activities, [](const Activity& one) { return std::string_view(one.what).starts_with("Konten der"); });
  const auto more = SafetyActivities(services);
  activities.insert(accounts + 1, more.begin(), more.end());
  return activities;
}

}  // namespace

std::string RecordOfProcessing(const std::vector<ServiceSettings>& services, int backup_days) {
  std::string text =
      "# Verzeichnis von Verarbeitungstätigkeiten (Art. 30 DSGVO)\n\n"
      "Erzeugt mit `amtslotse privacy record` aus den Fristen, die das Programm mit diesen Einstellungen einhält. Zu "
      "ergänzen\n"
      "sind Verantwortliche, Datenschutzbeauftragte und Auftragsverarbeiter der Kommune.\n\n"
      "Betroffene: Bürgerinnen und Bürger, die fragen oder Termine buchen; Mitarbeitende der Kommune. Empfänger: keine "
      "außer den\n"
      "zuständigen Stellen, dem eigenen Mailserver und, nur auf Wunsch, dem gewählten Messenger. Keine Übermittlung "
      "in\n"
      "Drittländer durch Amtslotse selbst. Keine automatisierte Entscheidung im Sinne von Art. 22 DSGVO.\n\n"
      "| Daten | Zweck | Rechtsgrundlage | Ort | Frist |\n|---|---|---|---|---|\n";
  for (const Activity& activity : Activities(services, backup_days))
    text += fmt::format("| {} | {} | {} | {} | {} |\n", activity.what, activity.purpose, activity.basis, activity.where,
                        activity.how_long);
  return text;
}

}  // namespace amtslotse::cli
