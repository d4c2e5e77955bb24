// XMP packets: the orientation in one, and Heddle's graph, for pictures that have no texts as PNG has them. Used by the
// readers and writers of JPEG and WebP. Thread rule: pure functions. Source: XMP specification, part 1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heddle::image {

// tiff:Orientation, as an attribute or an element; 1 to 8.
[[nodiscard]] std::optional<int> xmp_orientation(std::string_view packet);

// A packet that holds a graph (JSON), and the graph of such a packet.
[[nodiscard]] std::string xmp_with_graph(std::string_view graph_json);
[[nodiscard]] std::optional<std::string> xmp_graph(std::string_view packet);

}  // namespace heddle::image
