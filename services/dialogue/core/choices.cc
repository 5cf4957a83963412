#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

// "2", "2.", "nr 2", "zwei", "das zweite": the position, 1-based; -1 for the last.
std::optional<std::int64_t> ChosenNumber(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  if (!folded.empty() && folded.size() <= 2 && std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::stoi(folded);
  if (folded.starts_with("und ")) return std::nullopt;  // "und für den zweiten?"
  if (const nlu::Entity* entity = turn.Find(nlu::EntityKind::kChoice)) {
    if (const auto* number = std::get_if<std::int64_t>(&entity->value)) return *number;
  }
  return std::nullopt;
}

const nlu::TimeReading* FirstReading(const Turn& turn) {
  const nlu::Entity* entity = turn.Find(nlu::EntityKind::kDateTime);
  if (entity == nullptr) return nullptr;
  const auto* value = std::get_if<nlu::TimeValue>(&entity->value);
  return value == nullptr || value->readings.empty() ? nullptr : &value->readings.front();
}

bool Fits(const Slot& slot, const nlu::TimeReading& reading) {
  if (slot.local_begin.size() < 16) return false;
  if (reading.days) {
    const std::string day = slot.local_begin.substr(0, 10);
    if (day < DateText(reading.days->first) || (!reading.open_end && day > DateText(reading.days->last))) return false;
  }
  if (reading.clock) {
    const auto time = std::chrono::hours(std::stoi(slot.local_begin.substr(11, 2))) +
                      std::chrono::minutes(std::stoi(slot.local_begin.substr(14, 2)));
    const auto& clock = *reading.clock;
    const bool point = clock.from == clock.until;
    // "um 3" said of an offered 15:00 means the afternoon.
    const bool hits_point = time == clock.from || (clock.from < std::chrono::hours(8) && time == clock.from + std::chrono::hours(12));
    if (point ? !hits_point : (time < clock.from || time >= clock.until)) return false;
  }
  return true;
}

}  // namespace

const Option* FindOption(const Turn& turn) {
  const auto& options = turn.session.options;
  if (options.empty()) return nullptr;
  const std::string folded = Folded(turn.text);
  if (folded.empty()) return nullptr;
  for (const Option& option : options) {
    if (Folded(option.label) == folded) return &option;
  }
  if (const auto number = ChosenNumber(turn)) {
    if (*number >= 1 && static_cast<std::size_t>(*number) <= options.size()) return &options[static_cast<std::size_t>(*number - 1)];
    if (*number == -1) return &options.back();
  }
  if (turn.Wants(nlu::Act::kYes) || turn.Wants(nlu::Act::kNo)) {
    const std::string wanted = turn.Wants(nlu::Act::kYes) ? "yes" : "no";
    for (const Option& option : options) {
      if (option.action == wanted) return &option;
    }
    if (wanted == "yes" && options.size() == 1) return &options.front();
  }
  // Free text that names exactly one option.
  const Option* named = nullptr;
  if (folded.size() >= 4) {
    for (const Option& option : options) {
      if (Folded(option.label).find(folded) == std::string::npos) continue;
      if (named != nullptr) return nullptr;
      named = &option;
    }
  }
  return named;
}

const Slot* FindOfferedSlot(const Turn& turn) {
  if (!turn.session.booking) return nullptr;
  const auto& offered = turn.session.booking->offered;
  if (offered.empty()) return nullptr;
  if (const auto* reading = FirstReading(turn)) {
    const Slot* found = nullptr;
    for (const Slot& slot : offered) {
      if (!Fits(slot, *reading)) continue;
      if (found != nullptr) return nullptr;  // several: not chosen yet
      found = &slot;
    }
    return found;
  }
  const std::string folded = Folded(turn.text);
  const auto says = [&](std::string_view word) { return folded.find(word) != std::string::npos; };
  if (says("frueheste") || says("frueher") || says("erstbeste")) return &offered.front();
  if (says("spaeteste") || says("spaeter")) return &offered.back();
  if (offered.size() == 1 && (turn.Wants(nlu::Act::kYes) || turn.Wants(nlu::Act::kChoose))) return &offered.front();
  return nullptr;
}

std::string FindOfferedLocation(const Turn& turn) {
  constexpr std::size_t kMostWords = 6;
  if (!turn.session.booking || FirstReading(turn) != nullptr) return {};
  std::vector<std::string> said = absl::StrSplit(Folded(turn.text), absl::ByAnyChar(" ,.!?"), absl::SkipEmpty());
  if (said.size() > kMostWords) return {};
  std::map<std::string, std::set<std::string>> locations_by_word;
  std::set<std::string> locations;
  for (const Slot& slot : turn.session.booking->offered) {
    locations.insert(slot.location_id);
    for (const auto word : absl::StrSplit(Folded(slot.location_name), absl::ByAnyChar(" ()-,"), absl::SkipEmpty()))
      locations_by_word[std::string(word)].insert(slot.location_id);
  }
  if (locations.size() < 2) return {};
  for (const std::string& word : said) {
    const auto named = locations_by_word.find(word);
    if (named != locations_by_word.end() && named->second.size() == 1) return *named->second.begin();
  }
  return {};
}

void Choose(Turn& turn, const Option& chosen) {
  const Option option = chosen;  // the list is cleared on the way
  Session& session = turn.session;
  if (option.action == "service") {
    const ServiceRef service{.id = option.value, .name = option.label};
    const auto acts = std::exchange(session.pending_acts, {});
    if (session.awaiting == Awaiting::kTopicForBooking || (acts.size() == 1 && acts.front() == "book"))
      return StartBooking(turn, service);
    return AnswerForService(turn, service, acts.empty() ? std::vector<std::string>{"overview"} : acts);
  }
  if (option.action == "act") {
    if (option.value == "book" && session.service) return StartBooking(turn, ServiceRef(*session.service));
    if (IsOfficeAct(option.value)) return AnswerOffice(turn, option.value, session.service);
    if (session.service) return AnswerForService(turn, ServiceRef(*session.service), {option.value});
  }
  if (option.action == "details" && session.service) return ShowDetails(turn, option.value);
  if (option.action == "slot" && session.booking) {
    for (const Slot& slot : session.booking->offered) {
      if (option.value == fmt::format("{}|{}", slot.location_id, slot.begin.time_since_epoch().count()))
        return TakeSlot(turn, Slot(slot));
    }
  }
  if (option.action == "more_slots" && session.booking) {
    if (!session.booking->offered.empty()) {
      session.booking->wish.from_date = option.value;
      session.booking->wish.to_date.clear();
    }
    return OfferSlots(turn);
  }
  if (option.action == "place") return ChoosePlace(turn, Area{.ars = option.value, .name = option.label, .qualifier = ""});
  if (option.action == "yes" || option.action == "no") return ConfirmCancellation(turn, option.action == "yes");
  if (option.action == "appointment") return StartAppointmentAction(turn, option.value);
  if (option.action == "waiting") return StartWaiting(turn, "");
  if (option.action == "remind") return Remind(turn);
  if (option.action == "human") return OfferHuman(turn);
  if (option.action == "human_start") return StartHandOver(turn);
  if (option.action == "callback") return AskForCallback(turn);
  turn.Say(Text("choice.stale"), "error");
}

}  // namespace amtslotse::dialogue
