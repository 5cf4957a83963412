// HTML that is safe by construction: text is escaped where it enters, only Markup goes in as it is.
//   Fill(R"(<a href="{}">{}</a>)", SafeUrl(url), label)
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>

namespace amtslotse::gateways::web {

struct Markup {
  std::string html;
  Markup& operator+=(const Markup& more) {
    html += more.html;
    return *this;
  }
};

// &, <, >, " and ' become character references; good in elements and in quoted attributes.
std::string Escape(std::string_view text);

// The URL when a page may link to it (http, https, mailto, tel, or a path of ours), else "#".
std::string SafeUrl(std::string_view url);

// "tel:" with digits only, for a telephone number as people write it.
std::string TelephoneUrl(std::string_view number);

// Percent-encodes all but the unreserved characters of RFC 3986, for a value in a query.
std::string UrlValue(std::string_view text);

namespace internal {
inline const std::string& Entering(const Markup& markup) { return markup.html; }
inline std::string Entering(std::string_view text) { return Escape(text); }
inline std::string Entering(const char* text) { return Escape(text); }
inline std::string Entering(const std::string& text) { return Escape(text); }
template <std::integral Number>
Number Entering(Number number) {
  return number;
}
}  // namespace internal

// `pattern` is written by us, with {} for each argument.
template <class... Arguments>
Markup Fill(std::string_view pattern, const Arguments&... arguments) {
  return {fmt::format(fmt::runtime(pattern), internal::Entering(arguments)...)};
}

// The items one after the other.
template <class Items, class Make>
Markup Each(const Items& items, Make&& make) {
  Markup all;
  for (const auto& item : items) all += make(item);
  return all;
}

inline Markup If(bool condition, Markup markup) { return condition ? std::move(markup) : Markup{}; }

}  // namespace amtslotse::gateways::web
