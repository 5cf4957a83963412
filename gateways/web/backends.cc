#include "gateways/web/backends.h"

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace amtslotse::gateways::web {

Backends::Backends(const Channels& channels, rpc::Metrics& counted)
    : dialogue_channel(channels.dialogue),
      knowledge_channel(channels.knowledge),
      responsibility_channel(channels.responsibility),
      booking_channel(channels.booking),
      dialogue(channels.dialogue),
      health(channels.dialogue),
      knowledge(channels.knowledge),
      responsibility(channels.responsibility),
      booking(channels.booking),
      staff(channels.staff),
      staff_channel(channels.staff),
      messengers_channel(channels.messengers),
      metrics(counted) {}

}  // namespace amtslotse::gateways::web
