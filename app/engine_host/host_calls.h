// HostCalls: one method of the protocol each, from its params to its answer. Used by the host alone.
// Thread rule: the reader's thread; what takes time goes to the run desk or the errands.
#pragma once

#include <optional>
#include <string>

#include "engine_host/engine_parts.h"
#include "engine_host/errands.h"
#include "engine_host/model_library.h"
#include "engine_host/outbox.h"
#include "engine_host/picture_folder.h"
#include "engine_host/run_desk.h"
#include "protocol/message_reader.h"

namespace heddle::engine_host {

class HostCalls final {
 public:
  HostCalls(const EngineParts& parts, Outbox& outbox, PictureFolder& pictures, RunDesk& desk, Errands& errands,
            ModelLibrary& library)
      : parts_(parts), outbox_(outbox), pictures_(pictures), desk_(desk), errands_(errands), library_(library) {}

  // Answers a message, or says what is wrong with it. False when it was the last one.
  bool take(const protocol::Message& message);

 private:
  using Answer = Result<Json>;
  struct Method {
    std::string_view name;
    Answer (HostCalls::*call)(const Json& id, const Json& params, const std::string& bytes);
  };
  static const Method* find(std::string_view name);

  // An answer of null is sent later by an errand. The library's are in library_calls.cpp.
  Answer initialize(const Json& id, const Json& params, const std::string& bytes);
  Answer ping(const Json& id, const Json& params, const std::string& bytes);
  Answer run(const Json& id, const Json& params, const std::string& bytes);
  Answer update(const Json& id, const Json& params, const std::string& bytes);
  Answer cancel(const Json& id, const Json& params, const std::string& bytes);
  Answer pause(const Json& id, const Json& params, const std::string& bytes);
  Answer go_on(const Json& id, const Json& params, const std::string& bytes);
  Answer look(const Json& id, const Json& params, const std::string& bytes);
  Answer has_picture(const Json& id, const Json& params, const std::string& bytes);
  Answer put_picture(const Json& id, const Json& params, const std::string& bytes);
  Answer list(const Json& id, const Json& params, const std::string& bytes);
  Answer cancel_list(const Json& id, const Json& params, const std::string& bytes);
  Answer inspect(const Json& id, const Json& params, const std::string& bytes);
  Answer thumbnail(const Json& id, const Json& params, const std::string& bytes);
  Answer places(const Json& id, const Json& params, const std::string& bytes);
  Answer settings(const Json& id, const Json& params, const std::string& bytes);

  void call(const Method& method, const Json& id, const protocol::Message& message);

  const EngineParts& parts_;
  Outbox& outbox_;
  PictureFolder& pictures_;
  RunDesk& desk_;
  Errands& errands_;
  ModelLibrary& library_;
  bool is_initialized_ = false;
  std::optional<std::uint64_t> listing_;
};

}  // namespace heddle::engine_host
