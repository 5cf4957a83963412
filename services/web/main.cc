// The web process: HTTP for citizens over the other services.
#include <csignal>
#include <iostream>

#include "gateways/web/gateway.h"
#include "gateways/web/http_server.h"
#include "gateways/web/town_texts.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/rpc/address.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "services/web/settings.h"

namespace amtslotse::web {
namespace {

namespace gw = gateways::web;

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

// Stop signals are blocked in every thread; here they are taken.
void WaitForStop() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int signal = 0;
  sigwait(&signals, &signal);
}

int Run(Settings settings) {
  keys::SystemRandomness random;
  const auto keys = keys::KeyRing::LoadOrCreate(settings.keys_file, settings.data_directory, random);
  if (!keys.ok()) return Fail(keys.status());
  settings.gateway.token_secret = keys->TokenHash("web", "conversation tokens");
  rpc::Metrics metrics;
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return Fail(status);
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  auto assets = gw::Assets::Load(settings.assets);
  if (!assets.ok()) return Fail(assets.status());
  auto texts = gw::LoadTexts(settings.texts, settings.data_directory + "/texts");
  if (!texts.ok()) return Fail(texts.status());
  if (!settings.server.tls.directory.empty()) {
    if (const auto status = rpc::CheckIdentity(settings.server.tls); !status.ok()) return Fail(status);
  }
  const auto to = [&](const std::string& address, const char* service) {
    return address.empty() ? nullptr : rpc::Connect(address, service, settings.server.tls);
  };
  gw::Backends backends({.dialogue = to(settings.dialogue, "dialogue"),
                         .knowledge = to(settings.knowledge, "knowledge"),
                         .responsibility = to(settings.responsibility, "responsibility"),
                         .booking = to(settings.booking, "booking"),
                         .staff = to(settings.staff, "staff"),
                         .messengers = to(settings.messengers, "messengers")},
                        metrics);
  gw::Gateway gateway(settings.gateway, backends, *std::move(assets), *std::move(texts));
  std::atomic<bool> stopping = false;
  gateway.StopStreamsWhen([&] { return stopping.load(); });
  auto server = gw::HttpServer::Start(
      settings.http, [&](const httplib::Request& request, int refused) { return gateway.Answer(request, refused); });
  if (!server.ok()) return Fail(server.status());
  rpc::LogInfo("listening", {{"port", (*server)->port()}});
  WaitForStop();
  rpc::LogInfo("stopping");
  stopping = true;
  gateway.WakeStreams();
  (*server)->Stop();
  return 0;
}

}  // namespace
}  // namespace amtslotse::web

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  auto settings = amtslotse::web::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("web", settings->server.log_level);
  return amtslotse::web::Run(*std::move(settings));
}
