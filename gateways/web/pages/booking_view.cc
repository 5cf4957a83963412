#include "gateways/web/pages/booking_view.h"

#include <array>
#include <charconv>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/booking_query.h"
#include "gateways/web/dates.h"
#include "gateways/web/json.h"
#include "gateways/web/pages/nearness.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
constexpr std::string_view kHold = "hold";

std::string NameOf(const std::string& service_id, const std::vector<v1::Location>& locations) {
  for (const auto& location : locations) {
    for (const auto& service : location.services())
      if (service.service_id() == service_id && !service.name().empty()) return service.name();
  }
  return service_id;
}

}  // namespace

Quantities ReadQuantities(const Request& request) {
  constexpr std::size_t kMost = 8;
  Quantities quantities;
  for (const std::string& value : request.Queries("leistung")) {
    if (quantities.size() == kMost) break;
    if (value.empty() || value.size() > 200) continue;
    v1::ServiceQuantity quantity = ParseServiceQuantity(value);
    // "anzahl:<id>" of the form without JavaScript wins over the number in the value.
    const std::string number = request.Query(("anzahl:" + quantity.service_id()).c_str());
    std::uint32_t count = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), count).ec == std::errc() && count <= 50) {
      if (count == 0) continue;
      quantity.set_quantity(count);
    }
    quantities.push_back(std::move(quantity));
  }
  return quantities;
}

std::string QuantityValue(const v1::ServiceQuantity& quantity) {
  return quantity.quantity() == 1 ? quantity.service_id()
                                  : fmt::format("{}*{}", quantity.service_id(), quantity.quantity());
}

std::string QuantitiesText(const Quantities& quantities, const std::vector<v1::Location>& locations) {
  std::string text;
  for (const auto& quantity : quantities) {
    if (!text.empty()) text += ", ";
    text += NameOf(quantity.service_id(), locations);
    if (quantity.quantity() > 1) text += fmt::format(" ({} ×)", quantity.quantity());
  }
  return text;
}

Markup QuantityFields(const Quantities& quantities) {
  return Each(quantities, [](const auto& quantity) {
    return Fill(R"(<input type="hidden" name="leistung" value="{}">)", QuantityValue(quantity));
  });
}

std::string BookingUrl(const Quantities& quantities, const std::string& more) {
  std::string url = "/termin";
  char separator = '?';
  for (const auto& quantity : quantities) {
    url += separator + std::string("leistung=") + UrlValue(QuantityValue(quantity));
    separator = '&';
  }
  return more.empty() ? url : url + separator + more;
}

std::string SignHeld(const TokenSigner& tokens, const HeldTicket& held) {
  nlohmann::json services = nlohmann::json::array();
  for (const auto& quantity : held.quantities) services.push_back(QuantityValue(quantity));
  const nlohmann::json content = {{"m", held.municipality_id},
                                  {"h", held.hold_id},
                                  {"l", held.slot.location_id()},
                                  {"n", held.slot.location_name()},
                                  {"b", held.slot.begin_unix()},
                                  {"t", held.slot.local_begin()},
                                  {"d", held.slot.minutes()},
                                  {"e", held.expires_unix},
                                  {"c", held.required_contact},
                                  {"a", held.names},
                                  {"s", services}};
  return tokens.SignText(kHold, content.dump());
}

absl::StatusOr<HeldTicket> CheckHeld(const TokenSigner& tokens, const std::string& text, const Town& town) {
  const auto content = tokens.CheckText(kHold, text);
  if (!content.ok()) return content.status();
  const auto json = nlohmann::json::parse(*content);  // ours: signed
  HeldTicket held;
  held.municipality_id = json["m"];
  if (held.municipality_id != town.id()) return absl::UnauthenticatedError("of another municipality");
  held.hold_id = json["h"];
  held.slot.set_location_id(json["l"].get<std::string>());
  held.slot.set_location_name(json["n"].get<std::string>());
  held.slot.set_begin_unix(json["b"]);
  held.slot.set_local_begin(json["t"].get<std::string>());
  held.slot.set_minutes(json["d"]);
  held.expires_unix = json["e"];
  held.required_contact = json["c"];
  held.names = json.value("a", 0u);
  for (const auto& service : json["s"]) held.quantities.push_back(ParseServiceQuantity(service));
  return held;
}

