#include "gateways/web/pages/barrier_form.h"

#include <algorithm>

#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

constexpr std::size_t kLongestText = 4000, kLongestField = 300;  // characters

std::string Entered(const Request& request, const char* name) {
  std::string text = request.Query(name);
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

Markup TextField(const Shared& shared, const Request& request, const std::string& text, const Mistakes& mistakes) {
  const auto mistake =
      std::find_if(mistakes.begin(), mistakes.end(), [](const auto& each) { return each.first == "barriere"; });
  const bool wrong = mistake != mistakes.end();
  return Fill(R"(<div class="kern-form-input"><label class="kern-label" for="barriere">{}</label>
<textarea class="kern-form-input__input{}" id="barriere" name="barriere" rows="5" maxlength="4000" aria-required="true"{}>{}</textarea>{}</div>)",
              Say(shared, request, "barrier.text"), Markup{wrong ? " kern-form-input__input--error" : ""},
              Markup{wrong ? R"( aria-invalid="true" aria-describedby="barriere-fehler")" : ""}, text,
              wrong ? Fill(R"(<p class="kern-error" id="barriere-fehler">{}<span class="kern-body">{}</span></p>)",
                           Icon("kern-icon--danger"), mistake->second)
                    : Markup{});
}

}  // namespace

BarrierReport ReadBarrierReport(const Request& request) {
  return {.text = Entered(request, "barriere"),
          .page = Entered(request, "seite"),
          .name = Entered(request, "name"),
          .contact = Entered(request, "kontakt")};
}

std::string PageBefore(const Request& request) {
  const std::string from = request.Header("Referer");
  const std::string own = request.Header("Host");
  const auto host = from.find("://");
  if (own.empty() || host == std::string::npos || from.compare(host + 3, own.size(), own) != 0) return "";
  const std::string path = from.substr(host + 3 + own.size());
  return path.empty() || path[0] != '/' || path.size() > kLongestField || path.starts_with("/barrierefreiheit")
             ? ""
             : path.substr(0, path.find('?'));
}

Mistakes CheckBarrierReport(const Shared& shared, const Request& request, const BarrierReport& report) {
  Mistakes mistakes;
  const auto say = [&](const char* field, const char* key) { mistakes.emplace_back(field, Say(shared, request, key)); };
  if (report.text.empty()) say("barriere", "barrier.error.text");
  if (Characters(report.text) > kLongestText) say("barriere", "booking.error.long");
  if (Characters(report.page) > kLongestField) say("seite", "booking.error.long");
  if (Characters(report.name) > kLongestField) say("name", "booking.error.long");
  if (Characters(report.contact) > kLongestField) say("kontakt", "booking.error.long");
  return mistakes;
}

Markup BarrierForm(const Shared& shared, const Request& request, const BarrierReport& report,
                   const Mistakes& mistakes) {
  return Fill(
      R"(<section class="container section" aria-labelledby="melden"><h2 id="melden">{}</h2><p>{}</p>{}
<form class="details" action="/barrierefreiheit" method="post" novalidate><input type="hidden" name="schluessel" value="{}">{}{}{}{}
<p class="muted">{} <a class="kern-link" href="/datenschutz">{}</a></p>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form></section>)",
      Say(shared, request, "barrier.title"), Say(shared, request, "barrier.lead"), Mistaken(shared, request, mistakes),
      rpc::RandomId(), TextField(shared, request, report.text, mistakes),
      PersonField(shared, request, {"seite", "barrier.page", "text", "off", report.page, false}, mistakes),
      PersonField(shared, request, {"name", "booking.name", "text", "name", report.name, false}, mistakes),
      PersonField(shared, request, {"kontakt", "barrier.contact", "text", "email", report.contact, false}, mistakes),
      Say(shared, request, "barrier.privacy"), Say(shared, request, "page.privacy"),
      Say(shared, request, "barrier.send"));
}

}  // namespace amtslotse::gateways::web
