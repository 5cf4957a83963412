#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/offers.h"
#include "services/dialogue/core/topic_search.h"
#include "services/dialogue/core/topics_apart.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

using TopicAndActs = std::pair<std::string, std::vector<std::string>>;

// Longer details are shown on request.
constexpr std::size_t kInlineDetails = 350;

// Whether a button for the act would lead to an answer, as far as is known.
bool LeadsOn(const Turn& turn, const ServiceRef& service, const std::string& act, const std::vector<Answer>& facts) {
  if (act == "book") return CanBeBooked(turn, service);
  return act == "responsible_office" || std::all_of(facts.begin(), facts.end(), [&](const Answer& answer) {
           const auto& told = answer.told_acts;
           return answer.service != service || told.empty() || std::find(told.begin(), told.end(), act) != told.end();
         });
}

// What people ask next; the asked acts are left out.
void OfferNext(Turn& turn, const ServiceRef& service, const std::vector<std::string>& asked,
               const std::vector<Answer>& facts) {
  static constexpr std::array kNext{"documents", "fee", "responsible_office", "book"};
  turn.StopWaiting();
  for (const Answer& answer : facts) {
    if (answer.service && answer.details.size() > kInlineDetails) {
      turn.Offer(facts.size() > 1 ? Text("answer.more_on", {{"act", Text("act." + answer.act)}}) : Text("answer.more"),
                 "details", answer.act);
    }
  }
  for (const std::string next : kNext) {
    if (std::find(asked.begin(), asked.end(), next) == asked.end() && LeadsOn(turn, service, next, facts))
      turn.Offer(Text("act." + next), "act", next);
  }
  turn.session.service = service;
}

// What the answer is about, so that a misunderstanding is seen at once: the service where it is new, and the act.
std::string HeadingOf(const Answer& answer, bool names_service, bool several) {
  if (answer.lacking || !answer.entry_id.empty() || !answer.service)
    return several && answer.act != "overview" ? Text("act." + answer.act) + ":\n" : "";
  const std::string act = answer.act == "overview" ? "" : Text("act." + answer.act);
  if (!names_service) return act.empty() ? "" : act + ":\n";
  return answer.service->name + (act.empty() ? "" : " – " + act) + ":\n";
}

// "und der Ausweis?", of "Personalausweis beantragen"
bool IsNamed(const Turn& turn, const ServiceRef& service) {
  constexpr std::size_t kShortest = 4;
  const std::string name = Folded(service.name);
  const std::vector<std::string> words = nlu::FoldedWords(turn.understood.topic);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return word.size() >= kShortest && name.find(word) != std::string::npos;
  });
}

// The overview that was the last answer about the same service, to words that do not ask for it by name.
bool IsToldAgain(const Turn& turn, const Found& found, const std::vector<Answer>& facts) {
  return found.service && !found.service_from_topic && found.answers.size() == 1 && facts.size() == 1 &&
         facts.front().act == "overview" && facts.front().entry_id.empty() && !turn.text.empty() &&
         turn.session.overview_of == found.service->id && !IsNamed(turn, *found.service);
}

// Better than the same words once more: what else there is to know.
void SayNothingCloser(Turn& turn, const ServiceRef& service, const std::vector<Answer>& facts) {
  // "von meiner Tochter", "sie ist 12": told, not asked.
  const bool tells = turn.understood.topic.empty() || IsOnlyPeople(turn.understood.topic);
  if (tells && turn.text.find('?') == std::string::npos && turn.session.awaiting == Awaiting::kNothing)
    return OfferFacts(turn, service);
  turn.town.RecordUnanswered(turn.text, "unclear");
  if (turn.session.awaiting == Awaiting::kSlot && turn.session.booking) return OfferAgain(turn);
  turn.Say(Text("answer.nothing_closer", {{"service", service.name}}), "question");
  OfferNext(turn, service, {"overview"}, facts);
}

