#include "services/dialogue/core/wishes.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>

#include "services/dialogue/core/asked_beside.h"
#include "services/dialogue/core/deaths.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/moods.h"
#include "services/dialogue/core/topics_apart.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;

constexpr std::array kInformationActs{Act::kOverview,     Act::kFee,       Act::kDocuments,   Act::kDeadline,
                                      Act::kDuration,     Act::kProcedure, Act::kEligibility, Act::kFormOnline,
                                      Act::kOpeningHours, Act::kOpenNow,   Act::kAddress,     Act::kResponsibleOffice,
                                      Act::kContact};

// "Was ist eine Meldebescheinigung und wozu brauche ich die?" asks what for, not what to bring.
bool AsksWhatFor(const std::string& said) {
  const bool what_for = said.find("wozu") != std::string::npos || said.find("wofuer") != std::string::npos ||
                        said.find("fuer was ") != std::string::npos;
  return what_for && (said.find("brauch") != std::string::npos || said.find("benoetig") != std::string::npos);
}

// "Muss ich persönlich kommen?"
bool AsksWhetherToCome(const std::string& said) {
  const bool self = said.find("persoenlich") != std::string::npos || said.find("selber") != std::string::npos ||
                    said.find("selbst") != std::string::npos;
  return self && (said.find("kommen") != std::string::npos || said.find("erschein") != std::string::npos ||
                  said.find(" hin") != std::string::npos);
}

// "Kann ich mit ihm kommen statt der Eltern?", about a service and with no appointment in sight, moves none.
bool MovesAnAppointment(const Turn& turn, const std::string& folded) {
  const Session& session = turn.session;
  return session.booking || session.appointment || !session.service ||
         turn.Find(nlu::EntityKind::kDateTime) != nullptr || turn.Find(nlu::EntityKind::kAppointmentCode) != nullptr ||
         SaysAny(folded, {"termin", "schieb", "verleg", "buch", "aender", "tausch", "code", "anders"});
}

// "Müssen meine Eltern mit?"
bool AsksWhoComesAlong(const std::string& said) {
  const std::string words = " " + said + " ";
  return SaysAny(words, {" muss", " muess", " brauch"}) &&
         SaysAny(words, {" eltern", " mutter", " vater", " mama ", " papa ", " kind", " mann ", " frau ", " zeuge"}) &&
         SaysAny(words, {" mit ", " mitkomm", " dabei", " mitbring"});
}

// "wie lange haben die auf" asks for hours.
bool AsksForHours(const std::string& said) {
  return said.ends_with(" auf") || said.find("offen") != std::string::npos ||
         said.find("geoeffnet") != std::string::npos;
}

bool StandsIn(const nlu::Entity& entity, const nlu::Segment& segment) {
  return entity.span.begin >= segment.span.begin && entity.span.end <= segment.span.end;
}

// "Reisepass beantragen, geht Donnerstag um drei": who proposes a time wants one, and not to hear what it is.
bool ProposesATime(const Turn& turn, const nlu::Segment& segment) {
  const std::string said = " " + Folded(nlu::Slice(turn.text, segment.span)) + " ";
  if (segment.topic.empty() || !SaysAny(said, {" geht ", " gehts ", " ginge ", " passt ", " passen ", " waere "}) ||
      SaysAny(said, {" bis ", " wie lang", " wie schnell", " online", " ohne termin", " offen", " auf "}))
    return false;
  return std::any_of(turn.understood.entities.begin(), turn.understood.entities.end(), [&](const nlu::Entity& entity) {
    const auto* value = std::get_if<nlu::TimeValue>(&entity.value);
    return value != nullptr && !value->ruled_out && !value->readings.empty() && value->readings.front().days &&
           !value->readings.front().open_begin && StandsIn(entity, segment);
  });
}

