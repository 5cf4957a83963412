// Catalogues that are fetched from a URL on a schedule, with conditional requests.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/database.h"
#include "knowledge/entry_store.h"
#include "knowledge/load.h"

namespace amtslotse::knowledge {

struct Pull {
  std::string id;
  std::int64_t version = 0;  // 0: not saved yet; counts up with every save
  std::string url;           // http or https
  std::string format;        // as LoadFile
  bool complete = false;     // as LoadRequest
  std::chrono::minutes interval{24 * 60};
  bool paused = false;
};

// How it went the last time.
struct PullState {
  enum class Outcome : std::uint8_t { kNeverRun, kUnchanged, kImported, kFailed };
  Outcome outcome = Outcome::kNeverRun;
  std::chrono::sys_seconds last{};
  std::chrono::sys_seconds last_change{};
  std::string message;    // German
  std::string import_id;  // of the last import
  std::string etag;       // of the last file that was taken over, as the next two
  std::string last_modified;
};

struct StoredPull {
  MunicipalityId municipality;
  Pull pull;
  PullState state;
};

// What goes over the line; the transport is the caller's.
struct FetchRequest {
  std::string url;
  std::string etag;           // sent as If-None-Match when there is one
  std::string last_modified;  // sent as If-Modified-Since
  std::string path;           // the body is written here
};
struct Fetched {
  bool not_modified = false;  // 304: no file was written
  std::string etag;
  std::string last_modified;
};
// A status other than 200 and 304 is an error with a German message.
using Fetch = std::function<absl::StatusOr<Fetched>(const FetchRequest&)>;

// Thread-safe, also over several processes on one database.
class PullStore {
 public:
  explicit PullStore(Database& database) : database_(database) {}

  absl::StatusOr<std::vector<StoredPull>> List(const MunicipalityId& municipality) const;            // by id
  absl::StatusOr<StoredPull> Find(const MunicipalityId& municipality, const std::string& id) const;  // NOT_FOUND
  // An empty id makes a new one, due at once. INVALID_ARGUMENT names the field; ABORTED when pull.version is not the
  // stored one. Another URL forgets what the last file was.
  absl::StatusOr<StoredPull> Save(const MunicipalityId& municipality, Pull pull, const Change& change);
  absl::Status Delete(const MunicipalityId& municipality, const std::string& id, const Change& change);  // repeatable

  // Takes one that is due for `lease`: nobody else gets it until then. Nothing when none is due.
  absl::StatusOr<std::optional<StoredPull>> TakeDue(std::chrono::sys_seconds now, std::chrono::seconds lease);
  // Takes it for longer, while it is being run.
  absl::Status Renew(const StoredPull& pull, std::chrono::sys_seconds now, std::chrono::seconds lease);
  // Keeps the state and when it is due again.
  absl::Status Finish(const StoredPull& pull, std::chrono::sys_seconds now);

 private:
  Database& database_;
};

// Fetches and, when the file changed, loads it: the whole run but for storing the state. Errors become a state with
// a message; the catalogue then stays as it was.
PullState RunPull(const StoredPull& pull, const Fetch& fetch, const std::string& folder,
                  const std::function<absl::StatusOr<ImportReport>(const LoadRequest&)>& load,
                  std::chrono::sys_seconds now);

}  // namespace amtslotse::knowledge