PageSubject SubjectOf(const Quantities& quantities) {
  PageSubject subject;
  for (const auto& wanted : quantities) subject.services.push_back(wanted.service_id());
  return subject;
}

Page BookingPage(const Shared& shared, const Request& request, const std::string& title) {
  return {.title = title,
          .description = {},
          .body = {},
          .crumbs = {{Say(shared, request, "page.nav.booking"), "/termin"}, {title, ""}},
          .current = "/termin",
          .chat_launcher = false,
          .index = false,
          .json_ld = {}};
}

Markup Steps(const Shared& shared, const Request& request, int current) {
  constexpr std::array<const char*, 3> kSteps{"booking.step.1", "booking.step.2", "booking.step.3"};
  Markup items;
  for (int step = 1; step <= 3; ++step) {
    items += Fill(R"(<li class="steps__step{}"{}><span class="steps__number">{}</span><span>{}</span></li>)",
                  Markup{step < current ? " steps__step--done" : ""},
                  Markup{step == current ? R"( aria-current="step")" : ""}, step,
                  Say(shared, request, kSteps[static_cast<std::size_t>(step - 1)]));
  }
  return Fill(R"(<ol class="steps" aria-label="{}">{}</ol>)", Say(shared, request, "booking.steps"), items);
}

Markup SlotButtons(const Shared& shared, const Request& request, const std::vector<v1::Slot>& slots) {
  Markup days;
  for (std::size_t i = 0; i < slots.size();) {
    const std::string day = slots[i].local_begin().substr(0, 10);
    Markup times;
    for (; i < slots.size() && slots[i].local_begin().substr(0, 10) == day; ++i) {
      const v1::Slot& slot = slots[i];
      const std::string away = DistanceText(slot.metres(), request.language);
      times += Fill(
          R"(<li><button class="time" name="zeit" value="{}|{}"><span class="time__clock">{}<span class="kern-sr-only"> {}</span></span><span class="time__place">{}</span></button></li>)",
          slot.location_id(), slot.begin_unix(), TimeOf(slot.local_begin()), Say(shared, request, "page.oclock"),
          away.empty() ? slot.location_name() : fmt::format("{}, {}", slot.location_name(), away));
    }
    days += Fill(R"(<section class="day"><h2>{}</h2><ul class="times">{}</ul></section>)",
                 LongDay(day, request.language), times);
  }
  return days;
}

Markup Alert(std::string_view kind, const std::string& title, const Markup& text) {
  const std::string_view icon = kind == "success"   ? "kern-icon--success"
                                : kind == "danger"  ? "kern-icon--danger"
                                : kind == "warning" ? "kern-icon--warning"
                                                    : "kern-icon--info";
  return Fill(R"(<div class="alert alert--{}" role="{}">{}<div><p class="alert__title">{}</p>{}</div></div>)", kind,
              kind == "danger" || kind == "warning" ? "alert" : "status", Icon(icon), title, text);
}

std::string RefusalText(const Shared& shared, const Request& request, v1::Refusal refusal) {
  return Say(shared, request, fmt::format("booking.refusal.{}", static_cast<int>(refusal)));
}

absl::StatusOr<v1::FindSlotsResponse> FindSlots(const Shared& shared, const Request& request,
                                                const v1::FindSlotsRequest& ask) {
  return rpc::Call(*shared.backends.booking, &v1::Booking::StubInterface::FindSlots, ask, request.caller,
                   {.method = "Booking/FindSlots", .repeatable = true}, &shared.backends.metrics);
}

ChosenTime ReadChosenTime(const Request& request) {
  const std::string value = request.Query("zeit");
  const auto bar = value.rfind('|');
  ChosenTime chosen;
  if (bar == std::string::npos || value.size() > 200) return chosen;
  const char* end = value.data() + value.size();
  if (std::from_chars(value.data() + bar + 1, end, chosen.begin_unix).ptr == end)
    chosen.location_id = value.substr(0, bar);
  return chosen;
}

}  // namespace amtslotse::gateways::web
