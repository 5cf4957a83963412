// Steps one and two: what for; when and where. Every state is a link that can be shared.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <set>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/nearness.h"
#include "gateways/web/pages/notices.h"
#include "gateways/web/pages/pages.h"
#include "gateways/web/pages/person_form.h"
#include "gateways/web/query.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;

struct Choice {
  Quantities quantities;
  std::string location;  // empty: any
  std::string from;      // first day to show; empty: the next ones
  std::string month;     // "2026-12": the calendar instead of the list
  std::string part;      // vormittag, nachmittag or empty
  bool step_free = false;
  std::string language{};  // spoken there; empty: any
  Nearness near{};         // then the nearest places come first
  std::string held;        // a slot held before, given back when another is taken
  Markup kept{};           // hidden fields with what was entered for it
};

Choice ReadChoice(const Request& request) {
  Query query(request);
  Choice choice{.quantities = ReadQuantities(request),
                .location = query.Text("ort"),
                .from = query.Date("ab"),
                .month = query.Text("monat", 7),
                .part = query.Text("zeitraum", 12),
                .step_free = query.Flag("stufenlos"),
                .language = query.Text("sprache", 10),
                .near = {.text = query.Text("bei", 60)},
                .held = query.Text("r", 4096)};
  if (const std::string more = query.Text("mehr"); !more.empty()) {
    const bool there = std::any_of(choice.quantities.begin(), choice.quantities.end(),
                                   [&](const auto& each) { return each.service_id() == more; });
    if (!there) {
      choice.quantities.emplace_back().set_service_id(more);
      choice.quantities.back().set_quantity(1);
    }
  }
  if (DaysIn(choice.month) == 0) choice.month.clear();
  return choice;
}

std::string UrlOf(const Choice& choice, const std::string& from, const std::string& month) {
  std::string more;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) more += (more.empty() ? "" : "&") + std::string(name) + "=" + UrlValue(value);
  };
  add("ort", choice.location);
  add("zeitraum", choice.part);
  add("stufenlos", choice.step_free ? "1" : "");
  add("sprache", choice.language);
  add("bei", choice.near.text);
  add("ab", from);
  add("monat", month);
  add("r", choice.held);
  return BookingUrl(choice.quantities, more);
}

std::string WaitingUrl(const Choice& choice) {
  Choice wanted = choice;
  wanted.held.clear();
  return "/warteliste" + UrlOf(wanted, "", "").substr(std::string_view("/termin").size());
}

v1::SlotFilter FilterOf(const Choice& choice) {
  constexpr std::uint32_t kNoon = 12 * 60;
  v1::SlotFilter filter;
  for (const auto& quantity : choice.quantities) *filter.add_services() = quantity;
  if (!choice.location.empty()) filter.add_location_ids(choice.location);
  if (choice.part == "vormittag") filter.set_to_minute(kNoon);
  if (choice.part == "nachmittag") filter.set_from_minute(kNoon);
  filter.set_step_free(choice.step_free);
  filter.set_language(choice.language);
  filter.set_near_latitude(choice.near.latitude);
  filter.set_near_longitude(choice.near.longitude);
  filter.set_channel("public");
  return filter;
}

std::map<std::string, std::string> Bookable(const std::vector<v1::Location>& locations) {
  std::map<std::string, std::string> names;  // by name, so that they are in order
  for (const auto& location : locations)
    for (const auto& service : location.services())
      names.emplace(service.name().empty() ? service.service_id() : service.name(), service.service_id());
  return names;
}

