// The context of one turn, and the flows it is led through. Internal to the core.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/dialogue/core/session.h"
#include "services/dialogue/core/texts.h"
#include "services/dialogue/core/town.h"

namespace amtslotse::dialogue {

struct Turn {
  Session& session;
  Town& town;
  std::chrono::sys_seconds now;
  std::string event_id;
  std::string text;    // what was written; empty for a tap
  std::string said{};  // the same, also where only a part of it is read on
  nlu::Understanding understood{};
  bool words_only = false;  // nlu is away: `understood` is what can be read without it (nlu/by_words.h)
  std::vector<Message> replies{};
  bool maybe_danger = false;             // what was written is like a cry for help, and more like something else
  std::string unknown_postcode{};        // which was told as where somebody lives or looks
  std::string unknown_place{};           // likewise
  std::string places_note{};             // which places the times are at, said before they are offered
  std::optional<Slot> refused{};         // somebody else has it, as not every process may know yet
  std::string asked_name{};              // the answer to the question for a name
  std::string signature{};               // under the message, as under a letter; it is no more in `text`
  std::vector<ServiceRef> discarded{};   // given up with the message before
  std::vector<Option> offered_before{};  // services that the message before offered, when none of them was taken

  Message& Say(std::string text, std::string kind = "answer");
  Message& Ask(std::string text, Awaiting awaiting, std::string prompt_kind);
  // Offers an answer on the last message; a tap or its number or label brings it back.
  void Offer(std::string label, std::string action, std::string value = "", std::string description = "");
  // The services that were on the table before, again.
  void OfferAgain();
  // The idempotency key of an effect of this event.
  std::string Key(std::string_view step) const;
  // A part of the town does not answer; says which in words.
  void SayDown(const absl::Status& status, std::string_view part);
  // Forgets what was asked for; the answers offered so far go stale.
  void StopWaiting();

