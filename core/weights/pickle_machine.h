// The stack, the memo and the limits of the pickle walker: everything an opcode may touch. The first failure is kept;
// after it every call is harmless, so an opcode need not check each step. Used by walk_pickle alone. One thread at a
// time.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "weights/pickle_tree.h"

namespace heddle::weights {

class PickleMachine final {
 public:
  explicit PickleMachine(std::string_view bytes);

  [[nodiscard]] bool failed() const { return error_.has_value(); }
  Error take_error() { return std::move(*error_); }
  void refuse(Failure failure);

  PickleTree& tree() { return tree_; }
  [[nodiscard]] const PickleNode& node(NodeId id) const { return tree_.nodes[id]; }

  // Values.
  void push(const PickleNode& node);
  void push_id(NodeId id);
  void push_kind(NodeKind kind) { push(of_kind(kind)); }
  void push_integer(NodeKind kind, std::int64_t value);
  void push_real(double value);
  void push_text(std::string_view text);  // a part of the pickle
  void push_items(NodeKind kind, std::vector<NodeId> items);
  void push_result(Result<PickleNode> result);

  // The top value; node 0, a none, when there is none above the last mark.
  NodeId pop();
  [[nodiscard]] NodeId top();
  void mark() {
    marks_.push_back(stack_.size());
    limit(marks_.size());
  }
  void drop();  // POP: the top value, or the mark if that is on top
  std::vector<NodeId> pop_to_mark();
  std::vector<NodeId> pop_many(std::size_t count);
  [[nodiscard]] std::size_t stack_size() const { return stack_.size(); }
  [[nodiscard]] bool has_marks() const { return !marks_.empty(); }

  // Adds to the list, set or dict that is on top, or drops the items if it is inert.
  void extend_top(NodeKind kind, std::span<const NodeId> items);

  void memo_put(std::uint64_t slot);
  void memo_next() { memo_put(memo_used_); }
  void memo_get(std::uint64_t slot);

 private:
  static PickleNode of_kind(NodeKind kind);
  void limit(std::size_t size);
  void count_items(std::size_t count);

  PickleTree tree_;
  std::vector<NodeId> stack_;
  std::vector<std::size_t> marks_;  // stack sizes
  std::vector<NodeId> memo_;        // node + 1; 0 is an empty slot
  std::size_t memo_used_ = 0;
  std::size_t items_total_ = 0;
  std::optional<Error> error_;
};

}  // namespace heddle::weights
