#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr double kSureOfNamed = 0.9;
constexpr std::size_t kShownOffices = 3;  // of the town, when none was named
constexpr std::array kOfficeActs{"opening_hours", "open_now", "address", "responsible_office", "contact"};

Card OfficeCard(const Office& office, const std::string& act) {
  Card card{.kind = "office", .title = office.name, .lines = {}, .links = {}, .step_free = office.step_free};
  if (!office.address.empty()) card.lines.push_back(office.address);
  if (act == "open_now" && !office.today.empty()) card.lines.push_back(office.today);
  if (!office.on_day.empty()) card.lines.push_back(office.on_day);
  for (const std::string& hours : office.opening_hours) card.lines.push_back(hours);
  if (!office.telephone.empty()) card.lines.push_back("Telefon: " + office.telephone);
  if (!office.email.empty()) card.lines.push_back("E-Mail: " + office.email);
  if (act == "address" && !office.public_transport.empty()) card.lines.push_back(office.public_transport);
  if (!office.accessibility.empty()) card.lines.push_back(office.accessibility);
  if (!office.map_url.empty()) card.links.push_back({"Karte", office.map_url});
  if (!office.url.empty()) card.links.push_back({"Internetseite", office.url});
  return card;
}

// The one day that the message names, YYYY-MM-DD; empty: none, or several.
std::string DayAsked(const Turn& turn) {
  for (const nlu::Entity& entity : turn.understood.entities) {
    const auto* value = std::get_if<nlu::TimeValue>(&entity.value);
    if (value == nullptr || value->readings.empty() || !value->readings.front().days) continue;
    const nlu::DateRange& days = *value->readings.front().days;
    if (days.first == days.last) return DateText(days.first);
  }
  return {};
}

bool AsksForHours(const std::string& act) { return act == "open_now" || act == "opening_hours"; }

// Whether an office is open at a time takes notices and holidays too: asked only where it is shown.
std::vector<Office> WithHours(Turn& turn, std::vector<Office> offices, const std::string& act) {
  const std::string day = AsksForHours(act) ? DayAsked(turn) : "";
  turn.session.hours_asked = AsksForHours(act);
  if (act != "open_now" && day.empty()) return offices;
  for (Office& office : offices) {
    const auto known = turn.town.GetOffice(office.id, day);
    if (!known.ok()) continue;
    if (day.empty() || day == LocalDate(turn.now, turn.town.municipality().time_zone)) office.today = known->today;
    if (!known->on_day.empty()) office.on_day = fmt::format("{}: {}", LongDate(day), known->on_day);
  }
  return offices;
}

// A catalogue may list one counter several times.
bool IsShown(const std::vector<Card>& cards, const Card& card) {
  return std::any_of(cards.begin(), cards.end(),
                     [&](const Card& shown) { return shown.title == card.title && shown.lines == card.lines; });
}

void SayOffices(Turn& turn, const std::vector<Office>& offices, const std::string& act, const std::string& intro) {
  SayTownNotices(turn, offices);
  Message message;
  message.text = intro;
  bool hours_known = !AsksForHours(act);
  for (const Office& office : offices) {
    Card card = OfficeCard(office, act);
    hours_known = hours_known || !office.opening_hours.empty() || !office.today.empty() || !office.on_day.empty();
    if (!IsShown(message.cards, card)) message.cards.push_back(std::move(card));
    if (!office.source.title.empty() && message.sources.empty()) message.sources.push_back(office.source);
  }
  if (!hours_known) message.text += (intro.empty() ? "" : "\n\n") + Text("office.no_hours");
  turn.replies.push_back(std::move(message));
}

// Whether a button for them would lead to an answer.
bool TellsDocuments(Turn& turn, const ServiceRef& service, const Answer* catalogue) {
  if (catalogue != nullptr && !catalogue->told_acts.empty())
    return std::find(catalogue->told_acts.begin(), catalogue->told_acts.end(), "documents") !=
           catalogue->told_acts.end();
  const auto found = turn.town.Ask({.topic = "", .text = "", .acts = {"documents"}, .service_id = service.id});
  return !found.ok() || found->answers.empty() || !found->answers.front().lacking;
}

