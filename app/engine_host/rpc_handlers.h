// RpcHandlers: one method of the protocol each, from its params to its answer. Used by the host alone.
// Thread rule: the reader's thread; what takes time goes to the run scheduler or the tasks.
#pragma once

#include <optional>
#include <string>

#include "engine_host/engine_context.h"
#include "engine_host/task_pool.h"
#include "engine_host/model_library.h"
#include "engine_host/message_writer.h"
#include "engine_host/uploaded_images.h"
#include "engine_host/run_scheduler.h"
#include "protocol/message_reader.h"

namespace heddle::engine_host {

class RpcHandlers final {
 public:
  RpcHandlers(const EngineContext& parts, MessageWriter& writer, UploadedImages& pictures, RunScheduler& scheduler, TaskPool& tasks,
            ModelLibrary& library)
      : parts_(parts), writer_(writer), pictures_(pictures), scheduler_(scheduler), tasks_(tasks), library_(library) {}

  // Answers a message, or says what is wrong with it. False when it was the last one.
  bool take(const protocol::Message& message);

 private:
  using Answer = Result<Json>;
  struct Method {
    std::string_view name;
    Answer (RpcHandlers::*call)(const Json& id, const Json& params, const std::string& bytes);
  };
  static const Method* find(std::string_view name);

  // An answer of null is sent later by a task. The library's are in library_calls.cpp.
  Answer initialize(const Json& id, const Json& params, const std::string& bytes);
  Answer ping(const Json& id, const Json& params, const std::string& bytes);
  Answer run(const Json& id, const Json& params, const std::string& bytes);
  Answer update(const Json& id, const Json& params, const std::string& bytes);
  Answer cancel(const Json& id, const Json& params, const std::string& bytes);
  Answer pause(const Json& id, const Json& params, const std::string& bytes);
  Answer go_on(const Json& id, const Json& params, const std::string& bytes);
  Answer show_step(const Json& id, const Json& params, const std::string& bytes);
  Answer has_picture(const Json& id, const Json& params, const std::string& bytes);
  Answer put_picture(const Json& id, const Json& params, const std::string& bytes);
  Answer list(const Json& id, const Json& params, const std::string& bytes);
  Answer cancel_list(const Json& id, const Json& params, const std::string& bytes);
  Answer inspect(const Json& id, const Json& params, const std::string& bytes);
  Answer thumbnail(const Json& id, const Json& params, const std::string& bytes);
  Answer places(const Json& id, const Json& params, const std::string& bytes);
  Answer settings(const Json& id, const Json& params, const std::string& bytes);

  void call(const Method& method, const Json& id, const protocol::Message& message);

  const EngineContext& parts_;
  MessageWriter& writer_;
  UploadedImages& pictures_;
  RunScheduler& scheduler_;
  TaskPool& tasks_;
  ModelLibrary& library_;
  bool is_initialized_ = false;
  std::optional<std::uint64_t> listing_;
};

}  // namespace heddle::engine_host
