// What nearly every test of the rooms without LibTorch reads first. Files include what they use all the same (HEDDLE_PRECOMPILED=OFF proves it).
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "support/test.h"
