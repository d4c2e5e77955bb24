#include "weights/pickle_walker.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/printable.h"
#include "weights/pickle_cursor.h"
#include "weights/pickle_globals.h"
#include "weights/pickle_machine.h"
#include "weights/pickle_opcodes.h"
#include "weights/pickle_rebuild.h"
#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

constexpr std::size_t kMaxPickleBytes = 64'000'000;
constexpr std::size_t kMaxOpcodes = 20'000'000;

class Walker final {
 public:
  // `is_cut`: the pickle may continue behind `bytes`, which is where the size limit ends it.
  Walker(std::string_view bytes, bool is_cut) : cursor_(bytes), machine_(bytes), is_cut_(is_cut) {}
  Result<PickleTree> walk();

 private:
  void step(PickleOp op);
  // Each handles the opcodes of its group and returns whether `op` was one of them.
  bool step_number(PickleOp op);
  bool step_text(PickleOp op);
  bool step_collection(PickleOp op);
  bool step_memo(PickleOp op);
  bool step_object(PickleOp op);

  void number_from_text(std::string_view text);
  void long_number(std::uint64_t size);
  void bytes(std::uint64_t size);
  void push_global(std::string_view module, std::string_view name);
  void stack_global();
  void call();
  void call_with_keywords();
  void call_from_mark(bool name_in_line);

  Failure ends_early() const {
    if (is_cut_) return damaged("its pickle is larger than {}", readable_size(kMaxPickleBytes));
    return damaged("its pickle ends in the middle");
  }

  PickleCursor cursor_;
  PickleMachine machine_;
  bool is_cut_;
};

Result<PickleTree> Walker::walk() {
  for (std::size_t count = 0; count < kMaxOpcodes; ++count) {
    const auto op = static_cast<PickleOp>(cursor_.byte());
    if (cursor_.failed()) return ends_early();
    if (op == PickleOp::stop) {
      const NodeId root = machine_.pop();
      if (machine_.failed()) return Failure(machine_.take_error());
      if (machine_.stack_size() != 0 || machine_.has_marks()) return damaged("its pickle leaves values behind");
      machine_.tree().root = root;
      machine_.tree().end = cursor_.position();
      return std::move(machine_.tree());
    }
    step(op);
    if (cursor_.failed()) return ends_early();
    if (machine_.failed()) return Failure(machine_.take_error());
  }
  return damaged("its pickle has more than {} instructions", kMaxOpcodes);
}

void Walker::step(PickleOp op) {
  if (step_memo(op) || step_text(op) || step_number(op) || step_collection(op) || step_object(op)) return;
  switch (op) {
    case PickleOp::proto:
      if (const unsigned version = cursor_.byte(); version > 5) {
        machine_.refuse(fail(ErrorKind::unsupported, "is a pickle of version {}, which is not known", version));
      }
      return;
    case PickleOp::frame:
      // Frames only group bytes for reading ahead; the opcodes continue inside.
      cursor_.little_endian<std::uint64_t>();
      return;
    case PickleOp::ext1:
    case PickleOp::ext2:
    case PickleOp::ext4:
      return machine_.refuse(fail(ErrorKind::invalid_input, "tries to use a registered Python extension"));
    default:
      return machine_.refuse(damaged("its pickle has the unknown instruction 0x{:02x} at byte {}",
                                     static_cast<unsigned>(op), cursor_.position() - 1));
  }
}

bool Walker::step_number(PickleOp op) {
  switch (op) {
    case PickleOp::none: machine_.push_kind(NodeKind::none); return true;
    case PickleOp::newtrue: machine_.push_integer(NodeKind::boolean, 1); return true;
    case PickleOp::newfalse: machine_.push_integer(NodeKind::boolean, 0); return true;
    case PickleOp::binint:
      machine_.push_integer(NodeKind::integer, static_cast<std::int32_t>(cursor_.little_endian<std::uint32_t>()));
      return true;
    case PickleOp::binint1: machine_.push_integer(NodeKind::integer, cursor_.byte()); return true;
    case PickleOp::binint2:
      machine_.push_integer(NodeKind::integer, cursor_.little_endian<std::uint16_t>());
      return true;
    case PickleOp::long1: long_number(cursor_.byte()); return true;
    case PickleOp::long4: long_number(cursor_.little_endian<std::uint32_t>()); return true;
    case PickleOp::binfloat: machine_.push_real(cursor_.big_endian_double()); return true;
    case PickleOp::integer_text:
    case PickleOp::long_text: number_from_text(cursor_.line()); return true;
    case PickleOp::real_text: {
      const std::string_view text = cursor_.line();
      double value = 0;
      std::from_chars(text.data(), text.data() + text.size(), value);
      machine_.push_real(value);
      return true;
    }
    default: return false;
  }
}

