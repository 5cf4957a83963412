// A dialogue for tests of the messengers: greets, echoes, remembers events, can be made to fail.
#pragma once

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"

namespace amtslotse::messengers {

// Some texts do more than be echoed:
//   "Wähle" offers two choices, which may then be taken by number · "Datei" sends a calendar file · "lang 9000" answers
//   so many characters "Bitte erinnern" agrees to reminders · "langsam 500" answers after so many milliseconds ·
//   "Erinnere mich" has a reminder delivered
class FakeDialogue final : public dialogue::v1::Dialogue::Service {
 public:
  // In process, and at `address` unless it is empty.
  explicit FakeDialogue(const std::string& address = "") {
    grpc::ServerBuilder builder;
    if (!address.empty()) builder.AddListeningPort(address, grpc::InsecureServerCredentials());
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  std::unique_ptr<dialogue::v1::Dialogue::Stub> NewStub() {
    return dialogue::v1::Dialogue::NewStub(server_->InProcessChannel({}));
  }

  // Guarded by `mutex`; set before, read after.
  std::mutex mutex;
  int failures = 0;                                        // so many calls of Send answer UNAVAILABLE
  grpc::Status permanent = grpc::Status::OK;               // not OK: every Send answers this
  std::map<std::string, std::string> conversations;        // by peer
  std::map<std::string, std::vector<std::string>> events;  // by conversation, in order, each once
  std::map<std::string, dialogue::v1::DataLevel> levels;   // by conversation
  std::map<std::string, bool> consents;
  std::vector<std::string> deleted;
  std::vector<dialogue::v1::Delivery> deliveries;                                          // to be leased
  std::map<std::string, std::string> outcomes;                                             // of deliveries
  std::function<void(const std::string& conversation, const std::string& what)> on_event;  // each event once
  std::function<void(const std::string& delivery, const std::string& outcome)> on_outcome;

  grpc::Status StartConversation(grpc::ServerContext*, const dialogue::v1::StartConversationRequest* request,
                                 dialogue::v1::StartConversationResponse* response) override {
    const std::lock_guard lock(mutex);
    const auto [entry, fresh] =
        conversations.try_emplace(request->key().peer(), "c" + std::to_string(conversations.size() + 1));
    keys_[entry->second] = request->key();
    response->set_conversation_id(entry->second);
    response->set_existing(!fresh);
    levels[entry->second] = request->data_level();
    if (!fresh) return grpc::Status::OK;
    Add(*response->add_messages(), entry->second, "Ich bin ein Programm.", dialogue::v1::Message::AUTHOR_NOTICE);
    Add(*response->add_messages(), entry->second, "Was kann ich tun?", dialogue::v1::Message::AUTHOR_ASSISTANT);
    return grpc::Status::OK;
  }

  grpc::Status Send(grpc::ServerContext*, const dialogue::v1::SendRequest* request,
                    dialogue::v1::SendResponse* response) override {
    if (request->text().starts_with("langsam "))
      std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(request->text().substr(8))));
    const std::lock_guard lock(mutex);
    if (!permanent.ok()) return permanent;
    if (failures > 0) return --failures, grpc::Status(grpc::StatusCode::UNAVAILABLE, "not now");
    const std::string key = request->conversation_id() + "|" + request->event_id();
    if (const auto known = replies_.find(key); known != replies_.end()) {
      *response = known->second;
      return grpc::Status::OK;
    }
    std::string what = request->has_text()        ? request->text()
                       : request->has_choice_id() ? "#" + request->choice_id()
                                                  : "?" + request->unsupported();
    if (offered_.erase(request->conversation_id()) > 0 && (what == "1" || what == "2"))
      what = what == "1" ? "#id-Eins" : "#id-Zwei";
    events[request->conversation_id()].push_back(what);
    if (on_event) on_event(request->conversation_id(), what);
    Reply(request->conversation_id(), what, *response->add_messages());
    replies_[key] = *response;
    return grpc::Status::OK;
  }

