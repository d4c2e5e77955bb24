// Kinds of wrong pickles inside an otherwise right PyTorch zip: attacks, bombs, and tensors with false sizes.
#include "support/bad_files.h"
#include "support/file_builders.h"

namespace heddle::testing {
namespace {

using pickle::counts;
using pickle::dict;
using pickle::global;
using pickle::integer;
using pickle::text;
using pickle::tuple;
using pickle::whole;

// A state dict with one right tensor and something else under "evil".
std::string beside(const std::string& evil) {
  return torch_zip(whole("}(" + text("x") + pickle::tensor() + text("evil") + evil + "u"));
}

std::string raw(const std::string& pickle) { return torch_zip(pickle); }

template <class Change>
std::string lying_tensor(Change change) {
  pickle::Tensor tensor;
  change(tensor);
  return torch_zip(dict("x", pickle::tensor(tensor)));
}

std::string repeated(const std::string& what, long count) {
  std::string text;
  text.reserve(what.size() * static_cast<std::size_t>(count));
  for (long i = 0; i < count; ++i) text += what;
  return text;
}

std::string one_of(Random& r, const std::vector<std::string>& values) {
  return values[static_cast<std::size_t>(pick(r, 0, static_cast<long>(values.size()) - 1))];
}

std::string call(const std::string& callable, Random& r) { return callable + text(random_word(r)) + "\x85R"; }

std::string short_text(const std::string& value) { return "\x8c" + le(value.size(), 1) + value; }

// Tables, a line a case:
// clang-format off
std::vector<BadKind> attacks() {
  return {
      {"os.system", [](Random& r) { return beside(call(global(one_of(r, {"os", "posix", "nt", "subprocess"}), "system"), r)); }},
      {"builtins", [](Random& r) { return beside(call(global(one_of(r, {"builtins", "__builtin__"}), one_of(r, {"eval", "exec", "getattr", "__import__", "open", "compile"})), r)); }},
      {"random global", [](Random& r) { return beside(global(random_word(r), random_word(r))); }},
      {"name near an allowed one", [](Random& r) { return beside(global(one_of(r, {"collections", "torch", "torch._utils", "numpy.core"}), one_of(r, {"OrderedDict ", "orderedDict", "OrderedDict.x", "_rebuild_tensor_v2.__globals__", "Size\r", ""}))); }},
      {"other rebuilds of torch", [](Random& r) { return beside(call(global("torch._utils", one_of(r, {"_rebuild_qtensor", "_rebuild_sparse_tensor", "_rebuild_wrapper_subclass", "_rebuild_tensor", "_rebuild_nested_tensor", "_rebuild_meta_tensor_no_storage"})), r)); }},
      {"load inside the load", [](Random& r) { return beside(call(global("torch.storage", "_load_from_bytes"), r)); }},
      {"protocol 0 text", [](Random& r) { return raw("cposix\nsystem\n(S'" + random_word(r) + "'\ntR."); }},
      {"stack global", [](Random& r) { return beside(call(short_text("posix") + short_text("system") + "\x93", r)); }},
      {"stack global through the memo", [](Random& r) { return beside(call(short_text("posix") + "\x94" + "0" + short_text("system") + "\x94" + "0" + "h" + le(0, 1) + "h\x01\x93", r)); }},
      {"stack global of numbers", [](Random&) { return beside("K\x01K\x02\x93"); }, 1},
      {"inst", [](Random& r) { return beside("(" + text(random_word(r)) + "ios\nsystem\n"); }},
      {"obj", [](Random& r) { return beside("(" + global("os", "system") + text(random_word(r)) + "o"); }},
      {"newobj", [](Random& r) { return beside(global(random_word(r), "Popen") + text("x") + "\x85\x81"); }},
      {"newobj with keywords", [](Random& r) { return beside(global("subprocess", "Popen") + text(random_word(r)) + "\x85}\x92"); }},
      {"extension", [](Random& r) { return beside(one_of(r, {std::string("\x82\x01"), std::string("\x83\x01\x01"), "\x84" + le(r(), 4)})); }},
      {"call of a value", [](Random& r) { return beside(call(one_of(r, {"}", "]", "K\x05", "N", ")", text("os.system")}), r)); }},
      {"call of a called value", [](Random& r) { return beside(call(call(global("_codecs", "encode"), r), r)); }},
      {"call without a tuple", [](Random& r) { return beside(global("collections", "OrderedDict") + one_of(r, {"]", "}", "N", "K\x01"}) + "R"); }},
      {"storage made by hand", [](Random& r) { return beside(call(global("torch", "FloatStorage"), r)); }},
      {"state for a tensor", [](Random& r) { return beside(pickle::tensor() + "}" + text(random_word(r)) + "K\x01sb"); }},
      {"state for a number", [](Random&) { return beside("K\x01}b"); }, 1},
      {"whole module", [](Random& r) { return beside(tuple({text("module"), text(random_word(r)), text("a.py"), text("import os")}) + "Q"); }},
      {"persistent id as text", [](Random& r) { return beside("P" + random_word(r) + "\n"); }},
      {"persistent id of another kind", [](Random& r) { return beside(one_of(r, {text("storage"), "K\x01", ")", "]", tuple({text("storage")}), tuple({text("file"), global("torch", "FloatStorage"), text("0"), text("cpu"), "K\x01"})}) + "Q"); }},
      {"out of band buffer", [](Random& r) { return beside(one_of(r, {"\x97", "\x97\x98"})); }},
  };
}

std::vector<BadKind> bombs() {
  return {
      {"pickle of nothing", [](Random&) { return raw(""); }, 1},
      {"no stop", [](Random& r) { return raw("\x80\x02}" + text(random_word(r)) + "K\x01s"); }},
      {"cut pickle", [](Random& r) {
         const std::string good = dict("x", pickle::tensor());
         return raw(good.substr(0, static_cast<std::size_t>(pick(r, 1, static_cast<long>(good.size()) - 1))));
       }},
      {"bytes behind the pickle", [](Random& r) { return raw(dict("x", pickle::tensor()) + random_word(r)); }},
      {"values left behind", [](Random& r) { return raw(whole(repeated("K\x01", pick(r, 1, 9)) + "}" + text("x") + pickle::tensor() + "s")); }},
      {"mark left behind", [](Random&) { return raw(whole("(}" + text("x") + pickle::tensor() + "s")); }, 1},
      {"stop without a value", [](Random&) { return raw("\x80\x02."); }, 1},
      {"empty stack", [](Random& r) { return raw(whole(one_of(r, {"0", "2", "s", "a", "R", "b", "Q", "\x85", "\x86", "\x87", "\x93", "\x94", "q\x01", "t", "u", "e", "1", "o", "\x81"}))); }},
      {"values below a mark", [](Random& r) { return raw(whole("}" + text("x") + "(" + one_of(r, {"s", "R", "\x86", "0" "0", "b"}))); }},
      {"endless marks", [](Random&) { return raw("\x80\x02" + repeated("(", 1'000'010)); }, 2},
      {"endless stack", [](Random&) { return raw("\x80\x02" + repeated("N", 1'000'010)); }, 2},
      {"endless memo", [](Random& r) { return raw("\x80\x02Nr" + le(static_cast<std::uint64_t>(pick(r, 1'000'000, 4'294'967'295)), 4)); }},
      {"endless values", [](Random&) { return raw("\x80\x02" + repeated("N0", 4'000'100)); }, 2},
      {"endless instructions", [](Random&) { return raw("\x80\x02N" + repeated("q\x01", 20'000'100)); }, 1},
      {"memo that was never written", [](Random& r) { return raw(whole(one_of(r, {"h\x07", "j" + le(r(), 4), "g99\n", "g-1\n", "gx\n"}))); }},
      {"memo doubling", [](Random& r) {
         // Each list holds the one before it twice: 2^40 paths to a tensor.
         std::string lists = pickle::tensor() + "q\x01" "0";
         for (long i = pick(r, 30, 60); i > 0; --i) lists += "](h\x01h\x01" "eq\x01" "0";
         return torch_zip(dict("x", lists + "h\x01"));
       }},
      {"shallow memo doubling", [](Random&) {
         std::string lists = "Nq\x01" "0";
         for (int i = 0; i < 8; ++i) lists += "](" + repeated("h\x01", 40) + "eq\x01" "0";
         return torch_zip(dict("x", lists + "h\x01"));
       }, 2},
      {"ordered dict of one list, again and again", [](Random&) {
         const std::string pairs = "](" + repeated("NN\x86", 100'000) + "eq\x01" "0";
         return raw("\x80\x02" + pairs + global("collections", "OrderedDict") + "q\x02" "0" + repeated("h\x02h\x01\x85R0", 100'000));
       }, 2},
      {"list that holds itself", [](Random&) { return torch_zip(dict("x", "]q\x01h\x01" "a")); }, 1},
      {"dict that holds itself", [](Random& r) { return raw(whole("}q\x01" + text(random_word(r)) + "h\x01s")); }},
      {"deep lists in a pickle", [](Random& r) { const long depth = pick(r, 20, 100'000); return torch_zip(dict("x", repeated("]", depth) + repeated("a", depth - 1))); }},
      {"deep tuples in a pickle", [](Random& r) { return torch_zip(dict("x", pickle::tensor() + repeated("\x85", pick(r, 20, 100'000)))); }},
      {"text longer than the file", [](Random& r) { return raw("\x80\x02X" + le(static_cast<std::uint64_t>(pick(r, 1000, 4'294'967'295)), 4) + "x."); }},
      {"text of 2^63 bytes", [](Random& r) { return raw("\x80\x04\x8d" + le(~std::uint64_t{0} >> pick(r, 0, 20), 8) + "x."); }},
      {"bytes of 2^63 bytes", [](Random& r) { return raw("\x80\x04\x8e" + le(~std::uint64_t{0} >> pick(r, 0, 20), 8) + "x."); }},
      {"long of gigabytes", [](Random& r) { return raw("\x80\x02\x8b" + le(static_cast<std::uint64_t>(pick(r, 1000, 4'294'967'295)), 4) + "x."); }},
      {"long of a negative size", [](Random& r) { return raw("\x80\x02\x8b" + le(static_cast<std::uint64_t>(-pick(r, 1, 1000)), 4) + "x."); }},
      {"line without end", [](Random& r) { return raw("c" + std::string(static_cast<std::size_t>(pick(r, 1, 9000)), 'm')); }},
      {"unknown instruction", [](Random& r) { return raw(std::string("\x80\x02") + one_of(r, {"\xff", "\x99", "?", "z", "\x01", "\x7f", "\xc3"}) + "."); }},
      {"unknown protocol", [](Random& r) { return raw("\x80" + le(static_cast<std::uint64_t>(pick(r, 6, 255)), 1) + "}."); }},
      {"noise in the pickle", [](Random& r) {
         std::string noise = "\x80\x02";
         for (long i = pick(r, 1, 300); i > 0; --i) noise += static_cast<char>(r());
         return raw(noise);
       }},
      {"number of nonsense", [](Random& r) { return raw(one_of(r, {"I", "L"}) + random_word(r) + "\n."); }},
      {"items for a tuple", [](Random& r) { return beside(")" + text(random_word(r)) + "K\x01s"); }},
      {"items for a list", [](Random& r) { return beside("]" + text(random_word(r)) + "K\x01s"); }},
      {"append to a dict", [](Random& r) { return beside("}" + text(random_word(r)) + "a"); }},
      {"key without value", [](Random& r) { return beside("}(" + text(random_word(r)) + "u"); }},
      {"odd ordered dict", [](Random& r) { return beside(global("collections", "OrderedDict") + one_of(r, {"K\x01", "](K\x01" "e", "])a", "N", "](](K\x01K\x02K\x03" "ee"}) + "\x85R"); }},
  };
}

std::vector<BadKind> lying_tensors() {
  return {
      {"shape beyond the storage", [](Random& r) { return lying_tensor([&](auto& t) { t.shape = {pick(r, 3, 1000), 3}; }); }},
      {"offset beyond the storage", [](Random& r) { return lying_tensor([&](auto& t) { t.first = pick(r, 1, 1000); }); }},
      {"offset near 2^63", [](Random& r) { return lying_tensor([&](auto& t) { t.first = INT64_MAX - pick(r, 0, 9); }); }},
      {"negative offset in a pickle", [](Random& r) { return lying_tensor([&](auto& t) { t.first = -pick(r, 1, 1000); }); }},
      {"stride beyond the storage", [](Random& r) { return lying_tensor([&](auto& t) { t.strides = {pick(r, 4, 1000), 1}; }); }},
      {"stride that wraps", [](Random& r) { return lying_tensor([&](auto& t) { t.strides = {INT64_MAX - pick(r, 0, 9), INT64_MAX}; }); }},
      {"stride times dimension wraps", [](Random&) { return lying_tensor([](auto& t) { t.shape = {5}; t.strides = {INT64_C(4611686018427387904)}; }); }, 1},
      {"negative stride", [](Random& r) { return lying_tensor([&](auto& t) { t.first = 5; t.strides = {-pick(r, 1, 9), -1}; }); }},
      {"negative dimension in a pickle", [](Random& r) { return lying_tensor([&](auto& t) { t.shape = {-pick(r, 1, 9), -3}; }); }},
      {"shape that wraps", [](Random&) { return lying_tensor([](auto& t) { t.shape = {INT64_C(1) << 32, INT64_C(1) << 32}; t.strides = {0, 0}; }); }, 1},
      {"repeated element", [](Random& r) { return lying_tensor([&](auto& t) { t.shape = {pick(r, 7, 1'000'000'000'000)}; t.strides = {0}; }); }},
      {"strides of another rank", [](Random& r) { return lying_tensor([&](auto& t) { t.strides.resize(static_cast<std::size_t>(pick(r, 3, 8))); }); }},
      {"nine dimensions in a pickle", [](Random& r) { return lying_tensor([&](auto& t) { t.shape.assign(static_cast<std::size_t>(pick(r, 9, 500)), 1); t.strides = t.shape; }); }},
      {"other number of elements", [](Random& r) { return lying_tensor([&](auto& t) { t.elements = pick(r, 7, 1'000'000'000); }); }},
      {"fewer elements", [](Random& r) { return lying_tensor([&](auto& t) { t.elements = pick(r, 0, 5); }); }},
      {"negative number of elements", [](Random& r) { return lying_tensor([&](auto& t) { t.elements = -pick(r, 1, 9); }); }},
      {"elements that wrap", [](Random&) { return lying_tensor([](auto& t) { t.elements = INT64_C(4611686018427387910); }); }, 1},
      {"other element type", [](Random& r) { const std::string type = one_of(r, {"DoubleStorage", "HalfStorage", "ByteStorage", "LongStorage"}); return lying_tensor([&](auto& t) { t.type = type; }); }},
      {"unknown storage type", [](Random& r) { const std::string type = one_of(r, {"ComplexFloatStorage", "QInt8Storage", "Tensor", "load", "QUInt4x2Storage"}); return lying_tensor([&](auto& t) { t.type = type; }); }},
      {"key of another data", [](Random& r) { return lying_tensor([&](auto& t) { t.key = one_of(r, {"1", "00", "../version", "", "0\n", "99999999999999999999999999"}); }); }},
      {"tensor of too few parts", [](Random& r) {
         std::string parts = pickle::storage("FloatStorage", "0", 6);
         for (long i = pick(r, 0, 2); i > 0; --i) parts += "K\x01";
         return torch_zip(dict("x", global("torch._utils", "_rebuild_tensor_v2") + "(" + parts + "tR"));
       }},
      {"tensor of other parts", [](Random& r) { return torch_zip(dict("x", global("torch._utils", "_rebuild_tensor_v2") + tuple({one_of(r, {"N", "}", "]", text("0"), pickle::tensor()}), "K" + le(0, 1), counts({2, 3}), counts({3, 1}), "\x89", "N"}) + "R")); }},
      {"shape of text", [](Random& r) { return torch_zip(dict("x", global("torch._utils", "_rebuild_tensor_v2") + tuple({pickle::storage("FloatStorage", "0", 6), "K\x01", tuple({text(random_word(r))}), counts({1}), "\x89", "N"}) + "R")); }},
      {"parameter of nothing", [](Random& r) { return torch_zip(dict("x", global("torch._utils", "_rebuild_parameter") + tuple({one_of(r, {"N", "}", "K\x01", ")"}), "\x88", "N"}) + "R")); }},
      {"parameter dict of nonsense", [](Random& r) { return beside(global("torch.nn.modules.container", "ParameterDict") + ")\x81" + one_of(r, {"N", "]", "}" + text("_parameters") + "]s", "}" + text("_parameters") + "Ns"}) + "b"); }},
      {"one name twice in a pickle", [](Random& r) { const std::string name = text(random_word(r)); return torch_zip(whole("}(" + name + pickle::tensor() + name + pickle::tensor() + "u")); }},
      {"one name twice by nesting", [](Random&) { return torch_zip(whole("}(" + text("a.b") + pickle::tensor() + text("a") + "}" + text("b") + pickle::tensor() + "s" + "u")); }, 1},
      {"name of kilobytes in a pickle", [](Random& r) { return torch_zip(dict(std::string(static_cast<std::size_t>(pick(r, 1025, 90'000)), 'n'), pickle::tensor())); }},
      {"name that is not utf-8 in a pickle", [](Random& r) { return torch_zip(dict("a\xff" + random_word(r), pickle::tensor())); }},
      {"empty name in a pickle", [](Random&) { return torch_zip(dict("", pickle::tensor())); }, 1},
      {"no tensors", [](Random& r) { return torch_zip(dict(random_word(r), one_of(r, {"K\x01", "}", "]", "N", global("torch", "FloatStorage"), text("x")}))); }},
  };
}

}  // namespace

std::vector<BadKind> bad_pickles() {
  std::vector<BadKind> all = attacks();
  for (const auto& kinds : {bombs(), lying_tensors()}) all.insert(all.end(), kinds.begin(), kinds.end());
  return all;
}
// clang-format on

}  // namespace heddle::testing
