// What was understood, to the wire.
#pragma once

#include "amtslotse/nlu/v1/nlu.pb.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

v1::UnderstandResponse Encode(const Understanding& understanding);
// The reference for relative dates and what was asked for. An unknown Land counts as none.
Reference Decode(const v1::UnderstandRequest& request);

}  // namespace amtslotse::nlu
