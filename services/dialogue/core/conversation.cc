#include "services/dialogue/core/conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "services/dialogue/core/ages.h"
#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/danger.h"
#include "services/dialogue/core/deaths.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/in_passing.h"
#include "services/dialogue/core/moods.h"
#include "services/dialogue/core/named_place.h"
#include "services/dialogue/core/offered_choice.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/replies.h"
#include "services/dialogue/core/topics_apart.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;

// A service named so clearly is meant, even where no act was understood.
constexpr double kSureWithoutAct = 0.9;
constexpr double kSureOfDataService = 0.8;  // what is asked about data is a service of the town

void DoAppointmentAct(Turn& turn, Act act, const std::string& topic) {
  Session& session = turn.session;
  const bool own = act == Act::kCancel || act == Act::kRebook || act == Act::kMyAppointment;
  if (own && AsksToCome(turn)) act = Act::kShowSlots;
  if (act == Act::kCancel && CallsOffTheSearch(turn)) return Discard(turn);
  if (own && act != Act::kShowSlots && !SpeaksOfOwnAppointment(turn)) return AskWhetherOwnAppointment(turn);
  switch (act) {
    case Act::kCancel:
      // "Wie sage ich den ab?" gives nothing up yet.
      if (session.booking && session.booking->held && Folded(turn.text).starts_with("wie ") && AnswerByEntry(turn))
        return;
      return StartAppointmentAction(turn, "cancel");
    case Act::kRebook:
      // While times are offered, another one is meant.
      if (session.booking && !session.booking->services.empty() && !session.appointment &&
          turn.Find(nlu::EntityKind::kAppointmentCode) == nullptr)
        return ReadWish(turn, session.booking->wish) ? OfferSlots(turn) : AskWhichDay(turn);
      return StartAppointmentAction(turn, "rebook");
    case Act::kMyAppointment: return StartAppointmentAction(turn, "show");
    case Act::kWaitingList: return StartWaiting(turn, topic);
    default: break;
  }
  // "Was kostet der, und wann kann ich kommen?" books what was just answered.
  const bool same = turn.replies.empty() || !session.service || !session.booking || session.booking->services.empty() ||
                    *session.service == session.booking->services.front();
  const bool keeps_service = topic.empty() && same && session.booking && !session.booking->services.empty();
  if (keeps_service) {
    ReadPeople(turn);
    ReadWish(turn, session.booking->wish);
    ReadPlaceWished(turn, session.booking->wish);
    return OfferSlots(turn);
  }
  ContinueBookingFor(turn, topic);
}

// What is no wish in itself: nothing was understood, or nothing that this town is for.
void HandleNotUnderstood(Turn& turn) {
  if (std::exchange(turn.maybe_danger, false)) return SayEmergency(turn);
  const bool foreign = IsDeclined(turn.understood);
  if (foreign && AsksForPolitics(turn)) return turn.StopWaiting(), void(turn.Say(Text("politics")));
  if (AnswerByEntry(turn, kSureWithoutAct, foreign ? kSureWithoutAct : 0)) return;
  if (foreign && IsLonely(turn)) return turn.StopWaiting(), void(turn.Say(Text("lonely")));
  if (foreign && turn.session.unclear_in_a_row == 0) {
    ++turn.session.unclear_in_a_row;
    turn.StopWaiting();
    turn.town.RecordUnanswered(turn.text, "declined");
    turn.Say(Text("out_of_scope", {{"town", turn.town.municipality().name}}));
    return;
  }
  if (turn.understood.topic.empty() || foreign) return SayUnclear(turn, {});
  // A message that names a service is still worth its overview.
  AnswerActs(turn, {{"overview", turn.understood.topic}});
}

// "passt mir Montag früh" about the service under way
bool PicksATime(const Turn& turn, Act act) {
  SlotWish wish;
  return (act == Act::kChoose || act == Act::kYes) && turn.session.service && ReadWish(turn, wish);
}

// "Wo ist das?" behind a booking: where the appointment is.
bool AsksWhereItIs(const Turn& turn, Act act, const std::string& topic) {
  return (act == Act::kAddress || act == Act::kResponsibleOffice) && topic.empty() && turn.session.appointment &&
         !turn.session.appointment->appointment.cancelled;
}