// "und nu?", "wie jetzt?": who wants an appointment says so, or a time.
bool SpeaksOfAppointments(const Turn& turn, const nlu::Segment& segment) {
  const std::string said = Folded(nlu::Slice(turn.text, segment.span));
  return turn.session.booking ||
         SaysAny(said,
                 {"termin", "frei", "buch", "platz", "slot", "reserv", "komm", "wann", "dran", "zeit", "vereinbar"}) ||
         std::any_of(turn.understood.entities.begin(), turn.understood.entities.end(), [&](const nlu::Entity& entity) {
           const bool time = entity.kind == nlu::EntityKind::kDateTime || entity.kind == nlu::EntityKind::kAnyTime ||
                             entity.kind == nlu::EntityKind::kAsSoonAsPossible;
           return time && StandsIn(entity, segment);
         });
}

// Small talk that was read without certainty, in words that name a thing, is the next best reading that asks about it.
Act ActOf(const Turn& turn, const nlu::Segment& segment, const std::string& folded) {
  const Act act = BestAct(segment);
  if (act == Act::kDuration && AsksForHours(Folded(nlu::Slice(turn.text, segment.span)))) return Act::kOpeningHours;
  const bool unsure = segment.band != nlu::Band::kAct;
  const bool of_it = act == Act::kOverview || act == Act::kDuration || act == Act::kFormOnline;
  // "bei euch brennt ja wohl der Hut", however it was read; who asks something with it is answered
  if (IsAngry(folded) && !IsInformation(act) && !(IsAppointmentAct(act) && SpeaksOfOwnAppointment(turn)) &&
      act != Act::kComplaint && act != Act::kHuman && act != Act::kDefectReport)
    return Act::kInsult;
  // "Danke für nichts!"
  if (act == Act::kThank && SaysAny(folded, {"fuer nichts", "fuer gar nichts", "fuer nix"})) return Act::kInsult;
  if (of_it && ProposesATime(turn, segment)) return Act::kBook;
  const bool to_come = act == Act::kHuman || (IsAppointmentAct(act) && folded.find("termin") == std::string::npos) ||
                       (unsure && IsInformation(act));
  if (unsure && IsInformation(act) && AsksWhoComesAlong(Folded(nlu::Slice(turn.text, segment.span))))
    return Act::kDocuments;
  if (to_come && AsksWhetherToCome(Folded(nlu::Slice(turn.text, segment.span)))) return Act::kProcedure;
  // "Kommt jemand ins Heim?": what hardly sounds like danger is the next best reading; the numbers go before its
  // answer.
  constexpr double kDoubtful = 0.5;
  const auto& emergency = turn.understood.emergency;
  if (act == Act::kEmergency && (!emergency || emergency->confidence < kDoubtful)) {
    for (const nlu::ActGuess& guess : segment.guesses) {
      if (IsInformation(guess.act) || IsAppointmentAct(guess.act)) return guess.act;
    }
  }
  // "Guten Tag ich Ukraine kommen wo anmelden": what follows the greeting is the wish. Where no appointment is spoken
  // of, none is moved or cancelled.
  constexpr double kNextBest = 0.15;
  const bool of_none =
      (act == Act::kCancel || act == Act::kRebook || act == Act::kMyAppointment) && !SpeaksOfOwnAppointment(turn);
  if (of_none || (act == Act::kGreet && !segment.topic.empty())) {
    for (const nlu::ActGuess& guess : segment.guesses) {
      if (IsInformation(guess.act) && guess.confidence >= kNextBest) return guess.act;
    }
  }
  const bool rebooks = act == Act::kRebook && !MovesAnAppointment(turn, folded);
  const bool books = unsure && (act == Act::kShowSlots || act == Act::kBook) && !SpeaksOfAppointments(turn, segment);
  if (rebooks || books) {
    for (const nlu::ActGuess& guess : segment.guesses) {
      if (IsInformation(guess.act)) return guess.act;
    }
  }
  // "Kann ich das auch per Vollmacht machen?": who may come, and not whether there is a form.
  if (act == Act::kFormOnline && SaysAny(folded, {"vollmacht", "bevollmaecht"}) &&
      SaysAny(" " + folded, {" kann", " darf", " geht", " koenn", " moeglich"}) &&
      !SaysAny(folded, {"formular", "online"}))
    return Act::kEligibility;
  if (act == Act::kDocuments && AsksWhatFor(Folded(nlu::Slice(turn.text, segment.span)))) return Act::kOverview;
  if (act == Act::kBereavement && !SpeaksOfDeath(turn))
    return segment.guesses.size() > 1 ? segment.guesses[1].act : Act::kOverview;
  // Which of several is open: what the matter is, and the questions about it to choose from.
  constexpr double kAsGoodAsOpen = 0.6;
  if (IsInformation(act) && segment.band == nlu::Band::kAsk && !segment.topic.empty() &&
      Confidence(segment) < kAsGoodAsOpen)
    return Act::kOverview;
  const bool small_talk = act == Act::kCapabilities || act == Act::kGreet || act == Act::kThank ||
                          act == Act::kPraise || act == Act::kGoodbye;
  if (!small_talk || segment.band == nlu::Band::kAct || segment.topic.empty()) return act;
  for (const nlu::ActGuess& guess : segment.guesses) {
    if (IsInformation(guess.act) || IsAppointmentAct(guess.act)) return guess.act;
  }
  return Act::kOverview;
}

