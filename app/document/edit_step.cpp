#include "document/edit_step.h"

#include <type_traits>
#include <utility>

namespace heddle::document {
namespace {

template <class Step>
constexpr bool kComesAndGoes = std::is_same_v<Step, NodeStep> || std::is_same_v<Step, WireStep>;

bool sameSpot(const ParamStep& a, const ParamStep& b) { return a.node == b.node && a.param == b.param; }
bool sameSpot(const TitleStep& a, const TitleStep& b) { return a.node == b.node; }
bool sameSpot(const ModeStep& a, const ModeStep& b) { return a.node == b.node; }
bool sameSpot(const NodeUiStep& a, const NodeUiStep& b) { return a.node == b.node; }
bool sameSpot(const WireUiStep& a, const WireUiStep& b) { return a.link == b.link; }
bool sameSpot(const GraphUiStep&, const GraphUiStep&) { return true; }

}  // namespace

EditStep inverseOf(const EditStep& step) {
  return std::visit(
      [](auto copy) -> EditStep {
        if constexpr (kComesAndGoes<decltype(copy)>) {
          copy.isAdded = !copy.isAdded;
        } else {
          std::swap(copy.before, copy.after);
        }
        return copy;
      },
      step);
}

bool sameTarget(const EditStep& step, const EditStep& later) {
  return std::visit(
      [&](const auto& first) {
        using Step = std::decay_t<decltype(first)>;
        const Step* second = std::get_if<Step>(&later);
        if constexpr (kComesAndGoes<Step>) {
          return false;
        } else {
          return second != nullptr && sameSpot(first, *second);
        }
      },
      step);
}

void absorb(EditStep& step, const EditStep& later) {
  std::visit(
      [&](auto& first) {
        using Step = std::decay_t<decltype(first)>;
        if constexpr (!kComesAndGoes<Step>) first.after = std::get<Step>(later).after;
      },
      step);
}

bool changesNothing(const EditStep& step) {
  return std::visit(
      [](const auto& only) {
        if constexpr (kComesAndGoes<std::decay_t<decltype(only)>>) {
          return false;
        } else {
          return only.before == only.after;
        }
      },
      step);
}

}  // namespace heddle::document