// The times that the message asked for stand last, and can still be chosen from. One question back at a time: what was
// asked for a booking ("Wofür brauchen Sie den Termin?") stays open, and no second one is asked about what else the
// message wanted to know.
void AnswerBeside(Turn& turn, const std::vector<std::pair<std::string, std::string>>& questions) {
  const Session before = turn.session;
  const std::size_t said = turn.replies.size();
  AnswerActs(turn, questions);
  if (before.awaiting == Awaiting::kSlot && turn.session.awaiting == Awaiting::kNothing && said > 0) {
    for (std::size_t i = said; i < turn.replies.size(); ++i) turn.replies[i].choices.clear();
    turn.session.awaiting = before.awaiting;
    turn.session.options = before.options;
    turn.session.prompt_number = before.prompt_number;
    const auto offer = turn.replies.begin() + static_cast<std::ptrdiff_t>(said) - 1;
    std::rotate(offer, offer + 1, turn.replies.end());
    return;
  }
  if (before.awaiting != Awaiting::kTopicForBooking || turn.session.awaiting != Awaiting::kService) return;
  turn.session = before;
  turn.replies.resize(said);
}

// "… und wann bekomme ich die Auskunft?" beside a request about one's own data, "was kann ich dagegen tun?" beside an
// objection, "wann kommt der Bescheid?" beside the stand of an application: what is said of that tells it.
bool IsAboutRequest(const Turn& turn, const std::pair<std::string, std::string>& question) {
  std::string topic = Folded(question.second);
  if (topic.starts_with("kommt ")) topic.erase(0, std::string("kommt ").size());
  const bool names_none = topic.empty() || topic == "bescheid" || topic == "antwort" || topic == "entscheidung" ||
                          topic == "ergebnis" || topic == "antrag";
  return names_none && !turn.session.service && !IsOfficeAct(question.first);
}

void HandleSegments(Turn& turn) {
  std::vector<std::pair<std::string, std::string>> questions;
  std::vector<Act> told;  // one defect in two sentences is one defect
  bool forwards = false;  // asked last, behind what is answered
  for (const auto& [act, topic] : WishesOf(turn)) {
    if (AsksWhereItIs(turn, act, topic)) {
      StartAppointmentAction(turn, "show");
      continue;
    }
    if (act == Act::kGreet && AnswerBehindGreeting(turn, topic)) continue;
    if (AnswerHowLong(turn, act) || AnswerWhereHeld(turn, act, topic)) continue;
    if (act == Act::kEligibility && SaysAny(Folded(turn.text), {"vollmacht"}) && AnswerByEntry(turn)) continue;
    if (IsInformation(act)) {
      questions.emplace_back(nlu::ActId(act), topic);
      continue;
    }
    if (!questions.empty()) AnswerActs(turn, std::exchange(questions, {}));
    if (!IsAppointmentAct(act)) {
      if (std::find(told.begin(), told.end(), act) != told.end()) continue;
      told.push_back(act);
    }
    if (AsksWhetherAppointment(turn, act)) {
      if (AnswerByEntry(turn)) continue;
      if (!topic.empty() || turn.session.service) {
        questions.emplace_back("procedure", topic);
        continue;
      }
    }
    // "ja, Perso" where nothing was asked
    if ((act == Act::kYes || act == Act::kChoose) && !topic.empty() && !turn.session.service &&
        turn.session.awaiting == Awaiting::kNothing) {
      if (turn.session.booking && turn.session.booking->services.empty())
        ContinueBookingFor(turn, topic);
      else
        questions.emplace_back("overview", topic);
      continue;
    }
    if (IsAppointmentAct(act) || PicksATime(turn, act)) {
      DoAppointmentAct(turn, act, IsAppointmentAct(act) ? topic : "");
    } else if (act == Act::kApplicationStatus) {
      AnswerStatus(turn, topic);
    } else if (act == Act::kComplaint && AnswerByEntry(turn)) {
      continue;  // "Mein Nachbar parkt vor meiner Einfahrt"
    } else if (act == Act::kDefectReport && (AnswerByEntry(turn) || AnswerByLink(turn, act, topic))) {
      continue;  // "Wann wird der Müll abgeholt?" has an answer of the town's
    } else if (act == Act::kDataProtection && AnswerByEntry(turn, kSureOfDataService, 2)) {
      continue;  // "Meldedaten nicht an Parteien geben" is a service; what we know of somebody is not
    } else if (act == Act::kDataProtection) {
      forwards = true;
    } else if (act == Act::kCorrect && turn.Wants(Act::kDataProtection)) {
      continue;  // "meine Mail ist …, ich heiße …": to whom the answer goes
    } else if ((act != Act::kCorrect && (act != Act::kNo || topic.empty())) || !TakeCorrection(turn)) {
      if (act != Act::kBereavement || !GoesOnAboutDeath(turn)) AnswerSocial(turn, act);
      const bool deed = Folded(topic).find("urkunde") != std::string::npos;
      if (act == Act::kBereavement) questions.emplace_back("overview", deed ? topic : "Sterbefall anzeigen");
    }
  }
  const bool answered = forwards || std::any_of(told.begin(), told.end(), [](Act act) {
                          return act == Act::kLegalDeclaration || act == Act::kApplicationStatus;
                        });
  if (answered) std::erase_if(questions, [&](const auto& question) { return IsAboutRequest(turn, question); });
  if (!questions.empty()) AnswerBeside(turn, questions);
  if (forwards) OfferForwarding(turn);
  if (turn.replies.empty() && !AnswerHowLong(turn, Act::kOutOfScope)) HandleNotUnderstood(turn);
}

