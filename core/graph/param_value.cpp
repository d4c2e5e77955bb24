#include "graph/param_value.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace heddle::graph {
namespace {

constexpr std::array<std::string_view, 10> kKindNames = {"integer", "seed", "real", "boolean", "text",
                                                         "choice",  "file", "lane", "list",    "raw"};

}  // namespace

std::string_view to_string(ParamKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

bool operator==(const ParamList& a, const ParamList& b) { return a.items == b.items; }

const ParamValue& Params::value(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) throw std::logic_error("no parameter '" + std::string(name) + "'");
  return found->second;
}

template <class T>
const T& Params::as(std::string_view name) const {
  const ParamValue& held = value(name);
  if (const T* typed = std::get_if<T>(&held)) return *typed;
  throw std::logic_error("parameter '" + std::string(name) + "' is of kind " + std::string(to_string(kind_of(held))));
}

std::int64_t Params::integer(std::string_view name) const { return as<std::int64_t>(name); }
std::uint64_t Params::seed(std::string_view name) const { return as<Seed>(name).value; }
double Params::real(std::string_view name) const { return as<double>(name); }
bool Params::boolean(std::string_view name) const { return as<bool>(name); }
const std::string& Params::text(std::string_view name) const { return as<std::string>(name); }
const std::string& Params::choice(std::string_view name) const { return as<Choice>(name).name; }
const std::string& Params::file(std::string_view name) const { return as<FilePath>(name).path; }
const Lane& Params::lane(std::string_view name) const { return as<Lane>(name); }
const std::vector<ParamValue>& Params::list(std::string_view name) const { return as<ParamList>(name).items; }

}  // namespace heddle::graph
