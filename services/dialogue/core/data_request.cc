// What somebody wants of the town about their own data (Art. 15 to 21 GDPR): it needs no form, and goes on to who
// answers in the town.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/dictated_email.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;

constexpr std::size_t kLongestRequest = 4000;  // bytes; booking takes as many characters
constexpr std::size_t kLongestField = 200;

std::string LetterTo(const Municipality& town) { return fmt::format("{}, {}", town.name, town.address); }

// Empty: the town has named none.
std::string EmailOf(const Municipality& town) {
  return town.data_protection_email.empty() ? town.email : town.data_protection_email;
}

void SayWhereTo(Turn& turn) {
  const Municipality& town = turn.town.municipality();
  const std::string email = EmailOf(town);
  turn.Say(Text("data_protection", {{"email", email.empty() ? LetterTo(town) : email}}));
}

// Who books is asked for that, and nothing beside it.
bool IsAskedElse(const Session& session) {
  const auto& booking = session.booking;
  return session.awaiting != Awaiting::kNothing || (booking && (booking->held || !booking->offered.empty()));
}

std::string NextQuestion(const DataRequest& request) {
  return Text(request.name.empty() ? "callback.ask_name" : "data_protection.ask_email");
}

void AskNext(Turn& turn, const std::string& words) {
  const DataRequest& request = *turn.session.data_request;
  Message& message = turn.Ask(words, Awaiting::kDataRequest, "form");
  const auto field = [&](const char* id, const char* label, const char* kind, const std::string& value) {
    message.prompt->fields.push_back({.id = id,
                                      .label = label,
                                      .kind = kind,
                                      .required = true,
                                      .autocomplete = id,
                                      .hint = "",
                                      .error = "",
                                      .value = value});
  };
  field("name", "Vor- und Nachname", "text", request.name);
  field("email", "E-Mail", "email", request.email);
}

void Forward(Turn& turn) {
  const DataRequest request = *std::exchange(turn.session.data_request, std::nullopt);
  turn.StopWaiting();
  const auto received = turn.town.ForwardRequest(turn.Key("data_request"), request);
  if (!received.ok()) {
    turn.Say(Text("data_protection.failed", {{"email", request.to}}), "error");
    return;
  }
  const std::string& zone = turn.town.municipality().time_zone;
  turn.Say(Text("data_protection.done", {{"email", request.to},
                                         {"date", LongDate(LocalDate(*received, zone))},
                                         {"time", LocalClock(*received, zone)}}),
           "confirmation");
}

void Continue(Turn& turn) {
  const DataRequest& request = *turn.session.data_request;
  if (request.name.empty() || request.email.empty()) return AskNext(turn, NextQuestion(request));
  Forward(turn);
}

void Drop(Turn& turn, const char* text) {
  const Municipality& town = turn.town.municipality();
  const std::string to = std::exchange(turn.session.data_request, std::nullopt)->to;
  turn.StopWaiting();
  turn.Say(Text(text, {{"email", to}, {"address", LetterTo(town)}}));
}

// "ja bitte", where a name was asked for
bool OnlyAgrees(const Turn& turn) {
  static constexpr std::array<std::string_view, 12> kWhole{
      "ja", "ok", "okay", "gern", "gerne", "ja gern", "ja gerne", "ja bitte", "bitte", "klar", "gut", "einverstanden"};
  return OnlyChooses(turn) || std::find(kWhole.begin(), kWhole.end(), Folded(turn.text)) != kWhole.end();
}

void ReadName(Turn& turn, DataRequest& request) {
  std::string name = turn.asked_name.empty() ? NameIn(turn) : turn.asked_name;
  StripSalutation(name);
  const bool asked = !turn.asked_name.empty();
  const bool good =
      asked || (LooksLikeName(name) && !IsSentence(name) && !IsSaidOfSomething(turn.text) && !OnlyAgrees(turn));
  if (good) request.name = name;
}

