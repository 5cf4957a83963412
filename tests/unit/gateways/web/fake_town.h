// A small town behind the gateway: real gRPC services in this process, with the answers a test puts into them.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <httplib.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "gateways/web/gateway.h"
#include "services/rpc/metrics.h"

namespace amtslotse::gateways::web {

class FakeKnowledge : public knowledge::v1::Knowledge::Service {
 public:
  FakeKnowledge() {
    town.set_id("erlenfurt");
    town.set_name("Stadt Erlenfurt");
    town.set_telephone("+49 40 66969-100");
    town.set_imprint("# Impressum\n\nStadt Erlenfurt <script>alert(1)</script>");
    town.set_primary_colour("#0b5d4b");
    town.add_hosts("erlenfurt.example");
    town.add_embedding_origins("https://partner.example");
    other.set_id("krummwik");
    other.set_name("Gemeinde Krummwik");
    other.add_hosts("krummwik.example");
    service.set_id("personalausweis");
    service.set_name("Personalausweis <beantragen>");
    auto* fee = service.add_modules();
    fee->set_kind("fee");
    fee->set_language("de");
    fee->set_text("- 46,00 € ab 24 Jahren\n- 27,60 € unter 24 Jahren");
  }

  grpc::Status GetMunicipality(grpc::ServerContext*, const knowledge::v1::GetMunicipalityRequest* request,
                               knowledge::v1::GetMunicipalityResponse* response) override {
    ++asked_for_town;
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    for (const auto* each : {&town, &other}) {
      if (request->municipality_id() == each->id() ||
          (request->municipality_id().empty() && request->host() == each->hosts(0))) {
        *response->mutable_municipality() = *each;
        return grpc::Status::OK;
      }
    }
    return {grpc::StatusCode::NOT_FOUND, "no such municipality"};
  }
  grpc::Status ListServices(grpc::ServerContext*, const knowledge::v1::ListServicesRequest*,
                            knowledge::v1::ListServicesResponse* response) override {
    *response->add_services() = service;
    response->add_life_situations("Ausweise");
    response->set_total(1);
    return grpc::Status::OK;
  }
  grpc::Status GetService(grpc::ServerContext*, const knowledge::v1::GetServiceRequest* request,
                          knowledge::v1::GetServiceResponse* response) override {
    if (request->municipality_id() != "erlenfurt" || request->service_id() != service.id())
      return {grpc::StatusCode::NOT_FOUND, ""};
    *response->mutable_service() = service;
    return grpc::Status::OK;
  }
  grpc::Status ListOffices(grpc::ServerContext*, const knowledge::v1::ListOfficesRequest*,
                           knowledge::v1::ListOfficesResponse*) override {
    return grpc::Status::OK;
  }
  grpc::Status ListNotices(grpc::ServerContext*, const knowledge::v1::ListNoticesRequest*,
                           knowledge::v1::ListNoticesResponse*) override {
    return grpc::Status::OK;
  }

  Town town, other;
  knowledge::v1::Service service;
  std::atomic<bool> away = false;
  std::atomic<int> asked_for_town = 0;
};

// Repeats what it is told; a repeated event gets the first answer.
class FakeDialogue : public dialogue::v1::Dialogue::Service {
 public:
  grpc::Status StartConversation(grpc::ServerContext*, const dialogue::v1::StartConversationRequest* request,
                                 dialogue::v1::StartConversationResponse* response) override {
    const std::lock_guard lock(mutex);
    response->set_conversation_id("web-" + std::to_string(++begun));
    auto* greeting = response->add_messages();
    greeting->set_sequence(1);
    greeting->set_author(dialogue::v1::Message::AUTHOR_ASSISTANT);
    greeting->set_text("Guten Tag aus " + request->key().municipality_id());
    return grpc::Status::OK;
  }
  grpc::Status Send(grpc::ServerContext*, const dialogue::v1::SendRequest* request,
                    dialogue::v1::SendResponse* response) override {
    const std::lock_guard lock(mutex);
    ++sent;
    last = *request;
    auto& first = answers[request->conversation_id() + request->event_id()];
    if (first.messages().empty()) {
      auto* reply = first.add_messages();
      reply->set_sequence(static_cast<std::uint64_t>(sent) + 1);
      reply->set_author(dialogue::v1::Message::AUTHOR_ASSISTANT);
      reply->set_text("Sie sagten: " + request->text());
    }
    *response = first;
    return grpc::Status::OK;
  }
  grpc::Status GetMessages(grpc::ServerContext*, const dialogue::v1::GetMessagesRequest* request,
                           dialogue::v1::GetMessagesResponse* response) override {
    if (const auto message = waiting.find(request->after() + 1); message != waiting.end())
      *response->add_messages() = message->second;
    response->set_gone(response->messages().empty());
    return grpc::Status::OK;
  }
  grpc::Status DeleteConversation(grpc::ServerContext*, const dialogue::v1::DeleteConversationRequest*,
                                  dialogue::v1::DeleteConversationResponse*) override {
    ++deleted;
    return grpc::Status::OK;
  }

