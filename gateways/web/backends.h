// The services behind the gateway.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {

struct Channels {
  std::shared_ptr<grpc::Channel> dialogue, knowledge, responsibility, booking;
  std::shared_ptr<grpc::Channel> staff = nullptr;  // null: no console
  std::shared_ptr<grpc::Channel> messengers = nullptr;  // null: no messengers
};

// Thread-safe; borrowed by everything that answers.
struct Backends {
  Backends(const Channels& channels, rpc::Metrics& counted)
      : dialogue_channel(channels.dialogue),
        knowledge_channel(channels.knowledge),
        dialogue(dialogue::v1::Dialogue::NewStub(channels.dialogue)),
        health(grpc::health::v1::Health::NewStub(channels.dialogue)),
        knowledge(knowledge::v1::Knowledge::NewStub(channels.knowledge)),
        responsibility(responsibility::v1::Responsibility::NewStub(channels.responsibility)),
        booking(booking::v1::Booking::NewStub(channels.booking)),
        staff(channels.staff == nullptr ? nullptr : amtslotse::staff::v1::Staff::NewStub(channels.staff)),
        messengers_channel(channels.messengers),
        metrics(counted) {}

  std::shared_ptr<grpc::Channel> dialogue_channel, knowledge_channel;
  std::unique_ptr<dialogue::v1::Dialogue::StubInterface> dialogue;
  std::unique_ptr<grpc::health::v1::Health::StubInterface> health;  // of dialogue
  std::unique_ptr<knowledge::v1::Knowledge::StubInterface> knowledge;
  std::unique_ptr<responsibility::v1::Responsibility::StubInterface> responsibility;
  std::unique_ptr<booking::v1::Booking::StubInterface> booking;
  std::unique_ptr<amtslotse::staff::v1::Staff::StubInterface> staff;  // null: no console
  std::shared_ptr<grpc::Channel> messengers_channel;  // null: no messengers
  rpc::Metrics& metrics;
};

}  // namespace amtslotse::gateways::web
