// The web gateway: JSON API, chat, pages. Knows HTTP and how to show a message; nothing about services of a town.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "gateways/web/assets.h"
#include "gateways/web/backends.h"
#include "gateways/web/rate_limit.h"
#include "gateways/web/router.h"
#include "gateways/web/texts.h"
#include "gateways/web/token.h"
#include "gateways/web/towns.h"
#include "gateways/web/wake_ups.h"
#include "services/rpc/redis.h"

namespace amtslotse::gateways::web {

struct GatewaySettings {
  std::string token_secret;           // at least 32 bytes
  std::string fallback_municipality;  // for host names that no town claims
  std::string openapi_file = "gateways/web/api/openapi.json";
  int messages_per_minute = kMessagesPerMinute;            // 0: no limit
  int conversations_per_minute = kConversationsPerMinute;  // 0: no limit
  int reads_per_minute = kReadsPerMinute;                  // 0: no limit
  std::chrono::seconds token_lifetime{24 * 3600};
  std::chrono::seconds stream_lifetime{600};  // of one event stream; clients connect again
  rpc::RedisSettings
      redis;  // counts limits and wakes open chats for every gateway process; no address: each counts alone and asks
  bool https = false;  // citizens reach it by https: send Strict-Transport-Security
};

// What handlers share. Thread-safe.
struct Shared {
  const GatewaySettings& settings;
  Backends& backends;
  const Assets& assets;
  const Texts& texts;
  const TokenSigner& tokens;
  Towns& towns;
  RateLimit& messages;
  RateLimit& conversations;
  WakeUps& wake_ups;
  std::string openapi;
  std::function<bool()> stopping = [] { return false; };
};

// Answers requests, whole: routing, municipality, embedding, headers, errors in words. Thread-safe, throws nothing.
class Gateway {
 public:
  Gateway(GatewaySettings settings, Backends& backends, Assets assets, Texts texts);
  // Event streams end early once it says true.
  void StopStreamsWhen(std::function<bool()> stopping) { shared_.stopping = std::move(stopping); }
  // Lets waiting event streams look whether they are to end.
  void WakeStreams() { wake_ups_.WakeAll(); }

  Reply Answer(const httplib::Request& http, int refused);
  const Router& router() const { return router_; }

 private:
  Reply Dispatch(Request& request, const char*& where);
  Reply WithTown(Request& request, const Route& route);
  Reply Fault(const Request& request, int status, std::string_view detail = {});
  void Finish(const Request& request, Reply& reply);

  GatewaySettings settings_;
  Backends& backends_;
  Assets assets_;
  Texts texts_;
  TokenSigner tokens_;
  Towns towns_;
  std::unique_ptr<rpc::Redis> redis_;  // null: none
  RateLimit messages_;
  RateLimit conversations_;
  RateLimit reads_;  // of pages and data; files are free
  WakeUps wake_ups_;
  Shared shared_;
  Router router_;
};

// Each adds its routes; `shared` outlives the router.
void AddConversationRoutes(Router& router, const Shared& shared);
void AddCatalogueRoutes(Router& router, const Shared& shared);
void AddBookingRoutes(Router& router, const Shared& shared);
void AddOperationRoutes(Router& router, const Shared& shared);
void AddPageRoutes(Router& router, const Shared& shared);

// The page that says an error in words (404, 500 …) in the town's looks, or bare when there is no town.
Reply ErrorPage(const Shared& shared, const Request& request, int status);

inline constexpr std::string_view kApi = "/api/v1";

}  // namespace amtslotse::gateways::web