// "- Bürgerbüro Mitte: jetzt geöffnet, bis 16:00 Uhr", a line each; empty where it is not known of all.
std::string HoursOfEach(const std::vector<Office>& offices, const std::string& act) {
  std::string lines;
  for (const Office& office : offices) {
    const std::string& hours = act == "open_now" && office.on_day.empty() ? office.today : office.on_day;
    if (hours.empty()) return {};
    lines += fmt::format("{}- {}: {}", lines.empty() ? "" : "\n", office.name, hours);
  }
  return lines;
}

void SayResolution(Turn& turn, const std::string& act, const Resolution& resolution, const OfficeAnswer& how) {
  const Answer* catalogue = how.catalogue;
  using Outcome = Resolution::Outcome;
  if (resolution.outcome == Outcome::kNeedInput) return AskPlace(turn, act, resolution);
  if (resolution.outcome == Outcome::kNotApplicable) {
    turn.Say(Text("office.not_applicable", {{"reason", resolution.reason}}));
    return;
  }
  if (resolution.outcome == Outcome::kNoData || resolution.offices.empty()) {
    if (catalogue != nullptr && !catalogue->lacking) return SayAnswers(turn, {*catalogue}, false);
    turn.Say(Text("office.no_data"));
    return;
  }
  const auto offices = WithHours(turn, resolution.offices, act);
  std::string intro;
  if (offices.size() == 1) {
    const Office& office = offices.front();
    intro = act == "open_now" && !office.today.empty() ? fmt::format("{}: {}.", office.name, office.today)
            : !office.on_day.empty()                   ? fmt::format("{}: {}.", office.name, office.on_day)
                                                       : Text("office.responsible", {{"office", office.name}});
  } else {
    intro = resolution.reason.empty() ? Text("office.any") : resolution.reason;
    if (const std::string hours = HoursOfEach(offices, act); !hours.empty()) intro = hours;
  }
  SayOffices(turn, offices, act, intro);
  turn.StopWaiting();
  if (turn.session.service) {
    const ServiceRef service = *turn.session.service;
    if (how.bookable && CanBeBooked(turn, service)) turn.Offer(Text("act.book"), "act", "book");
    if (TellsDocuments(turn, service, catalogue)) turn.Offer(Text("act.documents"), "act", "documents");
  }
}

// The hours first where they were asked for, else whose offices these are.
void SayOffices(Turn& turn, const std::vector<Office>& offices, const std::string& act) {
  std::string intro = HoursOfEach(offices, act);
  if (intro.empty()) intro = (offices.size() == 1 ? offices.front().name : turn.town.municipality().name) + ":";
  SayOffices(turn, offices, act, intro);
}

// Where people go first, by the names that German towns give such offices.
bool IsFrontOffice(const Office& office) {
  const std::string name = Folded(office.name);
  if (name.find("meister") != std::string::npos) return false;  // the mayor's own office
  for (const std::string_view word : {"buerger", "einwohnermelde", "rathaus", "service-point", "servicestelle"}) {
    if (name.find(word) != std::string::npos) return true;
  }
  return false;
}

// "wann haben die offen?": the offices that were named before, as far as they are still there.
std::vector<Office> OfficesNamedBefore(Turn& turn) {
  std::vector<Office> offices;
  for (const std::string& id : turn.session.offices) {
    if (const auto office = turn.town.GetOffice(id, ""); office.ok()) offices.push_back(*office);
  }
  return offices;
}

