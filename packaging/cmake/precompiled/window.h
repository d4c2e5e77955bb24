// What nearly every file of the window reads first. Files include what they use all the same (HEDDLE_PRECOMPILED=OFF proves it).
#pragma once
#include <QtCore>
#include <QtGui>
#include <QtWidgets>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>