  std::mutex mutex;
  std::map<std::string, dialogue::v1::SendResponse> answers;
  dialogue::v1::SendRequest last;
  std::map<std::uint64_t, dialogue::v1::Message> waiting;  // by sequence; what GetMessages finds
  int begun = 0;
  int sent = 0;
  std::atomic<int> deleted = 0;
};

// Unimplemented but for what a test lets it answer; keeps what it was asked.
class FakeBooking : public booking::v1::Booking::Service {
 public:
  grpc::Status Hold(grpc::ServerContext*, const booking::v1::HoldRequest* request,
                    booking::v1::HoldResponse* response) override {
    return Answer(*request, hold_request, hold, response);
  }
  grpc::Status ExtendHold(grpc::ServerContext*, const booking::v1::ExtendHoldRequest* request,
                          booking::v1::ExtendHoldResponse* response) override {
    return Answer(*request, extend_request, extend, response);
  }
  grpc::Status Confirm(grpc::ServerContext*, const booking::v1::ConfirmRequest* request,
                       booking::v1::ConfirmResponse* response) override {
    return Answer(*request, confirm_request, confirm, response);
  }
  grpc::Status Activate(grpc::ServerContext*, const booking::v1::ActivateRequest* request,
                        booking::v1::ActivateResponse* response) override {
    return Answer(*request, activate_request, activate, response);
  }
  grpc::Status FindSlots(grpc::ServerContext*, const booking::v1::FindSlotsRequest* request,
                         booking::v1::FindSlotsResponse* response) override {
    return Answer(*request, slots_request, slots, response);
  }

  booking::v1::HoldRequest hold_request;
  booking::v1::ExtendHoldRequest extend_request;
  booking::v1::ConfirmRequest confirm_request;
  booking::v1::ActivateRequest activate_request;
  booking::v1::FindSlotsRequest slots_request;
  std::optional<booking::v1::HoldResponse> hold;
  std::optional<booking::v1::ExtendHoldResponse> extend;
  std::optional<booking::v1::ConfirmResponse> confirm;
  std::optional<booking::v1::ActivateResponse> activate;
  std::optional<booking::v1::FindSlotsResponse> slots;

 private:
  template <class Request, class Response>
  grpc::Status Answer(const Request& request, Request& kept, const std::optional<Response>& answer,
                      Response* response) {
    kept = request;
    if (!answer) return {grpc::StatusCode::UNIMPLEMENTED, ""};
    *response = *answer;
    return grpc::Status::OK;
  }
};

// The gateway over the fake services, asked without sockets.
class FakeTown {
 public:
  explicit FakeTown(GatewaySettings settings = {.token_secret = std::string(32, 'k')}) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&knowledge);
    builder.RegisterService(&dialogue);
    builder.RegisterService(&booking);
    builder.RegisterService(&responsibility_);
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel({});
    backends_ = std::make_unique<Backends>(Channels{channel, channel, channel, channel}, metrics_);
    gateway = std::make_unique<Gateway>(std::move(settings), *backends_, Assets(), *Texts::Load("gateways/web/texts"));
  }
  ~FakeTown() { server_->Shutdown(); }

  Reply Ask(const std::string& method, const std::string& path, const std::string& body = {},
            std::multimap<std::string, std::string> headers = {}) {
    httplib::Request request;
    request.method = method;
    request.target = path;
    request.path = path.substr(0, path.find('?'));
    if (const auto query = path.find('?'); query != std::string::npos)
      httplib::detail::parse_query_text(path.substr(query + 1), request.params);
    const auto type = headers.find("Content-Type");
    if (type != headers.end() && type->second == "application/x-www-form-urlencoded")
      httplib::detail::parse_query_text(body, request.params);
    request.body = body;
    request.remote_addr = "192.0.2.1";
    if (!headers.contains("Host")) headers.emplace("Host", "erlenfurt.example:8080");
    for (const auto& [name, value] : headers) request.headers.emplace(name, value);
    return gateway->Answer(request, 0);
  }

  FakeKnowledge knowledge;
  FakeDialogue dialogue;
  FakeBooking booking;
  std::unique_ptr<Gateway> gateway;

 private:
  responsibility::v1::Responsibility::Service responsibility_;
  rpc::Metrics metrics_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Backends> backends_;
};

inline std::string HeaderOf(const Reply& reply, std::string_view name) {
  for (const auto& [each, value] : reply.headers)
    if (each == name) return value;
  return {};
}

}  // namespace amtslotse::gateways::web
