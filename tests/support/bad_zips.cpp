// Kinds of wrong PyTorch files as far as their frame goes: the zip, and the older frame of five pickles.
#include "support/bad_files.h"
#include "support/file_builders.h"

namespace heddle::testing {
namespace {

std::vector<ZipItem> good_items() { return torch_items(pickle::dict("x", pickle::tensor())); }

// A right file with one thing changed.
template <class Change>
std::string with_items(Change change) {
  auto items = good_items();
  change(items);
  return zip_file(items);
}
template <class Change>
std::string with_options(Change change) {
  ZipOptions options;
  change(options);
  return zip_file(good_items(), options);
}
template <class Change>
std::string with_parts(Change change) {
  LegacyParts parts = legacy_parts();
  change(parts);
  return legacy_file(parts);
}

std::size_t any_item(Random& r) { return static_cast<std::size_t>(pick(r, 0, 3)); }
int not_zero(Random& r) { return static_cast<int>(pick(r, 0, 1) == 0 ? pick(r, -40, -1) : pick(r, 1, 4000)); }

std::string cut(Random& r, const std::string& file) {
  return file.substr(0, static_cast<std::size_t>(pick(r, 4, static_cast<long>(file.size()) - 1)));
}

}  // namespace

std::vector<BadKind> bad_zips() {
  return {
      {"cut zip", [](Random& r) { return cut(r, zip_file(good_items())); }},
      {"cut zip64",
       [](Random& r) {
         ZipOptions o;
         o.zip64 = true;
         return cut(r, zip_file(good_items(), o));
       }},
      {"bytes before the zip",
       [](Random& r) { return with_options([&](auto& o) { o.prefix = "PK\x03\x04" + random_word(r); }); }},
      {"safetensors before the zip",
       [](Random& r) {
         return with_options([&](auto& o) { o.prefix = safetensors_file("{\"" + random_word(r) + "\":{}}", 0); });
       }},
      {"bytes behind the zip", [](Random& r) { return with_options([&](auto& o) { o.suffix = random_word(r); }); }},
      {"zip comment", [](Random& r) { return with_options([&](auto& o) { o.comment = random_word(r); }); }},
      {"compressed entry",
       [](Random& r) {
         return with_items([&](auto& i) { i[any_item(r)].method = static_cast<std::uint16_t>(pick(r, 1, 99)); });
       }},
      {"encrypted entry",
       [](Random& r) {
         return with_items(
             [&](auto& i) { i[any_item(r)].flags = static_cast<std::uint16_t>(pick(r, 0, 1) == 0 ? 1 : 0x41); });
       }},
      {"unknown flag",
       [](Random& r) {
         return with_items([&](auto& i) { i[any_item(r)].flags = static_cast<std::uint16_t>(0x10 << pick(r, 0, 6)); });
       }},
      {"name twice", [](Random& r) { return with_items([&](auto& i) { i.push_back(i[any_item(r)]); }); }},
      {"other name in the local header",
       [](Random& r) { return with_items([&](auto& i) { i[any_item(r)].local_name = "archive/" + random_word(r); }); }},
      {"larger size in the directory",
       [](Random& r) {
         return with_items([&](auto& i) {
           auto& e = i[any_item(r)];
           e.central_size =
               static_cast<std::uint32_t>(e.data.size()) + static_cast<std::uint32_t>(pick(r, 1, 2'000'000'000));
         });
       }},
      {"smaller size in the directory",
       [](Random& r) {
         return with_items([&](auto& i) {
           auto& e = i[any_item(r)];
           e.central_size = static_cast<std::uint32_t>(pick(r, 0, static_cast<long>(e.data.size()) - 1));
         });
       }},
      {"other size in the local header",
       [](Random& r) {
         return with_items([&](auto& i) {
           auto& e = i[any_item(r)];
           e.local_size = static_cast<std::uint32_t>(e.data.size()) + static_cast<std::uint32_t>(pick(r, 1, 99));
         });
       }},
      {"other size in the descriptor",
       [](Random& r) {
         return with_items([&](auto& i) {
           auto& e = i[any_item(r)];
           e.with_descriptor = true;
           e.descriptor_size = static_cast<std::uint32_t>(e.data.size()) + static_cast<std::uint32_t>(pick(r, 1, 99));
         });
       }},
      {"two entries in one place",
       [](Random& r) {
         return with_items([&](auto& i) {
           i[3].header_offset = 0;
           i[3].central_size = static_cast<std::uint32_t>(i[0].data.size());
           i[3].name += random_word(r);
         });
       }},
      {"entry outside the file",
       [](Random& r) {
         return with_items(
             [&](auto& i) { i[any_item(r)].header_offset = static_cast<std::uint32_t>(pick(r, 2000, 4'000'000'000)); });
       }},
      {"entry at a wrong place",
       [](Random& r) {
         return with_items([&](auto& i) { i[2].header_offset = static_cast<std::uint32_t>(pick(r, 1, 30)); });
       }},
      {"gap between entries",
       [](Random& r) { return with_items([&](auto& i) { i[any_item(r)].gap = random_word(r); }); }},
      {"hidden entry",
       [](Random& r) {
         // A whole local entry that the directory does not list.
         const std::string hidden = zip_file({good_items()[1]});
         return with_items([&](auto& i) { i[any_item(r)].gap = hidden.substr(0, hidden.find("PK\x01\x02")); });
       }},
      {"name with dots",
       [](Random& r) { return with_items([&](auto& i) { i[any_item(r)].name = "archive/../../" + random_word(r); }); }},
      {"absolute name",
       [](Random& r) { return with_items([&](auto& i) { i[any_item(r)].name = "/etc/" + random_word(r); }); }},
      {"name with a backslash",
       [](Random& r) { return with_items([&](auto& i) { i[any_item(r)].name = "archive\\" + random_word(r); }); }},
      {"name with a zero byte",
       [](Random& r) {
         return with_items(
             [&](auto& i) { i[any_item(r)].name = std::string("archive/data/1\0", 15) + random_word(r); });
       }},
      {"empty name", [](Random& r) { return with_items([&](auto& i) { i[any_item(r)].name.clear(); }); }},
      {"two roots", [](Random& r) { return with_items([&](auto& i) { i[2].name = random_word(r) + "z/data/0"; }); }},
      {"no root",
       [](Random&) {
         return with_items([](auto& i) {
           for (auto& e : i) e.name = e.name.substr(8);
         });
       },
       1},
      {"python file inside",
       [](Random& r) {
         return with_items([&](auto& i) {
           i.push_back(i[3]);
           i.back().name = "archive/" + random_word(r) + ".py";
         });
       }},
      {"second pickle inside",
       [](Random&) {
         return with_items([](auto& i) {
           i.push_back(i[0]);
           i.back().name = "archive/data/data.pkl";
         });
       },
       1},
      {"torchscript",
       [](Random& r) {
         return with_items([&](auto& i) {
           i.push_back(i[0]);
           i.back().name = pick(r, 0, 1) == 0 ? "archive/constants.pkl" : "archive/code/__torch__.py";
         });
       }},
      {"zip of something else",
       [](Random& r) {
         ZipItem item;
         item.name = random_word(r) + ".txt";
         item.data = random_word(r);
         return zip_file({item});
       }},
      {"zip of nothing", [](Random&) { return zip_file({}); }, 1},
      {"no data.pkl", [](Random&) { return with_items([](auto& i) { i[0].name = "archive/data/1"; }); }, 1},
      {"data.pkl is another folder's",
       [](Random& r) { return with_items([&](auto& i) { i[0].name = "archive/" + random_word(r) + "/data.pkl"; }); }},
      {"big-endian", [](Random&) { return with_items([](auto& i) { i[1].data = "big"; }); }, 1},
      {"byte order of nonsense",
       [](Random& r) { return with_items([&](auto& i) { i[1].data = "little" + random_word(r); }); }},
      {"number of entries",
       [](Random& r) {
         return with_options([&](auto& o) {
           o.entries_lie = static_cast<int>(pick(r, 0, 1) == 0 ? -pick(r, 1, 4) : pick(r, 1, 60000));
         });
       }},
      {"place of the directory", [](Random& r) { return with_options([&](auto& o) { o.offset_lie = not_zero(r); }); }},
      {"size of the directory", [](Random& r) { return with_options([&](auto& o) { o.size_lie = not_zero(r); }); }},
      {"zip64 place of the directory",
       [](Random& r) {
         return with_options([&](auto& o) {
           o.zip64 = true;
           o.zip64_lie = not_zero(r);
         });
       }},
      {"zip64 number of entries",
       [](Random& r) {
         return with_options([&](auto& o) {
           o.zip64 = true;
           o.entries_lie = not_zero(r);
         });
       }},
      {"several disks",
       [](Random& r) { return with_options([&](auto& o) { o.disk = static_cast<int>(pick(r, 1, 99)); }); }},
      {"data missing",
       [](Random& r) {
         return with_items([&](auto& i) { i[2].name = "archive/data/" + std::to_string(pick(r, 1, 99)); });
       }},
      {"data too short",
       [](Random& r) {
         return with_items([&](auto& i) { i[2].data.resize(static_cast<std::size_t>(pick(r, 0, 23))); });
       }},
      {"data too long",
       [](Random& r) {
         return with_items([&](auto& i) { i[2].data.resize(static_cast<std::size_t>(pick(r, 25, 99))); });
       }},
      {"zip inside the pickle's place",
       [](Random&) { return torch_zip(torch_zip(pickle::dict("x", pickle::tensor()))); }, 1},
      {"broken signature",
       [](Random& r) {
         std::string file = zip_file(good_items());
         const std::string mark = pick(r, 0, 1) == 0 ? "PK\x03\x04" : "PK\x01\x02";
         file[file.find(mark, 4) + static_cast<std::size_t>(pick(r, 0, 3))] ^= 0x20;
         return file;
       }},
      {"flipped byte in the frame",
       [](Random& r) {
         // Name and extra lengths of the second directory entry, the sizes of the first local header.
         std::string file = zip_file(good_items());
         const std::size_t central = file.find("PK\x01\x02");
         const std::vector<std::size_t> places = {18,           22,           26,           28,
                                                  central + 20, central + 24, central + 28, central + 30};
         file[places[static_cast<std::size_t>(pick(r, 0, 7))]] ^= static_cast<char>(pick(r, 1, 127));
         return file;
       }},
  };
}

std::vector<BadKind> bad_legacy_files() {
  return {
      {"cut legacy file", [](Random& r) { return cut(r, legacy_file(legacy_parts())); }},
      {"cut legacy data",
       [](Random& r) { return with_parts([&](auto& p) { p.data.resize(static_cast<std::size_t>(pick(r, 0, 31))); }); }},
      {"bytes behind a legacy file", [](Random& r) { return with_parts([&](auto& p) { p.data += random_word(r); }); }},
      {"big-endian legacy file",
       [](Random&) {
         return with_parts([](auto& p) { p.system = pickle::whole("}" + pickle::text("little_endian") + "\x89s"); });
       },
       1},
      {"legacy file of no system",
       [](Random& r) {
         return with_parts([&](auto& p) { p.system = pickle::whole("}" + pickle::text(random_word(r)) + "\x88s"); });
       }},
      {"legacy system that is no dict",
       [](Random& r) { return with_parts([&](auto& p) { p.system = pickle::whole(pickle::text(random_word(r))); }); }},
      {"legacy protocol",
       [](Random& r) {
         return with_parts(
             [&](auto& p) { p.protocol = pickle::whole("M" + le(static_cast<std::uint64_t>(pick(r, 0, 1000)), 2)); });
       }},
      {"legacy number of elements",
       [](Random& r) {
         return with_parts([&](auto& p) {
           p.data = le(static_cast<std::uint64_t>(pick(r, 7, 1'000'000)), 8) + std::string(24, 'd');
         });
       }},
      {"legacy elements near 2^64",
       [](Random&) {
         return with_parts([](auto& p) { p.data = le(~std::uint64_t{0} / 4 + 2, 8) + std::string(24, 'd'); });
       },
       1},
      {"legacy elements that wrap",
       [](Random&) {
         return with_parts([](auto& p) {
           const long wraps = 4'611'686'018'427'387'910;  // times four is 24 in 64 bits
           pickle::Tensor tensor;
           tensor.elements = wraps;
           p.object = pickle::dict("x", pickle::tensor(tensor));
           p.data = le(static_cast<std::uint64_t>(wraps), 8) + std::string(24, 'd');
         });
       },
       1},
      {"legacy key without tensor",
       [](Random& r) {
         return with_parts([&](auto& p) { p.keys = pickle::whole("](" + pickle::text("1" + random_word(r)) + "e"); });
       }},
      {"legacy key twice",
       [](Random&) {
         return with_parts([](auto& p) {
           p.keys = pickle::whole("](" + pickle::text("0") + pickle::text("0") + "e");
           p.data += p.data;
         });
       },
       1},
      {"legacy keys missing",
       [](Random&) {
         return with_parts([](auto& p) {
           p.keys = pickle::whole("]");
           p.data.clear();
         });
       },
       1},
      {"legacy keys that are no list",
       [](Random& r) { return with_parts([&](auto& p) { p.keys = pickle::whole(pickle::text(random_word(r))); }); }},
      {"legacy keys that are numbers",
       [](Random&) {
         return with_parts([](auto& p) {
           p.keys = pickle::whole(
               "](K\x01"
               "e");
         });
       },
       1},
      {"evil legacy object",
       [](Random& r) {
         return with_parts([&](auto& p) {
           p.object = pickle::whole(pickle::global("os", random_word(r)) + pickle::text("x") + "\x85R");
         });
       }},
      {"evil legacy system",
       [](Random& r) {
         return with_parts([&](auto& p) {
           p.system = pickle::whole(pickle::global("os", random_word(r)) + pickle::text("x") + "\x85R");
         });
       }},
      {"evil legacy keys",
       [](Random& r) {
         return with_parts([&](auto& p) {
           p.keys = pickle::whole(pickle::global("os", random_word(r)) + pickle::text("x") + "\x85R");
         });
       }},
      {"legacy view beyond its storage",
       [](Random& r) {
         return with_parts([&](auto& p) {
           const std::string view =
               pickle::tuple({pickle::text("v"), pickle::integer(pick(r, 0, 6)), pickle::integer(pick(r, 7, 99))});
           const std::string id = pickle::tuple({pickle::text("storage"), pickle::global("torch", "FloatStorage"),
                                                 pickle::text("0"), pickle::text("cpu"), pickle::integer(6), view});
           p.object = pickle::dict("x", id + "Q");
         });
       }},
  };
}

}  // namespace heddle::testing
