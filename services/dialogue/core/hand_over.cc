#include "services/dialogue/core/hand_over.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "services/dialogue/core/danger.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestTime = 200;

std::string TopicOf(const Session& session) { return session.service ? session.service->name : std::string(); }
std::string ServiceOf(const Session& session) { return session.service ? session.service->id : std::string(); }

// What the town itself says of reaching a person, else telephone, e-mail and opening hours.
std::string WaysToReach(const Municipality& town) {
  if (!town.human_text.empty()) return Text("human", {{"contact", town.human_text}});
  std::string text = Text("human", {{"contact", ContactOf(town)}});
  if (!town.opening_hours.empty()) text += "\n" + town.opening_hours;
  return text;
}

// An answer that leads back to the assistant, on a message outside of a turn.
void OfferWayBack(Session& session, Message& message) {
  session.awaiting = Awaiting::kNothing;
  session.options.clear();
  ++session.prompt_number;
  Option option{.id = fmt::format("{}.1", session.prompt_number),
                .label = Text("human.stop"),
                .action = "human_stop",
                .value = ""};
  message.choices.push_back({.id = option.id, .label = option.label, .description = "", .url = ""});
  session.options.push_back(std::move(option));
}

Message Keep(Session& session, Message message, std::chrono::sys_seconds now) {
  Append(session, std::move(message), now);
  return session.messages.back();
}

Message Notice(std::string text) {
  Message message;
  message.author = Author::kNotice;
  message.kind = "notice";
  message.text = std::move(text);
  return message;
}

// "+49 4821 12345", "04821/12345-0": six digits or more, and nothing but what numbers are written with.
bool IsTelephone(const std::string& text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 6 && digits <= 20 && text.find_first_not_of("0123456789+-/() .") == std::string::npos;
}

void AskNext(Turn& turn, const std::string& question) {
  const Callback& callback = *turn.session.callback;
  Message& message = turn.Ask(question, Awaiting::kCallback, "form");
  const auto field = [&](const char* id, const char* label, const char* kind, const char* autocomplete,
                         const std::string& value) {
    message.prompt->fields.push_back({.id = id,
                                      .label = label,
                                      .kind = kind,
                                      .required = true,
                                      .autocomplete = autocomplete,
                                      .hint = "",
                                      .error = "",
                                      .value = value});
  };
  field("name", "Vor- und Nachname", "text", "name", callback.name);
  field("telephone", "Telefon", "telephone", "tel", callback.telephone);
  field("wanted_time", "Wann passt es Ihnen?", "text", "off", callback.wanted_time);
}

void ContinueCallback(Turn& turn) {
  Session& session = turn.session;
  if (session.callback->name.empty()) return AskNext(turn, Text("callback.ask_name"));
  if (session.callback->telephone.empty()) return AskNext(turn, Text("callback.ask_telephone"));
  if (session.callback->wanted_time.empty()) return AskNext(turn, Text("callback.ask_time"));
  const Callback callback = *std::exchange(session.callback, std::nullopt);
  turn.StopWaiting();
  if (!turn.town.RequestCallback(turn.Key("callback"), callback, TopicOf(session)).ok()) {
    turn.Say(Text("callback.no", {{"contact", ContactOf(turn.town.municipality())}}), "error");
    return;
  }
  turn.Say(Text("callback.done", {{"office", callback.office_name},
                                  {"telephone", callback.telephone},
                                  {"date", LongDate(callback.due_date)}}),
           "confirmation");
}

}  // namespace

void OfferHuman(Turn& turn) {
  const Municipality& town = turn.town.municipality();
  const auto help = turn.town.GetHumanHelp(ServiceOf(turn.session));
  const std::string ways = WaysToReach(town);
  if (!help.ok() || help->state == HumanHelp::State::kOff) {
    turn.Say(ways);
    return;
  }
  if (help->state == HumanHelp::State::kStaffed) {
    turn.Ask(Text("human.staffed", {{"office", help->office_name}}) + "\n" + ways, Awaiting::kHuman, "choice");
    turn.Offer(Text("human.start"), "human_start");
    return;
  }
  std::string text = Text("human.outside", {{"office", help->office_name}, {"hours", help->hours}}) + "\n" + ways;
  const bool callback = !help->due_date.empty() && turn.session.data_level == DataLevel::kBooking;
  if (callback) text += "\n" + Text("human.callback_until", {{"date", LongDate(help->due_date)}});
  turn.StopWaiting();
  turn.Say(std::move(text));
  if (callback) turn.Offer(Text("human.callback"), "callback");
}

void StartHandOver(Turn& turn) {
  Session& session = turn.session;
  const auto help = turn.town.GetHumanHelp(ServiceOf(session));
  if (!help.ok() || help->state != HumanHelp::State::kStaffed) return OfferHuman(turn);
  const auto queued = turn.town.StartHandOver(turn.Key("hand_over"), *help, TopicOf(session));
  if (!queued.ok()) {
    turn.Say(WaysToReach(turn.town.municipality()), "error");
    return;
  }
  turn.StopWaiting();
  session.hand_over = HandOver{
      .id = queued->hand_over_id, .office_id = help->office_id, .office_name = help->office_name, .connected = false};
  turn.Say(Text("human.waiting", {{"office", help->office_name}, {"position", std::to_string(queued->position)}}),
           "notice")
      .author = Author::kNotice;
  turn.Offer(Text("human.stop"), "human_stop");
}

