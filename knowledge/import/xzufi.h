// XZuFi 2.1 to 2.3, read leniently by local element names.
//
// The standard's XSD was not at hand; element names for opening hours, communication and parent unit follow
// what the deployed catalogues use and several spellings are taken. Modules that are not known are kept as
// kOther and noted.
#pragma once

#include <absl/status/status.h>

#include <istream>

#include "knowledge/import/sink.h"
#include "knowledge/import/xml_objects.h"

namespace amtslotse::knowledge {

// Every schreibe becomes a Put, every loesche a Delete. Objects without id or name are skipped with a remark;
// errors are those of ReadXmlObjects, the sink's, and INVALID_ARGUMENT when the document is no XZuFi message.
absl::Status ReadXzufi(std::istream& input, CatalogueSink& sink, const XmlLimits& limits = {});

}  // namespace amtslotse::knowledge
