#pragma once

namespace amtslotse::bench {

// Processor time of this process and all that it has started and that still runs, in microseconds. What a pair costs of
// it says the same on a busy machine as on a quiet one.
double ProcessorMicroseconds();

}  // namespace amtslotse::bench
