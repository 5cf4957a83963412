// Where an import collects what it reads, on disk, before anything of the catalogue changes.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "knowledge/database.h"
#include "knowledge/import/import.h"
#include "knowledge/import/sink.h"

namespace amtslotse::knowledge {

class StagingSink final : public CatalogueSink {
 public:
  // Notes which version is active: the import is against that one. What imports that died more than a day ago staged
  // is removed. NOT_FOUND for a town that is not there, but for a trial: what a new town would get can be looked at.
  static absl::StatusOr<std::unique_ptr<StagingSink>> Open(Database& database, const MunicipalityId& municipality,
                                                           std::size_t kept_remarks, std::chrono::sys_seconds now,
                                                           bool trial);
  ~StagingSink() override;  // drops what was staged

  absl::Status Put(const CatalogueObject& object, const std::string& owner = "") override;
  absl::Status Delete(ObjectKind kind, const std::string& id) override;
  void Note(Remark remark) override;
  std::string LocalId(const std::string& id, const std::string& agency) override;

  void InFile(const std::string& name) { file_ = name; }
  // Objects of these kinds and this source that are not staged will be deleted.
  void Claim(const std::set<ObjectKind>& kinds, const std::string& source);
  absl::Status Flush();
  // Called now and then with the number of objects so far.
  void WhenStaged(std::function<void(int objects)> tell) { tell_ = std::move(tell); }

  CatalogueVersion base() const { return base_; }
  const std::vector<Remark>& remarks() const { return remarks_; }
  int remark_count() const { return remark_count_; }
  int staged() const { return staged_; }  // so far, of all files

  // Writes the difference as rows of report.version and counts it.
  absl::Status Apply(Sql& sql, ImportReport& report);

 private:
  struct Row {
    ObjectKind kind;
    std::string id, owner, source;
    SqlValue content;  // null: delete
  };
  StagingSink(Database& database, const MunicipalityId& municipality, std::size_t kept_remarks);
  absl::Status TakeNumber(std::chrono::sys_seconds now);
  absl::Status Stage(Row row);
  absl::Status CollectChanges(Sql& sql, ImportReport& report);
  absl::Status DeleteClaimed(Sql& sql);
  absl::Status SaveAgency(Sql& sql);

  Database& database_;
  MunicipalityId municipality_;
  std::int64_t number_ = 0;
  std::string staging_;  // this import's key in staged_object
  std::size_t kept_remarks_;
  CatalogueVersion base_ = 0;
  std::string agency_;
  bool agency_is_new_ = false;
  std::string file_;
  std::function<void(int)> tell_;
  int staged_ = 0;
  std::vector<Row> buffer_;
  std::size_t buffered_bytes_ = 0;
  std::set<std::pair<ObjectKind, std::string>> seen_in_;  // of the current file
  std::set<std::pair<ObjectKind, std::string>> claims_;   // kind, source
  std::vector<Remark> remarks_;
  int remark_count_ = 0;
};

// Makes version `next` equal to `version`, an earlier one.
absl::Status RestoreVersion(Sql& sql, const MunicipalityId& municipality, CatalogueVersion version,
                            CatalogueVersion next);

}  // namespace amtslotse::knowledge
