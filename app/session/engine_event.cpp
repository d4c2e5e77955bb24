#include "session/engine_event.h"

#include <cstring>
#include <utility>
#include <vector>

#include "protocol/image_frame.h"
#include "protocol/message.h"

namespace heddle::session {
namespace {

using namespace protocol;
using What = EngineEvent::What;

What faulty(const Error& error) { return Faulty{QString::fromStdString(error.message)}; }

bool hasImage(const Event& event) {
  return std::visit([]<class Message>(const Message&) { return HasImage<Message>; }, event);
}

std::optional<What> readEvent(const Envelope& envelope, const std::string& bytes) {
  auto event = read_event(envelope.method, envelope.params);
  if (!event) return faulty(event.error());
  if (!*event) return std::nullopt;
  EngineMessage message{std::move(**event), {}};
  if (!hasImage(message.event)) return message;
  const auto image = announced_image(envelope.params, bytes);
  if (!image) return faulty(image.error());
  message.image = toQImage(*image);
  return message;
}

// A refusal that says no version is an answer with an error.
What readGreeting(Envelope envelope) {
  const auto version = engine_version(envelope);
  if (version && version->protocol != kVersion) return OtherVersion{*version};
  if (envelope.error) return Answer{kInitializeCall, Failure(std::move(*envelope.error))};
  auto info = from_json<EngineInfo>(envelope.result.value_or(Json()));
  if (!info) return Answer{kInitializeCall, forward(info)};
  return std::move(*info);
}

What readAnswer(Envelope envelope) {
  if (!envelope.id.is_number_integer()) {
    return envelope.error ? faulty(*envelope.error) : Faulty{QStringLiteral("an answer to nothing")};
  }
  const auto id = envelope.id.get<std::uint64_t>();
  if (id == kInitializeCall) return readGreeting(std::move(envelope));
  if (envelope.error) return Answer{id, Failure(std::move(*envelope.error))};
  return Answer{id, std::move(envelope.result).value_or(Json())};
}

}  // namespace

std::optional<EngineEvent::What> readMessage(Message message) {
  if (!message.fault.empty()) return Faulty{QString::fromStdString(message.fault)};
  Envelope envelope = open_message(std::move(message.json));
  if (!envelope.method.empty()) return readEvent(envelope, message.bytes);
  return readAnswer(std::move(envelope));
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
