#include "knowledge/import/xzufi.h"

#include <fmt/format.h>

#include "knowledge/import/xzufi_reading.h"

namespace amtslotse::knowledge {
namespace {

absl::Status PutRules(const XmlNode& node, const std::string& office, const std::string& owner, XzufiContext& context) {
  for (const ResponsibilityRule& rule : ReadRules(node, office, context)) {
    if (absl::Status status = context.sink.Put(rule, owner); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status PutOffice(const XmlNode& node, XzufiContext& context) {
  const std::optional<Office> office = ReadOffice(node, context);
  if (!office) return absl::OkStatus();
  absl::Status status = context.sink.Put(*office);
  for (const XmlNode* rule : node.Children("zustaendigkeit")) {
    if (status.ok()) status = PutRules(*rule, office->id.value, "office/" + office->id.value, context);
  }
  return status;
}

absl::Status PutTransfer(const XmlNode& node, XzufiContext& context) {
  const std::string parent = context.Id(node, "uebergeordnetesObjektID");
  if (parent.empty()) {
    context.sink.Note(
        {Remark::Severity::kError, "Zuständigkeit", "Ohne uebergeordnetesObjektID; übersprungen.", node.line});
    return absl::OkStatus();
  }
  absl::Status status;
  for (const XmlNode* rule : node.Children("zustaendigkeit")) {
    if (status.ok()) status = PutRules(*rule, parent, "", context);
  }
  return status;
}

absl::Status Write(const XmlNode& operation, XzufiContext& context) {
  absl::Status status;
  for (const XmlNode& node : operation.children) {
    if (!status.ok()) return status;
    if (node.name == "leistung") {
      if (const auto service = ReadService(node, context)) status = context.sink.Put(*service);
    } else if (node.name == "spezialisierung" || node.name == "leistungSpezialisierung") {
      if (const auto special = ReadSpecialisation(node, context)) status = context.sink.Put(*special);
    } else if (node.name == "organisationseinheit") {
      status = PutOffice(node, context);
    } else if (node.name == "onlinedienst") {
      if (const auto online = ReadOnlineService(node, context)) status = context.sink.Put(*online);
    } else if (node.name == "zustaendigkeitTransferObjekt") {
      status = PutTransfer(node, context);
    } else if (!node.name.empty()) {
      ++context.unknown[node.name];
    }
  }
  return status;
}

absl::Status Delete(const XmlNode& operation, XzufiContext& context) {
  const std::string id = context.Id(operation);
  const std::string_view type = operation.Attribute("klasse");
  if (id.empty()) {
    context.sink.Note({Remark::Severity::kError, "Löschung", "Ohne id; übersprungen.", operation.line});
  } else if (type == "Leistung") {
    return context.sink.Delete(ObjectKind::kService, id);
  } else if (type == "LeistungSpezialisierung") {
    return context.sink.Delete(ObjectKind::kSpecialisation, id);
  } else if (type == "Organisationseinheit") {
    return context.sink.Delete(ObjectKind::kOffice, id);
  } else if (type == "Onlinedienst") {
    return context.sink.Delete(ObjectKind::kOnlineService, id);
  } else if (type == "Zustaendigkeit") {
    return context.sink.Delete(ObjectKind::kRule, id);
  } else {
    context.sink.Note({Remark::Severity::kWarning, "Löschung " + id,
                       fmt::format("Klasse „{}“ unbekannt; übersprungen.", type), operation.line});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadXzufi(std::istream& input, CatalogueSink& sink, const XmlLimits& limits) {
  XzufiContext context{sink, {}};
  int understood = 0;
  const absl::Status status = ReadXmlObjects(input, limits, [&](const XmlNode&, const XmlNode* object) {
    if (!object) return absl::OkStatus();
    if (object->name == "schreibe" || object->name == "loesche") {
      ++understood;
      return object->name == "schreibe" ? Write(*object, context) : Delete(*object, context);
    }
    if (object->name == "nachrichtenkopf") {
      ++understood;
    } else {
      ++context.unknown[object->name];
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (understood == 0) return absl::InvalidArgumentError("Die Datei ist keine XZuFi-Nachricht.");
  for (const auto& [name, count] : context.unknown) {
    sink.Note({Remark::Severity::kNote, "Element " + name,
               fmt::format("Nicht bekannt, {}-mal; Text behalten, wo es welchen gab.", count), 0});
  }
  return absl::OkStatus();
}

}  // namespace amtslotse::knowledge
