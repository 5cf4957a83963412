// What the assistant says, in German. A town may override any of them by id.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace amtslotse::dialogue {

// The text of an id with its {names} replaced. An unknown id is a mistake of ours: the id itself is returned, and a
// test walks all of them.
std::string Text(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string_view>> values = {});

}  // namespace amtslotse::dialogue
