#pragma once

#include <string>
#include <string_view>

namespace amtslotse::knowledge {

// Numeric references and the named ones that occur in German texts; others stay as written.
std::string DecodeEntities(std::string_view text);

// For text between tags and inside double-quoted attributes.
std::string EscapeHtml(std::string_view text);

// One code point as UTF-8; U+FFFD for surrogates and numbers beyond Unicode, nothing for U+0000.
void AppendUtf8(char32_t code_point, std::string& out);

// The text with U+FFFD for every byte that is no part of a character.
std::string ValidUtf8(std::string_view text);

}  // namespace amtslotse::knowledge
