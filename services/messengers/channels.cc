#include "services/messengers/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateways/matrix/matrix.h"
#include "gateways/signal/signal.h"
#include "gateways/telegram/telegram.h"
#include "gateways/threema/threema.h"
#include "gateways/whatsapp/whatsapp.h"
#include "gateways/xmpp/xmpp.h"
#include "services/rpc/text.h"

namespace amtslotse::messengers {
namespace {

struct Channel {
  std::string_view name;
  absl::StatusOr<std::unique_ptr<gateways::Adapter>> (*open)(const gateways::AccountSettings&, gateways::HttpClient&);
};

// One line a channel.
constexpr std::array kChannels{
    Channel{"matrix", &gateways::matrix::Open},     Channel{"signal", &gateways::signal::Open},
    Channel{"telegram", &gateways::telegram::Open}, Channel{"threema", &gateways::threema::Open},
    Channel{"whatsapp", &gateways::whatsapp::Open}, Channel{"xmpp", &gateways::xmpp::Open},
};

}  // namespace

absl::StatusOr<std::unique_ptr<gateways::Adapter>> OpenChannel(const gateways::AccountSettings& settings,
                                                               gateways::HttpClient& http) {
  const auto channel =
      std::find_if(kChannels.begin(), kChannels.end(), [&](const Channel& c) { return c.name == settings.channel; });
  if (channel == kChannels.end())
    return absl::InvalidArgumentError(fmt::format("there is no channel {}", settings.channel));
  auto adapter = channel->open(settings, http);
  if (adapter.ok()) return adapter;
  return absl::InvalidArgumentError(
      fmt::format("{}/{}: {}", settings.channel, settings.account, rpc::ToString(adapter.status().message())));
}

}  // namespace amtslotse::messengers
