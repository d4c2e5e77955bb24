#include "text/prompt_reading.h"

#include "support/test.h"

namespace heddle::text {
namespace {

std::string text_of(const ReadPrompt& read, std::size_t which = 0) {
  return read.prompts[which].schedule.texts(10).front().text;
}

std::vector<std::string> note_ids(const ReadPrompt& read) {
  std::vector<std::string> found;
  for (const Note& note : read.notes) found.push_back(note.id);
  return found;
}

using NoteIds = std::vector<std::string>;

TEST_CASE("comments go up to the line's end") {
  CHECK(text_of(read_prompt("red ball # night\nbeach")) == "red ball \nbeach");
  CHECK(text_of(read_prompt("# all of it\nbeach")) == "\nbeach");
  CHECK(text_of(read_prompt("a\n#b\n#c\nd")) == "a\n\n\nd");
  CHECK(read_prompt("a # <lora:x:1>").loras.empty());
  CHECK(note_ids(read_prompt("red ball # night\n## more")).empty());
  const ReadPrompt number = read_prompt("number #3 ball");
  CHECK(text_of(number) == "number ");
  REQUIRE(note_ids(number) == NoteIds{"prompt.comment"});
  CHECK(number.notes.front().message.find("#3 ball") != std::string::npos);
  CHECK(text_of(read_prompt("a # b", PromptSyntax::plain)) == "a # b");
}

TEST_CASE("AND joins prompts with weights, whatever brackets are open") {
  const ReadPrompt read = read_prompt("a red ball :1.2 AND a beach: .5 AND night:-1");
  REQUIRE(read.prompts.size() == 3);
  CHECK(text_of(read, 0) == "a red ball");
  CHECK(text_of(read, 1) == " a beach");
  CHECK(text_of(read, 2) == " night");
  CHECK(read.prompts[0].weight == 1.2);
  CHECK(read.prompts[1].weight == 0.5);
  CHECK(read.prompts[2].weight == -1);
  CHECK(read.whole.texts(1).front().text == "a red ball :1.2 AND a beach: .5 AND night:-1");
  CHECK(note_ids(read).empty());
  CHECK(read_prompt("BRAND ANDES and sAND").prompts.size() == 1);
  CHECK(note_ids(read_prompt("(a AND b)")) == NoteIds{"prompt.and_in_brackets"});
  CHECK(read_prompt("a AND b", PromptSyntax::plain).prompts.size() == 1);
}

TEST_CASE("a number behind the last colon is the whole prompt's weight, with a note") {
  const ReadPrompt read = read_prompt("a ball, ratio 16:9 ");
  CHECK(read.prompts.front().weight == 9);
  CHECK(text_of(read) == "a ball, ratio 16");
  CHECK(note_ids(read) == NoteIds{"prompt.weight_of_all"});
  CHECK(note_ids(read_prompt("a ball, 16:9 wide")).empty());
  CHECK(note_ids(read_prompt("(a ball:1.2)")).empty());
  CHECK(read_prompt("a:1").is_plain());
}

TEST_CASE("what other tools write is named") {
  struct Piece {
    std::string prompt, id, piece;
  };
  for (const auto& [prompt, id, piece] :
       std::vector<Piece>{{"a {red|blue} ball", "prompt.random_choice", "{red|blue}"},
                          {"a {red} ball", "prompt.braces", "{red}"},
                          {"a red++ ball", "prompt.invoke_weight", "red++"},
                          {"a (red ball)1.3 beach", "prompt.invoke_weight", "(red ball)1.3"},
                          {"a (red ball)- beach", "prompt.invoke_weight", "(red ball)-"},
                          {"(\"a\", \"b\").blend(0.5, 0.5)", "prompt.invoke_call", "blend("},
                          {"a __colour__ ball", "prompt.wildcard", "__colour__"}}) {
    CAPTURE(prompt);
    const ReadPrompt read = read_prompt(prompt);
    REQUIRE(note_ids(read) == NoteIds{id});
    CHECK(read.notes.front().message.find(piece) != std::string::npos);
  }
  for (const char* prompt : {"18+ only", "blue-green", "a well-known (1920) ball", "C++11", "1girl, solo",
                             "(a:1.2), (b)", "snake_case", "{", "a - b"}) {
    CAPTURE(prompt);
    CHECK(note_ids(read_prompt(prompt)).empty());
  }
}

TEST_CASE("tags: white space around numbers, keys without effect, text encoder and UNet") {
  const ReadPrompt spaced = read_prompt("a<lora: ink : 0.5 >");
  REQUIRE(spaced.loras.size() == 1);
  CHECK(spaced.loras[0].name == "ink");
  CHECK(spaced.loras[0].text_weight == 0.5);
  CHECK(note_ids(spaced).empty());
  const ReadPrompt keys = read_prompt("<lora:ink:1:lbw=OUTALL><lora:ink:1:1:8>");
  CHECK(note_ids(keys) == NoteIds{"prompt.lora_key", "prompt.lora_key"});
  CHECK(keys.notes[0].message.find("lbw=OUTALL") != std::string::npos);
}

}  // namespace
}  // namespace heddle::text
