// Whatever a caller puts into x-amtslotse-actor: no crash, and nothing that was not signed is an actor.
#include <cstdlib>

#include "services/rpc/actor.h"

using namespace std::chrono_literals;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::string key(32, 'k');
  const std::chrono::system_clock::time_point now(1'790'000'000s);
  if (amtslotse::rpc::CheckActor(text, key, "erlenfurt", {amtslotse::staff::v1::ROLE_EDITOR}, now).ok()) std::abort();
  amtslotse::staff::v1::Actor actor;  // and what is signed is read back, whatever it says
  if (!actor.ParseFromArray(bytes, static_cast<int>(size))) return 0;
  const auto read =
      amtslotse::rpc::CheckActor(amtslotse::rpc::SignActor(actor, key, now), key, actor.municipality_id(), {}, now);
  if (read.ok() && read->account_id() != actor.account_id()) std::abort();
  return 0;
}