bool IsContact(Awaiting awaiting) {
  return awaiting == Awaiting::kName || awaiting == Awaiting::kEmail || awaiting == Awaiting::kTelephone ||
         awaiting == Awaiting::kBookingConfirmation;
}

void AnswerInGerman(Turn& turn, Awaiting awaiting) {
  Session& session = turn.session;
  // What was asked for stays so.
  if (OnlyAnnounces(turn.text)) return void(turn.Say(Text("yes.nothing_asked"), "question"));
  if (TakeAwaited(turn) || TakeInPassing(turn) || TakeOtherDay(turn) || TakeOtherPlace(turn) ||
      TakeSameElsewhere(turn) || TakeHome(turn) || TakeAge(turn) || TakeEllipsis(turn))
    return;
  if (AnswerWhoSpeaks(turn) || TakePlainLanguage(turn) || TakeMood(turn) || TakePuzzled(turn) ||
      TakeUnaskedAddress(turn) || TakeThereIs(turn) || TakeIntroduction(turn))
    return;
  if (AsksForOpinion(turn)) return turn.StopWaiting(), void(turn.Say(Text("politics")));
  if (!NotePlaceInPassing(turn)) {
    NoteUnknownPostcode(turn);
    turn.unknown_place = UnknownPlaceIn(turn);
  }
  for (const Option& option : session.options) {
    if (option.action == "service") turn.offered_before.push_back(option);
  }
  if (awaiting != Awaiting::kSlot) turn.StopWaiting();
  const auto& segments = turn.understood.segments;
  const bool unsure = segments.size() == 1 && segments.front().band != nlu::Band::kAct;
  // "Wann hat das Rathaus offen?" is no question for just any entry that names the town hall.
  const bool hours = unsure && IsOfficeAct(nlu::ActId(BestAct(segments.front())));
  // "ab wann geht das?", "müssen wir beide kommen?" name nothing: they are about the service under way.
  const bool asks_on = session.service && WithThingOf(turn.understood.topic, session.service->name).empty();
  if (awaiting == Awaiting::kNothing && unsure && !asks_on && AnswerByEntry(turn, 2, hours ? kSureOfService : 0))
    return;
  if (awaiting == Awaiting::kNothing && AnswerKnownQuestion(turn)) return;
  HandleSegments(turn);
  if (IsContact(awaiting)) RemindOfHold(turn, awaiting);
  if (awaiting == Awaiting::kCancelConfirmation) RemindOfCancellation(turn);
  if (awaiting == Awaiting::kSlot) RemindOfOffer(turn);
}

