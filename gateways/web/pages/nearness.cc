#include "gateways/web/pages/nearness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

bool HasPlace(const booking::v1::Location& location) { return location.latitude() != 0 || location.longitude() != 0; }

// Haversine; -1 when not known.
double MetresTo(const Nearness& near, const booking::v1::Location& location) {
  constexpr double kRadians = 3.14159265358979323846 / 180;
  constexpr double kEarth = 6'371'000;
  if (!near.known() || !HasPlace(location)) return -1;
  const double along = std::sin((location.latitude() - near.latitude) * kRadians / 2);
  const double across = std::sin((location.longitude() - near.longitude) * kRadians / 2);
  const double h =
      along * along + std::cos(near.latitude * kRadians) * std::cos(location.latitude() * kRadians) * across * across;
  return 2 * kEarth * std::asin(std::sqrt(h));
}

}  // namespace

Nearness FindNearness(const Shared& shared, const Request& request, const std::string& text) {
  constexpr double kNearby = 0.3;  // degrees
  Nearness near{.text = text};
  if (text.empty()) return near;
  responsibility::v1::FindPlacesRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_text(text);
  ask.set_limit(8);
  const auto found =
      rpc::Call(*shared.backends.responsibility, &responsibility::v1::Responsibility::StubInterface::FindPlaces, ask,
                request.caller, {.method = "Responsibility/FindPlaces", .repeatable = true}, &shared.backends.metrics);
  if (!found.ok() || found->areas().empty()) return near;
  // Largest first: of a Gemeinde and its parts, which a postcode may mean, the smallest. Places of one name lie apart.
  const auto& first = found->areas(0);
  const auto& smallest = found->areas(found->areas_size() - 1);
  const bool together = std::abs(smallest.latitude() - first.latitude()) < kNearby &&
                        std::abs(smallest.longitude() - first.longitude()) < 2 * kNearby;
  near.latitude = together ? smallest.latitude() : 0;
  near.longitude = together ? smallest.longitude() : 0;
  return near;
}

void SortByNearness(const Nearness& near, std::vector<booking::v1::Location>& locations) {
  if (!near.known()) return;
  const auto far = [&](const booking::v1::Location& location) {
    const double metres = MetresTo(near, location);
    return metres < 0 ? HUGE_VAL : metres;
  };
  std::stable_sort(locations.begin(), locations.end(), [&](const auto& a, const auto& b) { return far(a) < far(b); });
}

std::string DistanceText(double metres, const std::string& language) {
  constexpr double kFar = 200'000;
  if (metres <= 0 || metres > kFar) return "";
  if (metres < 1'000) return fmt::format("{} m", std::max(100L, std::lround(metres / 100) * 100));
  if (metres >= 10'000) return fmt::format("{} km", std::lround(metres / 1'000));
  std::string text = fmt::format("{:.1f} km", metres / 1'000);
  if (language != "en") std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string DistanceTo(const Nearness& near, const booking::v1::Location& location, const std::string& language) {
  return DistanceText(MetresTo(near, location), language);
}

Markup NearnessField(const Shared& shared, const Request& request, const Nearness& near,
                     const std::vector<booking::v1::Location>& locations) {
  if (std::count_if(locations.begin(), locations.end(), HasPlace) < 2) return {};
  const bool unknown = !near.text.empty() && !near.known();
  return Fill(
      R"(<div class="pick"><label for="bei">{}</label><input class="field" id="bei" name="bei" maxlength="60" autocomplete="postal-code" value="{}" aria-describedby="bei-hinweis"{}><p class="muted" id="bei-hinweis">{}</p></div>)",
      Say(shared, request, "booking.near"), near.text, Markup{unknown ? R"( aria-invalid="true")" : ""},
      Say(shared, request, unknown ? "booking.nearUnknown" : "booking.nearHint"));
}

}  // namespace amtslotse::gateways::web
