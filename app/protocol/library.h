// The model library on the wire: its calls with their answers, its events, and the entry of one model. PROTOCOL.md says
// what each means. Used by engine_host/library_calls, session/engine_client and the library panel. Thread rule: plain
// values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "protocol/members.h"

namespace heddle::protocol {

// The cross-attention layers of a model's UNet, in the order of a lane's rows; see weights/cross_attention_facts.h.
struct CrossAttention {
  static constexpr std::string_view kName = "a model's cross-attention";
  std::vector<std::string> layers;  // "down_blocks.1.attentions.0.transformer_blocks.0.attn2"
  std::vector<double> style;        // one a layer: its share of the scale where only style is wanted
  std::vector<double> layout;       // one a layer: the same for layout
  static constexpr auto members() {
    return std::tuple{member("layers", &CrossAttention::layers), member("style", &CrossAttention::style, kShare),
                      member("layout", &CrossAttention::layout, kShare)};
  }
};

// One model. An empty kind: it could not be read, and `problem` says why.
struct LibraryEntry {
  static constexpr std::string_view kName = "a library entry";
  std::string path;
  std::string name;     // the file's stem, or the folder's name
  std::string use;      // what a node's file parameter says for it, where that is not the path: "bobbin"
  std::string kind;     // "checkpoint", "vae", "ip_adapter", …: PROTOCOL.md lists them
  std::string family;   // "sd1", "sd2", "sdxl", "bobbin", "unknown"; empty for what has none
  std::string variant;  // "plus"
  std::string what;     // one line for the user
  std::string problem;  // why it cannot be used; may be empty
  std::string note;     // it can be used, but; may be empty
  std::uint64_t bytes = 0;
  std::uint64_t parameters = 0;
  bool has_preview = false;                       // an image is beside it
  std::optional<CrossAttention> cross_attention;  // of a model's UNet
  static constexpr auto members() {
    return std::tuple{member("path", &LibraryEntry::path),
                      member("name", &LibraryEntry::name),
                      member("use", &LibraryEntry::use),
                      member("kind", &LibraryEntry::kind),
                      member("family", &LibraryEntry::family),
                      member("variant", &LibraryEntry::variant),
                      member("what", &LibraryEntry::what),
                      member("problem", &LibraryEntry::problem),
                      member("note", &LibraryEntry::note),
                      member("bytes", &LibraryEntry::bytes),
                      member("parameters", &LibraryEntry::parameters),
                      member("preview", &LibraryEntry::has_preview),
                      member("cross_attention", &LibraryEntry::cross_attention)};
  }
};

// Calls and their answers.

struct LibraryListed {
  static constexpr std::string_view kName = "the answer to library.list";
  std::uint64_t entries = 0;
  bool complete = false;              // false: cancelled, or out of time
  std::vector<std::string> problems;  // folders that could not be read
  static constexpr auto members() {
    return std::tuple{member("entries", &LibraryListed::entries), member("complete", &LibraryListed::complete),
                      member("problems", &LibraryListed::problems)};
  }
};

struct LibraryList {
  static constexpr std::string_view kName = "library.list";
  using Answer = LibraryListed;
  std::vector<std::string> roots;  // folders where the engine is
  double seconds = 20;             // for each root; 0: as many as usual
  static constexpr auto members() {
    return std::tuple{member("roots", &LibraryList::roots),
                      optional_member("seconds", &LibraryList::seconds, Range{0, 3600})};
  }
};

struct LibraryCancel {
  static constexpr std::string_view kName = "library.cancel";
  using Answer = Done;
  std::uint64_t list = 0;  // the id of the listing; 0: the one that runs
  static constexpr auto members() { return std::tuple{optional_member("list", &LibraryCancel::list)}; }
};

// The engine answers with all that `heddle inspect --json` prints and the family's id; this is what the window reads.
struct Inspected {
  static constexpr std::string_view kName = "the answer to library.inspect";
  std::optional<CrossAttention> cross_attention;  // of a model's UNet
  std::string family_id;                          // as an entry's family
  static constexpr auto members() {
    return std::tuple{optional_member("cross_attention", &Inspected::cross_attention),
                      optional_member("family_id", &Inspected::family_id)};
  }
};

struct LibraryInspect {
  static constexpr std::string_view kName = "library.inspect";
  using Answer = Inspected;
  std::string path;
  static constexpr auto members() { return std::tuple{member("path", &LibraryInspect::path)}; }
};

struct ThumbnailAnswer {
  static constexpr std::string_view kName = "the answer to library.thumbnail";
  bool found = false;  // then LibraryThumbnail came before
  static constexpr auto members() { return std::tuple{member("found", &ThumbnailAnswer::found)}; }
};

struct ThumbnailRequest {
  static constexpr std::string_view kName = "library.thumbnail";
  using Answer = ThumbnailAnswer;
  std::string path;  // of a model
  int side = 160;    // pixels, at most, each way
  static constexpr auto members() {
    return std::tuple{member("path", &ThumbnailRequest::path), optional_member("side", &ThumbnailRequest::side)};
  }
};

struct PlacesFound {
  static constexpr std::string_view kName = "the answer to library.places";
  std::uint64_t places = 0;
  static constexpr auto members() { return std::tuple{member("places", &PlacesFound::places)}; }
};

struct PlacesSearch {
  static constexpr std::string_view kName = "library.places";
  using Answer = PlacesFound;
  static constexpr auto members() { return std::tuple{}; }
};

// Events.

struct LibraryEntryFound {
  static constexpr std::string_view kName = "library.entry";
  std::uint64_t list = 0;  // the id of the listing
  LibraryEntry entry;
  static constexpr auto members() {
    return std::tuple{member("list", &LibraryEntryFound::list), member("entry", &LibraryEntryFound::entry)};
  }
};

// The picture beside a model follows as a binary frame.
struct LibraryThumbnail {
  static constexpr std::string_view kName = "library.thumbnail";
  static constexpr bool kHasImage = true;
  std::string path;  // of the model
  static constexpr auto members() { return std::tuple{member("path", &LibraryThumbnail::path)}; }
};

// A folder where another tool keeps models.
struct LibraryPlace {
  static constexpr std::string_view kName = "library.place";
  std::string path;
  std::string layout;  // "ComfyUI"
  static constexpr auto members() {
    return std::tuple{member("path", &LibraryPlace::path), member("layout", &LibraryPlace::layout)};
  }
};

}  // namespace heddle::protocol
