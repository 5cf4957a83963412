// Several matters in one question: "Wohnsitz und Auto ummelden", "um mein Auto anzumelden und einen Reisepass zu
// beantragen".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::dialogue {

struct TopicApart {
  std::string words;
  int count = 0;  // "zwei Persos"; 0: the text does not say
  bool operator==(const TopicApart&) const = default;
};

// The topic's words for each of the things that "und", "sowie", "&" or a comma joins in `text`, each with the verb that
// it shares with the next: {"Wohnsitz ummelden", "Auto ummelden"}. A part without a thing ("bin umgezogen und muss …")
// is none of its own. Fewer than two things: empty. Whether they are services is for the catalogue to say.
std::vector<TopicApart> TopicsApart(std::string_view text, std::string_view topic);

// The words of "perso führerschein", which may be a thing each, with what is to be done of all: "hund anmelden" and
// "auto anmelden" of "Hund Auto anmelden". Empty where one of them says of what kind or for whom, or there are too
// many.
std::vector<std::string> ThingsIn(std::string_view words);

// The last sentence, where it is a question and others stand before it; else empty.
std::string_view LastQuestion(std::string_view text);
// Those of the topic's words that stand in this part of the text.
std::string TopicWithin(std::string_view part, std::string_view topic);

bool IsJoint(std::string_view word);  // "und", ","; words are folded
bool IsMove(std::string_view word);   // "ziehe", "umgezogen", "Umzug"

// whole_verb.cc: the topic with its divided verb put together: "Hund melde" of "wo melde ich meinen Hund an?" is "Hund
// anmelden". Who only moves ("ich ziehe um, wo melde ich mich an?", "ich ziehe innerhalb der Stadt um") means the flat:
// "Wohnung anmelden", "Wohnung ummelden".
std::string WithWholeVerb(std::string_view text, std::string_view topic);

// "hierfür", "diesbezüglich", "was kostet das pro Seite?": about what was spoken of.
bool PointsBack(std::string_view text);
// A bare verb is about the service under way: "persönlich anmelden" of "Hund anmelden" says nothing new (empty),
// "abmelden" is "Hund abmelden". Any other topic as it is.
std::string WithThingOf(std::string_view topic, std::string_view service_name);

// "vorläufige Personalausweis": another one than the Personalausweis that was talked of.
bool NamesAKind(std::string_view topic);

// "melden" of "bis wann muss ich das melden?": names nothing.
bool IsOnlyVerb(std::string_view topic);

// "der Vater": names who comes along and no matter.
bool IsOnlyPeople(std::string_view topic);
std::string WithoutPeople(std::string_view topic);

}  // namespace amtslotse::dialogue
