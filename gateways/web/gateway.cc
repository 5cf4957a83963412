#include "gateways/web/gateway.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include "gateways/web/address.h"
#include "gateways/web/problem.h"
#include "gateways/web/staff/routes.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

// The status as text with static storage, for the metrics.
const char* CodeText(int status) {
  static const auto kTexts = [] {
    std::array<std::string, 600> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = std::to_string(i);
    return texts;
  }();
  return kTexts[static_cast<std::size_t>(std::clamp(status, 0, 599))].c_str();
}

constexpr std::size_t kWorthCompressing = 1024;
constexpr auto kAnswerWithin = std::chrono::seconds(20);

// Nothing inline, nothing from anyone else. KERN's icons are data: images.
constexpr std::string_view kContentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
    "'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors ";

bool GoodOrigin(std::string_view origin) {
  return (origin.starts_with("https://") || origin.starts_with("http://")) &&
         std::all_of(origin.begin(), origin.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '.' || c == ':' || c == '-' || c == '/'; });
}

// Only the chat's own page lets itself be framed, and only by pages that the town allows.
std::string FramedBy(const Request& request) {
  std::string origins;
  if (request.path == "/chat" && request.town) {
    for (const std::string& origin : request.town->embedding_origins())
      if (GoodOrigin(origin)) origins += (origins.empty() ? "" : " ") + origin;
  }
  return origins.empty() ? "'none'" : origins;
}

bool IsApi(const std::string& path) { return path.starts_with(kApi); }

std::string LanguageOf(const httplib::Request& http, const SiteAddress& address) {
  if (address.language != "de") return address.language;
  if (const std::string asked = http.get_param_value("sprache"); asked == "de" || asked == "en") return asked;
  return IsApi(http.path) && http.get_header_value("Accept-Language").starts_with("en") ? "en" : "de";
}