// True when the message told what was asked for, or part of it.
bool ReadDetails(Turn& turn) {
  DataRequest& request = *turn.session.data_request;
  const bool had_name = !request.name.empty();
  if (!had_name) ReadName(turn, request);
  if (std::string email = EmailIn(turn); !email.empty())
    request.email = std::move(email);
  else if (had_name)
    request.email = DictatedEmail(turn.text);
  return had_name ? !request.email.empty() : !request.name.empty();
}

// "Max Muster", "ich heiße max muster", an address
bool IsAnswer(const Turn& turn) {
  return GivesDetails(turn) ||
         (turn.Find(nlu::EntityKind::kPersonName) != nullptr && SaysAny(" " + Folded(turn.text), {" heiss", " name "}));
}

// "Wozu brauchen Sie das?", "Was passiert mit meinen Daten?", "Wie lange dauert das?"
bool AsksAboutIt(const Turn& turn) {
  if (AsksWhatDataIsFor(turn) || AsksWhetherNeeded(turn)) return true;
  const std::string folded = " " + Folded(turn.text);
  if (SaysAny(folded, {" passiert mit", " wer liest", " wer sieht", " wer bekommt"})) return true;
  return turn.understood.topic.empty() &&
         SaysAny(folded, {" wie lang", " bis wann", " wann bekomm", " wann kommt", " wann krieg", " wann hoer"});
}

// "Und löschen Sie alles!", behind what is to be sent on
bool AddsToIt(const Turn& turn) {
  return turn.Wants(Act::kDataProtection) && IsSentence(turn.text) &&
         turn.session.data_request->text.size() + turn.text.size() < kLongestRequest;
}

// Two words are rather a name, whatever else they may mean.
bool WantsSomethingElse(const Turn& turn) {
  const auto& segments = turn.understood.segments;
  const auto surely = [&](auto... acts) {
    return std::any_of(segments.begin(), segments.end(), [&](const nlu::Segment& segment) {
      return segment.band == nlu::Band::kAct && ((BestAct(segment) == acts) || ...);
    });
  };
  if (surely(Act::kThank, Act::kGoodbye)) return true;
  const bool sentence = IsSentence(turn.text) || turn.text.find('?') != std::string::npos ||
                        std::count(turn.text.begin(), turn.text.end(), ' ') > 1;
  return sentence && (LeadsAway(turn) || surely(Act::kBook, Act::kShowSlots, Act::kMyAppointment));
}

// What is no answer, read as a message of its own: where a name is asked for, "Personalausweis" is easily taken for
// one. Nothing: it may be an answer all the same.
std::optional<bool> TakeNoAnswer(Turn& turn) {
  auto& kept = turn.session.data_request;
  turn.understood = Read(turn, turn.text, nlu::Expecting::kNothing);
  if (AsksAboutIt(turn)) return AskNext(turn, Text("data_protection.why") + " " + NextQuestion(*kept)), true;
  if (!kept->name.empty() && HasNoEmail(turn)) return Drop(turn, "data_protection.no_email"), true;
  if (AddsToIt(turn)) {
    kept->text += "\n" + turn.text;
    return AskNext(turn, Text("data_protection.added") + " " + NextQuestion(*kept)), true;
  }
  if (WantsSomethingElse(turn)) return kept.reset(), false;
  const auto& segments = turn.understood.segments;
  const bool no = std::any_of(segments.begin(), segments.end(), [](const nlu::Segment& segment) {
    return BestAct(segment) == Act::kNo && segment.band == nlu::Band::kAct;
  });
  if (no) return Drop(turn, "data_protection.dropped"), true;
  return std::nullopt;
}

// "Wo ist Ihre Datenschutzerklärung?", "Wie gehen Sie mit Daten um?" ask nothing of anybody.
bool SayPolicy(Turn& turn) {
  const std::string& web = turn.town.municipality().web_url;
  const std::string folded = " " + Folded(turn.text);
  const bool how = SaysAny(folded, {" wie geh", " wie wird", " wie werden"}) && SaysAny(folded, {" um", " geschuetzt"});
  if (web.empty() || !(how || SaysAny(folded, {"datenschutzerkl", "datenschutzhinweis"}))) return false;
  turn.Say(Text("data_protection.policy", {{"url", web + "/datenschutz"}}));
  return true;
}

