#include "weights/pickle_machine.h"

#include <utility>

#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

constexpr std::size_t kMaxStack = 1'000'000;
constexpr std::size_t kMaxMemo = 1'000'000;
constexpr std::size_t kMaxNodes = 4'000'000;
constexpr std::size_t kMaxItems = 16'000'000;

}  // namespace

PickleMachine::PickleMachine(std::string_view bytes) {
  tree_.bytes = bytes;
  tree_.nodes.emplace_back();  // node 0: what a failed pop returns
  tree_.items.emplace_back();
}

void PickleMachine::refuse(Failure failure) {
  if (!error_) error_ = std::move(failure.value());
}

PickleNode PickleMachine::of_kind(NodeKind kind) {
  PickleNode node;
  node.kind = kind;
  return node;
}

void PickleMachine::limit(std::size_t size) {
  if (size > kMaxStack) refuse(damaged("its pickle stacks more than {} values", kMaxStack));
}

void PickleMachine::count_items(std::size_t count) {
  items_total_ += count;
  if (items_total_ > kMaxItems) refuse(damaged("its pickle repeats itself without end"));
}

void PickleMachine::push(const PickleNode& node) {
  if (tree_.nodes.size() >= kMaxNodes) return refuse(damaged("its pickle holds more than {} values", kMaxNodes));
  tree_.nodes.push_back(node);
  push_id(static_cast<NodeId>(tree_.nodes.size() - 1));
}

void PickleMachine::push_id(NodeId id) {
  stack_.push_back(id);
  limit(stack_.size());
}

void PickleMachine::push_integer(NodeKind kind, std::int64_t value) {
  PickleNode node = of_kind(kind);
  node.integer = value;
  push(node);
}

void PickleMachine::push_real(double value) {
  PickleNode node = of_kind(NodeKind::real);
  node.real = value;
  push(node);
}

void PickleMachine::push_text(std::string_view text) {
  if (text.data() == nullptr) return push_kind(NodeKind::none);  // the cursor ran out and has reported it
  PickleNode node = of_kind(NodeKind::text);
  node.text = {static_cast<std::uint32_t>(text.data() - tree_.bytes.data()), static_cast<std::uint32_t>(text.size())};
  push(node);
}

void PickleMachine::push_items(NodeKind kind, std::vector<NodeId> items) {
  PickleNode node = of_kind(kind);
  node.index = static_cast<std::uint32_t>(tree_.items.size());
  count_items(items.size());
  tree_.items.push_back(std::move(items));
  push(node);
}

void PickleMachine::push_result(Result<PickleNode> result) {
  if (!result) return refuse(forward(result));
  if (result->kind == NodeKind::dict) count_items(tree_.items_of(*result).size());
  push(*result);
}

NodeId PickleMachine::pop() {
  const NodeId id = top();
  if (!failed()) stack_.pop_back();
  return id;
}

NodeId PickleMachine::top() {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor) {
    refuse(damaged("its pickle takes a value where there is none"));
    return 0;
  }
  return stack_.back();
}

void PickleMachine::drop() {
  if (!marks_.empty() && marks_.back() == stack_.size()) {
    marks_.pop_back();
  } else {
    pop();
  }
}

std::vector<NodeId> PickleMachine::pop_to_mark() {
  if (marks_.empty()) {
    refuse(damaged("its pickle lacks a mark"));
    return {};
  }
  const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  std::vector<NodeId> items(first, stack_.end());
  stack_.erase(first, stack_.end());
  marks_.pop_back();
  return items;
}

std::vector<NodeId> PickleMachine::pop_many(std::size_t count) {
  std::vector<NodeId> items(count);
  for (std::size_t i = count; i-- > 0;) items[i] = pop();
  return items;
}

void PickleMachine::extend_top(NodeKind kind, std::span<const NodeId> items) {
  const PickleNode& target = node(top());
  if (failed() || target.kind == NodeKind::inert) return;
  if (target.kind != kind || (kind == NodeKind::dict && items.size() % 2 != 0)) {
    return refuse(damaged("its pickle adds items to something that takes none"));
  }
  count_items(items.size());
  std::vector<NodeId>& own = tree_.items[target.index];
  own.insert(own.end(), items.begin(), items.end());
}

void PickleMachine::memo_put(std::uint64_t slot) {
  const NodeId id = top();
  if (slot >= kMaxMemo) return refuse(damaged("its pickle remembers more than {} values", kMaxMemo));
  if (slot >= memo_.size()) memo_.resize(static_cast<std::size_t>(slot) + 1);
  if (memo_[slot] == 0) ++memo_used_;
  memo_[slot] = id + 1;
}

void PickleMachine::memo_get(std::uint64_t slot) {
  if (slot >= memo_.size() || memo_[slot] == 0) {
    return refuse(damaged("its pickle recalls a value that it never stored"));
  }
  push_id(memo_[slot] - 1);
}

}  // namespace heddle::weights
