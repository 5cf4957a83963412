#include "tests/bench/knowledge/large_town.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <set>

namespace amtslotse::bench {
namespace {

// clang-format off
constexpr std::array kThings = {
    "Ausweis",      "Reisepass",     "Wohnung",  "Gewerbe",    "Fahrzeug",   "Führerschein", "Hund",     "Baum",
    "Bau",          "Garten",        "Straße",   "Parkplatz",  "Markt",      "Abfall",       "Wasser",   "Kanal",
    "Schule",       "Kita",          "Jugend",   "Senioren",   "Pflege",     "Wohngeld",     "Rente",    "Steuer",
    "Grundstück",   "Denkmal",       "Friedhof", "Urkunde",    "Ehe",        "Geburt",       "Namen",    "Aufenthalt",
    "Einbürgerung", "Waffen",        "Jagd",     "Fischerei",  "Gaststätte", "Lärm",         "Umwelt",   "Heizung",
    "Energie",      "Sport",         "Kultur",   "Bibliothek", "Museum",     "Wahl",         "Ehrenamt", "Feuerwehr",
    "Rettung",      "Veranstaltung", "Reise",    "Handwerk",   "Taxi",       "Sondernutzung"};
// clang-format on
constexpr std::array kKinds = {"anmeldung", "erlaubnis", "bescheinigung", "genehmigung", "förderung",
                               "befreiung", "auskunft",  "verlängerung",  "änderung",    "abmeldung",
                               "prüfung",   "zulassung", "beratung",      "kontrolle",   "zuschuss",
                               "register",  "karte",     "gebühr",        "plan",        "stelle"};
constexpr std::array kWays = {"beantragen", "ändern lassen", "verlängern", "melden",
                              "abholen",    "einsehen",      "widerrufen", "prüfen lassen"};
constexpr std::array kFor = {
    "für Familien",   "für Vereine", "für Betriebe", "für Studierende", "für Menschen mit Behinderung",
    "für Zugezogene", "bei Verlust", "bei Umzug",    "im Ausland",      "vorläufig",
    "erstmals",       "für Kinder"};
constexpr std::array kSentences = {"Bringen Sie einen gültigen {0} und die {1} mit.",
                                   "Die {1} gilt zwei Jahre und lässt sich bei der Gemeinde verlängern.",
                                   "Wer eine {1} braucht, stellt den Antrag mindestens vier Wochen vorher.",
                                   "Für {0} und {2} gelten eigene Regeln, die das Amt auf Anfrage erklärt.",
                                   "Die Gebühr beträgt {3} Euro und ist sofort zu bezahlen.",
                                   "Sie können den Antrag schriftlich, persönlich oder online stellen.",
                                   "Zuständig ist die Stelle, in deren Bezirk Ihr {2} liegt.",
                                   "Nach {3} Tagen erhalten Sie einen Bescheid über die {1}."};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::size_t Below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ % limit);
  }
  template <class List>
  const char* Of(const List& list) {
    return list[Below(list.size())];
  }

 private:
  std::uint64_t state_;
};

std::string Compound(Dice& dice) { return std::string(dice.Of(kThings)) + dice.Of(kKinds); }

std::string Name(Dice& dice) { return fmt::format("{} {} {}", Compound(dice), dice.Of(kFor), dice.Of(kWays)); }

std::string Prose(Dice& dice, int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i) {
    text += fmt::format(fmt::runtime(dice.Of(kSentences)), dice.Of(kThings), Compound(dice), dice.Of(kThings),
                        5 + dice.Below(90)) +
            " ";
  }
  return text;
}

std::string Module(const char* code, const std::string& text) {
  return fmt::format(
      "<x:modulText><x:inhalt "
      "languageCode=\"de\">{}</x:inhalt><x:leikaTextmodul><code>{}</code></x:leikaTextmodul></x:modulText>",
      text, code);
}

std::string ServiceXml(int number) {
  Dice dice(static_cast<std::uint64_t>(number) + 1);
  return fmt::format(
      "<x:schreibe><x:leistung><x:id schemeAgencyID=\"T\">{}</x:id>{}{}{}{}{}<x:modulKosten><x:beschreibung "
      "languageCode=\"de\">{}"
      "</x:beschreibung></x:modulKosten><x:modulBegriffImKontext><x:begriffImKontext><x:begriff>{}</x:begriff></"
      "x:begriffImKontext>"
      "</x:modulBegriffImKontext></x:leistung></x:schreibe>\n",
      number, Module("03", Name(dice)), Module("05", Prose(dice, 2)), Module("06", Prose(dice, 8)),
      Module("08", Prose(dice, 4)), Module("09", Prose(dice, 3)), Prose(dice, 1), Compound(dice));
}

}  // namespace

std::string LargeCatalogue(int services) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x:transfer "
      "xmlns:x=\"http://xoev.de/schemata/xzufi/2_2_0\"><x:nachrichtenkopf/>\n";
  for (int i = 0; i < services; ++i) text += ServiceXml(i);
  for (int i = 0; i < services / 10; ++i) {
    text += fmt::format(
        "<x:schreibe><x:organisationseinheit><x:id schemeAgencyID=\"T\">o{0}</x:id><x:name><x:name "
        "languageCode=\"de\">Amt {0}</x:name>"
        "</x:name><x:zustaendigkeit><x:id>z{0}</x:id><x:leistungID "
        "schemeAgencyID=\"T\">{0}</x:leistungID></x:zustaendigkeit>"
        "</x:organisationseinheit></x:schreibe>\n",
        i);
  }
  return text + "</x:transfer>\n";
}

std::vector<knowledge::Entry> LargeFaq(int entries) {
  std::vector<knowledge::Entry> faq;
  for (int i = 0; i < entries; ++i) {
    Dice dice(static_cast<std::uint64_t>(i) + 1'000'000);
    knowledge::Entry entry;
    entry.id.value = fmt::format("e{:05}", i);
    entry.questions = {"Wie bekomme ich " + Name(dice) + "?", Compound(dice), Compound(dice)};
    entry.answer = Prose(dice, 4);
    faq.push_back(std::move(entry));
  }
  return faq;
}

std::vector<std::string> LargeTownQueries(int count) {
  std::set<std::string> distinct;
  for (std::uint64_t i = 0; distinct.size() < static_cast<std::size_t>(count); ++i) {
    Dice dice(i + 5'000'000);
    switch (i % 4) {
      case 0: distinct.insert(Compound(dice)); break;
      case 1: distinct.insert(fmt::format("was kostet eine {} {}", Compound(dice), dice.Of(kFor))); break;
      case 2: distinct.insert(fmt::format("{} {}", dice.Of(kThings), dice.Of(kWays))); break;
      default: {
        std::string misspelt = Compound(dice) + " " + dice.Of(kFor);
        misspelt.erase(2 + dice.Below(4), 1);
        distinct.insert(misspelt);
      }
    }
  }
  return {distinct.begin(), distinct.end()};
}

}  // namespace amtslotse::bench
