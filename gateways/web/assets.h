// What `npm run build` made in gateways/web/ui/dist, held in memory with its compressed copies.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>

#include "gateways/web/http.h"

namespace amtslotse::gateways::web {

class Assets {
 public:
  // Reads the folder. FAILED_PRECONDITION with what to do when it holds no build.
  static absl::StatusOr<Assets> Load(const std::string& folder);

  // The reply to a GET of `path` ("/assets/chat-Ab12.js"); nullptr when there is no such file.
  // Names with a hash may be kept for a year, others are asked for again.
  const Reply* Find(const std::string& path, bool gzip) const;

  // URL of what a source file became, by the manifest: Url("src/page/index.ts"); its style sheets: Styles(…).
  std::string Url(const std::string& source) const;
  std::vector<std::string> Styles(const std::string& source) const;

 private:
  struct File {
    Reply plain;
    Reply gzip;
  };
  struct Entry {
    std::string file;
    std::vector<std::string> styles;
  };
  std::map<std::string, File> files_;
  std::map<std::string, Entry> manifest_;
};

// "gzip" in an Accept-Encoding that does not refuse it.
bool AcceptsGzip(std::string_view accept_encoding);
std::string Gzip(std::string_view bytes);

}  // namespace amtslotse::gateways::web
