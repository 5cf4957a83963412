// The staff's view of the accounts: state, dead letters, data level; one person's right to know and to be forgotten.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "amtslotse/messengers/v1/messengers.grpc.pb.h"
#include "services/messengers/station.h"
#include "services/rpc/metrics.h"

namespace amtslotse::messengers {

// Thread-safe. Everything is borrowed.
class MessengersService final : public v1::Messengers::Service {
 public:
  MessengersService(const std::vector<std::unique_ptr<Station>>& stations, Store& store, std::string actor_key,
                    rpc::Metrics& metrics)
      : stations_(stations), store_(store), actor_key_(std::move(actor_key)), metrics_(metrics) {}

  grpc::Status ListAccounts(grpc::ServerContext* context, const v1::ListAccountsRequest* request,
                            v1::ListAccountsResponse* response) override;
  grpc::Status ListDeadLetters(grpc::ServerContext* context, const v1::ListDeadLettersRequest* request,
                               v1::ListDeadLettersResponse* response) override;
  grpc::Status ResendDeadLetter(grpc::ServerContext* context, const v1::ResendDeadLetterRequest* request,
                                v1::ResendDeadLetterResponse* response) override;
  grpc::Status DiscardDeadLetter(grpc::ServerContext* context, const v1::DiscardDeadLetterRequest* request,
                                 v1::DiscardDeadLetterResponse* response) override;
  grpc::Status SetDataLevel(grpc::ServerContext* context, const v1::SetDataLevelRequest* request,
                            v1::SetDataLevelResponse* response) override;
  grpc::Status ExportPerson(grpc::ServerContext* context, const v1::ExportPersonRequest* request,
                            v1::ExportPersonResponse* response) override;
  grpc::Status ErasePerson(grpc::ServerContext* context, const v1::ErasePersonRequest* request,
                           v1::ErasePersonResponse* response) override;

 private:
  Station* Find(const std::string& municipality_id, const std::string& channel, const std::string& account) const;
  absl::StatusOr<v1::Account> Describe(const Station& station) const;

  const std::vector<std::unique_ptr<Station>>& stations_;
  Store& store_;
  const std::string actor_key_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::messengers
