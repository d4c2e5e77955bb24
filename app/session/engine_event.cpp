#include "session/engine_event.h"

#include <cstring>

#include "graph/catalog_json.h"
#include "protocol/message.h"
#include "protocol/picture_frame.h"

namespace heddle::session {
namespace {

using namespace protocol;
using What = EngineEvent::What;

QString textOf(const Json& object, std::string_view key) { return QString::fromStdString(text_at(object, key)); }
int intOf(const Json& object, std::string_view key) {
  return static_cast<int>(std::min<std::uint64_t>(count_at(object, key), 1'000'000'000));
}
RunId runOf(const Json& params) { return RunId{count_at(params, "run")}; }
graph::NodeId nodeOf(const Json& params) { return graph::NodeId{count_at(params, "node")}; }

QStringList textsOf(const Json& object, std::string_view key) {
  QStringList texts;
  const Json* list = find_member(object, key);
  if (list == nullptr || !list->is_array()) return texts;
  for (const Json& item : *list) {
    if (item.is_string()) texts.append(QString::fromStdString(item.get<std::string>()));
  }
  return texts;
}

EngineError errorOf(const Json& json) {
  return {textOf(json, "kind"), textOf(json, "message"), textsOf(json, "trail")};
}

QImage imageOf(const Json& params, const std::string& bytes) {
  const Json* frame = find_member(params, "frame");
  if (frame == nullptr) return {};
  const auto picture = picture_from(*frame, bytes);
  return picture ? toQImage(*picture) : QImage();
}

What readStarted(const Json& params) {
  RunStarted event{runOf(params), intOf(params, "steps_total"), {}};
  if (const Json* nodes = find_member(params, "to_visit"); nodes != nullptr && nodes->is_array()) {
    for (const Json& node : *nodes) {
      if (node.is_number_integer()) event.toVisit.push_back(graph::NodeId{node.get<std::uint64_t>()});
    }
  }
  return event;
}

What readFinishedNode(const Json& params) {
  const Json* used = find_member(params, "used");
  const Json* upstream = find_member(params, "used_upstream");
  return NodeFinished{runOf(params),
                      nodeOf(params),
                      flag_at(params, "cached"),
                      flag_at(params, "steered"),
                      number_at(params, "seconds"),
                      number_at(params, "run_fraction"),
                      used != nullptr && used->is_object() ? *used : Json::object(),
                      upstream != nullptr && upstream->is_array() ? *upstream : Json::array()};
}

std::optional<What> readPicture(const Json& params, const std::string& bytes) {
  NodePicture event{runOf(params),          nodeOf(params),
                    textOf(params, "port"), flag_at(params, "result"),
                    intOf(params, "index"), intOf(params, "count"),
                    textOf(params, "hash"), QSize(intOf(params, "full_width"), intOf(params, "full_height")),
                    imageOf(params, bytes)};
  if (event.image.isNull()) return Faulty{QStringLiteral("a picture that is none")};
  return event;
}

What readFailed(const Json& params) {
  const Json* node = find_member(params, "node");
  const Json* error = find_member(params, "error");
  RunFailed event{runOf(params), {}, error == nullptr ? EngineError{} : errorOf(*error)};
  if (node != nullptr && node->is_number_integer()) event.node = nodeOf(params);
  return event;
}

What readNotice(const Json& params) {
  Notice event{runOf(params), textOf(params, "message")};
  const Json* node = find_member(params, "node");
  if (node != nullptr && node->is_number_integer()) event.node = nodeOf(params);
  return event;
}

What readEntry(const Json& params) {
  const Json* entry = find_member(params, "entry");
  const Json& e = entry == nullptr ? params : *entry;
  return LibraryEntry{textOf(e, "path"),    textOf(e, "name"),    textOf(e, "kind"),          textOf(e, "family"),
                      textOf(e, "variant"), textOf(e, "what"),    textOf(e, "problem"),       count_at(e, "bytes"),
                      count_at(e, "parameters"), textOf(e, "use"), textOf(e, "note"), flag_at(e, "preview")};
}

// A run that is held, and its steps; nothing for another event.
std::optional<What> readSteps(const std::string& method, const Json& params, const std::string& bytes) {
  if (method == "node.steps") return NodeSteps{runOf(params), nodeOf(params), intOf(params, "total")};
  if (method == "run.paused") return RunPaused{runOf(params), nodeOf(params), intOf(params, "step")};
  if (method == "run.continued") return RunResumed{runOf(params)};
  if (method != "step.picture") return std::nullopt;
  StepPicture event{runOf(params), nodeOf(params), intOf(params, "step"), imageOf(params, bytes)};
  if (event.image.isNull()) return Faulty{QStringLiteral("a step that is no picture")};
  return event;
}

std::optional<What> readEvent(const std::string& method, const Json& params, const std::string& bytes) {
  if (method == "run.started") return readStarted(params);
  if (method == "node.started") return NodeStarted{runOf(params), nodeOf(params)};
  if (method == "node.progress") {
    return NodeProgress{runOf(params), nodeOf(params), number_at(params, "fraction"), number_at(params, "run_fraction"),
                        textOf(params, "text")};
  }
  if (method == "preview") {
    QImage image = imageOf(params, bytes);
    if (image.isNull()) return Faulty{QStringLiteral("a preview that is no picture")};
    return NodePreview{runOf(params), nodeOf(params), std::move(image)};
  }
  if (method == "node.finished") return readFinishedNode(params);
  if (method == "picture") return readPicture(params, bytes);
  if (method == "file.saved") return FileSaved{runOf(params), textOf(params, "path")};
  if (method == "notice") return readNotice(params);
  if (method == "run.finished") {
    return RunFinished{runOf(params), intOf(params, "nodes_run"), intOf(params, "nodes_cached"),
                       number_at(params, "seconds")};
  }
  if (method == "run.failed") return readFailed(params);
  if (method == "run.cancelled") return RunCancelled{runOf(params)};
  if (method == "library.entry") return readEntry(params);
  if (method == "library.thumbnail") return LibraryThumbnail{textOf(params, "path"), imageOf(params, bytes)};
  if (method == "library.place") return LibraryPlace{textOf(params, "path"), textOf(params, "layout")};
  return readSteps(method, params, bytes);
}

What readInfo(const Json& result) {
  EngineInfo info{intOf(result, "protocol"), textOf(result, "version"),   textOf(result, "build"),
                  textOf(result, "device"),  textOf(result, "precision"), {}};
  const Json* nodes = find_member(result, "nodes");
  auto catalog = nodes == nullptr ? Result<graph::NodeCatalog>(graph::NodeCatalog()) : graph::catalog_from_json(*nodes);
  if (!catalog) return Answer{kInitializeCall, forward(catalog)};
  info.catalog = std::make_shared<const graph::NodeCatalog>(std::move(*catalog));
  return info;
}

What readAnswer(const Json& id, const Json& json) {
  if (const Json* error = find_member(json, "error")) {
    const Json* data = find_member(*error, "data");
    Error read = data == nullptr ? Error{ErrorKind::internal, text_at(*error, "message"), {}} : error_from_json(*data);
    if (!id.is_number_integer()) return Faulty{QString::fromStdString(read.message)};
    return Answer{id.get<std::uint64_t>(), Failure(std::move(read))};
  }
  if (!id.is_number_integer()) return Faulty{QStringLiteral("an answer to nothing")};
  const Json* result = find_member(json, "result");
  if (id == kInitializeCall) return readInfo(result == nullptr ? Json::object() : *result);
  return Answer{id.get<std::uint64_t>(), result == nullptr ? Json() : *result};
}

}  // namespace

std::optional<What> readMessage(Message message) {
  if (!message.fault.empty()) return Faulty{QString::fromStdString(message.fault)};
  const std::string method = text_at(message.json, "method");
  const Json* params = find_member(message.json, "params");
  if (!method.empty()) return readEvent(method, params == nullptr ? Json::object() : *params, message.bytes);
  const Json* id = find_member(message.json, "id");
  return readAnswer(id == nullptr ? Json() : *id, message.json);
}

QImage toQImage(const image::Image& image) {
  if (image.empty()) return {};
  const auto format = image.channels() == 1   ? QImage::Format_Grayscale8
                      : image.channels() == 3 ? QImage::Format_RGB888
                                              : QImage::Format_RGBA8888;
  QImage made(image.width(), image.height(), format);
  if (made.isNull()) return {};
  for (int y = 0; y < image.height(); ++y) {
    const auto row = image.row(y);
    std::memcpy(made.scanLine(y), row.data(), row.size());
  }
  return made;
}

image::Image fromQImage(const QImage& image) {
  if (image.isNull()) return {};
  const int channels = image.hasAlphaChannel() ? 4 : 3;
  const QImage rows = image.convertToFormat(channels == 4 ? QImage::Format_RGBA8888 : QImage::Format_RGB888);
  const std::size_t stride = static_cast<std::size_t>(rows.width()) * static_cast<std::size_t>(channels);
  std::vector<std::uint8_t> pixels(stride * static_cast<std::size_t>(rows.height()));
  for (int y = 0; y < rows.height(); ++y) {
    std::memcpy(pixels.data() + stride * static_cast<std::size_t>(y), rows.constScanLine(y), stride);
  }
  return {rows.width(), rows.height(), channels, std::move(pixels)};
}

}  // namespace heddle::session
