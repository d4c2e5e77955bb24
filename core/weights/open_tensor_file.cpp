#include "weights/open_tensor_file.h"

#include <utility>

#include "base/printable.h"
#include "weights/safetensors.h"
#include "weights/sniff.h"
#include "weights/torch_legacy.h"
#include "weights/torch_zip.h"

namespace heddle::weights {
namespace {

struct Parsed {
  FileFormat format;
  Result<TensorTable> table;
};

Parsed parse(Content content, std::span<const std::byte> file) {
  switch (content) {
    case Content::safetensors: return {FileFormat::safetensors, parse_safetensors(file)};
    case Content::zip: return {FileFormat::torch_zip, parse_torch_zip(file)};
    case Content::torch_legacy: return {FileFormat::torch_legacy, parse_torch_legacy(file)};
    default: return {FileFormat::safetensors, fail(ErrorKind::invalid_input, "{}", refusal(content))};
  }
}

}  // namespace

Result<std::shared_ptr<const TensorFile>> open_tensor_file(const std::filesystem::path& path) {
  auto source = ByteSource::map(path);
  if (!source) return forward(source);
  const std::string name = printable(path.filename().string());
  if (is_unfinished_download(path.filename().string())) {
    return fail(ErrorKind::invalid_input,
                "[weights.open] '{}' is an unfinished download: wait for it, or start it again", name);
  }
  Parsed parsed = parse(sniff((*source)->bytes()), (*source)->bytes());
  if (!parsed.table) {
    Error& error = parsed.table.error();
    return fail(error.kind, "[weights.open] '{}' {}", name, error.message);
  }
  return std::make_shared<const TensorFile>(std::move(*source), parsed.format, std::move(*parsed.table));
}

}  // namespace heddle::weights
