#include "image/parameters_block.h"

#include "support/test.h"

using namespace heddle::image;

TEST_CASE("what is composed parses back to itself") {
  const ParametersBlock block{"a red ball, (beach:1.2)\nat dusk: calm",
                              "blurry,\nlow contrast",
                              {{"Steps", "20"},
                               {"Sampler", "Euler a"},
                               {"CFG scale", "7.5"},
                               {"Seed", "18446744073709551615"},
                               {"Size", "512x512"},
                               {"Model", "bobbin"},
                               {"ControlNet 0", "Module: canny, Model: \"x\", Weight: 1"},
                               {"Version", "Heddle 0.1"}}};
  const std::string text = compose_parameters(block);
  CHECK(text.find("\nNegative prompt: blurry,\nlow contrast\nSteps: 20, Sampler: Euler a,") != std::string::npos);
  CHECK(text.find("ControlNet 0: \"Module: canny, Model: \\\"x\\\", Weight: 1\"") != std::string::npos);
  CHECK(parse_parameters(text) == block);
}

TEST_CASE("a real block is read") {
  const auto block = parse_parameters(
      "masterpiece, cat <lora:soft:0.8>\nNegative prompt: dog\n"
      "Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 42, Size: 512x768, "
      "Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Lora hashes: \"soft: abc, hard: def\", Version: v1.10.1");
  CHECK(block.prompt == "masterpiece, cat <lora:soft:0.8>");
  CHECK(block.negative == "dog");
  CHECK(block.field("Sampler") == "DPM++ 2M");
  CHECK(block.field("Lora hashes") == "soft: abc, hard: def");
  CHECK(block.field("Version") == "v1.10.1");
  CHECK_FALSE(block.field("Clip skip").has_value());
}

TEST_CASE("a last line with fewer than three pairs belongs to the prompt") {
  const auto block = parse_parameters("a door\nnote: red, size: big");
  CHECK(block.prompt == "a door\nnote: red, size: big");
  CHECK(block.fields.empty());
}

TEST_CASE("a block that other programs tore is settings and prompts all the same") {
  const auto check = [](const std::string& text) {
    CAPTURE(text);
    const auto block = parse_parameters(text);
    CHECK(block.prompt == "a cat");
    CHECK(block.negative == "dog");
    CHECK(block.field("Steps") == "20");
    CHECK(block.field("Seed") == "7");
    CHECK(block.field("Model") == "v1-5");
  };
  const std::string fields = "Steps: 20, Sampler: Euler, Seed: 7, Model: v1-5";
  check("a cat\nNegative prompt: dog\n" + fields);
  check("a cat Negative prompt: dog " + fields);
  check("a cat\nNegative prompt: dog " + fields);
  check("a cat\r\nNegative prompt: dog\r\n" + fields);
  check("a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler,\nSeed: 7, Model: v1-5");
  check("a cat\nNegative prompt: dog\n" + fields + "\nmade by somebody");
}

TEST_CASE("odd texts never break the parser") {
  CHECK(parse_parameters("").prompt.empty());
  CHECK(parse_parameters("Negative prompt:").negative.empty());
  CHECK(parse_parameters("Steps: 1, Seed: 2, Size: 3").prompt.empty());
  CHECK(parse_parameters("Steps: 1, Seed: \"never closed, Size: 3").field("Seed") == "\"never closed");
  CHECK(parse_parameters(":,:,:\",:,\"").fields.empty());
  CHECK(parse_parameters(std::string(100000, ':')).fields.empty());
  CHECK(parse_parameters(std::string(100000, '"')).fields.empty());
}
