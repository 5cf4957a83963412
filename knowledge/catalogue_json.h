// How catalogue values are kept in the store's rows. The encoding leaves out what
// equals the default and is deterministic: equal values give equal bytes.
#pragma once

#include <absl/status/statusor.h>

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "knowledge/catalogue.h"
#include "knowledge/entry.h"

namespace amtslotse::knowledge {

// An online service as it is imported: with the services it belongs to.
struct OnlineServiceRow {
  OnlineService online;
  std::vector<ServiceId> services;
  std::string source;
  bool operator==(const OnlineServiceRow&) const = default;
};

// A variant of a service (XZuFi spezialisierung): its modules stand in place of the service's of the same
// kind.
struct Specialisation {
  std::string id;
  ServiceId service;
  std::vector<AreaKey> areas;
  std::vector<TextModule> modules;
  std::string source;
  bool operator==(const Specialisation&) const = default;
};

std::string Encode(const Service& service);
std::string Encode(const Office& office);
std::string Encode(const ResponsibilityRule& rule);
std::string Encode(const Offering& offering);
std::string Encode(const OnlineServiceRow& online);
std::string Encode(const Specialisation& specialisation);
std::string Encode(const Municipality& municipality);
std::string Encode(const Entry& entry);
std::string Encode(const Notice& notice);

// DATA_LOSS when `text` is not what Encode wrote; unknown keys are ignored, so that an older release reads a
// newer one's rows.
absl::StatusOr<Service> DecodeService(std::string_view text);
absl::StatusOr<Office> DecodeOffice(std::string_view text);
absl::StatusOr<ResponsibilityRule> DecodeRule(std::string_view text);
absl::StatusOr<Offering> DecodeOffering(std::string_view text);
absl::StatusOr<OnlineServiceRow> DecodeOnlineService(std::string_view text);
absl::StatusOr<Specialisation> DecodeSpecialisation(std::string_view text);
absl::StatusOr<Municipality> DecodeMunicipality(std::string_view text);
absl::StatusOr<Entry> DecodeEntry(std::string_view text);
absl::StatusOr<Notice> DecodeNotice(std::string_view text);

}  // namespace amtslotse::knowledge
