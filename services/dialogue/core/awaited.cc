#include "services/dialogue/core/awaited.h"

#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "nlu/name_particles.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/in_passing.h"
#include "services/dialogue/core/offered_choice.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/shifted_time.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wished_day.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {

using nlu::Act;

// While details are awaited, only a clear request of another kind leads away from them.
bool LeadsAway(const Turn& turn) {
  return std::any_of(turn.understood.segments.begin(), turn.understood.segments.end(),
                     [&](const nlu::Segment& segment) {
                       const Act act = BestAct(segment);
                       const bool elsewhere = act == Act::kHuman || act == Act::kRestart || act == Act::kCancel ||
                                              act == Act::kRebook || act == Act::kWaitingList ||
                                              (act == Act::kDataProtection && IsSentence(turn.text));
                       if (elsewhere && Confidence(segment) > 0.6) return true;
                       if (segment.band != nlu::Band::kAct) return false;
                       const bool is_question = turn.text.find('?') != std::string::npos;
                       return IsInformation(act) && act != Act::kOverview && (is_question || Confidence(segment) > 0.9);
                     });
}

// "Erika Muster" is a name whatever else it may mean.
bool IsPlainlyAName(const Turn& turn) {
  std::size_t words = 0;
  for (const auto word : absl::StrSplit(turn.text, ' ', absl::SkipEmpty())) {
    const bool particle = nlu::IsNameParticle({word.data(), word.size()});
    const auto first = static_cast<unsigned char>(word.front());
    if (!particle && !(first >= 'A' && first <= 'Z') && first != 0xC3u) return false;
    words += particle ? 0 : 1;
  }
  return words >= 2 && words <= 4 && turn.text.find_first_of("?!0123456789") == std::string::npos &&
         !IsSentence(turn.text);
}