// A link out of a conversation in a messenger says until when it leads to what was talked about there.
bool IsOver(const Request& request) {
  const std::string until = Query(request).Text("bis", 20);
  std::int64_t unix_seconds = 0;
  const auto read = std::from_chars(until.data(), until.data() + until.size(), unix_seconds);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return !until.empty() &&
         (read.ec != std::errc() || unix_seconds < std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

Reply StepOne(const Shared& shared, const Request& request, const Markup& alert) {
  const auto locations = ReadLocations(shared, request);
  const std::string title = Say(shared, request, "page.nav.booking");
  Page page{
      .title = title, .description = {}, .body = {}, .crumbs = {{title, ""}}, .current = "/termin", .json_ld = {}};
  const auto names = Bookable(locations);
  const Markup items = Each(names, [](const auto& each) {
    return Fill(R"(<li class="tile"><h3 class="tile__title"><a href="/termin?leistung={}">{}</a></h3></li>)",
                UrlValue(each.second), each.first);
  });
  page.body = NoticesOn(shared, request);
  page.body += Fill(
      R"(<div class="container section"><h1>{}</h1>{}{}<h2 class="booking__question">{}</h2>{}<p class="more"><a class="kern-link" href="/termin/verwalten">{}</a></p></div>)",
      title, Steps(shared, request, 1), alert, Say(shared, request, "booking.whatFor"),
      names.empty()
          ? Alert("info", Say(shared, request, "booking.nothingBookable"),
                  Fill("<p>{}</p>", Say(shared, request, "booking.call", {{"telephone", request.town->telephone()}})))
          : Fill(R"(<ul class="tiles tiles--compact">{}</ul>)", items),
      Say(shared, request, "booking.manageLink"));
  return RenderPage(shared, request, page);
}

// Where the locations speak more than one.
Markup LanguageChoice(const Shared& shared, const Request& request, const Choice& choice,
                      const std::vector<v1::Location>& offering) {
  std::set<std::string> languages;
  for (const auto& location : offering) languages.insert(location.languages().begin(), location.languages().end());
  if (languages.size() < 2) return {};
  Markup options = Fill(R"(<option value="">{}</option>)", Say(shared, request, "booking.anyLanguage"));
  for (const std::string& code : languages) {
    options += Fill(R"(<option value="{}"{}>{}</option>)", code, Markup{code == choice.language ? " selected" : ""},
                    LanguageName(code));
  }
  return Fill(
      R"(<div class="pick"><label for="sprache">{}</label><select class="field" id="sprache" name="sprache">{}</select></div>)",
      Say(shared, request, "booking.spoken"), options);
}

std::string NameWithDistance(const Request& request, const Choice& choice, const v1::Location& location) {
  const std::string distance = DistanceTo(choice.near, location, request.language);
  return distance.empty() ? location.name() : fmt::format("{} ({})", location.name(), distance);
}

// What is chosen so far, and how to change it without JavaScript.
Markup ChoiceForm(const Shared& shared, const Request& request, const Choice& choice,
                  const std::vector<v1::Location>& offering, const std::vector<v1::Location>& all) {
  const Markup services = Each(choice.quantities, [&](const auto& quantity) {
    return Fill(
        R"(<div class="pick"><input type="hidden" name="leistung" value="{0}"><label for="anzahl-{0}">{1}</label>
<input class="kern-form-input__input pick__number" id="anzahl-{0}" name="anzahl:{0}" type="number" inputmode="numeric" min="0" max="20" value="{2}" aria-describedby="anzahl-hinweis"></div>)",
        quantity.service_id(),
        QuantitiesText({[&] {
                         auto one = quantity;
                         one.set_quantity(1);
                         return one;
                       }()},
                       all),
        quantity.quantity());
  });
  const auto option = [](const std::string& value, const std::string& label, bool chosen) {
    return Fill(R"(<option value="{}"{}>{}</option>)", value, Markup{chosen ? " selected" : ""}, label);
  };
  Markup more = option("", Say(shared, request, "booking.noMore"), true);
  for (const auto& [name, id] : Bookable(all)) more += option(id, name, false);
  Markup places = option("", Say(shared, request, "booking.anyPlace"), choice.location.empty());
  for (const auto& location : offering)
    places += option(location.id(), NameWithDistance(request, choice, location), location.id() == choice.location);
  Markup parts = option("", Say(shared, request, "booking.anyTime"), choice.part.empty());
  for (const char* part : {"vormittag", "nachmittag"})
    parts += option(part, Say(shared, request, std::string("booking.part.") + part), choice.part == part);
  return Fill(R"(<form class="choices" action="/termin" method="get">
<fieldset><legend>{}</legend>{}<p class="muted" id="anzahl-hinweis">{}</p>
<div class="pick"><label for="mehr">{}</label><select class="field" id="mehr" name="mehr">{}</select></div></fieldset>
<div class="pick"><label for="ort">{}</label><select class="field" id="ort" name="ort">{}</select></div>{}
<div class="pick"><label for="zeitraum">{}</label><select class="field" id="zeitraum" name="zeitraum">{}</select></div>
<div class="check"><input type="checkbox" id="stufenlos" name="stufenlos" value="1"{}><label for="stufenlos">{}</label></div>
{}{}{}<button class="kern-btn kern-btn--secondary kern-btn--block"><span class="kern-label">{}</span></button></form>)",
              Say(shared, request, "booking.yourRequest"), services, Say(shared, request, "booking.numberHint"),
              Say(shared, request, "booking.more"), more, Say(shared, request, "booking.place"), places,
              NearnessField(shared, request, choice.near, offering), Say(shared, request, "booking.partOfDay"), parts,
              Markup{choice.step_free ? " checked" : ""}, Say(shared, request, "booking.stepFreeOnly"),
              LanguageChoice(shared, request, choice, offering),
              If(!choice.month.empty(), Fill(R"(<input type="hidden" name="monat" value="{}">)", choice.month)),
              If(!choice.held.empty(), Fill(R"(<input type="hidden" name="r" value="{}">)", choice.held)),
              Say(shared, request, "booking.update"));
}

