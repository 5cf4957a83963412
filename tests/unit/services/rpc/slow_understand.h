// A service whose Understand ends when it is told to.
#pragma once

#include <absl/synchronization/notification.h>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"

namespace amtslotse::rpc {

class SlowUnderstand final : public nlu::v1::Nlu::Service {
 public:
  grpc::Status Understand(grpc::ServerContext*, const nlu::v1::UnderstandRequest*,
                          nlu::v1::UnderstandResponse*) override {
    end_.WaitForNotification();
    return grpc::Status::OK;
  }
  void End() { end_.Notify(); }

 private:
  absl::Notification end_;
};

}  // namespace amtslotse::rpc