// Without nlu: what was asked for is taken, and what a search would be the wrong answer to is done; else the words are
// searched as they are, and it is said once while that lasts.
void AnswerByWords(Turn& turn, Awaiting awaiting) {
  Session& session = turn.session;
  if (TakeAwaited(turn)) return;
  if (awaiting != Awaiting::kSlot) turn.StopWaiting();
  if (turn.understood.segments.front().band == nlu::Band::kAct) {
    HandleSegments(turn);
  } else {
    turn.understood.topic = turn.text;
    AnswerActs(turn, {{"overview", turn.text}});
    const bool searched = turn.replies.empty() || turn.replies.front().kind != "error";
    if (searched && !std::exchange(session.words_only_told, true))
      SayFirst(turn, Text("down.nlu", {{"contact", ContactOf(turn.town.municipality())}}));
  }
  if (IsContact(awaiting)) RemindOfHold(turn, awaiting);
  if (awaiting == Awaiting::kSlot) RemindOfOffer(turn);
}

// German words in another language ("I need Anmeldung") may say enough for an answer as well.
void AnswerOtherLanguage(Turn& turn) {
  if (!turn.understood.language.mixed_with_german) return SayOtherLanguage(turn);
  const Session before = turn.session;
  AnswerInGerman(turn, Awaiting::kNothing);
  SayOtherLanguageBeside(turn, before);
}

void HandleText(Turn& turn) {
  Session& session = turn.session;
  const Awaiting awaiting = session.awaiting;
  turn.discarded = std::exchange(session.discarded, {});
  turn.understood = ReadMessage(turn);
  LeaveOutLanguageSkill(turn);
  if (TellsAnAge(turn)) turn.understood.emergency.reset();
  if (TakeAskedName(turn) || TakeDanger(turn) || TakeDoctorOnDuty(turn)) return;
  if (turn.words_only) return AnswerByWords(turn, awaiting);
  session.words_only_told = false;
  const bool names_wait =
      awaiting == Awaiting::kTopicForBooking && Folded(turn.text).find("termin") == std::string::npos;
  if (session.pending_action == kJoinWaiting && !names_wait) session.pending_action.clear();
  if (awaiting == Awaiting::kNothing && (turn.understood.language.IsForeign() || GoesOnInOtherLanguage(turn)))
    return AnswerOtherLanguage(turn);
  AnswerInGerman(turn, awaiting);
}

void HandleChoice(Turn& turn, const std::string& choice_id) {
  const auto& options = turn.session.options;
  const auto chosen =
      std::find_if(options.begin(), options.end(), [&](const Option& option) { return option.id == choice_id; });
  if (chosen == options.end()) {
    turn.Say(Text("choice.stale"), "error");
    return;
  }
  Choose(turn, *chosen);
}

void HandleForm(Turn& turn, const std::map<std::string, std::string>& values) {
  Session& session = turn.session;
  const auto value = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  if (session.awaiting == Awaiting::kCallback && session.callback)
    return TakeCallbackForm(turn, value("name"), value("telephone"), value("wanted_time"));
  if (session.awaiting == Awaiting::kDataRequest && session.data_request)
    return TakeDataRequestForm(turn, value("name"), value("email"));
  if (!session.booking || !session.booking->held) {
    turn.Say(Text("choice.stale"), "error");
    return;
  }
  // Each field is read as if it had been typed, so that both ways obey one rule.
  const auto read = [&](const std::string& text, Awaiting awaiting, nlu::Expecting expecting) {
    if (text.empty()) return true;
    turn.text = text;
    turn.understood = Read(turn, text, expecting);
    session.awaiting = awaiting;
    if (awaiting == Awaiting::kEmail) session.booking->contact.email.clear();
    if (awaiting == Awaiting::kName || ReadContact(turn, awaiting)) {
      if (awaiting == Awaiting::kName) session.booking->contact.name = text.size() <= 200 ? text : "";
      return true;
    }
    return false;
  };
  if (const std::string names = value("attendees"); !names.empty()) {
    turn.text = names;
    session.awaiting = Awaiting::kAttendees;
    return TakeContact(turn);
  }
  if (!read(value("name"), Awaiting::kName, nlu::Expecting::kName) ||
      !read(value("email"), Awaiting::kEmail, nlu::Expecting::kEmail) ||
      !read(value("telephone"), Awaiting::kTelephone, nlu::Expecting::kTelephone))
    return;
  if (session.booking->contact.email.empty() &&
      session.booking->held->required_contact.find("email") == std::string::npos)
    session.booking->contact.email = "-";
  WriteNeeds(session.booking->contact.needs, value("needs"));
  CheckContactAndConfirm(turn);
}

