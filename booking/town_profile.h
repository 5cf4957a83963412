#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/store.h"

// What messages say of a town: from its catalogue, and from its staff.
namespace amtslotse::booking {

struct TownProfile {
  std::string name;
  std::vector<std::string> hosts;  // of its pages
  std::string telephone;
  std::string sender_name;     // empty: the town's name
  std::string sender_address;  // empty: the installation's
  std::string reply_to;
  std::string public_url;                    // of its pages; empty: by host name
  std::map<std::string, std::string> texts;  // by id; missing: ours (message_texts.h)
};

class Profiles {
 public:
  explicit Profiles(Store& store) : store_(store) {}

  // Empty for a town nobody has told of.
  absl::StatusOr<TownProfile> Get(const MunicipalityId& municipality);
  // From the catalogue: name, hosts, telephone. Repeatable.
  absl::Status SetTown(const MunicipalityId& municipality, const TownProfile& town);
  // From staff: all else. InvalidArgument for a text that Check (message_texts.h) refuses; audited. Repeatable.
  absl::Status SetTexts(const MunicipalityId& municipality, const TownProfile& texts, const Actor& actor);

 private:
  absl::Status Change(const MunicipalityId& municipality, const Actor& actor,
                      const std::function<void(TownProfile&)>& change);
  Store& store_;
};

// Where the town's pages are: its own address, else the installation's with one of the town's host names.
std::string PublicUrl(const TownProfile& profile, const std::string& installation_url);

}  // namespace amtslotse::booking
