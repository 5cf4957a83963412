#include "tests/bench/citizens.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace amtslotse::bench {
namespace {

constexpr std::array kTopics{"ein Personalausweis",
                             "ein Reisepass",
                             "ein vorläufiger Ausweis",
                             "eine Meldebescheinigung",
                             "ein Führungszeugnis",
                             "ein Bewohnerparkausweis",
                             "ein Kinderreisepass",
                             "eine Geburtsurkunde",
                             "eine Heiratsurkunde",
                             "eine Sterbeurkunde",
                             "eine Beglaubigung",
                             "ein Fischereischein",
                             "die Ummeldung",
                             "die Abmeldung",
                             "die Hundesteuer",
                             "eine Gewerbeanmeldung",
                             "eine Gewerbeabmeldung",
                             "der Führerschein",
                             "ein Umtausch des Führerscheins",
                             "die Kfz-Zulassung",
                             "ein Wunschkennzeichen",
                             "das Wohngeld",
                             "das Elterngeld",
                             "ein Kita-Platz",
                             "die Eheschließung",
                             "ein Wohnberechtigungsschein",
                             "eine Baugenehmigung",
                             "der Sperrmüll",
                             "eine Namensänderung",
                             "das Grundsicherungsgeld"};
constexpr std::array kFrames{"Was kostet {}?",
                             "Welche Unterlagen brauche ich für {}?",
                             "Wie lange dauert {}?",
                             "Wo bekomme ich {}?",
                             "Wer ist für {} zuständig?",
                             "Was muss ich für {} mitbringen und was kostet das?",
                             "Kann ich {} online beantragen?",
                             "Bis wann brauche ich {}?",
                             "Ich habe eine Frage: wie läuft das ab mit {}?",
                             "Wer darf {} beantragen?"};
constexpr std::array kOpenings{"",
                               "Hallo, ",
                               "Guten Tag, ",
                               "Moin! ",
                               "Entschuldigung, ",
                               "Kurze Frage: ",
                               "Sagen Sie, ",
                               "Ich wüsste gern: ",
                               "Guten Abend, ",
                               "Servus, ",
                               "Noch etwas: ",
                               "Bitte: ",
                               "Eine Bekannte fragt: ",
                               "Neu hier: ",
                               "Dringend: "};

}  // namespace

std::string Question(std::size_t number) {
  const std::size_t topic = number % kTopics.size();
  const std::size_t frame = number / kTopics.size() % kFrames.size();
  const std::size_t opening = number / (kTopics.size() * kFrames.size()) % kOpenings.size();
  return kOpenings[opening] + fmt::format(fmt::runtime(kFrames[frame]), kTopics[topic]);
}

std::string TopicOf(std::size_t number) {
  const std::string_view topic = kTopics[number % kTopics.size()];
  return std::string(topic.substr(topic.find(' ') + 1));
}

}  // namespace amtslotse::bench