void Finish(Turn& turn) {
  Session& session = turn.session;
  KeepWhatWasSaid(turn);
  SayOnce(turn.replies);
  DropOvertaken(turn);
  HandledEvent handled{.event_id = turn.event_id, .first_sequence = session.sequence + 1, .last_sequence = 0};
  for (Message& reply : turn.replies) {
    Append(session, reply, turn.now);
    reply = session.messages.back();
  }
  handled.last_sequence = session.sequence;
  session.events.push_back(std::move(handled));
  if (session.events.size() > kKeptEvents) session.events.erase(session.events.begin());
}

}  // namespace

std::vector<Message> Begin(Session& session, Town& town, std::chrono::sys_seconds now) {
  session.begun = now;
  Turn turn{.session = session, .town = town, .now = now, .event_id = "begin", .text = ""};
  const Municipality& municipality = town.municipality();
  turn.Say(Text("greeting.disclosure", {{"kept", LengthOfTime(municipality.conversations_kept)}}), "notice").author =
      Author::kNotice;
  SayTownNotices(turn);
  turn.Say(
      municipality.greeting.empty() ? Text("greeting.default", {{"town", municipality.name}}) : municipality.greeting,
      "question");
  Finish(turn);
  return turn.replies;
}

std::vector<Message> Handle(Session& session, const Event& event, Town& town, std::chrono::sys_seconds now) {
  Turn turn{.session = session, .town = town, .now = now, .event_id = event.id, .text = ""};
  if (const auto* text = std::get_if<TextEvent>(&event.content)) turn.said = turn.text = text->text;
  if (!turn.text.empty()) {
    Message own;
    own.author = Author::kCitizen;
    own.text = turn.text;
    Append(session, std::move(own), now);
  }
  if (session.hand_over) {
    const auto* choice = std::get_if<ChoiceEvent>(&event.content);
    HandleWithPeople(turn, choice == nullptr ? std::string() : choice->choice_id);
  } else {
    if (const auto* choice = std::get_if<ChoiceEvent>(&event.content)) {
      HandleChoice(turn, choice->choice_id);
    } else if (const auto* form = std::get_if<FormEvent>(&event.content)) {
      HandleForm(turn, form->values);
    } else if (std::holds_alternative<UnsupportedEvent>(event.content)) {
      turn.Say(Text("unsupported"));
    } else {
      HandleText(turn);
    }
    if (turn.replies.empty()) SayUnclear(turn, {});
    if (!turn.unknown_postcode.empty())
      SayFirst(turn, Text("place.unknown_postcode",
                          {{"postcode", turn.unknown_postcode}, {"town", town.municipality().name}}));
    if (!turn.unknown_place.empty() && session.service && session.unclear_in_a_row == 0)
      SayFirst(turn, Text("place.unknown_beside", {{"place", turn.unknown_place}, {"town", town.municipality().name}}));
    if (turn.maybe_danger) SayMaybeDanger(turn);
  }
  Finish(turn);
  return turn.replies;
}

std::vector<Message> AnswerWith(Session& session, const std::string& event_id, const std::string& text, Town& town,
                                std::chrono::sys_seconds now) {
  Turn turn{.session = session, .town = town, .now = now, .event_id = event_id, .text = ""};
  turn.Say(text, "confirmation");
  Finish(turn);
  return turn.replies;
}

const HandledEvent* FindHandled(const Session& session, const std::string& event_id) {
  const auto handled = std::find_if(session.events.begin(), session.events.end(),
                                    [&](const HandledEvent& event) { return event.event_id == event_id; });
  return handled == session.events.end() ? nullptr : &*handled;
}

}  // namespace amtslotse::dialogue
