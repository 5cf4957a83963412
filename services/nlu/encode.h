// What was understood, to the wire.
#pragma once

#include "amtslotse/nlu/v1/nlu.pb.h"
#include "nlu/understanding.h"
#include "services/nlu/trainer.h"

namespace amtslotse::nlu {

v1::UnderstandResponse Encode(const Understanding& understanding);
// The reference for relative dates and what was asked for. An unknown Land counts as none.
Reference Decode(const v1::UnderstandRequest& request);

v1::Model Encode(const StoredModel& model);
v1::ChangedAnswer Encode(const ChangedAnswer& change);
// The last message of a training.
v1::TrainResponse Encode(const Trained& trained);

}  // namespace amtslotse::nlu
