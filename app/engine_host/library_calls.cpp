// The library's calls: the contents of the model folders. Each is a task in its own thread, since a drive may hang.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine_host/library_entry.h"
#include "engine_host/model_folder_discovery.h"
#include "engine_host/rpc_handlers.h"
#include "engine_host/run_images.h"
#include "image/read_image.h"
#include "protocol/message.h"
#include "weights/inspect.h"

namespace heddle::engine_host {

using namespace protocol;

namespace {

constexpr int kThumbnailSideMax = 1024;  // pixels
constexpr image::ReadLimits kPreviewLimits{8192, std::uint64_t{256} << 20};

Result<void> started_or_not(bool is_started) {
  if (!is_started) return fail(ErrorKind::io, "[engine] too many folders hang; is a drive gone?");
  return {};
}

}  // namespace

Result<void> RpcHandlers::start(const LibraryList& call, std::uint64_t id) {
  if (listing_) tasks_.cancel(*listing_);
  std::vector<std::filesystem::path> folders = parts_.model_folders;
  folders.insert(folders.end(), call.roots.begin(), call.roots.end());
  ScanLimits limits;
  if (call.seconds > 0) limits.time_per_folder = std::chrono::milliseconds(static_cast<int>(call.seconds * 1000));
  listing_ = id;
  return started_or_not(tasks_.start(id, [this, id, folders, limits](const std::stop_token& stop) {
    const LibraryListed listed = library_.scan(folders, limits, stop, [&](LibraryEntry entry) {
      if (parts_.name_of) entry.use = parts_.name_of(entry.path);
      // A LoRA of the program's own that has a name is a style: the model with it merged in. So is a UNet: the model
      // with it in the place of its own.
      if ((entry.kind == "lora" || entry.kind == "unet") && !entry.use.empty()) entry.kind = "checkpoint";
      writer_.send(LibraryEntryFound{id, std::move(entry)});
    });
    writer_.send(answer(id, listed));
  }));
}

Result<Done> RpcHandlers::handle(const LibraryCancel& call) {
  tasks_.cancel(call.list > 0 ? call.list : listing_.value_or(0));
  return Done{};
}

Result<void> RpcHandlers::start(const LibraryInspect& call, std::uint64_t id) {
  return started_or_not(tasks_.start(id, [this, id, path = call.path](const std::stop_token&) {
    auto inspection = weights::inspect(path);
    if (!inspection) return writer_.send(error_answer(id, inspection.error()));
    Json facts = weights::to_json(*inspection);
    facts["family_id"] = family_id(inspection->signature);
    writer_.send(answer(id, facts));
  }));
}

// The picture goes before the answer; a preview that cannot be read is none.
Result<void> RpcHandlers::start(const ThumbnailRequest& call, std::uint64_t id) {
  return started_or_not(tasks_.start(id, [this, id, call](const std::stop_token&) {
    const std::filesystem::path preview = preview_beside(call.path);
    auto image = preview.empty() ? Result<image::Image>(image::Image()) : image::read_image(preview, kPreviewLimits);
    const bool found = image && !image->empty();
    const int side = std::clamp(call.side, 1, kThumbnailSideMax);
    if (found) writer_.send(LibraryThumbnail{call.path}, at_most(std::move(*image), side));
    writer_.send(answer(id, ThumbnailAnswer{found}));
  }));
}

Result<void> RpcHandlers::start(const PlacesSearch&, std::uint64_t id) {
  return started_or_not(tasks_.start(id, [this, id](const std::stop_token& stop) {
    const char* home = std::getenv("HOME");
    PlacesFound found;
    find_places(home == nullptr ? "/root" : home, stop, [&](const ModelPlace& place) {
      ++found.places;
      writer_.send(LibraryPlace{place.path.string(), std::string(to_string(place.layout))});
    });
    writer_.send(answer(id, found));
  }));
}

}  // namespace heddle::engine_host
