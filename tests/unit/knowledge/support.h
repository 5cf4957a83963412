// What several knowledge tests need: a sink that collects, files for a moment, a town in memory.
#pragma once

#include <absl/status/status.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "knowledge/import/import.h"
#include "knowledge/import/sink.h"
#include "knowledge/town.h"

namespace amtslotse::knowledge {

inline std::chrono::sys_seconds At(int year, unsigned month, unsigned day, int hour = 12) {
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) +
         std::chrono::hours(hour);
}

class CollectingSink final : public CatalogueSink {
 public:
  absl::Status Put(const CatalogueObject& object, const std::string& owner = "") override {
    objects.push_back(object);
    owners.push_back(owner);
    return absl::OkStatus();
  }
  absl::Status Delete(ObjectKind kind, const std::string& id) override {
    deleted.emplace_back(kind, id);
    return absl::OkStatus();
  }
  void Note(Remark remark) override { remarks.push_back(std::move(remark)); }
  std::string LocalId(const std::string& id, const std::string& agency) override {
    if (own_agency.empty()) own_agency = agency;
    return agency.empty() || agency == own_agency ? id : agency + ":" + id;
  }

  template <typename T>
  std::vector<T> All() const {
    std::vector<T> found;
    for (const CatalogueObject& object : objects) {
      if (const T* value = std::get_if<T>(&object)) found.push_back(*value);
    }
    return found;
  }
  bool Remarked(std::string_view part) const {
    return std::any_of(remarks.begin(), remarks.end(), [part](const Remark& remark) {
      return remark.text.find(part) != std::string::npos || remark.object.find(part) != std::string::npos;
    });
  }

  std::vector<CatalogueObject> objects;
  std::vector<std::string> owners;
  std::vector<std::pair<ObjectKind, std::string>> deleted;
  std::vector<Remark> remarks;
  std::string own_agency;
};

// A folder that goes with the object.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "knowledge-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return (path_ / name).string();
  }
  std::filesystem::path path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// XZuFi around what is inside.
inline std::string Xzufi(const std::string& operations) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<xzufi:transfer xmlns:xzufi="http://xoev.de/schemata/xzufi/2_2_0" xzufiVersion="2.2.0"><xzufi:nachrichtenkopf/>)" +
         operations + "</xzufi:transfer>";
}

inline std::string ServiceXml(const std::string& id, const std::string& name, const std::string& more = "") {
  return R"(<xzufi:schreibe><xzufi:leistung><xzufi:id schemeAgencyID="T">)" + id +
         R"(</xzufi:id><xzufi:modulText><xzufi:inhalt languageCode="de">)" + name +
         R"(</xzufi:inhalt><xzufi:leikaTextmodul><code>03</code></xzufi:leikaTextmodul></xzufi:modulText>)" + more +
         "</xzufi:leistung></xzufi:schreibe>";
}

inline std::string OfficeXml(const std::string& id, const std::string& name, const std::string& more = "") {
  return R"(<xzufi:schreibe><xzufi:organisationseinheit><xzufi:id schemeAgencyID="T">)" + id +
         R"(</xzufi:id><xzufi:name><xzufi:name languageCode="de">)" + name + "</xzufi:name></xzufi:name>" + more +
         "</xzufi:organisationseinheit></xzufi:schreibe>";
}

// A database in memory with one municipality, "musterstadt".
class TownFixture : public ::testing::Test {
 protected:
  TownFixture() {
    database = *OpenSqliteInMemory();
    EXPECT_TRUE(PrepareTables(*database).ok());
    catalogues = std::make_unique<CatalogueStore>(*database);
    entries = std::make_unique<EntryStore>(*database);
    inbox = std::make_unique<Inbox>(*database);
    AddMunicipality(town_id.value);
  }

  void AddMunicipality(const std::string& id) {
    Municipality town;
    town.id.value = id;
    town.name = "Stadt " + id;
    town.land = "SH";
    EXPECT_TRUE(catalogues->SaveMunicipality(town).ok());
  }

  absl::StatusOr<ImportReport> ImportText(const std::string& content, const MunicipalityId& to, bool complete = false) {
    ImportRequest request;
    request.municipality = to;
    request.files = {{folder.File("import.xml", content), ""}};
    request.actor = "test";
    request.now = At(2026, 11, 21);
    request.complete = complete;
    return ImportCatalogue(*database, request);
  }
  absl::StatusOr<ImportReport> ImportText(const std::string& content) { return ImportText(content, town_id); }

  std::shared_ptr<const Catalogue> Active() { return *catalogues->Active(town_id); }

  std::unique_ptr<Towns> MakeTowns(const std::string& index_directory = "") {
    return std::make_unique<Towns>(*database, *catalogues, *entries, *inbox, *Synonyms::Parse(ShippedSynonymsText()),
                                   IndexFiles{index_directory, true});
  }

  Folder folder;
  MunicipalityId town_id{"musterstadt"};
  std::unique_ptr<Database> database;
  std::unique_ptr<CatalogueStore> catalogues;
  std::unique_ptr<EntryStore> entries;
  std::unique_ptr<Inbox> inbox;
  Change change{"Erika", At(2026, 11, 21), ""};
};

}  // namespace amtslotse::knowledge
