// Whether a process is alive, told beside whether it can work (health.h).
#pragma once

namespace amtslotse::rpc {

// The name to ask grpc.health.v1.Health/Check for: SERVING as soon as calls are
// answered at all. A process that waits for another is alive; one that does not
// answer, or whose calls all hang (calls_at_work.h), is helped by a restart
// alone.
inline constexpr char kAlive[] = "alive";

}  // namespace amtslotse::rpc
