// The names of Bobbin's parts where a graph names a file: "bobbin" (or nothing) is the model, its usual adapter or its
// image encoder; "bobbin:ink" is the model with that style merged in; "bobbin:plus" and "bobbin:simple" are its other
// adapters, "bobbin:canny" is a ControlNet, "bobbin:sketch" a T2I-Adapter; "bobbin:inpaint" is the model with its UNet
// for repainting. Used by the loading nodes, the command line and the library. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::pipeline {

[[nodiscard]] bool is_bobbin(std::string_view name);
// "ink" of "bobbin:ink"; empty for "bobbin". Requires is_bobbin.
[[nodiscard]] std::string bobbin_variant(std::string_view name);

// The LoRA file of a style in Bobbin's folder. Failure: there is none of that name; the message has those that are
// there.
[[nodiscard]] Result<std::filesystem::path> bobbin_style(const std::filesystem::path& bobbin, const std::string& style);
// The adapter file: of "" the usual one. Failure: as above.
[[nodiscard]] Result<std::filesystem::path> bobbin_adapter(const std::filesystem::path& bobbin,
                                                           const std::string& variant);
// The folder of a ControlNet: "canny", "depth", "pose". Failure: as above.
[[nodiscard]] Result<std::filesystem::path> bobbin_control(const std::filesystem::path& bobbin,
                                                           const std::string& variant);
// The file of a T2I-Adapter: "sketch", "color". Failure: as above.
[[nodiscard]] Result<std::filesystem::path> bobbin_t2i_adapter(const std::filesystem::path& bobbin,
                                                               const std::string& variant);
// The folder of a UNet that takes the place of the model's own: "inpaint". Empty: there is none of that name.
[[nodiscard]] std::filesystem::path bobbin_unet(const std::filesystem::path& bobbin, const std::string& variant);

// The name of a path in Bobbin's folder, or of the folder; empty for paths that have no such name.
[[nodiscard]] std::string bobbin_name_of(const std::filesystem::path& bobbin, const std::filesystem::path& path);

}  // namespace heddle::pipeline
