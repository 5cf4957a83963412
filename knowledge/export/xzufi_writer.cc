#include "knowledge/export/xzufi_writer.h"

#include <map>
#include <string>
#include <vector>

#include "knowledge/export/xzufi_objects.h"

namespace amtslotse::knowledge {
namespace {

struct StoredObject {
  std::string owner;
  std::string content;
};

class XzufiWriter {
 public:
  XzufiWriter(const Municipality& municipality, CatalogueVersion version, const Write& write)
      : municipality_(municipality),
        agency_(municipality.agency_id.empty() ? municipality.id.value : municipality.agency_id),
        version_(version),
        write_(write) {}

  absl::Status Run(Sql& sql, std::chrono::sys_seconds now) {
    xml_.Open("transfer", {{"xmlns:xzufi", "http://xoev.de/schemata/xzufi/2_2_0"}, {"xzufiVersion", "2.2.0"}});
    xml_.Open("nachrichtenkopf").Leaf("erstellungszeitpunkt", IsoTime(now)).Close();
    absl::Status status = Each(sql, "rule", [this](const StoredObject& stored) { return KeepRule(stored); });
    const auto all = [&](const char* kind, auto decode, auto add) {
      status.Update(Each(sql, kind, [&](const StoredObject& stored) -> absl::Status {
        const auto value = decode(stored.content);
        if (!value.ok()) return value.status();
        add(*value);
        return absl::OkStatus();
      }));
    };
    if (status.ok()) all("service", &DecodeService, [this](const Service& s) { AddService(xml_, s, agency_); });
    if (status.ok())
      all("specialisation", &DecodeSpecialisation,
          [this](const Specialisation& s) { AddSpecialisation(xml_, s, agency_); });
    if (status.ok())
      all("online", &DecodeOnlineService, [this](const OnlineServiceRow& o) { AddOnlineService(xml_, o, agency_); });
    if (status.ok()) all("office", &DecodeOffice, [this](const Office& o) { AddOfficeWithRules(o); });
    for (const ResponsibilityRule& rule : loose_rules_) AddRule(xml_, rule, agency_);
    xml_.Close();
    return status.ok() ? Flush() : status;
  }

 private:
  absl::Status Each(Sql& sql, const char* kind, const std::function<absl::Status(const StoredObject&)>& add) {
    absl::Status first;
    const absl::Status read = sql.Query(
        "SELECT owner, content FROM catalogue_object WHERE municipality_id = $1 AND kind = $2 "
        "AND from_version <= $3 AND to_version > $3 ORDER BY object_id",
        {municipality_.id.value, std::string(kind), version_}, [&](const SqlRow& row) {
          first = add({AsText(row[0]), AsText(row[1])});
          if (first.ok()) first = Flush();
          return first.ok();
        });
    return first.ok() ? read : first;
  }

  absl::Status KeepRule(const StoredObject& stored) {
    auto rule = DecodeRule(stored.content);
    if (!rule.ok()) return rule.status();
    const bool within = stored.owner == "office/" + rule->office.value;
    (within ? rules_of_[rule->office.value] : loose_rules_).push_back(*std::move(rule));
    return absl::OkStatus();
  }

  void AddOfficeWithRules(const Office& office) { AddOffice(xml_, office, rules_of_[office.id.value], agency_); }

  absl::Status Flush() {
    return write_(xml_.Take()) ? absl::OkStatus() : absl::CancelledError("nobody takes the export");
  }

  const Municipality& municipality_;
  std::string agency_;
  CatalogueVersion version_;
  const Write& write_;
  XmlText xml_;
  std::map<std::string, std::vector<ResponsibilityRule>> rules_of_;
  std::vector<ResponsibilityRule> loose_rules_;
};

}  // namespace

absl::Status WriteXzufi(const Database& database, const Municipality& municipality, CatalogueVersion version,
                        std::chrono::sys_seconds now, const Write& write) {
  if (!write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")) return absl::CancelledError("nobody takes the export");
  return database.Read([&](Sql& sql) { return XzufiWriter(municipality, version, write).Run(sql, now); });
}

}  // namespace amtslotse::knowledge