// Everything about one service that was found for sure.
void SayFound(Turn& turn, const Found& found, const std::vector<std::string>& acts) {
  Session& session = turn.session;
  session.unclear_in_a_row = 0;
  std::vector<Answer> facts;
  std::vector<Answer> places;
  for (const Answer& answer : found.answers)
    (IsOfficeAct(answer.act) && answer.entry_id.empty() ? places : facts).push_back(answer);
  const bool same_service = found.service && session.service && found.service->id == session.service->id;
  const bool entry = !found.answers.front().entry_id.empty() && !found.service_from_topic;
  if (found.service && !(entry && session.service)) session.service = found.service;
  if (found.service) session.offices.clear();
  if (IsToldAgain(turn, found, facts)) return SayNothingCloser(turn, *found.service, facts);
  const bool overview = facts.size() == 1 && places.empty() && facts.front().act == "overview";
  if (found.service && overview && facts.front().entry_id.empty()) session.overview_of = found.service->id;
  if (!facts.empty()) SayAnswers(turn, facts, !same_service);
  for (const Answer& place : places)
    AnswerOffice(turn, place.act, found.service,
                 {.catalogue = &place, .names_service = !same_service && facts.empty()});
  if (session.service && found.service && places.empty()) OfferNext(turn, ServiceRef(*found.service), acts, facts);
  if (std::any_of(facts.begin(), facts.end(), [](const Answer& answer) { return answer.lacking; }))
    turn.town.RecordUnanswered(turn.text, "lacking");
}

// One question to the catalogue. False: nothing found.
bool AnswerOneTopic(Turn& turn, const std::string& topic, const std::vector<std::string>& acts) {
  Session& session = turn.session;
  session.together.clear();
  const bool hours = std::all_of(
      acts.begin(), acts.end(), [](const std::string& act) { return IsOfficeAct(act) && act != "responsible_office"; });
  const auto found = FindTopic(turn, topic, acts);
  if (!found.ok()) return turn.SayDown(found.status(), "knowledge"), true;
  SayNotices(turn, found->notices);
  // "Telefon vom Bauamt" is that office's, whoever is responsible for what it is known for or was talked of.
  if (hours && AnswerNamedOffice(turn, session.service ? turn.text : topic, acts)) return true;
  const bool named = IsSure(*found) && found->service_from_topic;
  if (hours && session.service && !topic.empty() && !named && SayStranger(turn, topic, acts)) return true;
  // "Wann hat das Rathaus offen?" is answered by offices, not by the lift in it.
  constexpr double kClearlyMeant = 0.8;
  const bool entry = !found->answers.empty() && !found->answers.front().entry_id.empty();
  if (hours && entry && !session.service && found->confidence < kClearlyMeant) {
    for (const std::string& act : acts) AnswerOffice(turn, act, std::nullopt);
    return true;
  }
  if (IsSure(*found)) {
    SayFound(turn, *found, acts);
    session.last_acts = acts;
    return true;
  }
  // "Wie komme ich mit dem Bus zum Rathaus?" is about no service.
  if (hours && !session.service && found->confidence < kSureOfService) {
    for (const std::string& act : acts) AnswerOffice(turn, act, std::nullopt);
    return true;
  }
  if (found->outcome != Found::Outcome::kUnknown && HasOffers(found->candidates)) {
    session.unclear_in_a_row = 0;
    OfferCandidates(turn, found->candidates, acts);
    return true;
  }
  SayUnclear(turn, found->candidates, topic);
  return false;
}

// What one appointment is for: the one under way, or the one that was just booked.
std::vector<ServiceRef> ServicesBooked(const Session& session) {
  if (session.booking) return session.booking->services;
  const bool booked =
      session.appointment && std::ranges::equal(session.together, session.appointment->appointment.services, {},
                                                &ServiceRef::id, &ServiceRef::id);
  return booked ? session.together : std::vector<ServiceRef>{};
}

