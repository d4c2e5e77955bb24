// SwarmUI's and Fooocus' settings, JSON in the text `parameters`, and those of InvokeAI 1 and 2.
#include <QRegularExpression>
#include <array>

#include "base/json.h"
#include "import/image_import.h"
#include "import/settings_object.h"

namespace heddle::import {
namespace {

constexpr std::array kSwarm = {
    SettingName{"prompt", Setting::prompt},
    SettingName{"negativeprompt", Setting::negative},
    SettingName{"model", Setting::model},
    SettingName{"seed", Setting::seed},
    SettingName{"steps", Setting::steps},
    SettingName{"cfgscale", Setting::guidance},
    SettingName{"width", Setting::width},
    SettingName{"height", Setting::height},
    SettingName{"sampler", Setting::sampler},
    SettingName{"scheduler", Setting::schedule},
    SettingName{"initimagecreativity", Setting::strength},
    SettingName{"aspectratio", Setting::nothing},
    SettingName{"images", Setting::nothing},
    SettingName{"swarm_version", Setting::nothing},
    SettingName{"automaticvae", Setting::nothing},
    SettingName{"batchsize", Setting::nothing},
    SettingName{"sidelength", Setting::nothing},
    SettingName{"date", Setting::nothing},
};

constexpr std::array kFooocus = {
    SettingName{"prompt", Setting::prompt},
    SettingName{"negative_prompt", Setting::negative},
    SettingName{"base_model", Setting::model},
    SettingName{"seed", Setting::seed},
    SettingName{"steps", Setting::steps},
    SettingName{"guidance_scale", Setting::guidance},
    SettingName{"sampler", Setting::sampler},
    SettingName{"scheduler", Setting::schedule},
    SettingName{"clip_skip", Setting::clipSkip},
    SettingName{"resolution", Setting::nothing},
    SettingName{"full_prompt", Setting::nothing},
    SettingName{"full_negative_prompt", Setting::nothing},
    SettingName{"base_model_hash", Setting::nothing},
    SettingName{"version", Setting::nothing},
    SettingName{"metadata_scheme", Setting::nothing},
    SettingName{"created_by", Setting::nothing},
    SettingName{"performance", Setting::nothing},
};

constexpr std::array kInvokeOld = {
    SettingName{"seed", Setting::seed},
    SettingName{"steps", Setting::steps},
    SettingName{"cfg_scale", Setting::guidance},
    SettingName{"width", Setting::width},
    SettingName{"height", Setting::height},
    SettingName{"sampler", Setting::sampler},
    SettingName{"strength", Setting::strength},
    SettingName{"type", Setting::nothing},
    SettingName{"postprocessing", Setting::nothing},
    SettingName{"prompt", Setting::nothing},
    SettingName{"orig_hash", Setting::nothing},
};

// InvokeAI 1 and 2 have what the picture should not show in square brackets.
void splitBrackets(const std::string& prompt, MadeWith& made) {
  static const QRegularExpression brackets("\\[(.*?)\\]");
  const QString text = QString::fromStdString(prompt);
  QStringList negatives;
  for (auto matches = brackets.globalMatch(text); matches.hasNext();) negatives << matches.next().captured(1);
  made.prompt = QString(text).replace(brackets, " ").simplified().toStdString();
  made.negative = negatives.join(' ').toStdString();
}

// "a text" or [{"prompt": "a text", "weight": 1}, …]
void readInvokePrompt(const Json& image, MadeWith& made, QStringList& notUnderstood) {
  const Json* prompt = find_member(image, "prompt");
  if (prompt == nullptr) return;
  if (prompt->is_string()) return splitBrackets(prompt->get<std::string>(), made);
  std::string words;
  for (const Json& part : prompt->is_array() ? *prompt : Json::array()) {
    const Json* text = find_member(part, "prompt");
    const Json* weight = find_member(part, "weight");
    if (text != nullptr && text->is_string()) words += (words.empty() ? "" : " ") + text->get<std::string>();
    if (weight != nullptr && weight->is_number() && weight->get<double>() != 1) {
      notUnderstood << QString::fromStdString("weight " + weight->dump());
    }
  }
  splitBrackets(words, made);
}

// "(1152, 896)" or "1152x896"
void readResolution(const Json& object, MadeWith& made) {
  const Json* value = find_member(object, "resolution");
  if (value == nullptr || !value->is_string()) return;
  static const QRegularExpression numbers("(\\d{2,5})\\D+(\\d{2,5})");
  const auto match = numbers.match(QString::fromStdString(value->get<std::string>()));
  if (!match.hasMatch()) return;
  made.width = match.captured(1).toInt();
  made.height = match.captured(2).toInt();
}

}  // namespace

Result<ToolSettings> readJsonParameters(const std::string& json) {
  auto parsed = parse_json(withoutNan(json), "the picture's settings");
  const Failure foreign =
      fail(ErrorKind::unsupported, "[picture.import] the picture's settings are of a tool that Heddle does not read");
  if (!parsed || !parsed->is_object()) return foreign;
  ToolSettings found;
  if (const Json* swarm = find_member(*parsed, "sui_image_params")) {
    found.source = ImageSource::swarm;
    readSettings(*swarm, kSwarm, found.made, found.notUnderstood);
    return found;
  }
  const bool isFooocus = find_member(*parsed, "base_model") != nullptr && find_member(*parsed, "prompt") != nullptr;
  if (!isFooocus) return foreign;
  found.source = ImageSource::fooocus;
  readResolution(*parsed, found.made);
  readSettings(*parsed, kFooocus, found.made, found.notUnderstood);
  return found;
}

Result<MadeWith> readInvokeOld(const std::string& json, QStringList& notUnderstood) {
  auto parsed = parse_json(withoutNan(json), "InvokeAI's sd-metadata");
  if (!parsed) return forward(parsed);
  const Json* image = find_member(*parsed, "image");
  if (image == nullptr || !image->is_object())
    return fail(ErrorKind::invalid_input, "[picture.import] InvokeAI's sd-metadata says nothing of an image");
  MadeWith made;
  readInvokePrompt(*image, made, notUnderstood);
  readSettings(*image, kInvokeOld, made, notUnderstood);
  const Json* model = find_member(*parsed, "model_weights");
  if (model != nullptr && model->is_string()) made.model = model->get<std::string>();
  return made;
}

MadeWith readDream(const std::string& line, QStringList& notUnderstood) {
  MadeWith made;
  const QString text = QString::fromStdString(line);
  static const QRegularExpression quoted("^\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  const auto prompt = quoted.match(text);
  const qsizetype end = prompt.hasMatch() ? prompt.capturedEnd() : text.indexOf(QRegularExpression("\\s-[A-Za-z]"));
  splitBrackets((prompt.hasMatch() ? prompt.captured(1).replace("\\\"", "\"") : text.left(end)).toStdString(), made);
  for (const QString& word : text.mid(end < 0 ? text.size() : end).split(' ', Qt::SkipEmptyParts)) {
    const QString value = word.mid(2);
    bool isRead = word.size() > 2 && word.startsWith('-');
    const QChar letter = isRead ? word.at(1) : QChar();
    if (letter == 's')
      made.steps = value.toInt(&isRead);
    else if (letter == 'S')
      made.seed = value.toULongLong(&isRead);
    else if (letter == 'W')
      made.width = value.toInt(&isRead);
    else if (letter == 'H')
      made.height = value.toInt(&isRead);
    else if (letter == 'C')
      made.guidance = value.toDouble(&isRead);
    else if (letter == 'f')
      made.strength = value.toDouble(&isRead);
    else if (letter == 'A')
      isRead = readSampler(value.toStdString(), made);
    else
      isRead = false;
    if (!isRead) notUnderstood << word;
  }
  return made;
}

}  // namespace heddle::import
