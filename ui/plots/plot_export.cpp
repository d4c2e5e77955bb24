#include "plots/plot_export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "plots/plot_library.h"
#include "plots/plot_view.h"

namespace heddle::ui {

namespace {

constexpr double kEnlarged = 2;
constexpr int kPdfDotsPerInch = 96;  // as the screen's pixels

void drawOn(QPaintDevice& device, QCustomPlot& plot) {
  QCPPainter painter;
  painter.begin(&device);
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.fillRect(plot.viewport(), plot.palette().color(QPalette::Dark));
  plot.toPainter(&painter, plot.width(), plot.height());
  painter.end();
}

QByteArray pngOfPlot(QCustomPlot& plot) {
  QBuffer buffer;
  plot.toPixmap(plot.width(), plot.height(), kEnlarged).toImage().save(&buffer, "PNG");
  return buffer.data();
}

QByteArray svgOfPlot(QCustomPlot& plot) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(plot.size());
  generator.setViewBox(QRect(QPoint(), plot.size()));
  drawOn(generator, plot);
  return buffer.data();
}

QByteArray pdfOfPlot(QCustomPlot& plot) {
  QBuffer buffer;
  buffer.open(QBuffer::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setResolution(kPdfDotsPerInch);
    writer.setPageSize(QPageSize(QSizeF(plot.size()) * 72 / kPdfDotsPerInch, QPageSize::Point));
    writer.setPageMargins({});
    drawOn(writer, plot);
  }
  return buffer.data();
}

}  // namespace

Result<QByteArray> plotFile(PlotView& view, const QString& path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (ending == "csv") return QByteArray::fromStdString(csv_of(view.curves()));
  if (ending == "png") return pngOfPlot(view.plot());
  if (ending == "svg") return svgOfPlot(view.plot());
  if (ending == "pdf") return pdfOfPlot(view.plot());
  return fail(ErrorKind::invalid_input, "a plot is saved as .png, .svg, .pdf or .csv, not as '{}'",
              QFileInfo(path).fileName().toStdString());
}

}  // namespace heddle::ui