std::string FileContent(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Path and query are text once they are decoded; services take nothing else.
bool IsText(const httplib::Request& http) {
  return IsUtf8(http.path) && std::all_of(http.params.begin(), http.params.end(), [](const auto& parameter) {
           return IsUtf8(parameter.first) && IsUtf8(parameter.second);
         });
}

void AllowOrigin(const Request& request, Reply& reply) {
  const std::string origin = request.Header("Origin");
  if (origin.empty()) return;
  reply.With("Access-Control-Allow-Origin", origin)
      .With("Vary", "Origin")
      .With("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
}

// Says only what a browser may try; the request itself is checked against the town's list.
Reply Preflight(const Request& request, const std::string& methods) {
  Reply reply{.status = 204, .content_type = {}, .body = {}, .headers = {}, .stream = {}};
  AllowOrigin(request, reply);
  reply.With("Access-Control-Allow-Methods", methods)
      .With("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Amtslotse-Municipality")
      .With("Access-Control-Max-Age", "600");
  return reply;
}

}  // namespace

Gateway::Gateway(GatewaySettings settings, Backends& backends, Assets assets, Texts texts)
    : settings_(std::move(settings)),
      backends_(backends),
      assets_(std::move(assets)),
      texts_(std::move(texts)),
      tokens_(settings_.token_secret),
      towns_(backends_, settings_.fallback_municipality),
      redis_(settings_.redis.address.empty() ? nullptr : std::make_unique<rpc::Redis>(settings_.redis)),
      messages_(BurstFor(settings_.messages_per_minute), settings_.messages_per_minute, "messages", redis_.get(),
                &backends_.metrics),
      conversations_(BurstFor(settings_.conversations_per_minute), settings_.conversations_per_minute, "conversations",
                     redis_.get(), &backends_.metrics),
      reads_(BurstFor(settings_.reads_per_minute), settings_.reads_per_minute, "reads", redis_.get(),
             &backends_.metrics),
      wake_ups_(settings_.redis, &backends_.metrics),
      shared_{.settings = settings_,
              .backends = backends_,
              .assets = assets_,
              .texts = texts_,
              .tokens = tokens_,
              .towns = towns_,
              .messages = messages_,
              .conversations = conversations_,
              .wake_ups = wake_ups_,
              .openapi = FileContent(settings_.openapi_file)} {
  AddOperationRoutes(router_, shared_);
  AddConversationRoutes(router_, shared_);
  AddCatalogueRoutes(router_, shared_);
  AddBookingRoutes(router_, shared_);
  AddPageRoutes(router_, shared_);
  staff::AddStaffRoutes(router_, shared_);
}

Reply Gateway::Answer(const httplib::Request& http, int refused) {
  SiteAddress address = ParseSiteAddress(http.path);
  Request request{.http = http,
                  .caller = {.request_id = rpc::RandomId(),
                             .signed_actor = {},
                             .deadline = std::chrono::system_clock::now() + kAnswerWithin},
                  .town = nullptr,
                  .language = LanguageOf(http, address),
                  .variables = {},
                  .path = std::move(address.path),
                  .prefix = std::move(address.prefix),
                  .terminal = std::move(address.terminal)};
  const rpc::RequestScope scope(request.caller.request_id);
  const auto begin = std::chrono::steady_clock::now();
  const char* where = "none";  // the pattern, not the path: paths are free to invent
  Reply reply;
  try {
    if (refused != 0) {
      reply = Fault(request, refused);
    } else if (http.target.size() > 2048) {
      reply = Fault(request, 414);
    } else if (!IsText(http)) {
      reply = Fault(request, 400);
    } else if (http.has_header("Content-Encoding")) {
      reply = Fault(request, 415);
    } else {
      reply = Dispatch(request, where);
    }
  } catch (const std::exception& error) {
    rpc::LogError("web_exception", {{"what", error.what()}});
    reply = Fault(request, 500);
  }
  Finish(request, reply);
  backends_.metrics.CountCall("http", where, CodeText(reply.status), std::chrono::steady_clock::now() - begin);
  return reply;
}

Reply Gateway::Dispatch(Request& request, const char*& where) {
  const auto& http = request.http;
  if (http.method == "GET" || http.method == "HEAD") {
    if (const Reply* file = assets_.Find(request.path, AcceptsGzip(request.Header("Accept-Encoding")))) {
      where = "file";
      return *file;
    }
  }
  Matched matched = router_.Find(http.method, request.path);
  if (matched.route == nullptr) {
    if (matched.allowed.empty()) {
      if (auto town = towns_.Of(request, Towns::Clock::now()); town.ok() && !IsApi(request.path)) request.town = *town;
      return Fault(request, 404);
    }
    if (http.method == "OPTIONS") return Preflight(request, matched.allowed);
    return Fault(request, 405).With("Allow", matched.allowed);
  }
  where = matched.route->pattern.c_str();
  request.variables = std::move(matched.variables);
  return matched.route->needs == Needs::kTown ? WithTown(request, *matched.route) : matched.route->handler(request);
}

Reply Gateway::WithTown(Request& request, const Route& route) {
  auto town = towns_.Of(request, Towns::Clock::now());
  if (!town.ok()) {
    const int status = HttpStatus(town.status());
    return Fault(request, status, status == 404 ? texts_.Say(request.language, "problem.noTown") : "");
  }
  request.town = *std::move(town);
  if (route.method == "GET") {
    const auto wait =
        reads_.Take(rpc::KeyedHash(settings_.token_secret, request.Subscriber()), RateLimit::Clock::now());
    if (wait > std::chrono::seconds(0)) return Fault(request, 429).With("Retry-After", std::to_string(wait.count()));
  }
  if (!MayEmbed(request, *request.town)) return Fault(request, 403, texts_.Say(request.language, "problem.embedding"));
  Reply reply = route.handler(request);
  for (auto& [name, value] : reply.headers)
    if (name == "Location") value = PrefixedUrl(value, request.prefix);
  AllowOrigin(request, reply);
  return reply;
}

Reply Gateway::Fault(const Request& request, int status, std::string_view detail) {
  const bool page = !IsApi(request.path) && request.Header("Accept").find("text/html") != std::string::npos;
  return page ? ErrorPage(shared_, request, status) : Problem(texts_, request, status, detail);
}

void Gateway::Finish(const Request& request, Reply& reply) {
  const auto header = [&](std::string_view name) -> std::string_view {
    for (const auto& [each, value] : reply.headers)
      if (each == name) return value;
    return {};
  };
  if (const auto etag = header("ETag"); !etag.empty() && request.Header("If-None-Match") == etag) {
    reply.status = 304;
    reply.body.clear();
    reply.compressed = false;
  }
  const bool text = reply.content_type.starts_with("text/") || reply.content_type.starts_with("application/");
  if (text) reply.With("Vary", "Accept-Encoding");
  if (text && !reply.compressed && reply.body.size() >= kWorthCompressing &&
      AcceptsGzip(request.Header("Accept-Encoding"))) {
    if (std::string smaller = Gzip(reply.body); !smaller.empty()) {
      reply.body = std::move(smaller);
      reply.compressed = true;
    }
  }
  if (header("Cache-Control").empty()) reply.With("Cache-Control", "no-store");
  reply.With("X-Request-Id", request.caller.request_id).With("X-Content-Type-Options", "nosniff");
  if (reply.content_type.starts_with("text/html")) {
    const std::string framed_by = FramedBy(request);
    if (framed_by == "'none'") reply.With("X-Frame-Options", "DENY");
    reply.With("Content-Security-Policy", std::string(kContentPolicy) + framed_by)
        .With("Referrer-Policy", "same-origin")
        .With("Cross-Origin-Opener-Policy", "same-origin")
        .With("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
  }
  if (settings_.https) reply.With("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace amtslotse::gateways::web