bool IsJoined(const std::string& folded) {
  return folded.starts_with("und ") || folded.starts_with("sowie ") || folded.starts_with("oder ");
}

bool AsksItself(const std::string& folded) {
  // "nächste Woche" does not.
  return SaysAny(folded + " ", {" was ", " wie ", " wieviel", " wieso ", " wo ", " wohin ", " woher ", " wozu ",
                                " wann", " welche", " wer ", " bis ", " ob ", " kann "});
}

// "und Personalausweis für zwei Kinder", "und was ein Personalausweis?" behind a question: the same of one more thing.
bool AddsAThing(const std::string& text, const nlu::Segment& segment) {
  constexpr std::ptrdiff_t kMostSpaces = 4;
  const std::string said = WithoutWhat(Folded(nlu::Slice(text, segment.span)));
  const bool books = said.find("termin") != std::string::npos || said.find("buch") != std::string::npos;
  // Whom it is for may take any number of words.
  const std::string thing = said.substr(0, said.find(" fuer "));
  return IsJoined(said) && !books && !AsksItself(said) && !segment.topic.empty() &&
         std::count(thing.begin(), thing.end(), ' ') <= kMostSpaces;
}

// "… einen Termin für mich und meine zwei Kinder am Donnerstag": who comes and when, of the booking before it.
bool TellsWhoAndWhen(const std::string& text, const nlu::Segment& segment, Act act) {
  const std::string said = Folded(nlu::Slice(text, segment.span));
  const bool small = act == Act::kChoose || act == Act::kYes || act == Act::kShowSlots || act == Act::kOverview;
  return small && IsJoined(said) && !AsksItself(said) && (segment.topic.empty() || IsOnlyPeople(segment.topic));
}

bool IsSpecific(const Turn& turn, const nlu::Segment& segment, const std::string& folded) {
  const Act act = ActOf(turn, segment, folded);
  return segment.band != nlu::Band::kDecline && act != Act::kOverview && (IsInformation(act) || IsAppointmentAct(act));
}

// "in welcher Straße ist das?": where, not what.
bool NamesOnlyWhere(const std::string& topic) {
  static constexpr std::array<std::string_view, 23> kWhere{
      "genau",  "strasse",  "haus",         "hausnummer", "gebaeude",   "etage",       "stock",   "stockwerk",
      "zimmer", "raum",     "eingang",      "ort",        "stadtteil",  "ecke",        "adresse", "amt",
      "stelle", "behoerde", "dienststelle", "abteilung",  "zustaendig", "zustaendige", "dafuer"};
  const std::vector<std::string> words = absl::StrSplit(Folded(topic), ' ', absl::SkipEmpty());
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return std::find(kWhere.begin(), kWhere.end(), word) != kWhere.end();
  });
}

// "…, meine Mail ist ute@example.org, ich heiße Ute Blank", beside a wish
bool TellsOnlyWho(const Turn& turn, const nlu::Segment& segment, Act act) {
  constexpr std::ptrdiff_t kMostSpaces = 6;
  const std::string said = " " + Folded(nlu::Slice(turn.text, segment.span));
  if (AsksItself(said) || std::count(said.begin(), said.end(), ' ') > kMostSpaces) return false;
  if (SaysAny(said, {" heisse ", " mein name"})) return true;
  const auto& entities = turn.understood.entities;
  const bool reached = std::any_of(entities.begin(), entities.end(), [&](const nlu::Entity& entity) {
    const bool contact = entity.kind == nlu::EntityKind::kEmail || entity.kind == nlu::EntityKind::kTelephone;
    return contact && StandsIn(entity, segment);
  });
  return reached && (act == Act::kCorrect || act == Act::kChoose);
}