  const nlu::Entity* Find(nlu::EntityKind kind) const;
  bool Wants(nlu::Act act) const;
};

// booking.cc: where no personal data is asked for, points to the booking page; `path` with its query. The link leads
// there for an hour, then to the beginning of the page.
void SayBookOnTheWeb(Turn& turn, const std::string& path);

bool IsOfficeAct(std::string_view act);

// Below this the service that was found is offered, not taken.
inline constexpr double kSureOfService = 0.5;

// answering.cc: the town's own words answer the whole message, however its act was understood: an entry that staff
// wrote, or a service that is meant with at least that confidence. False, and nothing said, when not.
bool AnswerByEntry(Turn& turn, double service_from = 2, double entry_from = 0);
// known_question.cc: a question that staff wrote, word for word, goes before what its words would mean otherwise: "Habt
// ihr freies WLAN?" wants no appointment. False, and nothing said, when it is none.
bool AnswerKnownQuestion(Turn& turn);
// elsewhere.cc: a link of the service's or of the town's to where `act` is done. False: there is none, nothing was
// said.
bool AnswerByLink(Turn& turn, nlu::Act act, const std::string& topic);
// Of a defect: the town's form for it, where there is one, and whom to call.
void SayWhereToReport(Turn& turn);
// Such a link, an entry on it, or that the files cannot be seen here and who can be asked.
void AnswerStatus(Turn& turn, const std::string& topic);

// answering.cc: facts about services, from the catalogue.
void AnswerActs(Turn& turn, const std::vector<std::pair<std::string, std::string>>& act_and_topic);
// What the town says first, once in a turn.
void SayNotices(Turn& turn, const std::vector<std::string>& notices);
// The notices in force that are for everything or for one of the offices.
void SayTownNotices(Turn& turn, const std::vector<Office>& offices = {});
// `names_service`: the citizen has not yet been told which service the answers are about.
void SayAnswers(Turn& turn, const std::vector<Answer>& answers, bool names_service);
// "und beim Reisepass?" behind an answer: the same of that. False: it is something else.
bool TakeEllipsis(Turn& turn);
// Answers with `service` when it is chosen from candidates.
void AnswerForService(Turn& turn, const ServiceRef& service, const std::vector<std::string>& acts);
// Answers a question of the town's own that is chosen from candidates, by its title.
void AnswerQuestion(Turn& turn, const std::string& question);
// The rest of an answer that was given in short.
void ShowDetails(Turn& turn, const std::string& act);
// `topic`: what was looked for in vain; where else to look for it is said.
void SayUnclear(Turn& turn, const std::vector<Hit>& nearest, const std::string& topic = "");
// Whether the town gives appointments for it, as far as is known.
bool CanBeBooked(const Turn& turn, const ServiceRef& service);
// What may be asked about the service under way.
void OfferFacts(Turn& turn, const ServiceRef& service);
struct FoundApart : Found {
  int count = 0;  // how many of it; 0: not said
};
// Each of several things in one topic ("Perso und Führungszeugnis"), when the catalogue surely knows each as a service
// of its own; else empty.
std::vector<FoundApart> FindApart(Turn& turn, const std::string& topic, const std::vector<std::string>& acts);
// After several were answered: which to go on with.
void OfferServices(Turn& turn, const std::vector<ServiceRef>& services);

// offices.cc: where to go, when it is open, how to reach it.
struct OfficeAnswer {
  const Answer* catalogue =
      nullptr;                 // what the catalogue's own words say, for what no office of the town is responsible for
  bool names_service = false;  // the citizen has not yet been told which service it is about
  bool bookable = true;        // an appointment is offered beside it, where the service has any
};
void AnswerOffice(Turn& turn, const std::string& act, const std::optional<ServiceRef>& service,
                  const OfficeAnswer& how = {});
// For the office that is called by its name in `words`, but for the town's name. False: none.
bool AnswerNamedOffice(Turn& turn, const std::string& words, const std::vector<std::string>& acts);
// strangers.cc: "Öffnungszeiten Aldi", of whom the town knows nothing: says so. False: it is known, or something else.
bool SayStranger(Turn& turn, const std::string& topic, const std::vector<std::string>& acts);
// "und morgen?" behind opening hours: those of that day. False: it is something else.
bool TakeOtherDay(Turn& turn);
// For the service, or for all that were asked about together.
void AnswerOffices(Turn& turn, const std::string& act);

// there_is.cc: "gibt es hier eine Sauna?", of which the town knows nothing: says so. False: it is something else, or
// known.
bool TakeThereIs(Turn& turn);

// places.cc: the place that counts, as far as it was said.
PlaceQuery PlaceOf(const Session& session);
void AskPlace(Turn& turn, const std::string& act, const Resolution& resolution);
void TakePlace(Turn& turn, const std::string& text);
void ChoosePlace(Turn& turn, const Area& area);
bool NotePlaceInPassing(Turn& turn);
// "PLZ 99999", where nothing is known of it.
void NoteUnknownPostcode(Turn& turn);
// unknown_place.cc: the place that the message clearly names and nobody knows; empty: none.
std::string UnknownPlaceIn(Turn& turn);
// "ich wohne in Nordhagen", "24203", and nothing else: kept, and the office for it. False: it is something else.
bool TakeHome(Turn& turn);
// "ach ne, Raa-Besenbek" behind a place and a service: the office for that place instead. False: it is something else.
bool TakeOtherPlace(Turn& turn);
// "und in Nordhagen?" behind an answer: whether it holds there, or the office there. False: it is something else.
bool TakeSameElsewhere(Turn& turn);

// booking.cc: what for, free times, hold.
void StartBooking(Turn& turn, const ServiceRef& service);
void ContinueBookingFor(Turn& turn, const std::string& topic);
bool ReadWish(const Turn& turn, SlotWish& wish);  // true when the message says when or where
void OfferSlots(Turn& turn);
// together.cc
// One appointment for all of them; `counts` as in BookingDraft.
void StartBooking(Turn& turn, const std::vector<ServiceRef>& services, const std::vector<int>& counts = {});
std::vector<ServiceQuantity> Quantities(const BookingDraft& draft);
// "Personalausweis beantragen (2 ×) und Reisepass beantragen"
std::string NamesOf(const BookingDraft& draft);
std::string NamesOf(const std::vector<ServiceRef>& services, const std::vector<int>& counts);
std::vector<int> CountsOf(const std::vector<FoundApart>& all);  // empty: none was counted
// "Termin für Perso und Führungszeugnis"; false: not several, or not each of them can be booked.
bool BookApart(Turn& turn, const std::string& topic);
// No place offers all of the draft's services.
void AskWhichFirst(Turn& turn);
// Offers what is free within `wish`, which then holds on. False, and nothing said, when nothing is.
bool OfferWithin(Turn& turn, const SlotWish& wish, const std::string& intro);
void TakeSlot(Turn& turn, const Slot& slot);
// The times that were offered last, once more.
void OfferAgain(Turn& turn);
// Nothing is booked, and what was held is given back.
void Discard(Turn& turn);
void HandleRefusal(Turn& turn, Refusal refusal);
std::string SlotText(const Slot& slot);
Card AppointmentCard(const Appointment& appointment);

// other_times.cc: later or earlier than offered, or none of it. False: it is something else.
bool TakeOtherTimes(Turn& turn);
void AskWhichDay(Turn& turn);
// "dann eben nicht", "abbrechen"
bool GivesUp(const Turn& turn);

// people.cc: for how many the booking is; true when the message says it.
bool ReadPeople(Turn& turn);
int PeopleIn(const Turn& turn);  // how many the message speaks of; 0: of nobody

// kept.cc: what was said before a booking began.
void KeepWhatWasSaid(Turn& turn);  // at the end of the turn
void TakeWhatWasKept(Turn& turn);  // into a booking that begins
// "Termin morgen um 10, Tim Berg, tim@example.org": who comes, told with the wish itself.
void TakeContactSaid(Turn& turn);
// "einen Termin für beides", "was kosten die?", of all that was asked about together or talked of; `topic` of the
// message. Empty: one thing is meant.
std::vector<ServiceRef> AllThatIsMeant(const Turn& turn, const std::string& topic);
// "einen Termin für beides": one for all that was talked of. False: one thing is meant.
bool BookAll(Turn& turn, const std::string& topic);

// needs.cc: what is needed at the counter, noted for the booking.
void ReadNeeds(Turn& turn);
void AddNeeds(std::string text, Needs& needs);  // those that the text names
// True when the message says nothing else; what else it says stays in it.
bool TakeNeeds(Turn& turn);
void WriteNeeds(Needs& needs, const std::string& text);  // of a form's field
std::string NeedsText(const Needs& needs);
void SayNeedsNoted(Turn& turn);  // before what was said last

// "ich nicht gut Deutsch": how well somebody speaks it is no matter of the message.
void LeaveOutLanguageSkill(Turn& turn);
// The language that somebody at the counter is to speak ("jemand, der Arabisch kann"), BCP 47; empty: none.
std::string LanguageAskedFor(const std::string& text);
std::string LanguageName(const std::string& code);  // in German

// whereabouts.cc: at which of several places. Times where the asked language is spoken and, when it is known where the
// citizen is, the nearest place first; says so in `places_note`.
absl::StatusOr<Slots> FindAtPlaces(Turn& turn, SlotQuery query);
// "wo spricht jemand Türkisch?": the places. False: it is something else, and what it says of a language is noted.
bool AnswerWhoSpeaks(Turn& turn);
// Behind offered times: "spricht da jemand Türkisch?", "was ist am nächsten bei mir?", "24203".
bool TakeWhereabouts(Turn& turn);
// The topic without the words that ask for a language.
std::string WithoutLanguage(const Turn& turn, const std::string& topic);
std::string DistanceText(int metres);  // "etwa 2 km"; empty when not known

// introductions.cc
// "Montag mein Name, …": what stands behind the name; all where nobody introduces themselves so.
std::string WithoutNameInFront(const std::string& text);
// "guten tag arbeit suchen wo gehen": the words behind a greeting, when they name something for sure.
bool AnswerBehindGreeting(Turn& turn, const std::string& topic);
bool TakeIntroduction(Turn& turn);  // "ich heiße Anna Tod", and nothing else. False: it is something else.

// in_passing.cc
bool TakeInPassing(Turn& turn);                // False: it is something else.
bool AnswerHowLong(Turn& turn, nlu::Act act);  // the appointment takes; false: it is something else, or not known

// confirming.cc: who comes, the code where one is asked for, more time.
void AskContact(Turn& turn);
bool IsSentence(const std::string& text);  // has words that no name has
std::string DetailQuestion(const Turn& turn, Awaiting awaiting);
void TakeContact(Turn& turn);
bool ReadContact(Turn& turn, Awaiting awaiting);
// "Wozu brauchen Sie die E-Mail?", "wird die weitergegeben?"
bool AsksWhatDataIsFor(const Turn& turn);
// "Muss das sein mit der Mail?", where that was asked for.
bool AsksWhetherNeeded(const Turn& turn);
// "Nina Kranz", where the name was given already and the address is asked for: the name put right.
bool TakeOtherName(Turn& turn);
void ExplainContact(Turn& turn);
// "hab keine E-Mail", "ohne", "nein".
bool HasNoEmail(const Turn& turn);
void CheckContactAndConfirm(Turn& turn);
bool KnowsAllDetails(const BookingDraft& draft);  // of who comes; something is held
// whether_right.cc: who comes was told before a time was chosen: asks whether it is right, instead of booking at once.
// False: something is missing still, or nothing is booked.
bool AskWhetherRight(Turn& turn);
// The answer to that. False: it is something else.
bool TakeWhetherRight(Turn& turn);
void ChangeContact(Turn& turn);         // asks anew for what was wrong
void OfferWhetherRight(Turn& turn);     // the answers to it, on what was said last
bool TakeConfirmationCode(Turn& turn);  // false when the message holds none
// An address for mails, where none was asked for and nothing is under way. False: it is something else.
bool TakeUnaskedAddress(Turn& turn);
bool WantsMoreTime(const Turn& turn);
void ExtendHold(Turn& turn);

// appointments.cc: cancel, rebook, show an appointment that exists.
// "habe mich beim Geburtsdatum vertan": is it about an appointment, or about what?
void AskWhetherOwnAppointment(Turn& turn);
void StartAppointmentAction(Turn& turn, const std::string& action);
void TakeCodeOrSurname(Turn& turn);
// Tries what was answered to the question for the surname. False: there is no such appointment, and it is not surely a
// name; nothing was said.
bool TakeSurname(Turn& turn, const std::string& surname, bool surely);
void ConfirmCancellation(Turn& turn, bool yes);
void Rebook(Turn& turn, const Slot& slot);

// waiting.cc: the waiting list, reminders. A draft that waits asks for name and e-mail like one with a hold.
inline constexpr char kWaitingHold[] = "waiting";
inline constexpr char kJoinWaiting[] = "wait";  // pending action: the service is still to be named
bool IsWaiting(const BookingDraft& draft);
void StartWaiting(Turn& turn, const std::string& topic);
void FinishWaiting(Turn& turn, const Contact& contact);
void Remind(Turn& turn);

// choices.cc: which of the offered answers is meant.
const Option* FindOption(const Turn& turn);
const Option* OptionByNumber(const Turn& turn);
int HourMeant(const Turn& turn);     // "nein, elf", where so many are not offered; 0: none
bool OnlyChooses(const Turn& turn);  // "der erste", "nimm den": has no other words
const Slot* FindOfferedSlot(const Turn& turn);
// "lieber in Mitte": the location of the offered times that alone is named so; empty: none.
std::string FindOfferedLocation(const Turn& turn);
void Choose(Turn& turn, const Option& option);

// social.cc: "wen soll ich wählen?"
void GreetBack(Turn& turn);          // "merhaba" alone, which Germans say as well: in that language besides
bool TakePlainLanguage(Turn& turn);  // "Perso in Leichter Sprache"
bool TakePuzzled(Turn& turn);        // "ich versteh das nicht"
bool AsksForPolitics(const Turn& turn);
bool AsksForOpinion(const Turn& turn);  // of a mayor, a party …
bool IsLonely(const Turn& turn);
// social.cc: greetings, thanks, complaints, what is no question about a service. False: not its act.
bool AnswerSocial(Turn& turn, nlu::Act act);
void SayEmergency(Turn& turn);
std::string ContactOf(const Municipality& town);

// other_language.cc: in the language of the message; each time in a conversation something else.
void SayOtherLanguage(Turn& turn);
// The same where its German words were answered: once, before that; instead of it when it was not understood, and the
// session is `before` again.
void SayOtherLanguageBeside(Turn& turn, const Session& before);
// Whether it is the language that was answered last, though it may be German ("passport").
bool GoesOnInOtherLanguage(const Turn& turn);
void SayMaybeDanger(Turn& turn);  // what to do if somebody is in danger, before the replies

// hand_over.cc: to a person and back.
void OfferHuman(Turn& turn);
void StartHandOver(Turn& turn);
// Beside what was said last; nothing where nobody calls back.
void OfferCallback(Turn& turn);
void AskForCallback(Turn& turn);
// The answers to AskForCallback: the next missing one, or all of a form.
void TakeCallback(Turn& turn, const std::string& text);
void TakeCallbackForm(Turn& turn, const std::string& name, const std::string& telephone,
                      const std::string& wanted_time);
// While people answer: the citizen may leave them; in the queue an emergency is still answered.
void HandleWithPeople(Turn& turn, const std::string& choice_id);

// data_request.cc: what somebody wants of the town about their own data, sent on to who answers there.
// Asks for who is to be answered; where no personal data is asked for or something else is asked already, says where to
// write to.
void OfferForwarding(Turn& turn);
// The answer to that. False: it is something else, and what was to be sent on is forgotten.
bool TakeDataRequest(Turn& turn);
void TakeDataRequestForm(Turn& turn, const std::string& name, const std::string& email);

}  // namespace amtslotse::dialogue
