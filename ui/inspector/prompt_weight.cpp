// Ctrl+Up and Ctrl+Down in a prompt: "(words:1.1)" around the selection, or the number of the brackets around it.
#include <QRegularExpression>
#include <cmath>

#include "inspector/text_editor.h"

namespace heddle::ui {
namespace {

QString weightText(double weight) {
  QString text = QString::number(weight, 'f', 2);
  while (text.endsWith('0') && !text.endsWith(".0")) text.chop(1);
  return text.endsWith(".0") ? text.chopped(2) : text;
}

}  // namespace

QString withWeight(const QString& text, int& begin, int& end, double by) {
  while (begin < end && text[begin].isSpace()) ++begin;
  while (end > begin && text[end - 1].isSpace()) --end;
  if (begin >= end) return text;
  static const QRegularExpression closing("^:([0-9]*\\.?[0-9]+)\\)");
  const auto number = closing.match(text.mid(end));
  const bool isWeighted = begin > 0 && text[begin - 1] == '(' && number.hasMatch();
  const QString inside = text.mid(begin, end - begin);
  const double weight = std::max(0.0, (isWeighted ? number.captured(1).toDouble() : 1.0) + by);
  const QString before = isWeighted ? text.left(begin - 1) : text.left(begin);
  const QString after = isWeighted ? text.mid(end + number.capturedLength()) : text.mid(end);
  const bool isPlain = std::abs(weight - 1.0) < 0.005;
  begin = static_cast<int>(before.size()) + (isPlain ? 0 : 1);
  end = begin + static_cast<int>(inside.size());
  return isPlain ? before + inside + after : before + '(' + inside + ':' + weightText(weight) + ')' + after;
}

}  // namespace heddle::ui