// Without a service: an office that the message names, or that the one before named, else the town's public offices.
void AnswerWithoutService(Turn& turn, const std::string& act) {
  if (!turn.understood.topic.empty()) {
    const auto found =
        turn.town.Ask({.topic = turn.understood.topic, .text = turn.text, .acts = {act}, .service_id = ""});
    if (!found.ok()) return turn.SayDown(found.status(), "knowledge");
    std::vector<Office> named;
    for (const Hit& hit : found->candidates) {
      // Those that come behind the first are only other finds, unless they are named as well.
      if (hit.kind != HitKind::kOffice || (!named.empty() && hit.confidence < kSureOfNamed)) continue;
      if (const auto office = turn.town.GetOffice(hit.id, ""); office.ok()) named.push_back(*office);
    }
    if (!named.empty()) {
      turn.session.offices.clear();
      for (const Office& office : named) turn.session.offices.push_back(office.id);
      return SayOffices(turn, WithHours(turn, std::move(named), act), act);
    }
    if (SayStranger(turn, turn.understood.topic, {act})) return;
  } else if (auto named = OfficesNamedBefore(turn); !named.empty()) {
    return SayOffices(turn, WithHours(turn, std::move(named), act), act);
  }
  const auto offices = turn.town.ListOffices();
  if (!offices.ok()) return turn.SayDown(offices.status(), "knowledge");
  if (offices->empty()) {
    turn.Say(Text("office.no_data"));
    return;
  }
  std::vector<Office> first = *offices;
  const auto others = std::stable_partition(first.begin(), first.end(), IsFrontOffice);
  if (others != first.begin()) first.erase(others, first.end());
  first.resize(std::min(kShownOffices, first.size()));
  const auto shown = WithHours(turn, std::move(first), act);
  SayOffices(turn, shown, act);
}

// "und in Mitte?" behind opening hours: those of the offices that are named so.
bool TakeOtherOffice(Turn& turn) {
  constexpr std::size_t kMostWords = 2;
  static constexpr std::array<std::string_view, 14> kCarryOn{"und", "in",  "im",  "bei", "beim", "am",  "auch",
                                                             "wie", "ist", "das", "die", "der",  "dem", "den"};
  const std::string folded = Folded(turn.text);
  std::vector<std::string> words = absl::StrSplit(folded, absl::ByAnyChar(" ?!.,"), absl::SkipEmpty());
  std::erase_if(words, [](const std::string& word) {
    return std::find(kCarryOn.begin(), kCarryOn.end(), word) != kCarryOn.end();
  });
  if (!folded.starts_with("und ") || words.empty() || words.size() > kMostWords) return false;
  const auto offices = turn.town.ListOffices();
  if (!offices.ok()) return false;
  std::vector<Office> named;
  for (const Office& office : *offices) {
    const std::vector<std::string> name =
        absl::StrSplit(Folded(office.name), absl::ByAnyChar(" ()-,"), absl::SkipEmpty());
    const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::find(name.begin(), name.end(), word) != name.end();
    });
    if (all) named.push_back(office);
  }
  if (named.empty() || named.size() > kShownOffices) return false;
  turn.session.offices.clear();
  for (const Office& office : named) turn.session.offices.push_back(office.id);
  SayOffices(turn, WithHours(turn, std::move(named), "opening_hours"), "opening_hours");
  return true;
}

// "und am Feiertag?" behind opening hours
bool TakeHolidays(Turn& turn) {
  static constexpr std::array<std::string_view, 16> kBeside{"und", "am",  "an",    "auch",     "wie",          "ist",
                                                            "es",  "mit", "einem", "denn",     "gesetzlichen", "bei",
                                                            "was", "den", "offen", "geoeffnet"};
  const std::vector<std::string> words = nlu::FoldedWords(turn.text);
  const auto is_holiday = [](const std::string& word) { return word.starts_with("feiertag"); };
  const bool only = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return is_holiday(word) || std::find(kBeside.begin(), kBeside.end(), word) != kBeside.end();
  });
  if (!only || std::none_of(words.begin(), words.end(), is_holiday)) return false;
  turn.Say(Text("office.holidays"));
  turn.session.hours_asked = true;
  return true;
}

}  // namespace

bool IsOfficeAct(std::string_view act) {
  for (const std::string_view office_act : kOfficeActs) {
    if (office_act == act) return true;
  }
  return false;
}

