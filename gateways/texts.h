// What a channel itself says, in German: everything else the dialogue says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace amtslotse::gateways {

enum class TextId : std::uint8_t {
  kAnswerByNumber,
  kPleaseChoose,
  kFileNotHere,  // {}: the file's name
  kWritePrivately,
  kStopped,
  kForgotten,
  kTroubleNow,
  kCannotAnswer,
  kEncrypted,
  kAlreadyChosen,
};

std::string Text(TextId id, std::string_view value = {});

}  // namespace amtslotse::gateways
