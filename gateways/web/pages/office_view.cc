#include "gateways/web/pages/office_view.h"

#include <algorithm>

#include "amtslotse/knowledge/v1/knowledge.pb.h"

namespace amtslotse::gateways::web {
namespace {

namespace kv1 = knowledge::v1;

const kv1::Address* Visitors(const kv1::Office& office) {
  const auto found =
      std::find_if(office.addresses().begin(), office.addresses().end(),
                   [](const kv1::Address& address) { return address.kind() != "post" && !address.street().empty(); });
  return found == office.addresses().end() ? nullptr : &*found;
}

std::string Clock(std::uint32_t minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

}  // namespace

std::string AddressLine(const kv1::Office& office) {
  const kv1::Address* address = Visitors(office);
  if (address == nullptr) return {};
  std::string line = address->street();
  if (!address->house_number().empty()) line += " " + address->house_number();
  if (!address->postcode().empty() || !address->town().empty())
    line += fmt::format(", {} {}", address->postcode(), address->town());
  return line;
}

std::string MapUrl(const kv1::Office& office) {
  const kv1::Address* address = Visitors(office);
  if (address == nullptr) return {};
  if (address->latitude() != 0 && address->longitude() != 0) {
    return fmt::format("https://www.openstreetmap.org/?mlat={0:.6f}&mlon={1:.6f}#map=18/{0:.6f}/{1:.6f}",
                       address->latitude(), address->longitude());
  }
  return "https://www.openstreetmap.org/search?query=" + UrlValue(AddressLine(office));
}

Markup OpeningHoursTable(const Shared& shared, const Request& request, const kv1::Office& office) {
  if (office.opening_hours().empty())
    return office.opening_hours_text().empty() ? Markup{} : Fill("<p>{}</p>", office.opening_hours_text());
  Markup rows;
  for (std::uint32_t day = 1; day <= 7; ++day) {
    Markup times;
    for (const auto& hours : office.opening_hours()) {
      if (hours.weekday() != day) continue;
      times +=
          Fill("<span>{}–{} {}{}</span>", Clock(hours.from_minute()), Clock(hours.to_minute()),
               Say(shared, request, "page.oclock"), If(!hours.note().empty(), Fill(" <em>({})</em>", hours.note())));
    }
    if (times.html.empty()) {
      if (day >= 6) continue;  // a weekend without hours goes without saying
      times = Fill(R"(<span class="muted">{}</span>)", Say(shared, request, "page.closed"));
    }
    rows += Fill(R"(<tr><th scope="row">{}</th><td>{}</td></tr>)",
                 Say(shared, request, fmt::format("page.weekday.{}", day)), times);
  }
  return Fill(R"(<table class="hours"><caption class="kern-sr-only">{}</caption>{}</table>)",
              Say(shared, request, "page.hours"), rows);
}

Markup ContactList(const Shared& shared, const Request& request, const kv1::Office& office) {
  const auto line = [](std::string_view icon, const Markup& content) {
    return Fill("<li>{}<span>{}</span></li>", Icon(icon), content);
  };
  Markup list;
  if (const std::string address = AddressLine(office); !address.empty()) {
    list += line("symbol--place", Fill(R"({}<br><a class="kern-link" href="{}" rel="noopener">{}</a>)", address,
                                       MapUrl(office), Say(shared, request, "page.map")));
  }
  if (!office.telephone().empty())
    list += line("symbol--call", Fill(R"(<a class="kern-link" href="{}">{}</a>)", TelephoneUrl(office.telephone()),
                                      office.telephone()));
  if (!office.email().empty())
    list += line("kern-icon--mail",
                 Fill(R"(<a class="kern-link" href="mailto:{}">{}</a>)", office.email(), office.email()));
  if (office.step_free() || !office.accessibility().empty()) {
    const std::string text = office.step_free() ? Say(shared, request, "page.stepFree") : "";
    list += line("symbol--step-free", Fill("{}{}{}", text, text.empty() || office.accessibility().empty() ? "" : ". ",
                                           office.accessibility()));
  }
  if (!office.public_transport().empty()) list += line("symbol--transport", Fill("{}", office.public_transport()));
  return Fill(R"(<ul class="facts">{}</ul>)", list);
}

Markup OfficeCard(const Shared& shared, const Request& request, const kv1::Office& office) {
  const std::string qualifier = office.qualifier().empty() ? "" : " – " + office.qualifier();
  return Fill(R"(<li class="tile"><h2 class="tile__title"><a href="/aemter/{}">{}{}</a></h2><p>{}</p>{}</li>)",
              office.id(), office.name(), qualifier, AddressLine(office),
              If(office.step_free(), Fill(R"(<p class="muted">{}</p>)", Say(shared, request, "page.stepFree"))));
}

}  // namespace amtslotse::gateways::web
