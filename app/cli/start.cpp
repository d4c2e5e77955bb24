// The program `heddle` as the system starts it: does what needs no LibTorch itself (light.h), else arranges what
// libraries read from the environment when they are loaded, then loads the rest of the program (libheddle_program.so,
// which brings LibTorch) and runs it.
#include <dlfcn.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/system.h"
#include "light.h"

namespace {

namespace fs = std::filesystem;

using Main = int (*)(int argc, char** argv);

constexpr int kCancelled = 130;

// The user's own settings take precedence.
void arrange(const char* name, const std::string& value) { ::setenv(name, value.c_str(), /*overwrite=*/0); }

void arrange_threads() {
  // OpenMP's threads spin while they wait: beside other work they burn the time that the others need, and a run takes
  // many times as long instead of twice. Passive waiting sleeps; on a quiet machine it costs nothing measurable.
  arrange("OMP_WAIT_POLICY", "PASSIVE");
  arrange("OMP_NUM_THREADS", std::to_string(heddle::usable_cores()));
}

// Until the program has handlers of its own (signals.cpp): loading LibTorch takes a while, and nothing can be lost yet.
void cancel_while_loading() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { ::_exit(kCancelled); });
}

fs::path program_library() {
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path name = "libheddle_program.so";
  const fs::path installed = folder.parent_path() / "lib" / "heddle" / name;
  return fs::exists(installed, error) ? installed : folder / name;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto code = heddle::cli::run_light(argc, argv)) return *code;
  cancel_while_loading();
  arrange_threads();
  void* library = ::dlopen(program_library().c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    std::fprintf(stderr, "heddle: its libraries could not be loaded (%s); build or install it again\n", ::dlerror());
    return 1;
  }
  const auto program = reinterpret_cast<Main>(::dlsym(library, "heddle_program_main"));
  if (program == nullptr) {
    std::fprintf(stderr, "heddle: %s is of another version; build or install it again\n", program_library().c_str());
    return 1;
  }
  return program(argc, argv);
}
