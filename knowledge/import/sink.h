// Where importers put what they read. The store's import session is one sink; tests collect into vectors.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/catalogue_json.h"

namespace amtslotse::knowledge {

enum class ObjectKind : std::uint8_t { kService, kOffice, kRule, kOffering, kOnlineService, kSpecialisation };

// Stable names, as stored: "service", "office", "rule", "offering", "online", "specialisation".
std::string_view ObjectKindId(ObjectKind kind);

using CatalogueObject = std::variant<Service, Office, ResponsibilityRule, Offering, OnlineServiceRow, Specialisation>;

ObjectKind KindOf(const CatalogueObject& object);
// Unique within its kind; an offering's is "<service>@<office>".
std::string IdOf(const CatalogueObject& object);
std::string Encode(const CatalogueObject& object);

// One line of an import's report, in German, for staff.
struct Remark {
  enum class Severity : std::uint8_t { kNote, kWarning, kError };
  Severity severity = Severity::kNote;
  std::string object;  // "Leistung 1063423", may be empty
  std::string text;
  int line = 0;  // in the file, 0 when unknown
  bool operator==(const Remark&) const = default;
};

class CatalogueSink {
 public:
  virtual ~CatalogueSink() = default;
  // `owner` names the object whose text carried this one ("office/17"): when the owner is written again, what
  // it no longer carries goes. A second object with one id replaces the first and is remarked.
  virtual absl::Status Put(const CatalogueObject& object, const std::string& owner = "") = 0;
  // Deleting what is not there is no error.
  virtual absl::Status Delete(ObjectKind kind, const std::string& id) = 0;
  virtual void Note(Remark remark) = 0;
  // The id under which the municipality keeps an object of that agency. The first agency seen becomes its
  // own.
  virtual std::string LocalId(const std::string& id, const std::string& agency) = 0;
};

}  // namespace amtslotse::knowledge
