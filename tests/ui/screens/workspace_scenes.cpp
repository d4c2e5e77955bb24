#include "ui/screens/workspace_scenes.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "base/atomic_file.h"
#include "compare/compare_view.h"
#include "compare/compare_workspace.h"
#include "compare/difference_maps.h"
#include "compare/difference_scale.h"
#include "paint/shapes.h"
#include "paint_workspace/paint_workspace.h"
#include "plots/plot_view.h"
#include "plots/plots_workspace.h"
#include "plots/table_source.h"

namespace heddle::ui::screens {

void compareStyles(Stage& stage) {
  stage.act("show_compare");
  auto* page = stage.window().findChild<CompareWorkspace*>();
  std::vector<CompareImage> images;
  const char* const names[] = {"Bobbin", "ink", "pastel", "neon"};
  for (int i = 0; i < 4; ++i) {
    const QImage image = i == 0 ? stage.reference : tinted(stage.reference, 70 * i);
    CompareImage made{image, names[i], {}, {}, {}, i < 3 ? 1.0 : 0.6};
    if (i < 3) {
      const QString likeness = QString::number(0.81 - 0.07 * i, 'f', 2),
                    words = QString::number(0.27 - 0.01 * i, 'f', 2);
      made.numbers = CompareWorkspace::tr("likeness %1").arg(likeness) + QStringLiteral(" · ") +
                     CompareWorkspace::tr("words %1").arg(words);
      made.shortNumbers = likeness + QStringLiteral(" · ") + words;
    }
    images.push_back(std::move(made));
  }
  page->view().setImages(std::move(images));
}

void compareDifferences(Stage& stage) {
  compareStyles(stage);
  CompareView& view = stage.window().findChild<CompareWorkspace*>()->view();
  DifferenceMaps maps;
  std::vector<QImage> images;
  for (int i = 0; i < 4; ++i) images.push_back(i == 0 ? stage.reference : tinted(stage.reference, 70 * i));
  view.setMode(CompareMode::difference);
  QObject::connect(&maps, &DifferenceMaps::made, &view, [&](const auto& made, int, double end) {
    view.setDifferences(made);
    stage.window().findChild<DifferenceScale*>()->setEnd(end);
  });
  QSignalSpy made(&maps, &DifferenceMaps::made);
  maps.make(std::move(images), 0);
  made.wait(5000);
}

void showPlots(Stage& stage) {
  stage.act("show_plots");
  QString text = "picture,image_prompt.scale,model,seed,file,clip_i,clip_t\n";
  for (int i = 0; i < 99; ++i) {
    const double scale = i % 11 / 10.0, style = i / 11 % 3, seed = i / 33;
    const double likeness = 0.55 + 0.35 * scale * scale - 0.06 * style + 0.03 * (seed - 1) * (1.2 - scale);
    text += QString("%1,%2,%3,%4,%1.png,%5,%6\n")
                .arg(i + 1)
                .arg(scale)
                .arg(style == 0   ? "bobbin"
                     : style == 1 ? "bobbin:ink"
                                  : "bobbin:neon")
                .arg(seed)
                .arg(likeness)
                .arg(0.29 - 0.07 * scale + 0.01 * style);
  }
  const QString path = stage.bench.folder.filePath("sheet.csv");
  (void)write_file_atomically(path.toStdString(), std::string_view(text.toStdString()));
  auto* page = stage.window().findChild<PlotsWorkspace*>();
  page->open(path);
  QTest::qWait(300);
  const QPoint at(page->view().width() / 3, page->view().height() / 2);
  QMouseEvent move(QEvent::MouseMove, at, page->view().mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
  QApplication::sendEvent(page->view().childAt(at), &move);
}

QImage tinted(const QImage& image, int hue) {
  QImage made = image.convertToFormat(QImage::Format_RGB32);
  QPainter painter(&made);
  painter.setCompositionMode(QPainter::CompositionMode_Multiply);
  painter.fillRect(made.rect(), QColor::fromHsv(hue, 70, 255));
  return made;
}

void showPaint(Stage& stage) {
  stage.act("show_paint");
  auto& page = *stage.window().findChild<PaintWorkspace*>();
  const QImage image = stage.reference.scaled(512, 512, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  page.canvas().open(paint::stateFor(image, "photo"), "photo");
  QPainterPath path;
  path.addEllipse(170, 200, 180, 220);
  page.canvas().beginEdit();
  page.canvas().editMask([&path](paint::TiledMask& mask) { return paint::fillPath(mask, path, 255); });
  page.canvas().endEdit("ellipse");
  const QImage before = paint::flattened(page.canvas().state());
  for (const int seed : {1, 2})
    page.canvas().addVariant(paint::variantOf(before, before, QString("seed %1").arg(seed)));
  page.canvas().show(-1);
}

}  // namespace heddle::ui::screens