Markup Nothing(const Shared& shared, const Request& request, const Choice& choice, const v1::FindSlotsResponse& found) {
  Markup ways;
  if (!found.next_free_date().empty()) {
    ways +=
        Fill(R"(<li><a class="kern-link" href="{}">{}</a></li>)", UrlOf(choice, found.next_free_date(), ""),
             Say(shared, request, "booking.nextFree", {{"day", LongDay(found.next_free_date(), request.language)}}));
  }
  const std::string release = ReleaseWords(shared, request, found);
  ways += If(!release.empty(), Fill("<li>{}</li>", release));
  if (!choice.location.empty() || choice.step_free || !choice.part.empty() || !choice.language.empty()) {
    Choice wider = choice;
    wider.location.clear();
    wider.part.clear();
    wider.step_free = false;
    wider.language.clear();
    ways += Fill(R"(<li><a class="kern-link" href="{}">{}</a></li>)", UrlOf(wider, "", ""),
                 Say(shared, request, "booking.wider"));
  }
  ways += If(!found.not_bookable(), Fill(R"(<li><a class="kern-link" href="{}">{}</a></li>)", WaitingUrl(choice),
                                         Say(shared, request, "waiting.link")));
  for (const auto& location : found.external())
    ways += Fill(R"(<li><a class="kern-link" href="{}" rel="noopener">{}</a></li>)", SafeUrl(location.external_url()),
                 location.name());
  ways += Fill("<li>{}</li>", Say(shared, request, "booking.call", {{"telephone", request.town->telephone()}}));
  return Alert("info", Say(shared, request, found.not_bookable() ? "booking.notTogether" : "booking.nothingFree"),
               Fill(R"(<ul class="ways">{}</ul>)", ways));
}

Markup TimesForm(const Shared& shared, const Request& request, const Choice& choice,
                 const v1::FindSlotsResponse& found) {
  if (found.slots().empty()) return Nothing(shared, request, choice, found);
  const std::vector<v1::Slot> slots(found.slots().begin(), found.slots().end());
  const std::string next = AddDays(slots.back().local_begin().substr(0, 10), 1);
  return Fill(
      R"(<form action="/termin/reservieren" method="post">{}<input type="hidden" name="schluessel" value="{}"><input type="hidden" name="r" value="{}">{}{}</form>
<p class="more"><a class="kern-link" href="{}">{}</a></p><p>{} <a class="kern-link" href="{}">{}</a></p>)",
      QuantityFields(choice.quantities), rpc::RandomId(), choice.held, choice.kept, SlotButtons(shared, request, slots),
      UrlOf(choice, next, ""), Say(shared, request, "booking.laterDays"), Say(shared, request, "waiting.nothingSuits"),
      WaitingUrl(choice), Say(shared, request, "waiting.link"));
}

absl::StatusOr<v1::FindDaysResponse> FindDays(const Shared& shared, const Request& request, const Choice& choice) {
  v1::FindDaysRequest ask;
  ask.set_municipality_id(request.town->id());
  *ask.mutable_filter() = FilterOf(choice);
  ask.mutable_filter()->set_from_date(choice.month + "-01");
  ask.mutable_filter()->set_to_date(fmt::format("{}-{:02}", choice.month, DaysIn(choice.month)));
  return rpc::Call(*shared.backends.booking, &v1::Booking::StubInterface::FindDays, ask, request.caller,
                   {.method = "Booking/FindDays", .repeatable = true}, &shared.backends.metrics);
}

Markup MonthTable(const Shared& shared, const Request& request, const Choice& choice, const v1::FindDaysResponse& days,
                  const std::string& this_month) {
  std::set<std::string> free;
  for (const auto& day : days.days())
    if (day.free() > 0) free.insert(day.date());
  Markup head;
  for (int weekday = 1; weekday <= 7; ++weekday) {
    const std::string name = Say(shared, request, fmt::format("page.weekday.{}", weekday));
    head += Fill(R"(<th scope="col"><abbr title="{}">{}</abbr></th>)", name, name.substr(0, 2));
  }
  Markup rows, row;
  for (int empty = 1; empty < WeekdayOf(choice.month + "-01"); ++empty) row.html += "<td></td>";
  for (int number = 1; number <= DaysIn(choice.month); ++number) {
    const std::string date = fmt::format("{}-{:02}", choice.month, number);
    row += free.contains(date)
               ? Fill(R"(<td><a href="{}" aria-label="{}">{}</a></td>)", UrlOf(choice, date, ""),
                      Say(shared, request, "booking.freeOn", {{"day", LongDay(date, request.language)}}), number)
               : Fill(R"(<td><span aria-hidden="true">{}</span></td>)", number);
    if (WeekdayOf(date) == 7 || number == DaysIn(choice.month)) {
      rows += Fill("<tr>{}</tr>", row);
      row = {};
    }
  }
  const Markup before = choice.month <= this_month ? Markup{"<span></span>"}  // nothing can be booked in the past
                                                   : Fill(R"(<a class="kern-link" href="{}">{}</a>)",
                                                          UrlOf(choice, "", AddMonths(choice.month, -1)),
                                                          Say(shared, request, "booking.monthBefore"));
  return Fill(R"(<div class="month"><div class="month__head">{}<h2>{}</h2><a class="kern-link" href="{}">{}</a></div>
<table><caption class="kern-sr-only">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}</div>)",
              before, MonthName(choice.month, request.language), UrlOf(choice, "", AddMonths(choice.month, 1)),
              Say(shared, request, "booking.monthAfter"), Say(shared, request, "booking.freeDays"), head, rows,
              If(free.empty(), Fill("<p>{} {}</p>", Say(shared, request, "booking.monthEmpty"),
                                    ReleaseWords(shared, request, days))));
}

