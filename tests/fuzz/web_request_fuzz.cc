// What a browser sends to the gateway: bodies as JSON into requests, and tokens that should be its own.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/token.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  static const gateways::web::TokenSigner signer(std::string(32, 'k'));
  if (signer.Check(text, std::chrono::sys_seconds{}).ok()) std::abort();  // nobody guesses a signature
  if (signer.CheckText("held", text).ok()) std::abort();
  const auto body = gateways::web::ParseObject(text);
  if (!body.ok()) return 0;
  booking::v1::ConfirmRequest confirm;
  if (!gateways::web::FromJson(*body, confirm).ok()) return 0;
  // What was read is written and read as the same.
  booking::v1::ConfirmRequest again;
  const auto written = nlohmann::json::parse(gateways::web::ToJson(confirm));
  if (!gateways::web::FromJson(written, again).ok() || again.SerializeAsString() != confirm.SerializeAsString())
    std::abort();
  return 0;
}
