#include "knowledge/responsibility/outlook.h"

#include <fmt/format.h>

#include <algorithm>

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kMostChoices = 12;

}  // namespace

// A service that is described for whole Länder does not exist in the others; one described for a town may well exist
// elsewhere.
bool Observer::ExistsIn(AreaIndex area) const {
  if (service_.valid_in.empty()) return true;
  return std::any_of(service_.valid_in.begin(), service_.valid_in.end(), [&](AreaIndex valid) {
    return areas_.at(valid).top > Level::kLand || areas_.Contains(valid, area) || areas_.Contains(area, valid);
  });
}

Answer Observer::At(const Point& point) const {
  Answer answer = evaluator_.At(point, role_);
  if (answer.kind == Answer::Kind::kNothing && !ExistsIn(point.area)) answer.kind = Answer::Kind::kNotApplicable;
  return answer;
}

// False when no known street of the place was given.
bool Observer::StreetPoints(AreaIndex place, Points& points) const {
  bool covered = false;
  std::vector<Point> uncovered;
  const StreetTable::Street* street = nullptr;
  for (const std::uint32_t number : reading_.streets) {
    const AreaIndex gemeinde = streets_.street(number).gemeinde;
    if (!areas_.Contains(place, gemeinde) && !areas_.Contains(gemeinde, place)) continue;
    street = &streets_.street(number);
    for (const StreetSegment& segment : streets_.SegmentsOf(number)) {
      if (areas_.at(place).level > Level::kGemeinde && !areas_.Contains(place, segment.area)) continue;
      Point point{segment.area, {}, reading_.initial};
      if (segment.segment != 0) point.segments.push_back(segment.segment);
      const bool covers = reading_.number && segment.Covers(*reading_.number);
      // A house may lie in several segments: one that cuts the town, one that a rule names.
      if (covers && covered && points.list.back().area == point.area && segment.segment != 0) {
        points.list.back().segments.push_back(segment.segment);
        continue;
      }
      (covers ? points.list : uncovered).push_back(std::move(point));
      covered = covered || covers;
    }
  }
  if (street == nullptr || (points.list.empty() && uncovered.empty())) return false;
  points.need.field = NeedInput::Field::kHouseNumber;
  if (covered) {
    points.need.reason =
        fmt::format("Das Straßenverzeichnis ordnet {} {} zwei Gebieten zu.", street->name, ToText(*reading_.number));
  } else {
    points.list = std::move(uncovered);
    if (reading_.number)
      points.need.reason =
          fmt::format("Die Hausnummer {} kenne ich in der Straße {} nicht.", ToText(*reading_.number), street->name);
  }
  return true;
}

// Without a street: the place itself and what inside it has rules of its own.
void Observer::InnerPoints(AreaIndex place, Points& points) const {
  const AreaIndex gemeinde = areas_.Enclosing(place, Level::kGemeinde);
  const bool divided = gemeinde == place && streets_.IsDivided(place);
  std::vector<AreaIndex> inner = evaluator_.RuleAreasInside(place);
  const std::vector<std::uint32_t> segments = evaluator_.SegmentsNamed(place);
  if (divided && (!inner.empty() || !segments.empty())) {  // then nobody lives in the Gemeinde but in no Ortsteil
    for (AreaIndex child = place + 1; child <= areas_.at(place).last; child = areas_.at(child).last + 1)
      points.list.push_back({child, {}, reading_.initial});
  }
  if (points.list.empty()) points.list.push_back({place, {}, reading_.initial});
  for (const AreaIndex area : inner) points.list.push_back({area, {}, reading_.initial});
  for (const std::uint32_t segment : segments) points.list.push_back({place, {segment}, reading_.initial});
  const bool by_street = gemeinde != kNoArea && streets_.Has(gemeinde);
  points.need.field = by_street ? NeedInput::Field::kStreet : NeedInput::Field::kPlace;
  if (by_street) {
    if (!reading_.street.empty())
      points.need.reason = fmt::format("Eine Straße „{}“ steht nicht im Straßenverzeichnis von {}.", reading_.street,
                                       areas_.at(gemeinde).name);
  } else if (inner.size() <= kMostChoices) {
    SortBySize(areas_, kNoArea, inner);
    points.need.choices = std::move(inner);
  }
}

Observer::Points Observer::PointsOf(AreaIndex place) const {
  Points points;
  if (!StreetPoints(place, points)) InnerPoints(place, points);
  return points;
}

Outlook Observer::LookAt(AreaIndex place) const {
  Points points = PointsOf(place);
  Outlook outlook;
  bool first = true;
  bool by_place = false;
  bool by_initial = false;
  for (Point& point : points.list) {
    const bool ask_initial = service_.by_initial && (reading_.initial.empty() || At(point).more_letters);
    std::vector<std::string_view> initials;
    if (ask_initial) initials = evaluator_.InitialsAt(point);
    if (initials.empty()) initials.emplace_back(reading_.initial);
    for (std::size_t i = 0; i < initials.size(); ++i) {
      point.initial = initials[i];
      Answer answer = At(point);
      if (first) {
        outlook.answer = std::move(answer);
        outlook.point = point;
        first = false;
      } else if (!answer.SameAs(outlook.answer)) {
        (i == 0 ? by_place : by_initial) = true;
      }
    }
  }
  if (!by_place && !by_initial) return outlook;
  outlook.open = true;
  outlook.need = std::move(points.need);
  if (!by_place) {
    outlook.need =
        NeedInput{NeedInput::Field::kInitial,
                  {},
                  reading_.initial.empty()
                      ? ""
                      : "Der Anfangsbuchstabe allein reicht nicht; bitte die ersten drei Buchstaben des Nachnamens."};
  }
  return outlook;
}

}  // namespace amtslotse::responsibility