Reply StepTwo(const Shared& shared, const Request& request, Choice choice, const Markup& alert, int status) {
  choice.near = FindNearness(shared, request, choice.near.text);
  const auto all = ReadLocations(shared, request);
  const auto offers = [&](const v1::Location& location) {
    return std::all_of(choice.quantities.begin(), choice.quantities.end(), [&](const auto& wanted) {
      return std::any_of(location.services().begin(), location.services().end(),
                         [&](const auto& each) { return each.service_id() == wanted.service_id(); });
    });
  };
  std::vector<v1::Location> offering;
  std::copy_if(all.begin(), all.end(), std::back_inserter(offering), offers);
  SortByNearness(choice.near, offering);
  const std::string today = LocalTime(
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(),
      request.town->time_zone());
  Markup times;
  if (choice.month.empty()) {
    v1::FindSlotsRequest ask;
    ask.set_municipality_id(request.town->id());
    *ask.mutable_filter() = FilterOf(choice);
    ask.mutable_filter()->set_from_date(choice.from);
    ask.set_limit(48);
    ask.set_by_preference(choice.near.known());
    const auto found = FindSlots(shared, request, ask);
    if (!found.ok()) return FaultPage(shared, request, found.status());
    times = TimesForm(shared, request, choice, *found);
  } else {
    const auto days = FindDays(shared, request, choice);
    if (!days.ok()) return FaultPage(shared, request, days.status());
    times = MonthTable(shared, request, choice, *days, today.substr(0, 7));
  }
  const std::string title = Say(shared, request, "booking.title2");
  Page page{.title = title,
            .description = {},
            .body = {},
            .crumbs = {{Say(shared, request, "page.nav.booking"), "/termin"}, {title, ""}},
            .current = "/termin",
            .index = false,
            .json_ld = {}};
  page.body = NoticesOn(shared, request, SubjectOf(choice.quantities));
  page.body += Fill(
      R"(<div class="container section"><h1>{}</h1>{}{}<p class="lead">{}</p><div class="booking"><div class="booking__choice">{}</div>
<div class="booking__times"><ul class="tabs" aria-label="{}"><li><a href="{}"{}>{}</a></li><li><a href="{}"{}>{}</a></li></ul>{}</div></div></div>)",
      title, Steps(shared, request, 2), alert, QuantitiesText(choice.quantities, all),
      ChoiceForm(shared, request, choice, offering, all), Say(shared, request, "booking.view"), UrlOf(choice, "", ""),
      Markup{choice.month.empty() ? R"( aria-current="true")" : ""}, Say(shared, request, "booking.asList"),
      UrlOf(choice, "", choice.month.empty() ? today.substr(0, 7) : choice.month),
      Markup{choice.month.empty() ? "" : R"( aria-current="true")"}, Say(shared, request, "booking.asMonth"), times);
  return RenderPage(shared, request, page, status);
}

}  // namespace

Reply BookingPage(const Shared& shared, const Request& request) {
  if (IsOver(request)) return StepOne(shared, request, Alert("info", Say(shared, request, "booking.linkOver"), {}));
  const Choice choice = ReadChoice(request);
  return choice.quantities.empty() ? StepOne(shared, request, {}) : StepTwo(shared, request, choice, {}, 200);
}

Reply ChooseAgain(const Shared& shared, const Request& request, const Quantities& quantities, const std::string& why,
                  const Markup& kept) {
  Choice choice;
  choice.quantities = quantities;
  choice.held = request.Query("r").substr(0, 4096);
  choice.kept = kept;
  return StepTwo(shared, request, choice,
                 Alert("warning", why, Fill("<p>{}</p>", Say(shared, request, "booking.chooseAgain"))), 409);
}

}  // namespace amtslotse::gateways::web
