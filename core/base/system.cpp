#include "base/own_memory.h"

#include <unistd.h>

#include <fstream>

namespace heddle {

std::uint64_t resident_bytes() {
  std::ifstream stream("/proc/self/statm");
  std::uint64_t whole = 0, resident = 0;
  if (!(stream >> whole >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace heddle