namespace {

constexpr int kMinutesOfHour = 60;
constexpr std::size_t kDateLength = 10;  // YYYY-MM-DD

// "doch nicht, lieber was anderes" where a name was asked for
bool RefusesSlot(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  const auto says = [&](std::string_view words) { return folded.find(words) != std::string::npos; };
  const bool no = turn.Wants(Act::kNo) || turn.Wants(Act::kCorrect) || says("doch nicht") || says("lieber");
  return no && folded.find(' ') != std::string::npos && (says("ander") || says("doch nicht") || says("lieber"));
}

// "montag 10:30", "samstags?": while times are offered, a time is wished for unless the message speaks of
// opening.
bool OnlyNamesATime(const Turn& turn) {
  constexpr std::ptrdiff_t kMostSpaces = 5;
  static constexpr std::array<std::string_view, 8> kOpening{"offen", "auf",      "geoeffnet", "oeffnung",
                                                            "zu",    "schliess", "macht",     "habt"};
  if (turn.Find(nlu::EntityKind::kDateTime) == nullptr) return false;
  const std::string folded = " " + Folded(turn.text) + " ";
  return std::count(folded.begin(), folded.end(), ' ') <= kMostSpaces &&
         std::none_of(kOpening.begin(), kOpening.end(),
                      [&](std::string_view word) { return folded.find(" " + std::string(word)) != std::string::npos; });
}

// "doch lieber Donnerstag" where a name was asked for: then a day is easily read as a name.
void ReadAsTime(Turn& turn) {
  static constexpr std::array<std::string_view, 12> kFirst{"am ",         "um ",      "ab ",          "nach ",
                                                           "vor ",        "naechste", "vormittag",    "nachmittag",
                                                           "uebermorgen", "mittags",  "fruehmorgens", "abends"};
  const std::string folded = Folded(turn.text);
  const bool starts =
      std::any_of(kFirst.begin(), kFirst.end(), [&](std::string_view word) { return folded.starts_with(word); });
  const bool introduces = folded.find("name") != std::string::npos || folded.find("heiss") != std::string::npos;
  if (introduces || (!starts && !IsSentence(turn.text))) return;
  auto again = Read(turn, turn.text, nlu::Expecting::kNothing);
  const bool time = std::any_of(again.entities.begin(), again.entities.end(),
                                [](const nlu::Entity& entity) { return entity.kind == nlu::EntityKind::kDateTime; });
  if (time) turn.understood.entities = std::move(again.entities);
}

// "am Mittwoch wäre besser", "für meine Tochter auch" where a name or an address was asked for
bool WantsOtherSlot(Turn& turn) {
  using nlu::EntityKind;
  if (turn.Find(EntityKind::kEmail) != nullptr || turn.Find(EntityKind::kTelephone) != nullptr) return false;
  if (Folded(turn.text).find(" punkt ") != std::string::npos) return false;  // an address, spoken
  if (turn.session.awaiting == Awaiting::kEmail && HasNoEmail(turn)) return false;
  ReadAsTime(turn);
  if (turn.Find(EntityKind::kPersonName) != nullptr && !IsSentence(turn.text)) return false;
  const bool people = ReadPeople(turn);
  return ReadWish(turn, turn.session.booking->wish) || people || RefusesSlot(turn);
}

// "Kann ich meinen Hund mitbringen?", where a name was asked for: the town has words for that.
bool AnswersInBetween(Turn& turn) {
  if (turn.Find(nlu::EntityKind::kEmail) != nullptr || !IsSentence(turn.text) || HasNoEmail(turn)) return false;
  if (std::count(turn.text.begin(), turn.text.end(), ' ') < 3 || LeadsAway(turn) || !AnswerByEntry(turn, 2, 0.8))
    return false;
  turn.StopWaiting();
  return true;
}

// Where name, address or telephone number were asked for.
bool TakeDetails(Turn& turn, Awaiting awaiting) {
  Session& session = turn.session;
  if (!session.booking || !session.booking->held) return false;
  const bool waits = IsWaiting(*session.booking);
  const bool attendees = awaiting == Awaiting::kAttendees;
  if (!attendees && !waits && TakeNeeds(turn)) return AskContact(turn), SayNeedsNoted(turn), true;
  if (!waits && WantsMoreTime(turn)) return ExtendHold(turn), true;
  if (GivesUp(turn)) return Discard(turn), true;
  const bool other_slot = !waits && !attendees && turn.Find(nlu::EntityKind::kEmail) == nullptr;
  if (other_slot && TakeChosenAfterAll(turn)) return true;
  if (!waits && AsksForOwnTime(turn)) return turn.StopWaiting(), RemindOfHold(turn, awaiting), true;
  if (other_slot && !LeadsAway(turn) && TakeNamedPlace(turn)) return true;
  if (!attendees && TakeOtherName(turn)) return true;
  if (TakeAddition(turn) || TakeOtherService(turn)) return true;
  if (AsksWhatDataIsFor(turn) || AsksWhetherNeeded(turn)) return ExplainContact(turn), true;
  if (const Option* option = FindOption(turn)) return Choose(turn, *option), true;
  if (awaiting == Awaiting::kName && IsPlainlyAName(turn)) return TakeContact(turn), true;
  if (AnswersInBetween(turn)) return RemindOfHold(turn, awaiting), true;
  SlotWish shifted;
  const bool shifts = !waits && !attendees && ReadShift(turn, shifted);
  if (!shifts && !GivesDetails(turn) && LeadsAway(turn) && !(awaiting == Awaiting::kEmail && HasNoEmail(turn)))
    return false;
  if (!waits && !attendees && WantsOtherSlot(turn)) return OfferSlots(turn), true;
  TakeContact(turn);
  return true;
}

// Where nothing was free on the wished days and others are offered, "nach 14 Uhr" and "lieber dienstags" are said of
// those.
void FollowOffered(const SlotWish& before, BookingDraft& draft) {
  SlotWish& wish = draft.wish;
  const bool same_days = wish.from_date == before.from_date && wish.to_date == before.to_date;
  if (!same_days || draft.offered.empty()) return;
  const std::string first = draft.offered.front().local_begin.substr(0, kDateLength);
  const bool later = !before.to_date.empty() && first > before.to_date;
  const bool sooner = !before.from_date.empty() && first < before.from_date;
  if (!later && !sooner) return;
  wish.from_date = first;
  wish.to_date.clear();
}

// Where times are offered.
bool TakeOffered(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  if (GivesUp(turn)) return Discard(turn), true;
  if (TakeAddition(turn)) return true;
  if (!draft.rebooking && TakeNeeds(turn)) return OfferSlots(turn), SayNeedsNoted(turn), true;
  if (TakeWhereabouts(turn)) return true;
  if (!draft.offered.empty() && !draft.rebooking && AsksForOwnTime(turn)) return OfferAgain(turn), true;
  if (!ImpossibleDayIn(turn.text).empty()) return OfferSlots(turn), true;
  if (const Option* option = OptionByNumber(turn)) return Choose(turn, *option), true;
  if (TakeTooHigh(turn)) return true;
  const bool elsewhere = LeadsAway(turn) && !OnlyNamesATime(turn);
  if (!elsewhere && TakeNamedPlace(turn)) return true;
  if (const Slot* slot = FindOfferedSlot(turn)) return TakeSlot(turn, Slot(*slot)), true;
  if (AskWhichOfThese(turn)) return true;
  if (const Option* option = FindOption(turn)) return Choose(turn, *option), true;
  if (IsPlainlyAName(turn) || turn.Find(nlu::EntityKind::kEmail) != nullptr)
    return NoteContactEarly(turn), true;  // not asked for yet
  if (const int hour = HourMeant(turn); hour > 0) {
    draft.wish.from_minute = hour * kMinutesOfHour;
    draft.wish.to_minute = draft.wish.from_minute + kMinutesOfHour;
    return OfferSlots(turn), true;
  }
  const bool people = ReadPeople(turn);
  // "eine Stunde später" moves what is offered, no appointment that was made.
  const bool moves_offer = turn.Wants(Act::kRebook) && (draft.rebooking || !turn.session.appointment) &&
                           turn.Find(nlu::EntityKind::kAppointmentCode) == nullptr;
  if (LeadsAway(turn) && !OnlyNamesATime(turn) && !moves_offer) return false;
  const SlotWish before = draft.wish;
  if (ReadWish(turn, draft.wish) || people) return FollowOffered(before, draft), OfferSlots(turn), true;
  if (TakeOtherTimes(turn)) return true;
  if (turn.Wants(Act::kShowSlots)) return OfferSlots(turn), true;
  return false;
}

// "Wofür gibt's die?", where the matter of an appointment was asked for: for which there are any
bool AsksWhatFor(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  return turn.understood.topic.empty() && SaysAny(folded, {" wofuer", " fuer was", " wozu"}) &&
         SaysAny(folded, {" gib", " geht", " kann man", " kann ich", " moeglich"});
}

// "Warum wollen Sie das wissen?", "am Freitag" where the matter of an appointment was asked for
bool TakeBesideTopic(Turn& turn) {
  Session& session = turn.session;
  const std::vector<Option> offered = session.options;
  if (!session.service && AsksWhatFor(turn)) return ContinueBookingFor(turn, ""), true;
  const bool why = AsksWhatDataIsFor(turn) && turn.text.find('?') != std::string::npos;
  const bool when =
      session.booking && turn.understood.topic.empty() && OnlyNamesATime(turn) && ReadWish(turn, session.booking->wish);
  if (!why && !when) return false;
  turn.Ask(Text(why ? "book.why_topic" : "book.ask_topic"), Awaiting::kTopicForBooking, "free_text");
  for (const Option& option : offered) turn.Offer(option.label, option.action, option.value);
  return true;
}

// "neuer Termin bitte", where the code of an old one was asked for
void TakeNewInstead(Turn& turn) {
  turn.session.pending_action.clear();
  turn.session.pending_code.clear();
  turn.StopWaiting();
  ContinueBookingFor(turn, "");
}

// "keines davon", where services were offered
bool RefusesAll(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  return SaysAny(folded,
                 {"nichts davon", "keins davon", "keines davon", "keine davon", "weder noch", "passt alles nicht"}) ||
         folded == "keins" || folded == "keines" || (turn.Wants(Act::kNo) && turn.understood.topic.empty());
}

// The question waits on for its matter.
void SayRefused(Turn& turn) {
  const auto acts = turn.session.pending_acts;
  turn.Ask(Text("choice.refused"), Awaiting::kService, "free_text");
  turn.session.pending_acts = acts;
}

}  // namespace

