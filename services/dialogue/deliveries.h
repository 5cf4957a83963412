// Messages that no one asked for: reminders, offers of the waiting list, what staff changed. Booking's outbox is the
// queue; the reference that came with the appointment says where they go. Nothing is kept here.
#pragma once

#include <optional>
#include <string>
#include <thread>

#include "amtslotse/booking/v1/booking.pb.h"
#include "keys/key_ring.h"
#include "services/dialogue/core/message.h"
#include "services/dialogue/core/session.h"
#include "services/dialogue/grpc_town.h"
#include "services/dialogue/session_store.h"

namespace amtslotse::dialogue {

// Where messages of a conversation go, also when it is long over: "<conversation id>.<sealed account and peer>". Empty
// when it would be too long.
std::string MakeReference(const keys::KeyRing& keys, const Session& session);
struct Reference {
  std::string conversation_id;
  std::string channel;
  std::string account;
  std::string peer;
};
// Nothing when it is none of ours, or another town's.
std::optional<Reference> OpenReference(const keys::KeyRing& keys, const std::string& municipality_id,
                                       const std::string& text);

// A notification in words, with answers to tap. Their ids say all that is needed, so that they work after days.
Message MessageOf(const booking::v1::Notification& notification);

// What an answer to such a message says, done. Nothing when the id is of no such message. `zone`: the town's, for times
// in the answer; a hold of the session that was extended says so.
absl::StatusOr<std::optional<std::string>> AnswerDelivery(Services& services, Session& session, const std::string& zone,
                                                          const std::string& choice_id, const rpc::Caller& caller);

// Shows messages in web chats that are still open; others go by e-mail where there is one.
class WebDeliveries {
 public:
  // Borrowed; begins at once.
  WebDeliveries(Services& services, SessionStore& sessions, const keys::KeyRing& keys);

 private:
  void Run(const std::stop_token& stop);
  void Show(const booking::v1::Notification& notification);

  Services& services_;
  SessionStore& sessions_;
  const keys::KeyRing& keys_;
  std::jthread thread_;
};

}  // namespace amtslotse::dialogue
