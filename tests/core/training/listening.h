// Which sockets this process holds, and at which addresses it listens, from Linux's /proc. Used by tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace heddle::testing {

// "socket:[4711]" of each socket that is open.
inline std::set<std::string> open_sockets() {
  std::set<std::string> sockets;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", gone)) {
    const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (target.starts_with("socket:")) sockets.insert(target);
  }
  return sockets;
}

// The hexadecimal address of each TCP socket of this process that listens: "0100007F" is 127.0.0.1.
inline std::multiset<std::string> listening_addresses() {
  const std::set<std::string> own = open_sockets();
  std::multiset<std::string> addresses;
  for (const char* table : {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
    std::ifstream stream(table);
    std::string line;
    std::getline(stream, line);  // the heading
    while (std::getline(stream, line)) {
      std::istringstream words(line);
      std::string number, local, remote, state, queues, timer, retries, user, timeout, inode;
      words >> number >> local >> remote >> state >> queues >> timer >> retries >> user >> timeout >> inode;
      if (state == "0A" && own.contains("socket:[" + inode + "]")) addresses.insert(local.substr(0, local.find(':')));
    }
  }
  return addresses;
}

inline void write_listening(const std::filesystem::path& file) {
  std::ofstream out(file);
  for (const std::string& address : listening_addresses()) out << address << '\n';
}

}  // namespace heddle::testing