// The reservation goes on while other questions are answered.
void RemindOfHold(Turn& turn, Awaiting was) {
  Session& session = turn.session;
  if (!session.booking || !session.booking->held || session.booking->held->expires <= turn.now) return;
  if (session.awaiting != Awaiting::kNothing) return;
  session.options.clear();
  for (Message& reply : turn.replies) reply.choices.clear();
  const std::string question = DetailQuestion(turn, was);
  if (IsWaiting(*session.booking)) {
    turn.Ask(question, was, "form");
    return;
  }
  turn.Ask(Text("book.still_held",
                {{"slot", SlotText(session.booking->held->slot)},
                 {"until", LocalClock(session.booking->held->expires, turn.town.municipality().time_zone)},
                 {"question", question}}),
           was, was == Awaiting::kBookingConfirmation ? "confirmation" : "form");
  if (was == Awaiting::kBookingConfirmation) OfferWhetherRight(turn);
}

// What was offered stays on the table while other questions are answered.
void RemindOfOffer(Turn& turn) {
  const Session& session = turn.session;
  if (!session.booking || session.booking->held || session.booking->offered.empty() ||
      session.awaiting == Awaiting::kSlot)
    return;
  if (session.awaiting != Awaiting::kNothing) return;
  for (Message& reply : turn.replies) reply.choices.clear();
  OfferAgain(turn);
}