// A question without a topic is about all that one appointment is for, or the message before asked about together;
// "was kostet beides?" about what was talked of last.
std::vector<ServiceRef> ServicesMeant(const Turn& turn, const std::string& topic) {
  const Session& session = turn.session;
  if (!topic.empty()) return AllThatIsMeant(turn, topic);
  return session.booking || session.appointment ? ServicesBooked(session) : session.together;
}

bool AnswerAll(Turn& turn, const std::string& topic, const std::vector<std::string>& acts) {
  Session& session = turn.session;
  const std::vector<ServiceRef> services = ServicesMeant(turn, topic);
  if (services.size() < 2) return false;
  std::vector<AskQuery> queries;
  for (const ServiceRef& service : services)
    queries.push_back({.topic = "", .text = "", .acts = acts, .service_id = service.id});
  auto all = turn.town.AskAll(queries);
  if (!all.ok()) return turn.SayDown(all.status(), "knowledge"), true;
  for (const Found& found : *all) SayNotices(turn, found.notices);
  for (const Found& found : *all) {
    session.service.reset();
    if (!found.answers.empty() && session.awaiting != Awaiting::kPlace) SayFound(turn, found, acts);
  }
  session.service = services.front();
  if (session.booking || session.appointment || session.awaiting == Awaiting::kPlace) return true;
  session.together = services;
  session.last_acts = acts;
  OfferServices(turn, services);
  return true;
}

// "Wohnsitz und Auto ummelden, wo muss ich hin?": each for itself.
bool AnswerApart(Turn& turn, const std::string& topic, const std::vector<std::string>& acts) {
  const std::vector<FoundApart> all = FindApart(turn, topic, acts);
  if (all.empty()) return false;
  Session& session = turn.session;
  session.together.clear();
  for (const FoundApart& found : all) session.together.push_back(*found.service);
  session.together_counts = CountsOf(all);
  const std::vector<ServiceRef> services = session.together;
  for (const FoundApart& found : all) SayNotices(turn, found.notices);
  for (const FoundApart& found : all) {
    session.service.reset();
    SayFound(turn, found, acts);
    if (session.awaiting == Awaiting::kPlace) return true;  // answered together once the place is known
  }
  session.last_acts = acts;
  OfferServices(turn, services);
  return true;
}

}  // namespace

bool CanBeBooked(const Turn& turn, const ServiceRef& service) {
  const auto& bookable = turn.town.municipality().bookable_services;
  return bookable == nullptr || bookable->contains(service.id);
}

void SayNotices(Turn& turn, const std::vector<std::string>& notices) {
  for (const std::string& notice : notices) {
    const bool said = std::any_of(turn.replies.begin(), turn.replies.end(),
                                  [&](const Message& reply) { return reply.kind == "notice" && reply.text == notice; });
    if (!said) turn.Say(notice, "notice");
  }
}

void SayTownNotices(Turn& turn, const std::vector<Office>& offices) {
  const auto all = turn.town.Notices();
  if (!all.ok()) return;  // what was asked is answered without them
  std::vector<std::string> texts;
  for (const TownNotice& notice : *all) {
    const bool of_offices = std::any_of(offices.begin(), offices.end(), [&](const Office& office) {
      return std::find(notice.offices.begin(), notice.offices.end(), office.id) != notice.offices.end();
    });
    if (of_offices || (notice.services.empty() && notice.offices.empty())) texts.push_back(notice.text);
  }
  SayNotices(turn, texts);
}

