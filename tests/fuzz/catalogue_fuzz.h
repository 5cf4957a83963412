// A sink that keeps nothing but checks that ids are there.
#pragma once

#include <cstdlib>

#include "knowledge/import/sink.h"

namespace amtslotse::knowledge {

class FuzzSink final : public CatalogueSink {
 public:
  absl::Status Put(const CatalogueObject& object, const std::string&) override {
    if (IdOf(object).empty()) std::abort();
    const std::string encoded = Encode(object);
    if (encoded.empty()) std::abort();
    return absl::OkStatus();
  }
  absl::Status Delete(ObjectKind, const std::string& id) override {
    if (id.empty()) std::abort();
    return absl::OkStatus();
  }
  void Note(Remark) override {}
  std::string LocalId(const std::string& id, const std::string& agency) override {
    return agency.empty() ? id : agency + ":" + id;
  }
};

}  // namespace amtslotse::knowledge
