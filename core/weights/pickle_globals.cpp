#include "weights/pickle_globals.h"

#include <algorithm>
#include <array>

namespace heddle::weights {
namespace {

using enum GlobalKind;

// A deny list loses sooner or later; this is everything that is allowed. "inert" values are dropped, never built: they
// stand in honest training checkpoints beside the weights (the sets that A1111 and ComfyUI allow).
constexpr std::array kAllowed = {
    AllowedGlobal{"collections", "OrderedDict", ordered_dict},
    AllowedGlobal{"torch._utils", "_rebuild_tensor_v2", rebuild_tensor},
    AllowedGlobal{"torch._utils", "_rebuild_parameter", rebuild_parameter},
    AllowedGlobal{"torch", "Size", size},
    AllowedGlobal{"torch.nn.modules.container", "ParameterDict", parameter_dict},

    AllowedGlobal{"torch", "FloatStorage", storage_type, Dtype::f32},
    AllowedGlobal{"torch", "HalfStorage", storage_type, Dtype::f16},
    AllowedGlobal{"torch", "BFloat16Storage", storage_type, Dtype::bf16},
    AllowedGlobal{"torch", "DoubleStorage", storage_type, Dtype::f64},
    AllowedGlobal{"torch", "LongStorage", storage_type, Dtype::i64},
    AllowedGlobal{"torch", "IntStorage", storage_type, Dtype::i32},
    AllowedGlobal{"torch", "ShortStorage", storage_type, Dtype::i16},
    AllowedGlobal{"torch", "CharStorage", storage_type, Dtype::i8},
    AllowedGlobal{"torch", "ByteStorage", storage_type, Dtype::u8},
    AllowedGlobal{"torch", "BoolStorage", storage_type, Dtype::boolean},
    AllowedGlobal{"torch.storage", "UntypedStorage", storage_type, Dtype::u8},

    AllowedGlobal{"torch", "float32", inert},
    AllowedGlobal{"torch", "float16", inert},
    AllowedGlobal{"torch", "bfloat16", inert},
    AllowedGlobal{"numpy", "dtype", inert},
    AllowedGlobal{"numpy", "ndarray", inert},
    AllowedGlobal{"numpy.core.multiarray", "scalar", inert},
    AllowedGlobal{"numpy.core.multiarray", "_reconstruct", inert},
    AllowedGlobal{"numpy._core.multiarray", "scalar", inert},
    AllowedGlobal{"numpy._core.multiarray", "_reconstruct", inert},
    AllowedGlobal{"numpy.dtypes", "Float64DType", inert},
    AllowedGlobal{"_codecs", "encode", inert},
    AllowedGlobal{"__builtin__", "set", inert},
    AllowedGlobal{"builtins", "set", inert},
    AllowedGlobal{"pytorch_lightning.callbacks", "model_checkpoint", inert},
    AllowedGlobal{"pytorch_lightning.callbacks", "ModelCheckpoint", inert},
    AllowedGlobal{"pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint", inert},
};

}  // namespace

const AllowedGlobal* find_allowed_global(std::string_view module, std::string_view name) {
  const auto found = std::find_if(kAllowed.begin(), kAllowed.end(), [&](const AllowedGlobal& allowed) {
    return allowed.module == module && allowed.name == name;
  });
  return found == kAllowed.end() ? nullptr : &*found;
}

}  // namespace heddle::weights