// An appointment, and at most for whom: "Termin für meinen Sohn".
bool LacksAThing(const Wish& wish) {
  return (wish.act == Act::kBook || wish.act == Act::kShowSlots) && (wish.topic.empty() || IsOnlyPeople(wish.topic));
}

}  // namespace

bool IsInformation(Act act) {
  return std::find(kInformationActs.begin(), kInformationActs.end(), act) != kInformationActs.end();
}

bool IsAppointmentAct(Act act) {
  return act == Act::kBook || act == Act::kShowSlots || act == Act::kRebook || act == Act::kCancel ||
         act == Act::kMyAppointment || act == Act::kWaitingList;
}

bool SpeaksOfOwnAppointment(const Turn& turn) {
  const Session& session = turn.session;
  using nlu::EntityKind;
  if (session.booking || session.appointment || !session.pending_action.empty() || turn.text.empty() ||
      turn.Find(EntityKind::kAppointmentCode) != nullptr || turn.Find(EntityKind::kDateTime) != nullptr)
    return true;
  return SaysAny(" " + Folded(turn.text) + " ", {"termin",
                                                 "absag",
                                                 "abzusag",
                                                 "abgesag",
                                                 " sage ab",
                                                 " sag ab",
                                                 "schieb",
                                                 "schoben",
                                                 " verleg",
                                                 "storn",
                                                 " umbuch",
                                                 " gebucht",
                                                 "buchung",
                                                 "reserv",
                                                 "cancel",
                                                 " komm",
                                                 " verhinder",
                                                 " dran ",
                                                 " schaff",
                                                 " verpass",
                                                 " verspaet",
                                                 " zu spaet",
                                                 " kann nicht ",
                                                 " kann ich nicht ",
                                                 " code ",
                                                 " krank ",
                                                 " kann doch nicht ",
                                                 " kann leider nicht ",
                                                 " nicht da ",
                                                 " appointment",
                                                 " uhrzeit"});
}

bool OnlyAnnounces(std::string_view text) {
  const std::string said = Folded(text);
  static constexpr std::array<std::string_view, 40> kWords{
      "und",  "noch",   "was",       "etwas",  "eine",  "ne",      "frage", "fragen",  "ich",  "hab",
      "habe", "haette", "da",        "dazu",   "mal",   "ach",     "ja",    "so",      "also", "eins",
      "dann", "kurz",   "kurze",     "gern",   "gerne", "wir",     "haben", "haetten", "hier", "auch",
      "oh",   "moment", "uebrigens", "wollte", "will",  "moechte", "paar",  "ein",     "eben", "andere"};
  bool announces = said == "und noch was" || said == "noch was" || said == "und noch etwas" || said == "uebrigens" ||
                   said == "eins noch" || said == "und noch eins";
  for (const auto part : absl::StrSplit(said, absl::ByAnyChar(" ,.:!"), absl::SkipEmpty())) {
    const std::string word(part);
    if (std::find(kWords.begin(), kWords.end(), word) == kWords.end()) return false;
    announces = announces || word == "frage" || word == "fragen";
  }
  return announces;
}

Act BestAct(const nlu::Segment& segment) { return segment.guesses.front().act; }
double Confidence(const nlu::Segment& segment) { return segment.guesses.front().confidence; }

bool IsDeclined(const nlu::Understanding& message) {
  return std::all_of(message.segments.begin(), message.segments.end(), [](const nlu::Segment& segment) {
    return BestAct(segment) == Act::kOutOfScope && segment.band == nlu::Band::kAct;
  });
}