// Eight characters drawn by chance may look like a cry for help.
bool IsOnlyACode(const Turn& turn) {
  return std::any_of(turn.understood.entities.begin(), turn.understood.entities.end(), [&](const nlu::Entity& entity) {
    return entity.kind == nlu::EntityKind::kAppointmentCode &&
           entity.span.end - entity.span.begin + 2 >= turn.text.size();
  });
}

// "Hanna Schnell, hanna@example.org", where that was asked for
bool GivesAddress(const Turn& turn) {
  const Awaiting awaiting = turn.session.awaiting;
  const bool asked = awaiting == Awaiting::kName || awaiting == Awaiting::kEmail ||
                     (awaiting == Awaiting::kDataRequest && turn.session.data_request);
  return asked && turn.Find(nlu::EntityKind::kEmail) != nullptr;
}

// "Erika Muster", or with the address
bool GivesDetails(const Turn& turn) {
  const Awaiting awaiting = turn.session.awaiting;
  const auto& request = turn.session.data_request;
  const bool requests = awaiting == Awaiting::kDataRequest && request;
  const bool name = awaiting == Awaiting::kName || (requests && request->name.empty());
  if (name && IsPlainlyAName(turn)) return true;
  return GivesAddress(turn);
}

bool TellsAnAge(const Turn& turn) {
  static constexpr std::array<std::string_view, 24> kWords{
      "er",   "sie",   "es",   "ich",  "ist",   "bin",     "wird", "und",   "jahre", "jahr", "monate", "alt",
      "erst", "schon", "sohn", "mein", "meine", "tochter", "kind", "enkel", "mann",  "frau", "vater",  "mutter"};
  const auto number = [](std::string_view word) {
    return word.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const std::vector<std::string> words = absl::StrSplit(Folded(turn.text), absl::ByAnyChar(" ,.!"), absl::SkipEmpty());
  return turn.Find(nlu::EntityKind::kAge) != nullptr &&
         std::all_of(words.begin(), words.end(), [&](const std::string& word) {
           return number(word) || std::find(kWords.begin(), kWords.end(), word) != kWords.end();
         });
}

// What is only like danger ("mein Mann hat einen Rollstuhl") is answered, with the numbers before it.
bool IsClearly(const nlu::Emergency& emergency) {
  constexpr double kSureOfDanger = 0.9;
  return emergency.kind != nlu::EmergencyKind::kOtherDanger || emergency.confidence >= kSureOfDanger;
}

// True when the message answered what was asked.
bool TakeAwaited(Turn& turn) {
  Session& session = turn.session;
  const Awaiting awaiting = session.awaiting;
  switch (awaiting) {
    case Awaiting::kNothing: break;
    case Awaiting::kName:
    case Awaiting::kEmail:
    case Awaiting::kTelephone:
    case Awaiting::kAttendees: return TakeDetails(turn, awaiting);
    case Awaiting::kConfirmCode:
      if (!session.booking || !session.booking->held) return false;
      if (WantsMoreTime(turn)) return ExtendHold(turn), true;
      if (TakeOtherName(turn)) return true;
      return TakeConfirmationCode(turn);
    case Awaiting::kBookingConfirmation: return TakeWhetherRight(turn);
    case Awaiting::kPlace:
      if (const Option* option = FindOption(turn)) return Choose(turn, *option), true;
      if (LeadsAway(turn)) return false;
      TakePlace(turn, turn.text);
      return true;
    case Awaiting::kCode:
      if (turn.Find(nlu::EntityKind::kAppointmentCode) == nullptr &&
          SaysAny(Folded(turn.text), {"neuer termin", "neuen termin"}))
        return TakeNewInstead(turn), true;
      if (turn.Find(nlu::EntityKind::kAppointmentCode) == nullptr && LeadsAway(turn)) return false;
      TakeCodeOrSurname(turn);
      return true;
    case Awaiting::kSurname:
      if (LeadsAway(turn)) return false;
      TakeCodeOrSurname(turn);
      return true;
    case Awaiting::kSlot: return session.booking && TakeOffered(turn);
    case Awaiting::kHuman:
      if (turn.Wants(Act::kYes)) return StartHandOver(turn), true;
      break;
    case Awaiting::kCallback:
      if (!session.callback || LeadsAway(turn)) return false;
      TakeCallback(turn, turn.text);
      return true;
    case Awaiting::kDataRequest: return TakeDataRequest(turn);
    case Awaiting::kTopicForBooking:
    case Awaiting::kService:
    case Awaiting::kCancelConfirmation: break;
  }
  if (const Option* option = FindOption(turn)) return Choose(turn, *option), true;
  if (awaiting == Awaiting::kTopicForBooking && TakeBesideTopic(turn)) return true;
  if (awaiting == Awaiting::kService && RefusesAll(turn)) return SayRefused(turn), true;
  if (awaiting == Awaiting::kCancelConfirmation && turn.Wants(Act::kCancel))
    return ConfirmCancellation(turn, true), true;
  if (awaiting == Awaiting::kTopicForBooking && !LeadsAway(turn) && !turn.Wants(Act::kWaitingList) &&
      !turn.understood.topic.empty())
    return ContinueBookingFor(turn, turn.understood.topic), true;
  if (awaiting == Awaiting::kService && !session.pending_acts.empty() && !LeadsAway(turn) &&
      !turn.understood.topic.empty()) {
    std::vector<std::pair<std::string, std::string>> acts;
    for (const std::string& act : std::exchange(session.pending_acts, {}))
      acts.emplace_back(act, turn.understood.topic);
    turn.StopWaiting();
    return AnswerActs(turn, acts), true;
  }
  return false;
}

}  // namespace amtslotse::dialogue
