// One message of each kind, with no member at its default. Used by messages_test.
#pragma once

#include <memory>
#include <tuple>

#include "protocol/calls.h"
#include "protocol/events.h"
#include "protocol/image_frame.h"
#include "protocol/library.h"

namespace heddle::protocol {

inline std::shared_ptr<const graph::NodeCatalog> example_catalog() {
  graph::NodeCatalog catalog;
  catalog.add(graph::NodeSpec("toy.node", 3, "Toy").output("image", graph::port::image));
  return std::make_shared<const graph::NodeCatalog>(std::move(catalog));
}

inline CrossAttention example_cross_attention() { return {{"mid_block.attn2", "up"}, {0.5, 1}, {0.25, 0.75}}; }

inline LibraryEntry example_entry() {
  return {"/m/ink.safetensors",
          "ink",
          "bobbin:ink",
          "lora",
          "sd1",
          "plus",
          "a LoRA",
          "it is cut short",
          "no trigger words",
          4'265'380'512,
          859'520'964,
          true,
          example_cross_attention()};
}

inline auto example_calls() {
  return std::tuple{Initialize{7, "a test"},
                    Ping{},
                    Shutdown{},
                    GraphRun{{5}, {{"nodes", {1, 2}}}, {{3}, {4}}, "other", true, false},
                    CompareRun{{{{5}, {{"nodes", {1, 2}}}, {{3}, {4}}}}, "other", true, false},
                    ImageScore{"hash:00ff", {"/a.png", "hash:11ff"}, "a ball", "/clip"},
                    ScheduleLevels{"euler", "karras", 12},
                    RunUpdate{{5}, {3}, "scale", {0.25, 0.5}},
                    RunCancel{{5}},
                    RunPause{{5}},
                    RunContinue{{5}},
                    RunLook{{5}, {3}, 7},
                    InputHas{"00ff"},
                    InputPut{"00ff", {1'000'000}},
                    SettingsSet{std::uint64_t{9} << 30, 12, "/out", {"/a", "/b c"}},
                    LibraryList{{"/models", "/more"}, 2.5},
                    LibraryCancel{8},
                    LibraryInspect{"/m/ink.safetensors"},
                    ThumbnailRequest{"/m/ink.safetensors", 96},
                    PlacesSearch{}};
}

inline auto example_answers() {
  return std::tuple{Done{},
                    EngineInfo{7, "0.9.1", "release", "cuda:0", "bf16", example_catalog()},
                    EngineVersion{7, "0.9.1"},
                    MemoryUse{1, 2, 9007199254740991},
                    RunAccepted{false, {5}},
                    CompareAccepted{false},
                    ImageScores{{0.5, 0.25}, 0.125},
                    NoiseLevels{"karras", {999, 0}, {14.6, 0}, {0.998, 0}},
                    CancelAnswer{true},
                    InputHasAnswer{true},
                    LibraryListed{12, true, {"'/gone' cannot be read"}},
                    Inspected{example_cross_attention(), "sd2"},
                    ThumbnailAnswer{true},
                    PlacesFound{3}};
}

inline auto example_events() {
  return std::tuple{RunStarted{{5}, 9, {{3}, {4}}},
                    NodeStarted{{5}, {3}},
                    NodeProgress{{5}, {3}, 0.5, 0.25, "step 7 of 20"},
                    Preview{{5}, {3}},
                    NodeSteps{{5}, {3}, 20},
                    RunPaused{{5}, {3}, 7},
                    RunContinued{{5}},
                    StepImage{{5}, {3}, 6},
                    NodeFinished{{5}, {3}, true, true, 1.5, 0.75, {{"guidance", 2.5}}, {{{2}, "scale", {0.1, 0.2}}}},
                    RunImage{{5}, {3}, "image", true, 1, 2, "00ff", 512, 768, "a boat\nSteps: 20"},
                    FileSaved{{5}, "/out/a.png"},
                    Notice{{5}, "The LoRA 'ink' was not found.", graph::NodeId{3}, "prompt.lora_unused"},
                    RunFinished{{5}, 4, 2, 1.5},
                    RunFailed{{5}, graph::NodeId{3}, {ErrorKind::out_of_memory, "[run] no room", {"node 'Sampler'"}}},
                    RunCancelled{{5}, graph::NodeId{3}},
                    LibraryEntryFound{8, example_entry()},
                    LibraryThumbnail{"/m/ink.safetensors"},
                    LibraryPlace{"/home/x/ComfyUI/models", "ComfyUI"}};
}

inline auto example_messages() {
  return std::tuple_cat(example_calls(), example_answers(), example_events(),
                        std::tuple{example_entry(), example_cross_attention(), ImageFrame{12, 2, 2, "rgb8"}});
}

}  // namespace heddle::protocol
