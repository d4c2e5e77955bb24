#include "support/choice_label.h"

#include <QCoreApplication>
#include <QHash>

namespace heddle::ui {

QString choiceLabel(const QString& name) {
  static const QHash<QString, const char*> text = {
      {"auto", QT_TRANSLATE_NOOP("choices", "automatic")},
      {"epsilon", QT_TRANSLATE_NOOP("choices", "noise (epsilon)")},
      {"v", "v"},
      {"on", QT_TRANSLATE_NOOP("choices", "on")},
      {"off", QT_TRANSLATE_NOOP("choices", "off")},
      {"ddim", "DDIM"},
      {"pndm", "PNDM"},
      {"dpm_solver_2", "DPM-Solver 2"},
      {"dpm_solver_3", "DPM-Solver 3"},
      {"dpmpp_2m", "DPM++ 2M"},
      {"dpmpp_2m_sde", "DPM++ 2M SDE"},
      {"euler", "Euler"},
      {"euler_a", QT_TRANSLATE_NOOP("choices", "Euler ancestral")},
      {"heun", "Heun"},
      {"unipc", "UniPC"},
      {"lcm", "LCM"},
      {"leading", QT_TRANSLATE_NOOP("choices", "leading")},
      {"trailing", QT_TRANSLATE_NOOP("choices", "trailing")},
      {"linspace", QT_TRANSLATE_NOOP("choices", "even")},
      {"karras", "Karras"},
      {"exponential", QT_TRANSLATE_NOOP("choices", "exponential")},
      {"sgm_uniform", "SGM uniform"},
      {"word", QT_TRANSLATE_NOOP("choices", "a word")},
      {"reference", QT_TRANSLATE_NOOP("choices", "a reference")},
      {"token", QT_TRANSLATE_NOOP("choices", "a token of a reference")},
      {"crop", QT_TRANSLATE_NOOP("choices", "crop")},
      {"squash", QT_TRANSLATE_NOOP("choices", "squash")},
      {"pad", QT_TRANSLATE_NOOP("choices", "pad")},
      {"tile", QT_TRANSLATE_NOOP("choices", "tile")},
      {"official", QT_TRANSLATE_NOOP("choices", "as trained")},
      {"zeros", QT_TRANSLATE_NOOP("choices", "nothing")},
      {"black", QT_TRANSLATE_NOOP("choices", "black picture")},
      {"a1111", QT_TRANSLATE_NOOP("choices", "brackets")},
      {"plain", QT_TRANSLATE_NOOP("choices", "plain")},
      {"original", QT_TRANSLATE_NOOP("choices", "kept at its mean")},
      {"no_norm", QT_TRANSLATE_NOOP("choices", "as written")},
      {"unchanged", QT_TRANSLATE_NOOP("choices", "what is there")},
      {"neutral", QT_TRANSLATE_NOOP("choices", "middle grey")},
      {"blur", QT_TRANSLATE_NOOP("choices", "blurred surroundings")},
      {"border", QT_TRANSLATE_NOOP("choices", "colours of the edge")},
      {"telea", QT_TRANSLATE_NOOP("choices", "lines carried on (Telea)")},
      {"noise", QT_TRANSLATE_NOOP("choices", "noise")},
      {"brightness", QT_TRANSLATE_NOOP("choices", "brightness")},
      {"transparency", QT_TRANSLATE_NOOP("choices", "transparency")},
      {"colour", QT_TRANSLATE_NOOP("choices", "a colour")},
      {"unite", QT_TRANSLATE_NOOP("choices", "unite")},
      {"take_away", QT_TRANSLATE_NOOP("choices", "take away")},
      {"after_step", QT_TRANSLATE_NOOP("choices", "after each step")},
      {"in_estimate", QT_TRANSLATE_NOOP("choices", "in each estimate")},
      {"automatic1111", "AUTOMATIC1111"},
      {"ldm", "LDM"},
      {"ignore", QT_TRANSLATE_NOOP("choices", "ignored")},
  };
  const auto found = text.constFind(name);
  return found == text.constEnd() ? name : QCoreApplication::translate("choices", *found);
}

}  // namespace heddle::ui
