// An address as dictation writes it. Internal to the core.
#pragma once

#include <string>

namespace amtslotse::dialogue {

bool IsDictated(const std::string& text);
// "meine mail ist sabine punkt krüger ät example punkt org", as dictation writes it. Empty where words stand before it
// that may belong to it: nobody's confirmation goes to somebody else.
std::string DictatedEmail(const std::string& said);

}  // namespace amtslotse::dialogue
