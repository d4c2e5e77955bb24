// 5,000 random edits: undoing all gives the first document byte for byte, redoing all gives the last.
#include <QTest>
#include <iterator>
#include <random>

#include "document/document.h"
#include "graph/graph_io.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"

using namespace heddle;
using namespace heddle::document;
using graph::Link;
using graph::NodeId;

namespace {

std::string graphTextOf(const Document& document) { return graph::write_graph(document.graph()); }

// Does one random edit; many of them do nothing or are refused, as a user's are.
class Monkey final {
 public:
  Monkey(Document& document, unsigned seed) : document_(document), random_(seed) {
    for (const auto& [type, spec] : document.catalog().all()) types_.push_back(type);
  }

  void act() {
    switch (number(15)) {
      case 0:
      case 1: document_.addNode(QString::fromStdString(types_[number(types_.size())]), place()); break;
      case 2: document_.remove(some(3)); break;
      case 3:
      case 4:
      case 5: (void)document_.connectPorts(anyLink()); break;
      case 6:
        if (const Link* link = oldLink()) document_.disconnect(*link);
        break;
      case 7:
        if (const Link* link = oldLink()) (void)document_.insertOnLink(*link, one());
        break;
      case 8: setParam(); break;
      case 9: document_.moveNodes({{one(), place()}, {one(), place()}}, gesture()); break;
      case 10: document_.setTitle(one(), QString::number(number(50))); break;
      case 11: document_.setMode(some(2), static_cast<graph::NodeMode>(number(3))); break;
      case 12: frame(); break;
      case 13: document_.duplicate(some(3), number(2) == 0); break;
      default: layout(); break;
    }
  }

 private:
  std::size_t number(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  QPointF place() { return {static_cast<double>(number(4000)), static_cast<double>(number(4000)) / 3}; }
  Gesture gesture() { return Gesture{number(4) == 0 ? 0 : 1'000'000 + number(2)}; }
  NodeId one() {
    const auto& nodes = document_.graph().nodes();
    return nodes.empty() ? NodeId{}
                         : std::next(nodes.begin(), static_cast<std::ptrdiff_t>(number(nodes.size())))->first;
  }
  std::vector<NodeId> some(std::size_t most) {
    std::vector<NodeId> ids;
    for (std::size_t i = 0; i <= number(most); ++i) ids.push_back(one());
    return ids;
  }
  const Link* oldLink() {
    const auto& links = document_.graph().links();
    return links.empty() ? nullptr : &links[number(links.size())];
  }
  Link anyLink() {
    const NodeId from = one();
    const NodeId to = one();
    const graph::NodeSpec* source = document_.spec(from);
    const graph::NodeSpec* target = document_.spec(to);
    if (source == nullptr || source->outputs.empty() || target == nullptr || target->inputs.empty()) return {};
    return {{from, source->outputs[number(source->outputs.size())].name},
            {to, target->inputs[number(target->inputs.size())].name}};
  }
  void setParam() {
    const NodeId id = one();
    if (number(2) == 0) return document_.setParam(id, "scale", static_cast<double>(number(100)) / 7, gesture());
    document_.previewParam(id, "steps", static_cast<std::int64_t>(number(100)));
    if (number(3) > 0) document_.endPreview(number(2) == 0 ? PreviewEnd::keep : PreviewEnd::drop);
  }
  void frame() {
    const auto& frames = document_.frames();
    if (frames.empty() || number(2) == 0) {
      document_.addFrame(QRectF(place(), QSizeF(300, 200)), "frame");
    } else if (number(2) == 0) {
      document_.removeFrame(frames[number(frames.size())].id);
    } else {
      document_.setFrame({frames[number(frames.size())].id, QRectF(place(), QSizeF(10, 10)), "other"}, gesture());
    }
  }
  void layout() {
    if (const Link* link = oldLink(); link != nullptr && number(2) == 0) return document_.setBends(*link, {place()});
    if (number(2) == 0) return document_.setCollapsed(some(3), number(2) == 0);
    if (number(2) == 0) return document_.pin(one(), "steps");
    document_.unpin(one(), "steps");
  }

  Document& document_;
  std::mt19937 random_;
  std::vector<std::string> types_;
};

}  // namespace

class UndoTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fiveThousandEditsGoBackAndForthToTheByte() {
    Document document(testing::sampleCatalog());
    document.addNode("sample", {1, 2});
    document.undoStack()->clear();
    const std::string first = graphTextOf(document);
    Monkey monkey(document, 20'240'401);
    for (int i = 0; i < 5000; ++i) monkey.act();
    document.endPreview(PreviewEnd::drop);
    const std::string last = graphTextOf(document);
    QVERIFY(document.undoStack()->count() > 1000);
    QVERIFY(document.graph().nodes().size() > 20);
    while (document.undoStack()->canUndo()) document.undoStack()->undo();
    QCOMPARE(graphTextOf(document), first);
    while (document.undoStack()->canRedo()) document.undoStack()->redo();
    QCOMPARE(graphTextOf(document), last);
  }

  void randomWalksOfUndoAndRedoMeetTheSameStates() {
    Document document(testing::sampleCatalog());
    Monkey monkey(document, 7);
    for (int i = 0; i < 500; ++i) monkey.act();
    document.endPreview(PreviewEnd::drop);
    std::vector<std::string> states(static_cast<std::size_t>(document.undoStack()->count()) + 1);
    for (int i = document.undoStack()->count(); i >= 0; --i) {
      document.undoStack()->setIndex(i);
      states[static_cast<std::size_t>(i)] = graphTextOf(document);
    }
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
      const int index = std::uniform_int_distribution<int>(0, document.undoStack()->count())(random);
      document.undoStack()->setIndex(index);
      QCOMPARE(graphTextOf(document), states[static_cast<std::size_t>(index)]);
    }
  }
};

HEDDLE_QT_TEST_GUILESS(UndoTest)
#include "undo_test.moc"
