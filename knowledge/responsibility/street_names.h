// How names of streets are written.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::responsibility {

// One form for all spellings: "Bürgermeister-Thomsen-Straße", "Bgm.-Thomsen-Str." and "buergermeister thomsen strasse"
// give "buergermeister thomsen strasse"; "Lindenstr." and "Linden Straße" differ only in spaces (see Compact).
std::string StreetWords(std::string_view name);

// Ends in what streets are called: …straße, …weg, …platz, …allee.
bool LooksLikeStreet(std::string_view street_words);

}  // namespace amtslotse::responsibility
