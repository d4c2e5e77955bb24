#include "image/xmp.h"

#include <array>
#include <utility>

namespace heddle::image {
namespace {

constexpr std::string_view kHead =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
    "xmlns:heddle=\"urn:heddle:1.0/\">";
constexpr std::string_view kTail = "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
constexpr std::string_view kOpen = "<heddle:graph>", kClose = "</heddle:graph>";
constexpr std::array<std::pair<char, std::string_view>, 3> kEntities = {{{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}}};

}  // namespace

std::optional<int> xmp_orientation(std::string_view packet) {
  constexpr std::string_view name = "tiff:Orientation";
  for (auto at = packet.find(name); at != std::string_view::npos; at = packet.find(name, at + 1)) {
    std::string_view rest = packet.substr(at + name.size());
    const auto digit = rest.find_first_not_of(" \t\r\n=\"'>");
    if (digit == std::string_view::npos) continue;
    const std::string_view between = rest.substr(0, digit);
    const bool is_value = between.find('=') != std::string_view::npos || between.find('>') != std::string_view::npos;
    const char next = digit + 1 < rest.size() ? rest[digit + 1] : ' ';
    if (is_value && rest[digit] >= '1' && rest[digit] <= '8' && (next < '0' || next > '9')) return rest[digit] - '0';
  }
  return std::nullopt;
}

std::string xmp_with_graph(std::string_view graph_json) {
  std::string packet(kHead);
  packet += kOpen;
  for (const char c : graph_json) {
    std::string_view written(&c, 1);
    for (const auto& [letter, entity] : kEntities) {
      if (c == letter) written = entity;
    }
    packet += written;
  }
  return packet.append(kClose).append(kTail);
}

std::optional<std::string> xmp_graph(std::string_view packet) {
  const auto open = packet.find(kOpen);
  const auto close = open == std::string_view::npos ? open : packet.find(kClose, open);
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view rest = packet.substr(open + kOpen.size(), close - open - kOpen.size());
  std::string graph;
  while (!rest.empty()) {
    std::string_view read = rest.substr(0, 1);
    char letter = rest.front();
    for (const auto& [plain, entity] : kEntities) {
      if (!rest.starts_with(entity)) continue;
      letter = plain;
      read = entity;
    }
    graph += letter;
    rest.remove_prefix(read.size());
  }
  return graph;
}

}  // namespace heddle::image
