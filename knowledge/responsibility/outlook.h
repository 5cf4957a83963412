// What can be said about one place: an answer, or what is missing for one.
#pragma once

#include <string>
#include <vector>

#include "knowledge/responsibility/evaluate.h"
#include "knowledge/responsibility/resolve.h"

namespace amtslotse::responsibility {

struct Outlook {
  bool open = false;
  Answer answer;   // when not open
  Point point;     // where the answer holds
  NeedInput need;  // when open
};

// Everything that must be known to look at a place.
class Observer {
 public:
  Observer(const AreaTable& areas, const StreetTable& streets, const ServiceRules& service, const Evaluator& evaluator,
           const PlaceReading& reading, std::optional<knowledge::Role> role)
      : areas_(areas), streets_(streets), service_(service), evaluator_(evaluator), reading_(reading), role_(role) {}

  Outlook LookAt(AreaIndex place) const;
  // The rules' answer, and what follows from where the service exists at all.
  Answer At(const Point& point) const;

 private:
  struct Points {
    std::vector<Point> list;
    NeedInput need;  // what to ask when they differ
  };
  Points PointsOf(AreaIndex place) const;
  bool StreetPoints(AreaIndex place, Points& points) const;
  void InnerPoints(AreaIndex place, Points& points) const;
  bool ExistsIn(AreaIndex area) const;

  const AreaTable& areas_;
  const StreetTable& streets_;
  const ServiceRules& service_;
  const Evaluator& evaluator_;
  const PlaceReading& reading_;
  std::optional<knowledge::Role> role_;
};

}  // namespace amtslotse::responsibility
