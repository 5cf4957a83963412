// What stands behind a name to tell its place from others: "an der Saale", "/M.", "a. Rbge.", "(O.)".
#pragma once

#include <span>
#include <vector>

#include "knowledge/responsibility/areas.h"
#include "knowledge/responsibility/text_words.h"

namespace amtslotse::responsibility {

struct QualifiedName {
  std::vector<NameEntry> entries;  // of those given, the ones that the words choose; empty: the words choose none
  std::size_t end = 0;             // the word behind the qualifier
  // A river, wood or hill was named ("… an der Ruhr") that none of the entries lies at.
  bool contradicted = false;
};

// Looks at the words from `begin` on, behind a name that `group` bears. A word chooses an area when the area's official
// name goes on with it, or with a word that it shortens: "Saale", "Weinstr.", "Rbge.", "Oldb"; one letter or two only
// with a point, slash or parenthesis ("Frankfurt/M.").
QualifiedName ReadQualifier(const AreaTable& areas, const TextWords& words, std::size_t begin, const NameGroup& group);

}  // namespace amtslotse::responsibility
