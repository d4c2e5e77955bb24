// Prints for each given file whether the readers accept it; with --make-bad FOLDER writes the bad files there. For
// cross_check.py, which compares the verdicts with the reference's.
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "support/bad_files.h"
#include "weights/open_tensor_file.h"

namespace {

int make_bad(const std::filesystem::path& folder) {
  int number = 0;
  for (const auto& kind : heddle::testing::all_bad_kinds()) {
    for (int seed = 0; seed < kind.seeds; ++seed) {
      heddle::testing::Random random(static_cast<unsigned>(seed));
      const auto path = folder / fmt::format("bad-{:05}", number++);
      if (auto written = heddle::write_file_atomically(path, kind.make(random)); !written) {
        std::fprintf(stderr, "%s\n", written.error().message.c_str());
        return 1;
      }
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::string(arguments[1]) == "--make-bad") return make_bad(arguments[2]);
  for (int i = 1; i < count; ++i) {
    const auto file = heddle::weights::open_tensor_file(arguments[i]);
    std::printf("%s\t%s\n", file ? "accepted" : "refused", file ? "" : file.error().message.c_str());
  }
  return 0;
}
