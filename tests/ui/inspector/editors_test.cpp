// One editor a kind, and how edits reach the document.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>

#include "inspector/inspector_panel.h"
#include "inspector/param_row.h"
#include "inspector/text_editor.h"
#include "live/live_panel.h"
#include "support/prompt_marks.h"
#include "support/qt_test.h"
#include "support/value_slider.h"
#include "text/tokenizer.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

graph::NodeCatalog editorsCatalog() {
  graph::NodeCatalog made;
  made.add(graph::NodeSpec("sample", 1, "Sampler")
               .param(graph::seed("seed", 0).shown_live(5))
               .param(graph::integer("steps", 20).range(1, 1000).soft_range(1, 60, 1).shown_live(4))
               .param(graph::lane("guidance", 7.5).range(0, 100).soft_range(1, 15, 0.1).shown_live(2).live())
               .param(graph::choice("sampler", "auto", {"auto", "ddim"}))
               .param(graph::text("text", "").multiline())
               .param(graph::boolean("sample", false))
               .param(graph::file("image", "image"))
               .param(graph::list("weights", graph::ParamKind::real))
               .output("latent", graph::port::latent));
  return made;
}

struct Chosen {
  explicit Chosen(ParamEditor& editor) {
    QObject::connect(&editor, &ParamEditor::valueCommitted,
                     [this](const ParamEdit& edit) { values.push_back(edit.value); });
  }
  template <class T>
  T last() const {
    return std::get<T>(values.back());
  }
  std::vector<graph::ParamValue> values;
};

}  // namespace

class EditorsTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void seedsKeepAll64Bits() {
    EditorContext context;
    context.randomSeed = [] { return std::uint64_t{18446744073709551615u}; };
    const std::unique_ptr<ParamEditor> editor(makeParamEditor(graph::seed("seed", 0), context));
    const Chosen chosen(*editor);
    auto* field = editor->findChild<QLineEdit*>();
    field->setText("9007199254740993");
    Q_EMIT field->editingFinished();
    QCOMPARE(chosen.last<graph::Seed>().value, std::uint64_t{9007199254740993u});
    const auto buttons = editor->findChildren<QToolButton*>();
    buttons[0]->click();
    QCOMPARE(chosen.last<graph::Seed>().value, std::uint64_t{18446744073709551615u});
    buttons[1]->click();
    QCOMPARE(chosen.last<graph::Seed>().value, std::uint64_t{9007199254740993u});
    field->setText("18446744073709551616");  // one too many
    Q_EMIT field->editingFinished();
    QCOMPARE(chosen.values.size(), std::size_t{3});
    QCOMPARE(field->text(), QString("9007199254740993"));
  }
  void aChoiceThatIsNotKnownIsKept() {
    const std::unique_ptr<ParamEditor> editor(makeParamEditor(graph::choice("s", "ddim", {"ddim", "euler"}), {}));
    editor->setValue(graph::Choice{"from_the_future"});
    QCOMPARE(editor->findChild<QComboBox*>()->currentText(), QString("from_the_future"));
  }
  void weightsChangeAsInA1111() {
    int begin = 8, end = 12;
    QString text = withWeight("a small blue boat", begin, end, 0.1);
    QCOMPARE(text, QString("a small (blue:1.1) boat"));
    QCOMPARE(text.mid(begin, end - begin), QString("blue"));
    text = withWeight(text, begin, end, 0.1);
    QCOMPARE(text, QString("a small (blue:1.2) boat"));
    text = withWeight(text, begin, end, -0.1);
    text = withWeight(text, begin, end, -0.1);
    QCOMPARE(text, QString("a small blue boat"));
  }
  void everyKindHasAnEditorWithAName() {
    document::Document document(editorsCatalog());
    const graph::NodeId node = document.addNode("sample", {});
    InspectorPanel panel(document, {});
    panel.showNode(node);
    QCOMPARE(panel.findChildren<ParamRow*>().size(), 8);
    for (QWidget* widget : panel.findChildren<QWidget*>()) {
      if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&panel)) continue;
      if (widget->inherits("QScrollBar") || widget->inherits("QAbstractItemView")) continue;
      auto* box = qobject_cast<QCheckBox*>(widget);
      QVERIFY2(box != nullptr || !widget->accessibleName().isEmpty() || widget->inherits("QPushButton"),
               widget->metaObject()->className());
    }
  }
  void aDragIsOneUndoEntryAndEscapeNone() {
    document::Document document(editorsCatalog());
    const graph::NodeId node = document.addNode("sample", {});
    const int before = document.undoStack()->count();
    ParamRow row(document, node, "steps", {});
    for (int i = 1; i < 9; ++i) Q_EMIT row.editor()->valueDragged(std::int64_t{20 + i});
    QCOMPARE(std::get<std::int64_t>(document.param(node, "steps")), std::int64_t{28});
    Q_EMIT row.editor()->valueCommitted(std::int64_t{30});
    QCOMPARE(document.undoStack()->count(), before + 1);
    document.undoStack()->undo();
    QCOMPARE(row.findChild<ValueSlider*>()->value(), 20.0);
    Q_EMIT row.editor()->valueDragged(std::int64_t{44});
    Q_EMIT row.editor()->dragCancelled();
    QCOMPARE(std::get<std::int64_t>(document.param(node, "steps")), std::int64_t{20});
  }
  void turnsOfTheWheelThatFollowCloselyAreOneEntry() {
    document::Document document(editorsCatalog());
    const graph::NodeId node = document.addNode("sample", {});
    ParamRow row(document, node, "steps", {});
    const int before = document.undoStack()->count();
    for (int i = 1; i <= 5; ++i) Q_EMIT row.editor()->valueCommitted(std::int64_t{20 + i});
    QCOMPARE(document.undoStack()->count(), before + 1);
  }
  void theLivePanelShowsTheUsualOnesUntilSomethingIsPinned() {
    document::Document document(editorsCatalog());
    const graph::NodeId node = document.addNode("sample", {});
    LivePanel live(document, {});
    QCOMPARE(live.findChildren<ParamRow*>().size(), 3);  // guidance, steps, seed
    const int before = document.undoStack()->count();
    live.pin(node, "sampler", true);
    QCOMPARE(document.pins().size(), std::size_t{4});
    QCOMPARE(document.undoStack()->count(), before + 1);
    QTRY_COMPARE(live.findChildren<ParamRow*>().size(), 4);
    document.undoStack()->undo();
    QVERIFY(document.pins().empty());
  }
  void theSyntaxOfAPromptIsMarked() {
    using enum PromptPart;
    const auto marks = promptMarks("a (red:1.2) [dim] \\( <lora:ink:1>");
    const std::vector<PromptMark> expected = {{2, 1, bracket}, {3, 7, stronger}, {10, 1, bracket}, {12, 1, bracket},
                                              {13, 3, weaker}, {16, 1, bracket}, {18, 2, escape},  {21, 12, tag}};
    QVERIFY(marks == expected);
    int depth = 0;
    QCOMPARE(promptMarks("open (", depth).size(), std::size_t{1});
    QCOMPARE(promptMarks("still", depth).front(), (PromptMark{0, 5, stronger}));
  }
  void tokensAreCountedLiveAndAsSoonAsTheTokenizerIsRead() {
    std::shared_ptr<const text::Tokenizer> known;
    EditorContext context;
    context.tokenizer = [&] { return known; };
    const std::unique_ptr<ParamEditor> editor(makeParamEditor(graph::text("text", "").multiline(), context));
    editor->setValue(std::string("a red ball"));
    const auto shows = [&](const QString& text) {
      const auto labels = editor->findChildren<QLabel*>();
      return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == text; });
    };
    auto read = text::read_tokenizer(HEDDLE_SOURCE_DIR "/resources/models/bobbin/tokenizer");
    QVERIFY(read.has_value());
    known = std::make_shared<const text::Tokenizer>(std::move(*read));
    QTRY_VERIFY(shows("3 / 75"));
    auto* box = editor->findChild<QPlainTextEdit*>();
    box->setPlainText("a red ball on the beach");
    QVERIFY(shows("6 / 75"));
    QString longer;
    for (int i = 0; i < 80; ++i) longer += "ball ";
    box->setPlainText(longer);
    QVERIFY(shows("5 / 75 in chunk 2"));
    bool hasMark = false;
    for (const auto& range : box->document()->firstBlock().layout()->formats()) {
      hasMark |= range.format.underlineStyle() == QTextCharFormat::DashUnderline && range.start == 75 * 5;
    }
    QVERIFY(hasMark);
  }
  void typingAPromptIsReportedInBursts() {
    const std::unique_ptr<ParamEditor> editor(makeParamEditor(graph::text("text", "").multiline(), {}));
    const Chosen chosen(*editor);
    auto* box = editor->findChild<QPlainTextEdit*>();
    QTest::keyClicks(box, "a small boat");
    QTRY_COMPARE(chosen.values.size(), std::size_t{1});
    QCOMPARE(chosen.last<std::string>(), std::string("a small boat"));
  }
};

HEDDLE_QT_TEST(EditorsTest)
#include "editors_test.moc"