// The wishes in order. "Mein Perso läuft ab, was kostet ein neuer?" is one wish: the first part says what the second is
// about. Beside a clear wish, an unsure reading of a filler ("Sagen Sie mal,") counts for nothing.
std::vector<Wish> WishesOf(const Turn& turn) {
  const nlu::Understanding& understood = turn.understood;
  const std::string folded = Folded(turn.text);
  const auto& segments = understood.segments;
  const bool specific = std::any_of(segments.begin(), segments.end(),
                                    [&](const nlu::Segment& segment) { return IsSpecific(turn, segment, folded); });
  std::vector<Wish> wishes;
  std::string about;
  for (const nlu::Segment& segment : segments) {
    const Act act = ActOf(turn, segment, folded);
    if (act == Act::kBereavement && SpeaksOfTheDog(turn)) {
      wishes.push_back({Act::kOverview, "Hund abmelden"});
      continue;
    }
    const bool unsure = segment.band != nlu::Band::kAct;
    if (segment.band == nlu::Band::kDecline || act == Act::kOutOfScope) continue;
    if (segments.size() > 1 && OnlyAnnounces(nlu::Slice(turn.text, segment.span))) continue;
    if (segments.size() > 1 && TellsOnlyWho(turn, segment, act)) continue;
    if (act == Act::kGreet && wishes.empty() && &segment != &segments.back())
      continue;  // "Guten Abend, die Laterne ist kaputt"
    if (!wishes.empty() && IsAppointmentAct(wishes.back().act) && TellsWhoAndWhen(turn.text, segment, act)) continue;
    // "Termin am Dienstag und Mittwoch für den Perso"
    if (!wishes.empty() && LacksAThing(wishes.back()) && !segment.topic.empty() &&
        (act == Act::kChoose || act == Act::kCorrect)) {
      wishes.back().topic = segment.topic;
      continue;
    }
    // "Termin für Personalausweis und Führungszeugnis zusammen": one appointment for both.
    const bool named = act == Act::kOverview || act == Act::kChoose || unsure;
    if (!wishes.empty() && wishes.back().act == Act::kBook && named && AddsAThing(turn.text, segment)) {
      wishes.back().topic += " " + segment.topic;
      continue;
    }
    if (!wishes.empty() && IsInformation(wishes.back().act) && AddsAThing(turn.text, segment)) {
      wishes.push_back({wishes.back().act, segment.topic});
      continue;
    }
    if (specific && segments.size() > 1) {
      if (act == Act::kGreet || act == Act::kGoodbye) continue;
      const bool names = act == Act::kOverview || (act == Act::kCorrect && !segment.topic.empty());  // "Es geht um …"
      if (names || (unsure && !IsInformation(act) && segment.topic.empty())) {
        about += (about.empty() ? "" : " ") + segment.topic;
        continue;
      }
    }
    std::string topic = segments.size() == 1 ? understood.topic : segment.topic;
    if (!about.empty() && IsSpecific(turn, segment, folded)) {
      topic = topic.empty() ? about : about + " " + topic;
      about.clear();
    }
    wishes.push_back({act, std::move(topic)});
    if (!IsInformation(act)) continue;
    for (const Act more : AskedBeside(nlu::Slice(turn.text, segment.span), act)) wishes.push_back({more, ""});
  }
  // "Wann kann ich kommen? Es geht um einen Reisepass."
  if (!about.empty() && !wishes.empty() && (wishes.back().topic.empty() || LacksAThing(wishes.back())))
    wishes.back().topic = about;
  for (Wish& wish : wishes) {
    if (IsOfficeAct(nlu::ActId(wish.act)) && NamesOnlyWhere(wish.topic)) wish.topic.clear();
  }
  LeaveOutWhatIsMeantAnyway(wishes);
  // "super, danke!" is answered once, and thanks before a question with its answer.
  const bool more = std::any_of(wishes.begin(), wishes.end(), [](const Wish& wish) {
    return wish.act == Act::kPraise || IsInformation(wish.act) || IsAppointmentAct(wish.act);
  });
  if (more) std::erase_if(wishes, [](const Wish& wish) { return wish.act == Act::kThank; });
  // "ok, tschüss", "ja und was kostet das?" where nothing was asked
  if (wishes.size() > 1 && wishes.front().act == Act::kYes && turn.session.awaiting == Awaiting::kNothing)
    wishes.erase(wishes.begin());
  return wishes;
}

}  // namespace amtslotse::dialogue