void HandleWithPeople(Turn& turn, const std::string& choice_id) {
  Session& session = turn.session;
  const auto stop = std::find_if(session.options.begin(), session.options.end(), [&](const Option& option) {
    return option.action == "human_stop" && (option.id == choice_id || Folded(option.label) == Folded(turn.text));
  });
  if (stop != session.options.end()) {
    (void)turn.town.StopHandOver(session.hand_over->id);  // the staff's list also looks at the conversation itself
    session.hand_over.reset();
    turn.StopWaiting();
    turn.Say(Text("human.left"), "notice").author = Author::kNotice;
    return;
  }
  // In the queue nobody reads yet: what cannot wait is answered.
  if (session.hand_over->connected || turn.text.empty()) return;
  turn.understood = Read(turn, turn.text, nlu::Expecting::kNothing);
  if (!TakeDanger(turn) && turn.maybe_danger) turn.Say(Text("emergency.maybe"), "emergency").urgent = true;
}

void OfferCallback(Turn& turn) {
  const auto help = turn.town.GetHumanHelp(ServiceOf(turn.session));
  if (help.ok() && help->state != HumanHelp::State::kOff && !help->due_date.empty())
    turn.Offer(Text("human.callback"), "callback");
}

void AskForCallback(Turn& turn) {
  const auto help = turn.town.GetHumanHelp(ServiceOf(turn.session));
  if (!help.ok() || help->due_date.empty()) return OfferHuman(turn);
  turn.session.callback = Callback{.office_id = help->office_id,
                                   .office_name = help->office_name,
                                   .due_date = help->due_date,
                                   .due = help->due,
                                   .name = "",
                                   .telephone = "",
                                   .wanted_time = ""};
  // Who was about to book has said this already.
  if (turn.session.booking) {
    turn.session.callback->name = turn.session.booking->contact.name;
    turn.session.callback->telephone = turn.session.booking->contact.telephone;
  }
  if (!turn.session.callback->name.empty()) return ContinueCallback(turn);
  AskNext(turn, Text("callback.ask") + "\n" + Text("callback.ask_name"));
}

void TakeCallback(Turn& turn, const std::string& text) {
  if (GivesUp(turn) || Folded(turn.text) == "nein") {
    turn.session.callback.reset();
    turn.StopWaiting();
    turn.Say(Text("no.nothing_asked"));
    return;
  }
  Callback& callback = *turn.session.callback;
  if (callback.name.empty()) {
    callback.name = text.size() <= kLongestName ? text : "";
  } else if (callback.telephone.empty()) {
    if (!IsTelephone(text)) return AskNext(turn, Text("callback.bad_telephone"));
    callback.telephone = text;
  } else {
    callback.wanted_time = text.size() <= kLongestTime ? text : "";
  }
  ContinueCallback(turn);
}

void TakeCallbackForm(Turn& turn, const std::string& name, const std::string& telephone,
                      const std::string& wanted_time) {
  Callback& callback = *turn.session.callback;
  callback.name = name.size() <= kLongestName ? name : "";
  callback.wanted_time = wanted_time.size() <= kLongestTime ? wanted_time : "";
  callback.telephone.clear();
  if (!telephone.empty() && !IsTelephone(telephone)) return AskNext(turn, Text("callback.bad_telephone"));
  callback.telephone = telephone;
  ContinueCallback(turn);
}

Message SayConnected(Session& session, std::chrono::sys_seconds now) {
  session.hand_over->connected = true;
  Message message = Notice(Text("human.connected", {{"office", session.hand_over->office_name}}));
  OfferWayBack(session, message);
  return Keep(session, std::move(message), now);
}

Message SayAsPerson(Session& session, const std::string& text, std::chrono::sys_seconds now) {
  Message message;
  message.author = Author::kStaff;
  message.author_label = session.hand_over->office_name;
  message.text = text;
  return Keep(session, std::move(message), now);
}

Message SayMoved(Session& session, const std::string& office_id, const std::string& office_name,
                 std::chrono::sys_seconds now) {
  session.hand_over->office_id = office_id;
  session.hand_over->office_name = office_name;
  session.hand_over->connected = false;
  Message message = Notice(Text("human.moved", {{"office", office_name}}));
  OfferWayBack(session, message);
  return Keep(session, std::move(message), now);
}

Message SayReturned(Session& session, const Municipality& town, bool nobody, std::chrono::sys_seconds now) {
  const std::string office = session.hand_over->office_name;
  session.hand_over.reset();
  session.awaiting = Awaiting::kNothing;
  session.options.clear();
  ++session.prompt_number;
  return Keep(session,
              Notice(nobody ? Text("human.nobody", {{"contact", ContactOf(town)}})
                            : Text("human.returned", {{"office", office}})),
              now);
}

}  // namespace amtslotse::dialogue
