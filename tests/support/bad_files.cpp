#include "support/bad_files.h"

#include "support/file_builders.h"

namespace heddle::testing {

long pick(Random& random, long low, long high) { return std::uniform_int_distribution<long>(low, high)(random); }

std::string random_word(Random& random) {
  std::string word;
  for (long i = pick(random, 1, 12); i > 0; --i) word += static_cast<char>(pick(random, 'a', 'z'));
  return word;
}

std::vector<BadKind> not_models() {
  return {
      {"web page",
       [](Random& r) { return std::string(pick(r, 0, 3), '\n') + "<!DOCTYPE html><html>" + random_word(r); }},
      {"page without doctype", [](Random& r) { return "<HTML><body>" + random_word(r) + "</body></HTML>"; }},
      {"git lfs pointer",
       [](Random& r) {
         return "version https://git-lfs.github.com/spec/v1\noid sha256:" + random_word(r) + "\nsize 12345\n";
       }},
      {"png", [](Random& r) { return "\x89PNG\r\n\x1a\n" + le(r(), 4) + random_word(r); }},
      {"jpeg", [](Random& r) { return "\xff\xd8\xff\xe0" + le(r(), 4) + random_word(r); }},
      {"text", [](Random& r) { return "Dear " + random_word(r) + ",\nthe model is at " + random_word(r) + "\n"; }},
      {"json", [](Random& r) { return R"({"model": ")" + random_word(r) + "\"}"; }},
      {"tar",
       [](Random& r) {
         std::string file = random_word(r);
         file.resize(257);
         return file + "ustar" + std::string(1024, '\0');
       }},
      {"gzip", [](Random& r) { return "\x1f\x8b\x08" + le(r(), 4) + random_word(r); }},
      {"seven zip", [](Random& r) { return "7z\xbc\xaf\x27\x1c" + random_word(r); }},
      {"gguf", [](Random& r) { return "GGUF" + le(3, 4) + le(r(), 8) + random_word(r); }},
      {"bare pickle", [](Random& r) { return pickle::whole("}" + pickle::text(random_word(r)) + "K\x01s"); }},
      {"bare evil pickle",
       [](Random&) { return pickle::whole(pickle::global("os", "system") + pickle::text("ls") + "\x85R"); }},
      {"noise",
       [](Random& r) {
         std::string file;
         for (long i = pick(r, 1, 500); i > 0; --i) file += static_cast<char>(r());
         return file;
       }},
      {"nothing", [](Random&) { return std::string(); }},
      {"zeros", [](Random& r) { return std::string(pick(r, 1, 5000), '\0'); }},
  };
}

std::vector<BadKind> all_bad_kinds() {
  std::vector<BadKind> all;
  for (const auto& kinds :
       {bad_json_headers(), bad_safetensors(), bad_zips(), bad_pickles(), bad_legacy_files(), not_models()}) {
    all.insert(all.end(), kinds.begin(), kinds.end());
  }
  return all;
}

}  // namespace heddle::testing
