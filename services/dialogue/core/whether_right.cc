// Who comes was told before a time was chosen: it is shown and may be put right before anything is booked, because a
// confirmation sent to a wrong address is lost.
#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/in_passing.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

using nlu::EntityKind;

// "nein, anna@example.org", "ich heiße Anna Blum"
bool PutRight(Turn& turn) {
  Contact& contact = turn.session.booking->contact;
  bool changed = false;
  if (std::string email = EmailIn(turn); !email.empty()) contact.email = std::move(email), changed = true;
  if (const auto* telephone = turn.Find(EntityKind::kTelephone))
    contact.telephone = std::get<std::string>(telephone->value), changed = true;
  const AskedName name = ReadAskedName(turn.text);
  if (name.shape == NameShape::kSurely && !name.one_word && !OnlyChooses(turn))
    contact.name = name.name, changed = true;
  return changed;
}

bool Agrees(const Turn& turn) {
  const bool books = turn.Wants(nlu::Act::kBook) && turn.understood.topic.empty();
  const bool fits = SaysAny(" " + Folded(turn.text) + " ", {" passt ", " stimmt ", " richtig ", " korrekt "}) &&
                    !SaysAny(" " + Folded(turn.text) + " ", {" nicht ", " nich ", " net ", " falsch "});
  return fits || books || turn.Wants(nlu::Act::kYes) || (turn.Wants(nlu::Act::kChoose) && OnlyChooses(turn));
}

}  // namespace

void OfferWhetherRight(Turn& turn) {
  turn.Offer(Text("book.yes"), "book");
  turn.Offer(Text("book.change_contact"), "change");
}

bool AskWhetherRight(Turn& turn) {
  const auto& booking = turn.session.booking;
  if (!booking || !booking->held || IsWaiting(*booking) || !KnowsAllDetails(*booking)) return false;
  turn.Ask(DetailQuestion(turn, Awaiting::kBookingConfirmation), Awaiting::kBookingConfirmation, "confirmation")
      .prompt->expires = booking->held->expires;
  OfferWhetherRight(turn);
  return true;
}

void ChangeContact(Turn& turn) {
  auto& booking = turn.session.booking;
  if (!booking || !booking->held) return void(turn.Say(Text("choice.stale"), "error"));
  const std::string folded = Folded(turn.text);
  const bool email = SaysAny(folded, {"mail", "adresse"});
  const bool name = SaysAny(folded, {"name", "namen"});
  if (email || !name) booking->contact.email.clear();
  if (name || !email) booking->contact.name.clear(), booking->half_name.clear();
  AskContact(turn);
  Message& message = turn.replies.back();
  constexpr std::string_view kThanks = "Danke. ";
  if (message.text.starts_with(kThanks)) message.text.erase(0, kThanks.size());
  message.text = Text("book.what_wrong") + " " + message.text;
}

bool TakeWhetherRight(Turn& turn) {
  auto& booking = turn.session.booking;
  if (!booking || !booking->held) return false;
  if (WantsMoreTime(turn)) return ExtendHold(turn), true;
  if (GivesUp(turn)) return Discard(turn), true;
  if (PutRight(turn)) return AskWhetherRight(turn), true;
  if (TakeNeeds(turn)) return AskWhetherRight(turn), SayNeedsNoted(turn), true;
  if (const Option* option = FindOption(turn)) return Choose(turn, *option), true;
  if (TakeAddition(turn) || TakeOtherService(turn)) return true;
  const bool people = ReadPeople(turn);
  if (ReadWish(turn, booking->wish) || people) return OfferSlots(turn), true;
  const bool asks = turn.text.find('?') != std::string::npos;
  if (Agrees(turn) && !asks) return CheckContactAndConfirm(turn), true;
  if (LeadsAway(turn) || asks) return false;
  if (turn.Wants(nlu::Act::kNo) || turn.Wants(nlu::Act::kCorrect) || SaysAny(Folded(turn.text), {"falsch"}))
    return ChangeContact(turn), true;
  return false;
}

}  // namespace amtslotse::dialogue
