// What was said earlier and still holds: the services talked about, for how many, what is needed at the counter.
#include <algorithm>
#include <array>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::size_t kMostTalkedOf = 3;

// "ich sitze im Rollstuhl", but no "ist das mit Rollstuhl erreichbar?" and no "Rollstuhl gefunden".
bool TellsOfSomebody(const std::string& sentence) {
  return !sentence.ends_with('?') &&
         SaysAny(" " + Folded(sentence), {" sitz", " bin ", " brauch", " benoetig", " nutz", " angewiesen"});
}

void NoteNeeds(Turn& turn) {
  for (std::size_t begin = 0; begin < turn.text.size();) {
    const std::size_t end = std::min(turn.text.find_first_of(".!?\n", begin), turn.text.size());
    const std::string sentence = turn.text.substr(begin, end + 1 - begin);
    if (TellsOfSomebody(sentence)) AddNeeds(sentence, turn.session.needs);
    begin = end + 1;
  }
}

// "beides", "alles zusammen", "die beiden"
bool MeansAll(const std::string& topic) {
  static constexpr std::array<std::string_view, 10> kAll{"beides", "beide", "beiden", "beider",    "alles",
                                                         "alle",   "allen", "drei",   "insgesamt", "zusammen"};
  const std::vector<std::string> words = nlu::FoldedWords(topic);
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return std::find(kAll.begin(), kAll.end(), word) != kAll.end();
  });
}

}  // namespace

std::vector<ServiceRef> AllThatIsMeant(const Turn& turn, const std::string& topic) {
  const Session& session = turn.session;
  if (!MeansAll(topic) && topic.find_first_not_of("0123456789.,:- ") != std::string::npos) return {};
  if (session.together.size() > 1) return session.together;
  const auto& talked_of = session.talked_of;
  if (talked_of.size() < 2 || !SaysAny(Folded(turn.text), {"beide"})) return {};
  return {talked_of.end() - 2, talked_of.end()};
}

bool BookAll(Turn& turn, const std::string& topic) {
  if (turn.session.data_level != DataLevel::kBooking || !turn.session.pending_action.empty()) return false;
  const std::vector<ServiceRef> services = AllThatIsMeant(turn, topic);
  if (services.size() < 2) return false;
  const bool counted = services == turn.session.together;
  StartBooking(turn, services, counted ? std::vector<int>(turn.session.together_counts) : std::vector<int>{});
  return true;
}

void KeepWhatWasSaid(Turn& turn) {
  Session& session = turn.session;
  if (session.service) {
    auto& talked_of = session.talked_of;
    std::erase(talked_of, *session.service);
    talked_of.push_back(*session.service);
    if (talked_of.size() > kMostTalkedOf) talked_of.erase(talked_of.begin());
  }
  if (turn.text.empty() || session.booking) return;
  NoteNeeds(turn);
  const int people = PeopleIn(turn);
  if (people < 2 || !session.service) return;
  session.people = people;
  session.people_for = session.service->id;
}

void TakeWhatWasKept(Turn& turn) {
  Session& session = turn.session;
  BookingDraft& draft = *session.booking;
  if (draft.quantity == 1 && session.people_for == draft.services.front().id) draft.quantity = session.people;
  if (NeedsText(draft.contact.needs).empty()) draft.contact.needs = session.needs;
}

void TakeContactSaid(Turn& turn) {
  Contact& contact = turn.session.booking->contact;
  const auto* email = turn.Find(nlu::EntityKind::kEmail);
  if (email == nullptr || !contact.email.empty()) return;
  contact.email = EmailIn(turn);
  if (!contact.name.empty()) return;
  contact.name = NameBeside(turn.text, email->surface);
  // Seen before a time is chosen, because nothing more is asked then.
  if (!contact.name.empty()) turn.Say(Text("book.name_changed", {{"name", contact.name}}));
}

}  // namespace amtslotse::dialogue
