// The services behind the gateway.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "services/rpc/metrics.h"
#include "services/rpc/stub.h"

namespace amtslotse::booking::v1 {
class Booking;
}
namespace amtslotse::dialogue::v1 {
class Dialogue;
}
namespace amtslotse::knowledge::v1 {
class Knowledge;
}
namespace amtslotse::responsibility::v1 {
class Responsibility;
}
namespace amtslotse::staff::v1 {
class Staff;
}
namespace grpc::health::v1 {
class Health;
}

namespace amtslotse::gateways::web {

struct Channels {
  std::shared_ptr<grpc::Channel> dialogue, knowledge, responsibility, booking;
  std::shared_ptr<grpc::Channel> staff = nullptr;       // null: no console
  std::shared_ptr<grpc::Channel> messengers = nullptr;  // null: no messengers
};

// Thread-safe; borrowed by everything that answers.
struct Backends {
  Backends(const Channels& channels, rpc::Metrics& counted);

  std::shared_ptr<grpc::Channel> dialogue_channel, knowledge_channel, responsibility_channel, booking_channel;
  rpc::Stub<dialogue::v1::Dialogue> dialogue;
  rpc::Stub<grpc::health::v1::Health> health;  // of dialogue
  rpc::Stub<knowledge::v1::Knowledge> knowledge;
  rpc::Stub<responsibility::v1::Responsibility> responsibility;
  rpc::Stub<booking::v1::Booking> booking;
  rpc::Stub<amtslotse::staff::v1::Staff> staff;       // null: no console
  std::shared_ptr<grpc::Channel> staff_channel;       // null: no console
  std::shared_ptr<grpc::Channel> messengers_channel;  // null: no messengers
  rpc::Metrics& metrics;
};

}  // namespace amtslotse::gateways::web
