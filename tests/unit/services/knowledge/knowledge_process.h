// A knowledge process of a test: the real program on a unix socket, with an administrator who calls it.
#pragma once

#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "services/rpc/actor.h"
#include "services/rpc/address.h"
#include "services/rpc/call.h"

namespace amtslotse::knowledge {

inline constexpr char kActorKey[] = "0123456789abcdef0123456789abcdef";

class KnowledgeProcess {
 public:
  // `settings`: KEY=VALUE without the prefix. `folder` is its data directory and holds the socket.
  KnowledgeProcess(const std::string& folder, std::vector<std::string> settings) {
    const std::string address = "unix:" + folder + "/k.sock";
    settings.insert(settings.end(), {"LISTEN=" + address, "DATA_DIR=" + folder, "LOG_LEVEL=warning",
                                     std::string("ACTOR_KEY=") + kActorKey});
    for (std::string& setting : settings) setting = "KNOWLEDGE_" + setting;
    std::vector<char*> environment;
    for (std::string& setting : settings) environment.push_back(setting.data());
    environment.push_back(nullptr);
    std::string program = AMTSLOTSE_KNOWLEDGE_PROGRAM;
    char* arguments[] = {program.data(), nullptr};
    posix_spawn(&pid_, program.c_str(), nullptr, nullptr, arguments, environment.data());
    stub_ = v1::Knowledge::NewStub(rpc::Connect(address));
  }
  KnowledgeProcess(const KnowledgeProcess&) = delete;
  KnowledgeProcess& operator=(const KnowledgeProcess&) = delete;
  ~KnowledgeProcess() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }

  v1::Knowledge::Stub& stub() { return *stub_; }

  void Prepare(grpc::ClientContext& context, const std::string& town) {
    const auto now = std::chrono::system_clock::now();
    staff::v1::Actor actor;
    actor.set_account_id("erika");
    actor.set_display_name("Erika");
    actor.set_municipality_id(town);
    actor.add_roles(staff::v1::ROLE_ADMINISTRATOR);
    actor.set_expires_unix(std::chrono::system_clock::to_time_t(now + std::chrono::minutes(5)));
    context.AddMetadata(rpc::kActorKey, rpc::SignActor(actor, kActorKey, {}));
    context.set_deadline(now + std::chrono::seconds(60));
    context.set_wait_for_ready(true);
  }

  // A call by the administrator of the request's town.
  template <class Base, class Request, class Response>
  grpc::Status Call(grpc::Status (Base::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, const std::string& town = "musterstadt") {
    grpc::ClientContext context;
    Prepare(context, town);
    return (stub_.get()->*method)(&context, request, &response);
  }

 private:
  pid_t pid_ = -1;
  std::unique_ptr<v1::Knowledge::Stub> stub_;
};

}  // namespace amtslotse::knowledge
