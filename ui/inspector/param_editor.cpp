#include "inspector/param_editor.h"

#include <QCoreApplication>

#include "inspector/bool_editor.h"
#include "inspector/choice_editor.h"
#include "inspector/file_editor.h"
#include "inspector/lane_editor.h"
#include "inspector/list_editor.h"
#include "inspector/number_editor.h"
#include "inspector/seed_editor.h"
#include "inspector/text_editor.h"

namespace heddle::ui {

ParamEditor* makeParamEditor(const graph::ParamSpec& spec, const EditorContext& context, QWidget* parent) {
  switch (spec.kind) {
    case graph::ParamKind::integer:
    case graph::ParamKind::real: return new NumberEditor(spec, parent);
    case graph::ParamKind::seed: return new SeedEditor(context, parent);
    case graph::ParamKind::boolean: return new BoolEditor(parent);
    case graph::ParamKind::text: return new TextEditor(spec, context, parent);
    case graph::ParamKind::choice: return new ChoiceEditor(spec, parent);
    case graph::ParamKind::file: return new FileEditor(spec, context, parent);
    case graph::ParamKind::lane: return new LaneEditor(spec, parent);
    case graph::ParamKind::list: return new ListEditor(spec, parent);
    case graph::ParamKind::raw: return nullptr;
  }
  return nullptr;
}

QString titleOf(const graph::ParamSpec& spec) {
  if (spec.title.empty()) return QString::fromStdString(spec.name);
  return QCoreApplication::translate("nodes", spec.title.c_str());
}

}  // namespace heddle::ui