void Walker::number_from_text(std::string_view text) {
  if (text == "00" || text == "01") return machine_.push_integer(NodeKind::boolean, text == "01" ? 1 : 0);
  if (text.ends_with('L')) text.remove_suffix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return machine_.push_kind(NodeKind::inert);
  if (error != std::errc() || end != text.data() + text.size()) {
    return machine_.refuse(damaged("its pickle has '{}' for a number", printable(text, 40)));
  }
  machine_.push_integer(NodeKind::integer, value);
}

// Two's complement, little-endian. What does not fit into 64 bits is no size, so it is kept as inert.
void Walker::long_number(std::uint64_t size) {
  const std::string_view digits = cursor_.take(size);
  if (digits.size() > 8) return machine_.push_kind(NodeKind::inert);
  const bool negative = !digits.empty() && (digits.back() & 0x80) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = digits.size(); i-- > 0;) value = (value << 8) | static_cast<std::uint8_t>(digits[i]);
  machine_.push_integer(NodeKind::integer, static_cast<std::int64_t>(value));
}

bool Walker::step_text(PickleOp op) {
  switch (op) {
    // The escapes of protocol 0 are left undecoded: no name on the allow list has one.
    case PickleOp::string_text: {
      std::string_view text = cursor_.line();
      if (text.size() >= 2 && text.front() == text.back() && (text.front() == '\'' || text.front() == '"')) {
        text = text.substr(1, text.size() - 2);
      }
      machine_.push_text(text);
      return true;
    }
    case PickleOp::unicode_text: machine_.push_text(cursor_.line()); return true;
    case PickleOp::short_binstring:
    case PickleOp::short_binunicode: machine_.push_text(cursor_.take(cursor_.byte())); return true;
    case PickleOp::binstring:
    case PickleOp::binunicode: machine_.push_text(cursor_.take(cursor_.little_endian<std::uint32_t>())); return true;
    case PickleOp::binunicode8: machine_.push_text(cursor_.take(cursor_.little_endian<std::uint64_t>())); return true;
    case PickleOp::short_binbytes: bytes(cursor_.byte()); return true;
    case PickleOp::binbytes: bytes(cursor_.little_endian<std::uint32_t>()); return true;
    case PickleOp::binbytes8:
    case PickleOp::bytearray8: bytes(cursor_.little_endian<std::uint64_t>()); return true;
    default: return false;
  }
}

void Walker::bytes(std::uint64_t size) {
  cursor_.take(size);
  machine_.push_kind(NodeKind::inert);
}

bool Walker::step_collection(PickleOp op) {
  switch (op) {
    case PickleOp::mark: machine_.mark(); return true;
    case PickleOp::pop: machine_.drop(); return true;
    case PickleOp::pop_mark: machine_.pop_to_mark(); return true;
    case PickleOp::dup: machine_.push_id(machine_.top()); return true;
    case PickleOp::empty_tuple: machine_.push_items(NodeKind::tuple, {}); return true;
    case PickleOp::tuple1: machine_.push_items(NodeKind::tuple, machine_.pop_many(1)); return true;
    case PickleOp::tuple2: machine_.push_items(NodeKind::tuple, machine_.pop_many(2)); return true;
    case PickleOp::tuple3: machine_.push_items(NodeKind::tuple, machine_.pop_many(3)); return true;
    case PickleOp::tuple: machine_.push_items(NodeKind::tuple, machine_.pop_to_mark()); return true;
    case PickleOp::empty_set:
    case PickleOp::empty_list: machine_.push_items(NodeKind::list, {}); return true;
    case PickleOp::list:
    case PickleOp::frozenset: machine_.push_items(NodeKind::list, machine_.pop_to_mark()); return true;
    case PickleOp::empty_dict: machine_.push_items(NodeKind::dict, {}); return true;
    case PickleOp::dict: {
      const std::vector<NodeId> items = machine_.pop_to_mark();
      machine_.push_items(NodeKind::dict, {});
      machine_.extend_top(NodeKind::dict, items);
      return true;
    }
    case PickleOp::append: machine_.extend_top(NodeKind::list, machine_.pop_many(1)); return true;
    case PickleOp::appends:
    case PickleOp::additems: machine_.extend_top(NodeKind::list, machine_.pop_to_mark()); return true;
    case PickleOp::setitem: machine_.extend_top(NodeKind::dict, machine_.pop_many(2)); return true;
    case PickleOp::setitems: machine_.extend_top(NodeKind::dict, machine_.pop_to_mark()); return true;
    default: return false;
  }
}