void SayAnswers(Turn& turn, const std::vector<Answer>& answers, bool names_service) {
  Message& message = turn.Say("");
  std::vector<std::string> parts;
  for (const Answer& answer : answers) {
    std::string part = HeadingOf(answer, names_service && parts.empty(), answers.size() > 1) + answer.short_text;
    if (!answer.details.empty() && (answer.details.size() <= kInlineDetails || !answer.service))
      part += "\n\n" + answer.details;
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
    for (const Source& source : answer.sources) {
      const bool known = std::any_of(message.sources.begin(), message.sources.end(), [&](const Source& other) {
        return other.title == source.title && other.url == source.url;
      });
      if (!known) message.sources.push_back(source);
    }
    for (const auto* links : {&answer.online_services, &answer.forms}) {
      for (const Link& link : *links) {
        const bool known = std::any_of(message.links.begin(), message.links.end(),
                                       [&](const Link& other) { return other.url == link.url; });
        if (!known) message.links.push_back(link);
      }
    }
    if (message.answer_version.empty()) message.answer_version = answer.version;
  }
  message.text = fmt::format("{}", fmt::join(parts, "\n\n"));
  const auto also_online = [](const Answer& answer) {
    return !answer.online_services.empty() && answer.act != "form_online";
  };
  if (names_service && std::any_of(answers.begin(), answers.end(), also_online))
    message.text += "\n\n" + Text("answer.also_online");
}

// "perso führerschein und reisepass", "was kostet ein Perso und ein Pass?": the same of each.
static bool AnswerList(Turn& turn, const std::vector<TopicAndActs>& topics) {
  if (topics.size() < 2) return false;
  std::string joined;
  for (const auto& [topic, acts] : topics) {
    if (acts != topics.front().second) return false;
    joined += (joined.empty() ? "" : " ") + topic;
  }
  return AnswerApart(turn, joined, topics.front().second);
}

void AnswerActs(Turn& turn, const std::vector<std::pair<std::string, std::string>>& act_and_topic) {
  // Questions about one topic are asked together; a question without a topic belongs to the one before it.
  std::vector<TopicAndActs> topics;
  for (const auto& [act, named] : act_and_topic) {
    const auto& service = turn.session.service;
    const bool about_someone =
        (IsOnlyPeople(named) && (service || !topics.empty())) || (service && PointsBack(turn.text));
    const bool all = !named.empty() && !AllThatIsMeant(turn, named).empty();
    const std::string topic = about_someone     ? std::string()
                              : service && !all ? WithThingOf(named, service->name)
                                                : named;
    if (topics.empty() || (!topic.empty() && topic != topics.back().first)) {
      if (!topics.empty() && topics.back().first.empty()) {
        topics.back().first = topic;
      } else {
        topics.emplace_back(topic, std::vector<std::string>());
      }
    }
    auto& acts = topics.back().second;
    if (std::find(acts.begin(), acts.end(), act) == acts.end()) acts.push_back(act);
  }
  if (AnswerList(turn, topics)) return;
  for (const auto& [topic, acts] : topics) {
    if (topic.empty() && (!turn.session.service || !turn.session.offices.empty())) {
      // Opening hours and the way are the town's own, or an office's that was just named; who is responsible depends
      // on the matter.
      if (std::all_of(acts.begin(), acts.end(),
                      [](const std::string& act) { return IsOfficeAct(act) && act != "responsible_office"; })) {
        for (const std::string& act : acts) AnswerOffice(turn, act, std::nullopt);
        continue;
      }
    }
    if (topic.empty() && !turn.session.service) {
      turn.Ask(Text(turn.offered_before.empty() ? "answer.no_service_yet" : "answer.which_service"), Awaiting::kService,
               "free_text");
      turn.OfferAgain();
      turn.session.pending_acts = acts;
      return;
    }
    if (!AnswerAll(turn, topic, acts) && !AnswerApart(turn, topic, acts)) AnswerOneTopic(turn, topic, acts);
  }
}

