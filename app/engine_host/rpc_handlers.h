// RpcHandlers: one function a call of the protocol, from its struct to its answer. Used by EngineServer alone.
// Thread rule: the reader's thread; what takes time goes to the run scheduler or the tasks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine_host/engine_context.h"
#include "engine_host/message_writer.h"
#include "engine_host/model_library.h"
#include "engine_host/run_scheduler.h"
#include "engine_host/task_pool.h"
#include "engine_host/uploaded_images.h"
#include "protocol/calls.h"
#include "protocol/message_reader.h"

namespace heddle::engine_host {

class RpcHandlers final {
 public:
  RpcHandlers(const EngineContext& parts, MessageWriter& writer, UploadedImages& images, RunScheduler& scheduler,
              TaskPool& tasks, ModelLibrary& library)
      : parts_(parts), writer_(writer), images_(images), scheduler_(scheduler), tasks_(tasks), library_(library) {}

  // Answers a message, or says what is wrong with it. False when it was the last one.
  bool take(protocol::Message message);

 private:
  struct Request {
    Json id;
    Json params;
    std::string bytes;  // of the binary frame that followed
  };
  struct Method;
  static const Method* find(std::string_view name);
  template <class Call>
  static constexpr Method method_of();
  template <class Call>
  void answer_call(const Request& request);

  Result<protocol::EngineInfo> handle(const protocol::Initialize& call);
  Result<protocol::MemoryUse> handle(const protocol::Ping& call);
  Result<protocol::Done> handle(const protocol::Shutdown& call);
  Result<protocol::RunAccepted> handle(const protocol::GraphRun& call);
  Result<protocol::CompareAccepted> handle(const protocol::CompareRun& call);
  Result<protocol::NoiseLevels> handle(const protocol::ScheduleLevels& call);
  Result<protocol::Done> handle(const protocol::RunUpdate& call);
  Result<protocol::CancelAnswer> handle(const protocol::RunCancel& call);
  Result<protocol::Done> handle(const protocol::RunPause& call);
  Result<protocol::Done> handle(const protocol::RunContinue& call);
  Result<protocol::Done> handle(const protocol::RunLook& call);
  Result<protocol::InputHasAnswer> handle(const protocol::InputHas& call);
  Result<protocol::Done> handle(const protocol::InputPut& call, const std::string& bytes);
  Result<protocol::Done> handle(const protocol::SettingsSet& call);
  Result<protocol::Done> handle(const protocol::LibraryCancel& call);
  // The run's thread, when it is idle, sends the answer to this id.
  Result<void> start(const protocol::ImageScore& call, std::uint64_t id);
  // A task of this id sends the answer later. These are in library_calls.cpp.
  Result<void> start(const protocol::LibraryList& call, std::uint64_t id);
  Result<void> start(const protocol::LibraryInspect& call, std::uint64_t id);
  Result<void> start(const protocol::ThumbnailRequest& call, std::uint64_t id);
  Result<void> start(const protocol::PlacesSearch& call, std::uint64_t id);

  const EngineContext& parts_;
  MessageWriter& writer_;
  UploadedImages& images_;
  RunScheduler& scheduler_;
  TaskPool& tasks_;
  ModelLibrary& library_;
  bool is_initialized_ = false;
  bool is_shut_down_ = false;
  std::optional<std::uint64_t> listing_;
};

}  // namespace heddle::engine_host
