// The name of who comes, as people write it. Internal to the core.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::dialogue {

struct Turn;

std::string Trimmed(std::string_view text);
// What the message says a name is, without the address or the number beside it. Not yet looked at whether it is one.
std::string NameIn(const Turn& turn);
// The e-mail address that the message tells; empty: none.
std::string EmailIn(const Turn& turn);
// "…, Maria Beispiel, maria@example.org": the name that stands beside the address; empty: none that surely is one.
std::string NameBeside(std::string_view text, std::string_view email);
bool LooksLikeName(const std::string& name);
// "Erika Muster, Max Muster und Lisa" – one name each; "ich" is who books.
std::vector<std::string> NamesIn(std::string text, const std::string& own);
// "E-Mail", "meine Telefonnummer ist": speaks of how to be reached.
bool SpeaksOfContact(const std::string& text);
// "E-Mail ist …, Tom Wolf": the parts that do not speak of that.
std::string WithoutContactWords(const std::string& text);
// "Frau Petersen", "Familie Kranz": the surname is left. False: there was no such word.
bool StripSalutation(std::string& name);
// "und noch ein ausweis für meinen sohn": words that look like a name within a sentence that introduces none.
bool IsSaidOfSomething(const std::string& text);

}  // namespace amtslotse::dialogue
