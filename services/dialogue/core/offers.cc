#include "services/dialogue/core/offers.h"

#include <algorithm>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/plain_text.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

bool Asks(const std::string& text) {
  return text.find('?') != std::string::npos ||
         SaysAny(" " + Folded(text), {" was ", " wie", " wo ", " wann ", " welche", " wer ", " ob ", " kann "});
}

bool MayOffer(const Hit& hit) { return hit.kind == HitKind::kService || hit.kind == HitKind::kEntry; }

void OfferHit(Turn& turn, const Hit& hit) {
  turn.Offer(hit.title, hit.kind == HitKind::kService ? "service" : "entry", hit.id);
}

// On the last message: the town's search for what was looked for here in vain.
void AddSearchPage(Turn& turn, const std::string& topic) {
  constexpr std::string_view kQuery = "{query}";
  const Municipality& town = turn.town.municipality();
  std::string url = !town.search_page.empty() ? town.search_page
                    : !town.web_url.empty()   ? town.web_url + "/suche?q=" + std::string(kQuery)
                                              : std::string();
  if (topic.empty() || url.empty()) return;
  if (const auto at = url.find(kQuery); at != std::string::npos) url.replace(at, kQuery.size(), UrlEncoded(topic));
  turn.replies.back().links.push_back({Text("unclear.search_page"), url});
}

}  // namespace

bool HasOffers(const std::vector<Hit>& hits) { return std::any_of(hits.begin(), hits.end(), MayOffer); }

void OfferCandidates(Turn& turn, const std::vector<Hit>& candidates, const std::vector<std::string>& acts) {
  turn.Ask(Text("answer.which_service"), Awaiting::kService, "choice");
  for (const Hit& hit : candidates) {
    if (MayOffer(hit)) OfferHit(turn, hit);
  }
  turn.session.pending_acts = acts;
}

void SayUnclear(Turn& turn, const std::vector<Hit>& nearest, const std::string& topic) {
  Session& session = turn.session;
  // Two parts of a message that are not understood are one message that is not.
  const std::string not_here = Text("unclear.not_here", {{"town", turn.town.municipality().name}});
  if (!turn.replies.empty() && turn.replies.back().text.starts_with(not_here)) return;
  if (!turn.text.empty()) turn.town.RecordUnanswered(turn.text, IsDeclined(turn.understood) ? "declined" : "unclear");
  // "Strafzettel bekommen. Bin nicht einverstanden": what was answered and what is only told beside it.
  const bool answered = std::any_of(turn.replies.begin(), turn.replies.end(),
                                    [](const Message& reply) { return reply.kind == "answer"; });
  if (answered && !Asks(turn.text)) return;
  if (++session.unclear_in_a_row >= 2) {
    const Municipality& town = turn.town.municipality();
    turn.StopWaiting();
    const bool again = session.unclear_in_a_row > 2;
    turn.Say(Text(again ? "unclear.third" : "unclear.second",
                  {{"contact", town.telephone.empty() ? town.email : "Telefon " + town.telephone}}));
    turn.Offer(Text("choice.human"), "human");
    return;
  }
  const bool near = HasOffers(nearest);
  const std::string text = topic.empty() ? Text(near ? "unclear.first" : "unclear.first_bare")
                                         : not_here + (near ? " " + Text("unclear.near") : "");
  if (near) {
    turn.Ask(text, Awaiting::kService, "choice");
    AddSearchPage(turn, topic);
    for (const Hit& hit : nearest) {
      if (MayOffer(hit) && turn.session.options.size() < 3) OfferHit(turn, hit);
    }
    turn.Offer(Text("choice.human"), "human");
    return;
  }
  turn.Say(text, "question");
  AddSearchPage(turn, topic);
}

}  // namespace amtslotse::dialogue
