#include "knowledge/import/sink.h"

#include <array>

namespace amtslotse::knowledge {
namespace {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

std::string_view ObjectKindId(ObjectKind kind) {
  constexpr std::array<std::string_view, 6> kIds = {"service",  "office", "rule",
                                                    "offering", "online", "specialisation"};
  return kIds[static_cast<std::size_t>(kind)];
}

// The variant's alternatives stand in the order of ObjectKind.
ObjectKind KindOf(const CatalogueObject& object) { return static_cast<ObjectKind>(object.index()); }

std::string IdOf(const CatalogueObject& object) {
  return std::visit(
      Overloaded{[](const Service& v) { return v.id.value; }, [](const Office& v) { return v.id.value; },
                 [](const ResponsibilityRule& v) { return v.id; },
                 [](const Offering& v) { return v.service.value + "@" + v.office.value; },
                 [](const OnlineServiceRow& v) { return v.online.id; }, [](const Specialisation& v) { return v.id; }},
      object);
}

std::string Encode(const CatalogueObject& object) {
  return std::visit([](const auto& value) { return Encode(value); }, object);
}

}  // namespace amtslotse::knowledge
