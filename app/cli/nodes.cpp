// heddle nodes: every node type with its ports and parameters, for people and for the window's build.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli_context.h"
#include "graph/catalog_json.h"
#include "subcommands.h"

namespace heddle::cli {

namespace {

void print_table(const graph::NodeCatalog& catalog) {
  for (const auto& [type, spec] : catalog.all()) {
    fmt::print("{}  —  {}\n", type, spec.title);
    if (!spec.help_text.empty()) fmt::print("    {}\n", spec.help_text);
    for (const graph::PortSpec& port : spec.inputs) {
      fmt::print("    in   {:<18} {}{}{}\n", port.name, graph::describe(port.type),
                 port.is_optional ? ", optional" : "", port.is_multiple ? ", several" : "");
    }
    for (const graph::ParamSpec& param : spec.params) {
      fmt::print("    set  {:<18} {}{}\n", param.name, graph::to_string(param.kind), param.is_live ? ", live" : "");
    }
    for (const graph::PortSpec& port : spec.outputs)
      fmt::print("    out  {:<18} {}\n", port.name, graph::describe(port.type));
    fmt::print("\n");
  }
}

}  // namespace

void add_nodes(CLI::App& app, Exit& exit) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = add_subcommand(app, "nodes");
  command->add_flag("--json", *json, "As JSON");
  command->callback([json, &exit] {
    auto context = CliContext::open({});
    if (!context) {
      exit.code = report(context.error());
      return;
    }
    const graph::NodeCatalog& catalog = (*context)->registry().catalog();
    if (*json) {
      fmt::print("{}\n", dump_json(graph::to_json(catalog)));
    } else {
      print_table(catalog);
    }
  });
}

}  // namespace heddle::cli
