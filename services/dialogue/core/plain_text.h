// The catalogue's Markdown as text for any channel, and text for a link.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::dialogue {

// Keeps line breaks and "- " lists; **bold** loses its marks, "### " its hashes, [text](url) becomes "text (url)" – or
// only the text when both say the same –, backslashes before punctuation go. Linear; never fails.
std::string PlainText(std::string_view markdown);

// For the query of a URL: all but letters, digits and "-._" as %XX.
std::string UrlEncoded(std::string_view text);

}  // namespace amtslotse::dialogue