// "… an ute@example.org. Ich heiße Ute Blank", "… Maria Beispiel, maria@example.org", or signed as a letter is: told
// with the request itself.
std::string NameSaid(const Turn& turn) {
  if (const auto* name = turn.Find(nlu::EntityKind::kPersonName)) return std::get<std::string>(name->value);
  if (turn.signature.find(' ') != std::string::npos && LooksLikeName(turn.signature)) return turn.signature;
  const auto* email = turn.Find(nlu::EntityKind::kEmail);
  return email == nullptr ? "" : NameBeside(turn.text, email->surface);
}

// "Was passiert mit dem, was ich hier schreibe?", "speichert ihr unser Gespräch?": asked about the chat itself; what
// the town has on somebody is asked of the town.
bool AsksAboutTheChat(const std::string& folded) {
  return SaysAny(folded, {" schreib", " geschrieben", " chat", " gespraech", " eingebe", " eingegeben", " verlauf",
                          " nachrichten", " unterhaltung"}) &&
         SaysAny(folded, {" passiert", " geschieht", "speicher", " mitles", " liest ", " lesen", " aufbewahr",
                          " wie lange", " sieht", " sehen", " aufgezeichnet"}) &&
         !SaysAny(folded, {"auskunft", "loesch", " art ", "dsgvo", "weiterleit", "widersp"});
}

bool SayWhatIsKept(Turn& turn) {
  if (!AsksAboutTheChat(" " + Folded(turn.text) + " ")) return false;
  Message& message =
      turn.Say(Text("data_protection.chat", {{"kept", LengthOfTime(turn.town.municipality().conversations_kept)}}));
  const std::string& web = turn.town.municipality().web_url;
  if (!web.empty()) message.links.push_back({Text("data_protection.page"), web + "/datenschutz"});
  return true;
}

}  // namespace

void OfferForwarding(Turn& turn) {
  Session& session = turn.session;
  if (SayPolicy(turn) || SayWhatIsKept(turn)) return;
  const std::string email = EmailOf(turn.town.municipality());
  const bool says_what = Trimmed(turn.text).find(' ') != std::string::npos && turn.text.size() <= kLongestRequest;
  const bool may = session.data_level == DataLevel::kBooking && !email.empty() && says_what && !IsAskedElse(session);
  if (!may || !turn.town.TakesRequests()) return SayWhereTo(turn);
  DataRequest& request = session.data_request.emplace(
      DataRequest{.to = email, .text = turn.text, .name = NameSaid(turn), .email = EmailIn(turn)});
  if (!request.name.empty() && !request.email.empty()) return Forward(turn);
  AskNext(turn, Text("data_protection.ask", {{"email", email}}) + "\n" + NextQuestion(request));
}

bool TakeDataRequest(Turn& turn) {
  const auto& kept = turn.session.data_request;
  if (!kept) return false;
  if (turn.asked_name.empty() && GivesUp(turn)) return Drop(turn, "data_protection.dropped"), true;
  if (turn.asked_name.empty() && !IsAnswer(turn)) {
    const nlu::Understanding as_answer = turn.understood;
    if (const auto taken = TakeNoAnswer(turn)) return *taken;
    turn.understood = as_answer;
  }
  const bool name_known = !kept->name.empty();
  if (ReadDetails(turn)) return Continue(turn), true;
  return AskNext(turn, Text(name_known ? "book.invalid_email" : "book.invalid_name")), true;
}

void TakeDataRequestForm(Turn& turn, const std::string& name, const std::string& email) {
  DataRequest& request = *turn.session.data_request;
  request.name = name.size() <= kLongestField ? Trimmed(name) : "";
  // Read as if it had been typed, so that both ways obey one rule.
  turn.understood = Read(turn, email, nlu::Expecting::kEmail);
  request.email = EmailIn(turn);
  if (!request.name.empty() && request.email.empty() && !email.empty())
    return AskNext(turn, Text("book.invalid_email"));
  Continue(turn);
}

}  // namespace amtslotse::dialogue
