#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
std::string ContactOf(const Municipality& town) {
  std::vector<std::string> ways;
  if (!town.telephone.empty()) ways.push_back(fmt::format("Telefon {}", town.telephone));
  if (!town.email.empty()) ways.push_back(fmt::format("E-Mail {}", town.email));
  return ways.empty() ? "Behördennummer 115" : Listed(ways);
}

// In the language of the message first, then in German with all numbers: somebody beside may read it.
void SayEmergency(Turn& turn) {
  const std::string foreign = fmt::format("emergency.in.{}", nlu::LanguageCode(turn.understood.language.language));
  const auto kind = nlu::EmergencyKindId(turn.understood.emergency->kind);
  for (const std::string& id : {foreign, fmt::format("{}.{}", foreign, kind)}) {
    if (std::string text = Text(id); text != id) turn.Say(std::move(text), "emergency").urgent = true;
  }
  turn.Say(Text(fmt::format("emergency.{}", kind)), "emergency").urgent = true;
}

bool AsksForPolitics(const Turn& turn) {
  static constexpr std::array<std::string_view, 14> kWords{"soll ich waehlen",
                                                           "waehlen soll",
                                                           "wuerdest du waehlen",
                                                           "waehlst du",
                                                           "welche partei",
                                                           "beste partei",
                                                           "partei waehlen",
                                                           " afd",
                                                           " cdu",
                                                           " spd",
                                                           " fdp",
                                                           "die gruenen",
                                                           "die linke",
                                                           "politiker"};
  const std::string folded = " " + Folded(turn.text);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

// "Was halten Sie vom Bürgermeister?", "Wen soll ich am Sonntag wählen?"
bool AsksForOpinion(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  if (SaysAny(folded, {" wen ", " wem "}) && SaysAny(folded, {" waehlen", " waehlst", " waehlt", " stimme geben"}))
    return true;
  return SaysAny(folded, {" halten sie vo", " haltet ihr vo", " haeltst du vo", " haelst du vo", " denken sie ueber",
                          " denkst du ueber", " meinung zu", " meinung ueber", " finden sie de", " finden sie di",
                          " findest du de", " findest du di"}) &&
         SaysAny(folded, {"meister", "partei", "politik", "regierung", "kanzler", "minister", "kandidat", "gemeinderat",
                          "stadtrat", "landrat", "praesident", "koalition", " afd", " cdu", " csu", " spd", " fdp",
                          " gruenen", " linken"});
}

// "Ich bin so einsam" is nothing that a town is for, and no danger.
bool IsLonely(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  return SaysAny(folded, {" einsam", " niemanden zum reden", " keinen zum reden", " niemand zum reden", " so allein",
                          " ganz allein", " immer allein", " so traurig"});
}

// "Ich kündige hiermit meine Wohnung": not with the town.
static bool EndsAContract(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  return SaysAny(folded, {" kuendig", " gekuendig"}) &&
         SaysAny(folded, {" wohnung", " miet", " zimmer", " arbeit", " job", " handy", " strom", " gas",
                          " versicherung", " fitness", " internet"});
}

// The place that is held, for others.
static void GiveBack(Turn& turn) {
  const auto& booking = turn.session.booking;
  if (booking && booking->held && !IsWaiting(*booking)) (void)turn.town.ReleaseHold(booking->held->hold_id);
}

bool AnswerSocial(Turn& turn, nlu::Act act) {
  using nlu::Act;
  const Municipality& town = turn.town.municipality();
  const std::string contact = ContactOf(town);
  switch (act) {
    case Act::kGreet:
      SayTownNotices(turn);
      turn.Say(Text("greet"));
      return GreetBack(turn), true;
    case Act::kThank: turn.Say(Text("thank")); return true;
    case Act::kGoodbye: turn.Say(Text("goodbye")); return true;
    case Act::kPraise: turn.Say(Text("praise")); return true;
    case Act::kCapabilities: turn.Say(Text("capabilities", {{"town", town.name}})); return true;
    case Act::kComplaint: turn.Say(Text("complaint", {{"contact", contact}})); return true;
    case Act::kInsult: turn.Say(Text("insult", {{"contact", contact}})); return true;
    case Act::kDefectReport: return SayWhereToReport(turn), true;
    case Act::kLegalDeclaration:
      if (EndsAContract(turn)) return turn.Say(Text("legal_declaration.contract")), true;
      turn.Say(Text("legal_declaration", {{"address", fmt::format("{}, {}", town.name, town.address)}}));
      return true;
    case Act::kDataProtection: OfferForwarding(turn); return true;
    case Act::kHuman: OfferHuman(turn); return true;
    case Act::kRestart:
      GiveBack(turn);
      turn.session.service.reset();
      turn.session.offices.clear();
      turn.session.booking.reset();
      turn.session.pending_acts.clear();
      turn.session.pending_action.clear();
      turn.session.talked_of.clear();
      turn.session.people_for.clear();
      turn.session.needs = {};
      turn.session.data_request.reset();
      turn.StopWaiting();
      turn.Say(Text("restart"), "question");
      return true;
    case Act::kBereavement: turn.Say(Text("bereavement")); return true;
    case Act::kYes:
    case Act::kChoose:
      if (turn.session.awaiting == Awaiting::kSlot && turn.session.booking && !turn.session.booking->offered.empty())
        OfferAgain(turn);
      else if (turn.session.service)
        OfferFacts(turn, ServiceRef(*turn.session.service));
      else if (act == Act::kChoose)  // of what?
        SayUnclear(turn, {});
      else
        turn.Say(Text("yes.nothing_asked"), "question");
      return true;
    case Act::kNo: turn.Say(Text("no.nothing_asked")); return true;
    case Act::kCorrect: turn.Say(Text("correct.what"), "question"); return true;
    default: return false;
  }
}

}  // namespace amtslotse::dialogue