  grpc::Status GetMessages(grpc::ServerContext*, const dialogue::v1::GetMessagesRequest* request,
                           dialogue::v1::GetMessagesResponse* response) override {
    const std::lock_guard lock(mutex);
    for (const auto& message : messages_[request->conversation_id()]) *response->add_messages() = message;
    return grpc::Status::OK;
  }
  grpc::Status DeleteConversation(grpc::ServerContext*, const dialogue::v1::DeleteConversationRequest* request,
                                  dialogue::v1::DeleteConversationResponse*) override {
    const std::lock_guard lock(mutex);
    deleted.push_back(request->conversation_id());
    return grpc::Status::OK;
  }
  grpc::Status SetConsent(grpc::ServerContext*, const dialogue::v1::SetConsentRequest* request,
                          dialogue::v1::SetConsentResponse*) override {
    const std::lock_guard lock(mutex);
    consents[request->conversation_id()] = request->granted();
    return grpc::Status::OK;
  }
  grpc::Status LeaseDeliveries(grpc::ServerContext*, const dialogue::v1::LeaseDeliveriesRequest*,
                               dialogue::v1::LeaseDeliveriesResponse* response) override {
    const std::lock_guard lock(mutex);
    for (const auto& delivery : deliveries) *response->add_deliveries() = delivery;
    deliveries.clear();
    response->set_fence(7);
    return grpc::Status::OK;
  }
  grpc::Status ReportDelivery(grpc::ServerContext*, const dialogue::v1::ReportDeliveryRequest* request,
                              dialogue::v1::ReportDeliveryResponse*) override {
    const std::lock_guard lock(mutex);
    outcomes[request->id()] = request->outcome();
    if (on_outcome) on_outcome(request->id(), request->outcome());
    return grpc::Status::OK;
  }

 private:
  void Reply(const std::string& conversation, const std::string& what, dialogue::v1::Message& reply) {
    Add(reply, conversation, "Antwort auf " + what, dialogue::v1::Message::AUTHOR_ASSISTANT);
    if (what == "Bitte erinnern") reply.set_text_kind("consent");
    if (what == "Wähle") {
      offered_.insert(conversation);
      for (const char* label : {"Eins", "Zwei"}) {
        auto* choice = reply.add_choices();
        choice->set_id(std::string("id-") + label);
        choice->set_label(label);
      }
    } else if (what == "Datei") {
      auto* file = reply.add_files();
      file->set_name("termin.ics");
      file->set_media_type("text/calendar");
      file->set_content("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    } else if (what.starts_with("lang ")) {
      std::string text;
      for (const std::size_t size = std::stoul(what.substr(5)); text.size() < size;)
        text += "Ein Satz über Größe und Maß. ";
      reply.set_text(text);
    } else if (what.starts_with("Erinnere mich")) {
      auto& delivery = deliveries.emplace_back();
      delivery.set_id("r" + std::to_string(++reminders_));
      *delivery.mutable_key() = keys_[conversation];
      delivery.set_conversation_id(conversation);
      delivery.mutable_message()->set_author(dialogue::v1::Message::AUTHOR_ASSISTANT);
      delivery.mutable_message()->set_text("Erinnerung " + std::to_string(reminders_));
    }
  }

  void Add(dialogue::v1::Message& message, const std::string& conversation, const std::string& text,
           dialogue::v1::Message::Author author) {
    auto& all = messages_[conversation];
    message.set_sequence(all.size() + 1);
    message.set_author(author);
    message.set_text(text);
    all.push_back(message);
  }

  int reminders_ = 0;
  std::set<std::string> offered_;                              // conversations with open choices
  std::map<std::string, dialogue::v1::ConversationKey> keys_;  // by conversation
  std::map<std::string, dialogue::v1::SendResponse> replies_;
  std::map<std::string, std::vector<dialogue::v1::Message>> messages_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace amtslotse::messengers
