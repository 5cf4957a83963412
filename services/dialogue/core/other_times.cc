// Behind offered times: "geht's auch später?", "gibt's nichts früher?", "passt mir alles nicht", "dann lass es".
#include <algorithm>
#include <array>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

bool HasWord(const std::string& folded, std::string_view word) {
  for (auto at = folded.find(word); at != std::string::npos; at = folded.find(word, at + 1)) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const std::size_t end = at + word.size();
    if ((at == 0 || !letter(folded[at - 1])) && (end == folded.size() || !letter(folded[end]))) return true;
  }
  return false;
}

// "frueher" of "gibt's nichts Früheres?"
bool BeginsWord(const std::string& folded, std::string_view word) {
  const auto at = (" " + folded).find(" " + std::string(word));
  return at != std::string::npos;
}

std::string Day(const Slot& slot) { return slot.local_begin.substr(0, 10); }
int MinuteOf(const Slot& slot) {
  return std::stoi(slot.local_begin.substr(11, 2)) * 60 + std::stoi(slot.local_begin.substr(14, 2));
}

// Later in the day than all that is offered, else from the next day on.
void OfferLater(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const Slot last = draft.offered.back();
  const bool one_day = Day(draft.offered.front()) == Day(last);
  int latest = 0;
  for (const Slot& slot : draft.offered) latest = std::max(latest, MinuteOf(slot));
  SlotWish later{.from_date = Day(draft.offered.front()),
                 .to_date = one_day ? Day(last) : "",
                 .from_minute = latest + 1,
                 .to_minute = 0,
                 .location_ids = draft.wish.location_ids,
                 .weekdays = draft.wish.weekdays};
  if (OfferWithin(turn, later, Text("book.later"))) return;
  later = {.from_date = NextDay(last.local_begin),
           .to_date = "",
           .from_minute = 0,
           .to_minute = 0,
           .location_ids = draft.wish.location_ids,
           .weekdays = draft.wish.weekdays};
  if (!OfferWithin(turn, later, Text("book.later_days"))) OfferSlots(turn);
}

void OfferEarlier(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const Slot first = draft.offered.front();
  const SlotWish same_day{.from_date = Day(first),
                          .to_date = Day(first),
                          .from_minute = 0,
                          .to_minute = MinuteOf(first),
                          .location_ids = draft.wish.location_ids,
                          .weekdays = draft.wish.weekdays};
  if (same_day.to_minute > 0 && OfferWithin(turn, same_day, Text("book.earlier"))) return;
  const SlotWish any{.from_date = "",
                     .to_date = "",
                     .from_minute = 0,
                     .to_minute = 0,
                     .location_ids = draft.wish.location_ids,
                     .weekdays = draft.wish.weekdays};
  const SlotWish before = draft.wish;
  if (!OfferWithin(turn, any, Text("book.earlier"))) return OfferSlots(turn);
  if (draft.offered.front().begin < first.begin) return;
  draft.wish = before;
  Message& message = turn.replies.back();
  message.text = Text("book.no_earlier") + message.text.substr(message.text.find('\n'));
  turn.Offer(Text("act.waiting_list"), "waiting");
}

}  // namespace

bool GivesUp(const Turn& turn) {
  static constexpr std::array<std::string_view, 24> kWords{"lass mal",
                                                           "lassen sie mal",
                                                           "hat sich erledigt",
                                                           "abbrechen",
                                                           "abbruch",
                                                           "vergiss es",
                                                           "vergessen sie es",
                                                           "lass gut sein",
                                                           "lassen wir",
                                                           "lass es",
                                                           "dann nicht",
                                                           "dann eben nicht",
                                                           "doch keinen termin",
                                                           "doch kein termin",
                                                           "gar nicht mehr",
                                                           "keinen termin mehr",
                                                           "kein termin mehr",
                                                           "gar keinen termin",
                                                           "will keinen termin",
                                                           "moechte keinen termin",
                                                           "brauche keinen termin",
                                                           "brauch keinen termin",
                                                           "brauche ihn nicht mehr",
                                                           "will ihn nicht mehr"};
  const std::string folded = Folded(turn.text);
  static constexpr std::array<std::string_view, 6> kWhole{"stopp",      "stop",         "nein danke",
                                                          "doch nicht", "lieber nicht", "lieber doch nicht"};
  return std::find(kWhole.begin(), kWhole.end(), folded) != kWhole.end() ||
         std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view words) { return folded.find(words) != std::string::npos; });
}

bool TakeOtherTimes(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  if (draft.offered.empty()) return false;
  const std::string folded = Folded(turn.text);
  const bool sooner = BeginsWord(folded, "frueher") || HasWord(folded, "zeitiger") || HasWord(folded, "schneller") ||
                      (HasWord(folded, "eher") && !HasWord(folded, "nicht"));
  if (folded.find("zu spaet") != std::string::npos) return OfferEarlier(turn), true;
  if (BeginsWord(folded, "spaeter") || folded.find("zu frueh") != std::string::npos) return OfferLater(turn), true;
  if (sooner) return OfferEarlier(turn), true;
  const bool fits_none = folded.find("passt") != std::string::npos &&
                         (HasWord(folded, "nicht") || HasWord(folded, "nix") || HasWord(folded, "keiner"));
  const bool refuses =
      turn.Wants(nlu::Act::kNo) || fits_none || folded.starts_with("keiner") || folded.starts_with("nichts davon");
  if (!refuses) return false;
  AskWhichDay(turn);
  return true;
}

void AskWhichDay(Turn& turn) {
  const auto& offered = turn.session.booking->offered;
  turn.Ask(Text("book.which_day"), Awaiting::kSlot, "choice");
  turn.Offer(Text("book.more_times"), "more_slots", offered.empty() ? "" : NextDay(offered.back().local_begin));
  turn.Offer(Text("act.waiting_list"), "waiting");
}

}  // namespace amtslotse::dialogue
