// The library's calls: the contents of the model folders. Each is a task in its own thread, since a drive may hang.
#include <algorithm>
#include <cstdlib>

#include "engine_host/rpc_handlers.h"
#include "engine_host/run_pictures.h"
#include "engine_host/model_folder_discovery.h"
#include "image/read_image.h"
#include "image/resize.h"
#include "protocol/message.h"
#include "weights/inspect.h"

namespace heddle::engine_host {
namespace {

using namespace protocol;

constexpr int kThumbnailSide = 160;      // pixels, where the window does not say
constexpr int kThumbnailSideMax = 1024;
constexpr image::ReadLimits kPreviewLimits{8192, std::uint64_t{256} << 20};

Failure no_id(std::string_view method) {
  return fail(ErrorKind::invalid_input, "[engine] {} needs an id", method);
}

Failure too_many() { return fail(ErrorKind::io, "[engine] too many folders hang; is a drive gone?"); }

}  // namespace

RpcHandlers::Answer RpcHandlers::list(const Json& id, const Json& params, const std::string&) {
  if (!id.is_number_integer()) return no_id("library.list");
  if (listing_) tasks_.cancel(*listing_);
  const std::uint64_t number = id.get<std::uint64_t>();
  std::vector<std::filesystem::path> folders = parts_.model_folders;
  for (auto& root : paths_at(params, "roots")) folders.push_back(std::move(root));
  ScanLimits limits;
  const double seconds = number_at(params, "seconds", 20);
  if (seconds > 0 && seconds < 3600)
    limits.time_per_folder = std::chrono::milliseconds(static_cast<int>(seconds * 1000));
  listing_ = number;
  const bool started = tasks_.start(number, [this, number, folders, limits](const std::stop_token& stop) {
    std::size_t entries = 0;
    const ScanReport report = library_.scan(folders, limits, stop, [&](LibraryEntry entry) {
      ++entries;
      if (parts_.name_of) entry.use = parts_.name_of(entry.path);
      // A LoRA of the program's own that has a name is a style: the model with it merged in.
      if (entry.kind == "lora" && !entry.use.empty()) entry.kind = "checkpoint";
      writer_.send(event("library.entry", {{"list", number}, {"entry", to_json(entry)}}));
    });
    writer_.send(answer(number, {{"entries", entries}, {"complete", report.complete}, {"problems", report.problems}}));
  });
  if (!started) return too_many();
  return Json();
}

RpcHandlers::Answer RpcHandlers::cancel_list(const Json&, const Json& params, const std::string&) {
  tasks_.cancel(count_at(params, "list", listing_.value_or(0)));
  return Json::object();
}

RpcHandlers::Answer RpcHandlers::inspect(const Json& id, const Json& params, const std::string&) {
  if (!id.is_number_integer()) return no_id("library.inspect");
  const std::filesystem::path path = text_at(params, "path");
  const bool started = tasks_.start(id.get<std::uint64_t>(), [this, id, path](const std::stop_token&) {
    auto inspection = weights::inspect(path);
    writer_.send(inspection ? answer(id, weights::to_json(*inspection)) : error_answer(id, inspection.error()));
  });
  if (!started) return too_many();
  return Json();
}

// The picture goes before the answer; a preview that cannot be read is none.
RpcHandlers::Answer RpcHandlers::thumbnail(const Json& id, const Json& params, const std::string&) {
  if (!id.is_number_integer()) return no_id("library.thumbnail");
  const std::filesystem::path path = text_at(params, "path");
  const auto side = static_cast<int>(std::clamp<std::uint64_t>(count_at(params, "side", kThumbnailSide), 1, kThumbnailSideMax));
  const bool started = tasks_.start(id.get<std::uint64_t>(), [this, id, path, side](const std::stop_token&) {
    const std::filesystem::path preview = preview_beside(path);
    auto picture = preview.empty() ? Result<image::Image>(image::Image()) : image::read_image(preview, kPreviewLimits);
    const bool found = picture && !picture->empty();
    if (found) {
      writer_.send(event("library.thumbnail", {{"path", path.string()}}), at_most(std::move(*picture), side));
    }
    writer_.send(answer(id, {{"found", found}}));
  });
  if (!started) return too_many();
  return Json();
}

RpcHandlers::Answer RpcHandlers::places(const Json& id, const Json&, const std::string&) {
  if (!id.is_number_integer()) return no_id("library.places");
  const bool started = tasks_.start(id.get<std::uint64_t>(), [this, id](const std::stop_token& stop) {
    const char* home = std::getenv("HOME");
    std::size_t count = 0;
    find_places(home == nullptr ? "/root" : home, stop, [&](const ModelPlace& place) {
      ++count;
      writer_.send(event("library.place", {{"path", place.path.string()}, {"layout", to_string(place.layout)}}));
    });
    writer_.send(answer(id, {{"places", count}}));
  });
  if (!started) return too_many();
  return Json();
}

}  // namespace heddle::engine_host
