#include "weights/pickle_globals.h"

#include <algorithm>
#include <array>

namespace heddle::weights {
namespace {

// A deny list is never complete; this is everything that is allowed. "inert" values are dropped, never built: they
// occur in honest training checkpoints beside the weights (the sets that A1111 and ComfyUI allow).
constexpr std::array kAllowed = {
    AllowedGlobal{"collections", "OrderedDict", GlobalKind::ordered_dict},
    AllowedGlobal{"torch._utils", "_rebuild_tensor_v2", GlobalKind::rebuild_tensor},
    AllowedGlobal{"torch._utils", "_rebuild_parameter", GlobalKind::rebuild_parameter},
    AllowedGlobal{"torch", "Size", GlobalKind::size},
    AllowedGlobal{"torch.nn.modules.container", "ParameterDict", GlobalKind::parameter_dict},

    AllowedGlobal{"torch", "FloatStorage", GlobalKind::storage_type, Dtype::f32},
    AllowedGlobal{"torch", "HalfStorage", GlobalKind::storage_type, Dtype::f16},
    AllowedGlobal{"torch", "BFloat16Storage", GlobalKind::storage_type, Dtype::bf16},
    AllowedGlobal{"torch", "DoubleStorage", GlobalKind::storage_type, Dtype::f64},
    AllowedGlobal{"torch", "LongStorage", GlobalKind::storage_type, Dtype::i64},
    AllowedGlobal{"torch", "IntStorage", GlobalKind::storage_type, Dtype::i32},
    AllowedGlobal{"torch", "ShortStorage", GlobalKind::storage_type, Dtype::i16},
    AllowedGlobal{"torch", "CharStorage", GlobalKind::storage_type, Dtype::i8},
    AllowedGlobal{"torch", "ByteStorage", GlobalKind::storage_type, Dtype::u8},
    AllowedGlobal{"torch", "BoolStorage", GlobalKind::storage_type, Dtype::boolean},
    AllowedGlobal{"torch.storage", "UntypedStorage", GlobalKind::storage_type, Dtype::u8},

    AllowedGlobal{"torch", "float32", GlobalKind::inert},
    AllowedGlobal{"torch", "float16", GlobalKind::inert},
    AllowedGlobal{"torch", "bfloat16", GlobalKind::inert},
    AllowedGlobal{"numpy", "dtype", GlobalKind::inert},
    AllowedGlobal{"numpy", "ndarray", GlobalKind::inert},
    AllowedGlobal{"numpy.core.multiarray", "scalar", GlobalKind::inert},
    AllowedGlobal{"numpy.core.multiarray", "_reconstruct", GlobalKind::inert},
    AllowedGlobal{"numpy._core.multiarray", "scalar", GlobalKind::inert},
    AllowedGlobal{"numpy._core.multiarray", "_reconstruct", GlobalKind::inert},
    AllowedGlobal{"numpy.dtypes", "Float64DType", GlobalKind::inert},
    AllowedGlobal{"_codecs", "encode", GlobalKind::inert},
    AllowedGlobal{"__builtin__", "set", GlobalKind::inert},
    AllowedGlobal{"builtins", "set", GlobalKind::inert},
    AllowedGlobal{"pytorch_lightning.callbacks", "model_checkpoint", GlobalKind::inert},
    AllowedGlobal{"pytorch_lightning.callbacks", "ModelCheckpoint", GlobalKind::inert},
    AllowedGlobal{"pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint", GlobalKind::inert},
};

}  // namespace

const AllowedGlobal* find_allowed_global(std::string_view module, std::string_view name) {
  const auto found = std::find_if(kAllowed.begin(), kAllowed.end(), [&](const AllowedGlobal& allowed) {
    return allowed.module == module && allowed.name == name;
  });
  return found == kAllowed.end() ? nullptr : &*found;
}

}  // namespace heddle::weights