bool Walker::step_memo(PickleOp op) {
  const auto slot_in_line = [this]() -> std::uint64_t {
    const std::string_view text = cursor_.line();
    std::uint64_t slot = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), slot);
    return error == std::errc() && end == text.data() + text.size() ? slot : ~std::uint64_t{0};
  };
  switch (op) {
    case PickleOp::memoize: machine_.memo_next(); return true;
    case PickleOp::put: machine_.memo_put(slot_in_line()); return true;
    case PickleOp::binput: machine_.memo_put(cursor_.byte()); return true;
    case PickleOp::long_binput: machine_.memo_put(cursor_.little_endian<std::uint32_t>()); return true;
    case PickleOp::get: machine_.memo_get(slot_in_line()); return true;
    case PickleOp::binget: machine_.memo_get(cursor_.byte()); return true;
    case PickleOp::long_binget: machine_.memo_get(cursor_.little_endian<std::uint32_t>()); return true;
    default: return false;
  }
}

bool Walker::step_object(PickleOp op) {
  switch (op) {
    case PickleOp::global: {
      const std::string_view module = cursor_.line();
      push_global(module, cursor_.line());
      return true;
    }
    case PickleOp::stack_global: stack_global(); return true;
    case PickleOp::reduce:
    case PickleOp::newobj: call(); return true;
    case PickleOp::newobj_ex: call_with_keywords(); return true;
    case PickleOp::inst: call_from_mark(/*name_in_line=*/true); return true;
    case PickleOp::obj: call_from_mark(/*name_in_line=*/false); return true;
    case PickleOp::build: {
      const NodeId state = machine_.pop();
      const NodeId object = machine_.top();
      if (machine_.failed()) return true;
      const PickleNode state_node = machine_.node(state);
      if (auto matched = match_build(machine_.tree(), object, state_node); !matched) machine_.refuse(forward(matched));
      return true;
    }
    case PickleOp::binpersid: {
      const PickleNode id = machine_.node(machine_.pop());
      if (!machine_.failed()) machine_.push_result(match_persistent_id(machine_.tree(), id));
      return true;
    }
    default: return false;
  }
}

void Walker::push_global(std::string_view module, std::string_view name) {
  if (cursor_.failed()) return;
  const AllowedGlobal* allowed = find_allowed_global(module, name);
  if (allowed == nullptr) {
    return machine_.refuse(fail(ErrorKind::invalid_input,
                                "tries to use '{}', which a model has no need of: it may be an attack; get the "
                                "safetensors version, or the file from its author",
                                printable(fmt::format("{}.{}", module.substr(0, 200), name.substr(0, 200)), 160)));
  }
  PickleNode node;
  node.kind = NodeKind::global;
  node.global = allowed->kind;
  node.dtype = allowed->dtype;
  machine_.push(node);
}

void Walker::stack_global() {
  const PickleNode name = machine_.node(machine_.pop());
  const PickleNode module = machine_.node(machine_.pop());
  if (machine_.failed()) return;
  if (name.kind != NodeKind::text || module.kind != NodeKind::text) {
    return machine_.refuse(damaged("its pickle names something by a value that is not text"));
  }
  push_global(machine_.tree().text_of(module), machine_.tree().text_of(name));
}

void Walker::call() {
  const PickleNode arguments = machine_.node(machine_.pop());
  const PickleNode callable = machine_.node(machine_.pop());
  if (!machine_.failed()) machine_.push_result(match_call(machine_.tree(), callable, arguments));
}

void Walker::call_with_keywords() {
  const PickleNode keywords = machine_.node(machine_.pop());
  if (!machine_.failed() && keywords.kind != NodeKind::dict) {
    return machine_.refuse(damaged("its pickle calls with odd arguments"));
  }
  call();
}

// INST and OBJ, from before protocol 2: the arguments are above a mark.
void Walker::call_from_mark(bool name_in_line) {
  std::vector<NodeId> items = machine_.pop_to_mark();
  if (name_in_line) {
    const std::string_view module = cursor_.line();
    push_global(module, cursor_.line());
  } else if (items.empty()) {
    machine_.refuse(damaged("its pickle calls nothing"));
  } else {
    machine_.push_id(items.front());
    items.erase(items.begin());
  }
  if (machine_.failed() || cursor_.failed()) return;
  machine_.push_items(NodeKind::tuple, std::move(items));
  call();
}

}  // namespace

Result<PickleTree> walk_pickle(std::span<const std::byte> bytes) {
  const auto visible = bytes.first(std::min(bytes.size(), kMaxPickleBytes));
  const std::string_view text(reinterpret_cast<const char*>(visible.data()), visible.size());
  return Walker(text, visible.size() < bytes.size()).walk();
}

}  // namespace heddle::weights