bool TakeEllipsis(Turn& turn) {
  const std::vector<std::string> acts = std::exchange(turn.session.last_acts, {});
  const std::string folded = Folded(turn.text);
  if (acts.empty() || !(folded.starts_with("und ") || folded.starts_with("oder "))) return false;
  // Beside the matter only words that carry the question on.
  static constexpr std::array<std::string_view, 49> kCarryOn{
      "mich",    "uns",     "mir",     "und",     "oder",     "auch",   "was",      "ist",       "mit",    "wie",
      "siehts",  "sieht",   "es",      "aus",     "bei",      "beim",   "fuer",     "den",       "die",    "das",
      "der",     "dem",     "ein",     "eine",    "einen",    "meinen", "mein",     "meine",     "meiner", "fuers",
      "zum",     "zweiten", "dritten", "im",      "dann",     "wenn",   "so",       "erste",     "ersten", "zweite",
      "zweiter", "zweites", "dritte",  "weitere", "weiterer", "jahre",  "jaehrige", "jaehrigen", "alt"};
  const std::vector<std::string> topic = nlu::FoldedWords(turn.understood.topic);
  const std::vector<std::string> words = nlu::FoldedWords(turn.text);
  const auto known = [&](const std::string& word) {
    return (word.size() <= 2 && std::isdigit(static_cast<unsigned char>(word.front())) != 0) ||
           std::find(kCarryOn.begin(), kCarryOn.end(), word) != kCarryOn.end() ||
           std::find(topic.begin(), topic.end(), word) != topic.end();
  };
  if (topic.size() > 2 || !std::all_of(words.begin(), words.end(), known)) return false;
  std::vector<std::pair<std::string, std::string>> again;
  for (const std::string& act : acts) again.emplace_back(act, turn.understood.topic);
  AnswerActs(turn, again);
  return true;
}

bool AnswerByEntry(Turn& turn, double service_from, double entry_from) {
  const auto found = turn.town.Ask({.topic = turn.text, .text = turn.text, .acts = {"overview"}, .service_id = ""});
  if (!found.ok() || found->outcome != Found::Outcome::kAnswered || found->answers.empty()) return false;
  if (found->confidence < (found->answers.front().entry_id.empty() ? service_from : entry_from)) return false;
  turn.session.unclear_in_a_row = 0;
  const bool entry = !found->answers.front().entry_id.empty();
  if (found->service && !(entry && turn.session.service)) turn.session.service = found->service;
  SayNotices(turn, found->notices);
  SayAnswers(turn, found->answers, true);
  return true;
}

void OfferFacts(Turn& turn, const ServiceRef& service) {
  std::vector<Answer> facts;
  const auto known = turn.town.Ask({.topic = "", .text = "", .acts = {"overview"}, .service_id = service.id});
  if (known.ok()) facts = known->answers;
  for (Answer& fact : facts) fact.details.clear();  // nothing of them was told
  turn.Say(Text("which_act", {{"service", service.name}}), "question");
  OfferNext(turn, service, {}, facts);
}

void AnswerQuestion(Turn& turn, const std::string& question) {
  turn.StopWaiting();
  const auto found = turn.town.Ask({.topic = question, .text = question, .acts = {"overview"}, .service_id = ""});
  if (!found.ok()) return turn.SayDown(found.status(), "knowledge");
  if (found->answers.empty()) return SayUnclear(turn, {});
  turn.session.unclear_in_a_row = 0;
  if (found->service) turn.session.service = found->service;
  SayNotices(turn, found->notices);
  SayAnswers(turn, found->answers, true);
}

void OfferServices(Turn& turn, const std::vector<ServiceRef>& services) {
  turn.StopWaiting();
  for (Message& reply : turn.replies) reply.choices.clear();
  for (const ServiceRef& service : services) turn.Offer(service.name, "service", service.id);
}

void AnswerForService(Turn& turn, const ServiceRef& service, const std::vector<std::string>& acts) {
  turn.session.service = service;
  turn.session.offices.clear();
  turn.StopWaiting();
  AnswerOneTopic(turn, "", acts);
}

void ShowDetails(Turn& turn, const std::string& act) {
  const auto found = turn.town.Ask(
      {.topic = "", .text = "", .acts = {act}, .service_id = turn.session.service ? turn.session.service->id : ""});
  if (!found.ok()) return turn.SayDown(found.status(), "knowledge");
  if (found->answers.empty()) return SayUnclear(turn, {});
  Message& message = turn.Say(found->answers.front().details);
  message.sources = found->answers.front().sources;
  OfferNext(turn, ServiceRef(*turn.session.service), {act}, {});
}

}  // namespace amtslotse::dialogue