void AnswerOffice(Turn& turn, const std::string& act, const std::optional<ServiceRef>& service,
                  const OfficeAnswer& how) {
  turn.session.unclear_in_a_row = 0;
  if (!service) return AnswerWithoutService(turn, act);
  PlaceQuery place = PlaceOf(turn.session);
  if (const auto* entity = turn.Find(nlu::EntityKind::kStreetAddress)) {
    const auto& address = std::get<nlu::StreetAddress>(entity->value);
    place.street = address.street;
    place.house_number = address.number;
  }
  const auto resolution = turn.town.Resolve(service->id, place);
  if (!resolution.ok()) return turn.SayDown(resolution.status(), "responsibility");
  const std::size_t said = turn.replies.size();
  SayResolution(turn, act, *resolution, how);
  if (how.names_service && said < turn.replies.size()) turn.replies[said].text.insert(0, service->name + ":\n");
}

// The office's own name: without the town's, and what stands in brackets behind it.
static std::string BareName(const Turn& turn, const std::string& name) {
  const std::string town = Folded(turn.town.municipality().name);
  std::string bare;
  for (const std::string& word : nlu::FoldedWords(name.substr(0, name.find(" (")))) {
    if (town.find(word) == std::string::npos) bare += (bare.empty() ? "" : " ") + word;
  }
  return bare;
}

bool AnswerNamedOffice(Turn& turn, const std::string& words, const std::vector<std::string>& acts) {
  const auto offices = turn.town.ListOffices();
  if (!offices.ok()) return false;
  const std::string said = " " + BareName(turn, words) + " ";
  const Office* named = nullptr;
  std::size_t longest = 0;
  for (const Office& office : *offices) {
    const std::string name = BareName(turn, office.name);
    if (name.size() <= longest || said.find(" " + name + " ") == std::string::npos) continue;
    named = &office;
    longest = name.size();
  }
  if (named == nullptr) return false;
  turn.session.unclear_in_a_row = 0;
  turn.session.offices = {named->id};
  for (const std::string& act : acts) SayOffices(turn, WithHours(turn, {*named}, act), act);
  return true;
}

bool TakeOtherDay(Turn& turn) {
  const bool asked = std::exchange(turn.session.hours_asked, false);
  if (!asked) return false;
  if (DayAsked(turn).empty()) return TakeHolidays(turn) || TakeOtherOffice(turn);
  // Beside the day only words that carry the question on.
  static constexpr std::array<std::string_view, 22> kCarryOn{
      "und", "am",    "an",    "auch", "denn", "wie", "ist", "es",        "was",  "mit", "dann",
      "auf", "offen", "haben", "hat",  "sie",  "ihr", "da",  "geoeffnet", "habt", "bei", "so"};
  std::string rest = turn.text;
  for (const nlu::Entity& entity : turn.understood.entities) {
    const auto at = rest.find(entity.surface);
    if (at != std::string::npos) rest.replace(at, entity.surface.size(), " ");
  }
  const std::vector<std::string> words = absl::StrSplit(Folded(rest), absl::ByAnyChar(" ?!.,"), absl::SkipEmpty());
  for (const std::string& word : words) {
    if (std::find(kCarryOn.begin(), kCarryOn.end(), word) == kCarryOn.end()) return false;
  }
  AnswerOffice(turn, "opening_hours", turn.session.offices.empty() ? turn.session.service : std::nullopt);
  return true;
}

void AnswerOffices(Turn& turn, const std::string& act) {
  Session& session = turn.session;
  const std::vector<ServiceRef> together = session.together;
  if (together.empty()) return AnswerOffice(turn, act, session.service);
  for (const ServiceRef& service : together) {
    session.service = service;
    AnswerOffice(turn, act, service, {.names_service = true});
    if (session.awaiting == Awaiting::kPlace) return;  // answered together once the place is known
  }
  OfferServices(turn, together);
}

}  // namespace amtslotse::dialogue
