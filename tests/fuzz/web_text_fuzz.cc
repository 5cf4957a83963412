// Texts that end in pages and headers: links, X-Forwarded-For, catalogue Markdown, colours, days.
#include <cstdlib>

#include "gateways/web/colour.h"
#include "gateways/web/dates.h"
#include "gateways/web/html.h"
#include "gateways/web/markdown.h"
#include "gateways/web/proxies.h"

namespace {

using namespace amtslotse::gateways::web;

void CheckPage(const std::string& text) {
  const std::string html = RenderMarkdown(text).html;
  for (const char* bad : {"<script", "<iframe", "<img", "javascript:\"", " onerror=\""})
    if (html.find(bad) != std::string::npos) std::abort();
  if (PlainSummary(text, 100).size() > 100 + sizeof("…")) std::abort();
  if (Escape(text).find_first_of("<>\"'") != std::string::npos) std::abort();
  if (SafeUrl(text).starts_with("javascript:")) std::abort();
  (void)TelephoneUrl(text);
}

void CheckHeaders(const std::string& text) {
  static const auto known = Proxies::Parse("127.0.0.1, ::1, 10.0.0.0/8");
  if (known->ClientOf("192.0.2.1", text) != "192.0.2.1") std::abort();  // no proxy of ours
  (void)known->ClientOf("10.1.2.3", text);
  (void)Proxies::Parse(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  CheckPage(text);
  CheckHeaders(text);
  if (const std::string colour = ThemeColour(text); ThemeColour(colour) != colour) std::abort();
  (void)LongDay(text, "de");
  (void)MonthName(text, "en");
  (void)TimeOf(text);
  (void)AddMonths(text, 1);
  (void)DaysIn(text);
  (void)AddDays(text, 1);
  (void)WeekdayOf(text);
  return 0;
}
