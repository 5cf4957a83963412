// Where the chat has just asked for a name: "Brand", "Petra Lang", "Frau Zeit" are names, whatever else the words mean.
// Internal to the core.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace amtslotse::dialogue {

struct Turn;

// How much an answer has the shape of a name. One to four words of letters, with titles, particles and an introduction
// ("ich heiße …"); "feuer", "petra brand" and "Feuer Keller" may be one, "Feuer!", "es brennt" and "Wie bitte" are
// none.
enum class NameShape : std::uint8_t { kNone, kPerhaps, kSurely };
struct AskedName {
  NameShape shape = NameShape::kNone;
  std::string name;  // without the introduction
  bool one_word = false;
};
AskedName ReadAskedName(std::string_view text);
// "Petra Brand, Vera Feuer und Max Sturm"
bool AreAskedNames(std::string_view text);

// Takes the answer as the name that was asked for, before anything else is understood in it. A surname that is asked
// for an appointment is tried there first. False: it is something else, and of what only may be a name no danger is
// clear any more.
bool TakeAskedName(Turn& turn);

// "KT4H-92XR, Brand": what stands beside the code is a name.
bool NamesBesideCode(const Turn& turn);

}  // namespace amtslotse::dialogue
