// Starts train_line as several processes, as a launcher does. Used by processes_test.
#pragma once

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace heddle::testing {

struct Launch {
  std::filesystem::path folder;  // run folder; the model is exported to "out" in it
  int processes = 1;
  int stop_after = 40;
  int timeout = 60;                        // seconds, which a process waits for the others
  std::vector<std::string> event{};        // train_line's EVENT and STEP
  std::vector<std::string> environment{};  // instead of torchrun's variables
};

struct Ended {
  int code = -1;        // exit status; 128 + signal
  std::string message;  // its stderr
};

inline int free_port() {
  const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(handle, generic, length) == 0 && ::getsockname(handle, generic, &length) == 0;
  ::close(handle);
  return bound ? ntohs(address.sin_port) : 29500;
}

inline pid_t start(const std::vector<std::string>& words, const std::vector<std::string>& variables,
                   const std::string& errors) {
  const auto pointers = [](const std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
    result.push_back(nullptr);
    return result;
  };
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0644);
  pid_t child = -1;
  ::posix_spawn(&child, words[0].c_str(), &files, nullptr, pointers(words).data(), pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&files);
  return child;
}

// Runs all processes to their end; those that have not ended after four minutes are killed: a limit well beyond what a
// busy machine needs.
inline std::vector<Ended> run_processes(const std::string& program, const Launch& launch) {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const std::string port = std::to_string(free_port());
  std::vector<pid_t> children;
  const auto errors = [&](int rank) { return (launch.folder / ("errors-" + std::to_string(rank))).string(); };
  std::filesystem::create_directories(launch.folder);
  for (int rank = 0; rank < launch.processes; ++rank) {
    std::vector<std::string> words = {program, launch.folder, launch.folder / "out", std::to_string(launch.stop_after),
                                      std::to_string(launch.timeout)};
    words.insert(words.end(), launch.event.begin(), launch.event.end());
    std::vector<std::string> variables = {"OMP_NUM_THREADS=1", "RANK=" + std::to_string(rank),
                                          "WORLD_SIZE=" + std::to_string(launch.processes), "MASTER_ADDR=127.0.0.1",
                                          "MASTER_PORT=" + port};
    if (!launch.environment.empty()) variables = launch.environment;
    children.push_back(start(words, variables, errors(rank)));
  }
  std::vector<Ended> ends(children.size());
  for (std::size_t left = children.size(); left > 0;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    for (std::size_t i = 0; i < children.size(); ++i) {
      int status = 0;
      if (children[i] < 0) continue;
      if (seconds > 240) ::kill(children[i], SIGKILL);
      if (::waitpid(children[i], &status, WNOHANG) != children[i]) continue;
      children[i] = -1;
      --left;
      ends[i].code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      std::ifstream stream(errors(static_cast<int>(i)));
      ends[i].message.assign(std::istreambuf_iterator<char>(stream), {});
    }
  }
  return ends;
}

}  // namespace heddle::testing
