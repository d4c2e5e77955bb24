"""Names of a ControlNet in its authors' files. Used by the scripts beside it."""
import re


def ldm_name(name, layers):
    """The name of the author's files for one of diffusers' ControlNet."""
    hint = {"conv_in": 0, "conv_out": 14} | {f"blocks.{i}": 2 * i + 2 for i in range(6)}
    resnet = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
              "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
    if m := re.fullmatch(r"controlnet_cond_embedding\.(conv_in|conv_out|blocks\.\d)\.(.+)", name):
        return f"input_hint_block.{hint[m[1]]}.{m[2]}"
    if m := re.fullmatch(r"controlnet_down_blocks\.(\d+)\.(.+)", name):
        return f"zero_convs.{m[1]}.0.{m[2]}"
    if m := re.fullmatch(r"controlnet_mid_block\.(.+)", name):
        return f"middle_block_out.0.{m[1]}"
    if m := re.fullmatch(r"time_embedding\.linear_(\d)\.(.+)", name):
        return f"time_embed.{(int(m[1]) - 1) * 2}.{m[2]}"
    if m := re.fullmatch(r"conv_in\.(.+)", name):
        return f"input_blocks.0.0.{m[1]}"
    if m := re.fullmatch(r"down_blocks\.(\d)\.resnets\.(\d)\.(\w+)\.(.+)", name):
        return f"input_blocks.{int(m[1]) * (layers + 1) + int(m[2]) + 1}.0.{resnet[m[3]]}.{m[4]}"
    if m := re.fullmatch(r"down_blocks\.(\d)\.attentions\.(\d)\.(.+)", name):
        return f"input_blocks.{int(m[1]) * (layers + 1) + int(m[2]) + 1}.1.{m[3]}"
    if m := re.fullmatch(r"down_blocks\.(\d)\.downsamplers\.0\.conv\.(.+)", name):
        return f"input_blocks.{(int(m[1]) + 1) * (layers + 1)}.0.op.{m[2]}"
    if m := re.fullmatch(r"mid_block\.resnets\.(\d)\.(\w+)\.(.+)", name):
        return f"middle_block.{int(m[1]) * 2}.{resnet[m[2]]}.{m[3]}"
    if m := re.fullmatch(r"mid_block\.attentions\.0\.(.+)", name):
        return f"middle_block.1.{m[1]}"
    raise KeyError(name)
