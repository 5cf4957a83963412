// Errors in words, as application/problem+json (RFC 9457).
#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "gateways/web/http.h"
#include "gateways/web/texts.h"

namespace amtslotse::gateways::web {

// HTTP status of a fault of a service: NOT_FOUND 404, RESOURCE_EXHAUSTED 429, UNAVAILABLE 503 …
int HttpStatus(const absl::Status& status);

// {"type": "about:blank", "title", "status", "detail", "requestId"}; title and detail in the interface's language.
// `detail` empty: what the catalogue says for the status. With a `code`, for clients that act on it.
Reply Problem(const Texts& texts, const Request& request, int status, std::string_view detail = {},
              std::string_view code = {});

// A fault of a service. Its message is shown only when it is about what the caller sent.
Reply ProblemOf(const Texts& texts, const Request& request, const absl::Status& status);

}  // namespace amtslotse::gateways::web
