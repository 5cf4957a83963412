#include "gateways/web/pages/place.h"

#include <algorithm>
#include <vector>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/office_view.h"
#include "gateways/web/query.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace rv1 = responsibility::v1;
using FoundOffices = std::vector<knowledge::v1::Office>;

struct AskedPlace {
  std::string place, street, house_number, initial;
};

AskedPlace ReadPlace(const Request& request) {
  Query query(request);
  AskedPlace asked{.place = query.Text("ort", 120),
                   .street = query.Text("strasse", 120),
                   .house_number = query.Text("hausnummer", 20),
                   .initial = query.Text("name", 60)};
  return query.bad().empty() ? asked : AskedPlace{};
}

absl::StatusOr<rv1::ResolveResponse> Resolve(const Shared& shared, const Request& request,
                                             const std::string& service_id, const AskedPlace& asked) {
  rv1::ResolveRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_service_id(service_id);
  ask.set_now_unix(
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
  ask.mutable_place()->set_text(asked.place);
  ask.mutable_place()->set_street(asked.street);
  ask.mutable_place()->set_house_number(asked.house_number);
  ask.mutable_place()->set_initial(asked.initial);
  return rpc::Call(*shared.backends.responsibility, &rv1::Responsibility::StubInterface::Resolve, ask, request.caller,
                   {.method = "Responsibility/Resolve", .repeatable = true}, &shared.backends.metrics);
}

Markup OfficeList(const Shared& shared, const Request& request, const FoundOffices& offices) {
  constexpr std::size_t kMost = 6;
  Markup list = Fill("<h2>{}</h2>", Say(shared, request, offices.size() == 1 ? "page.office" : "page.officesFor"));
  for (std::size_t i = 0; i < std::min(kMost, offices.size()); ++i) {
    const auto& office = offices[i];
    list += Fill(R"(<div class="aside__office"><h3><a class="kern-link" href="/aemter/{}">{}</a></h3>{}</div>)",
                 office.id(), office.name(),
                 offices.size() == 1
                     ? Fill("{}{}", ContactList(shared, request, office), OpeningHoursTable(shared, request, office))
                     : Fill("<p>{}</p>", AddressLine(office)));
  }
  return list;
}

Markup TextField(const Shared& shared, const Request& request, const char* name, const char* key,
                 const std::string& value) {
  return Fill(
      R"(<div class="pick"><label for="{0}">{1}</label><input class="field" id="{0}" name="{0}" maxlength="120" value="{2}"></div>)",
      name, Say(shared, request, key), value);
}

// Asks for what is missing only; what was said before stands in its field.
Markup PlaceForm(const Shared& shared, const Request& request, const std::string& service_id, const AskedPlace& asked,
                 const std::string& need) {
  Markup fields = TextField(shared, request, "ort", "place.place", asked.place);
  if (need == "street" || need == "house_number" || !asked.street.empty())
    fields += TextField(shared, request, "strasse", "place.street", asked.street);
  if (need == "house_number" || !asked.house_number.empty())
    fields += TextField(shared, request, "hausnummer", "place.houseNumber", asked.house_number);
  if (need == "initial" || !asked.initial.empty())
    fields += TextField(shared, request, "name", "place.initial", asked.initial);
  return Fill(
      R"(<form class="placeform" action="/leistungen/{}#zustaendig" method="get">{}<button class="kern-btn kern-btn--secondary"><span class="kern-label">{}</span></button></form>)",
      service_id, fields, Say(shared, request, "place.find"));
}

Markup Choices(const std::string& service_id, const rv1::ResolveResponse& answer) {
  return If(!answer.choices().empty(),
            Fill(R"(<ul class="ticks">{}</ul>)", Each(answer.choices(), [&](const rv1::Area& area) {
                   return Fill(R"(<li><a class="kern-link" href="/leistungen/{}?ort={}#zustaendig">{}{}</a></li>)",
                               service_id,
                               UrlValue(area.qualifier().empty() ? area.name() : area.name() + ", " + area.qualifier()),
                               area.name(), area.qualifier().empty() ? "" : " (" + area.qualifier() + ")");
                 })));
}

std::string NeedText(const Shared& shared, const Request& request, const std::string& need) {
  return Say(shared, request, "place.need." + (need.empty() ? std::string("place") : need));
}

}  // namespace

Markup ResponsibleOffices(const Shared& shared, const Request& request, const knowledge::v1::Service& service) {
  const AskedPlace asked = ReadPlace(request);
  const auto answer = Resolve(shared, request, service.id(), asked);
  FoundOffices offices;
  Markup said, form;
  if (answer.ok()) {
    for (const auto& each : answer->offices()) offices.push_back(each.office());
    const bool open = answer->outcome() == rv1::ResolveResponse::OUTCOME_NEED_INPUT;
    if (open || !asked.place.empty() || offices.size() > 1)
      form = PlaceForm(shared, request, service.id(), asked, answer->need());
    if (open)
      said = Fill("<h2>{}</h2><p>{}</p>{}", Say(shared, request, "page.office"),
                  NeedText(shared, request, answer->need()), Choices(service.id(), *answer));
    if (!asked.place.empty() && !open && offices.empty())
      said = Fill(R"(<h2>{}</h2><p role="status">{} {}</p>)", Say(shared, request, "page.office"), answer->reason(),
                  Say(shared, request, "place.unknown"));
    if (open || !said.html.empty()) return Fill(R"(<div id="zustaendig">{}{}</div>)", said, form);
  }
  if (offices.empty()) {
    if (const auto all = ReadOffices(shared, request, service.id()); all.ok()) offices = *all;
  }
  if (offices.empty()) return {};
  const Markup change = If(!form.html.empty(), Fill(R"(<details class="placechange"><summary>{}</summary>{}</details>)",
                                                    Say(shared, request, "place.other"), form));
  return Fill(R"(<div id="zustaendig">{}{}</div>)", OfficeList(shared, request, offices), change);
}

}  // namespace amtslotse::gateways::web
