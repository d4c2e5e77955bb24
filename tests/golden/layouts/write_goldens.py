"""Writes the key lists and tiny files that the layout tests read.

    python tests/golden/layouts/write_goldens.py

Needs torch, diffusers and transformers. LDM and OpenCLIP names are spelled here from the structure of those networks;
which diffusers name each becomes is asked of diffusers' own single-file converter. Each line of a list is

    <canonical name> <shape> <name in the other layout> <its shape> <none|transpose|rows0|rows1|rows2|squeeze>

Tensors of the tiny files hold ((hash(canonical name) % 509) + 7 * flat index) % 1021, which fp16 holds exactly.
"""

import pathlib

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders import single_file_utils as single_file
from transformers import (CLIPTextConfig, CLIPTextModelWithProjection, CLIPVisionConfig, CLIPVisionModelWithProjection)

HERE = pathlib.Path(__file__).parent


class Tracked:
    """Stands for a tensor in diffusers' converter and remembers what was done to it."""

    def __init__(self, name, shape, op="none", source=None):
        self.name, self.shape, self.op = name, tuple(shape), op
        self.source = source if source is not None else tuple(shape)

    @property
    def ndim(self):
        return len(self.shape)

    def __getitem__(self, index):
        index = index if isinstance(index, tuple) else (index,)
        if any(i == 0 for i in index if isinstance(i, int)):
            return Tracked(self.name, self.shape[:2], "squeeze", self.source)
        third = self.shape[0] // 3
        return Tracked(self.name, (third, *self.shape[1:]), f"rows{(index[0].start or 0) // third}", self.source)

    @property
    def T(self):
        return Tracked(self.name, self.shape[::-1], "transpose", self.source)

    def contiguous(self):
        return self

    clone = detach = contiguous


# --- the structure of LDM's UNet (openaimodel.py) and autoencoder (model.py), and of OpenCLIP -------------------------


def linear(name, out, inp, bias=True):
    yield f"{name}.weight", (out, inp)
    if bias:
        yield f"{name}.bias", (out,)


def conv(name, out, inp, side):
    yield f"{name}.weight", (out, inp, side, side)
    yield f"{name}.bias", (out,)


def norm(name, width):
    yield f"{name}.weight", (width,)
    yield f"{name}.bias", (width,)


def ldm_resblock(name, inp, out, time):
    yield from norm(f"{name}.in_layers.0", inp)
    yield from conv(f"{name}.in_layers.2", out, inp, 3)
    yield from linear(f"{name}.emb_layers.1", out, time)
    yield from norm(f"{name}.out_layers.0", out)
    yield from conv(f"{name}.out_layers.3", out, out, 3)
    if inp != out:
        yield from conv(f"{name}.skip_connection", out, inp, 1)


def ldm_transformer(name, width, context, depth, is_linear):
    yield from norm(f"{name}.norm", width)
    yield from linear(f"{name}.proj_in", width, width) if is_linear else conv(f"{name}.proj_in", width, width, 1)
    for i in range(depth):
        block = f"{name}.transformer_blocks.{i}"
        for attention, inner in (("attn1", width), ("attn2", context)):
            yield from linear(f"{block}.{attention}.to_q", width, width, False)
            yield from linear(f"{block}.{attention}.to_k", width, inner, False)
            yield from linear(f"{block}.{attention}.to_v", width, inner, False)
            yield from linear(f"{block}.{attention}.to_out.0", width, width)
        yield from linear(f"{block}.ff.net.0.proj", 8 * width, width)
        yield from linear(f"{block}.ff.net.2", width, 4 * width)
        for i_norm in (1, 2, 3):
            yield from norm(f"{block}.norm{i_norm}", width)
    yield from linear(f"{name}.proj_out", width, width) if is_linear else conv(f"{name}.proj_out", width, width, 1)


def ldm_unet(widths, layers, depths, context, is_linear=False, channels=4, adm=0, mid_depth=1):
    """depths: transformer blocks a level, 0 for none."""
    time = 4 * widths[0]
    yield from linear("time_embed.0", time, widths[0])
    yield from linear("time_embed.2", time, time)
    if adm:
        yield from linear("label_emb.0.0", time, adm)
        yield from linear("label_emb.0.2", time, time)
    yield from conv("input_blocks.0.0", widths[0], channels, 3)
    number, width, skips = 1, widths[0], [widths[0]]
    for level, out in enumerate(widths):
        for _ in range(layers):
            yield from ldm_resblock(f"input_blocks.{number}.0", width, out, time)
            width = out
            if depths[level]:
                yield from ldm_transformer(f"input_blocks.{number}.1", width, context, depths[level], is_linear)
            skips.append(width)
            number += 1
        if level + 1 < len(widths):
            yield from conv(f"input_blocks.{number}.0.op", width, width, 3)
            skips.append(width)
            number += 1
    yield from ldm_resblock("middle_block.0", width, width, time)
    yield from ldm_transformer("middle_block.1", width, context, mid_depth, is_linear)
    yield from ldm_resblock("middle_block.2", width, width, time)
    number = 0
    for level, out in reversed(list(enumerate(widths))):
        for layer in range(layers + 1):
            yield from ldm_resblock(f"output_blocks.{number}.0", width + skips.pop(), out, time)
            width, slot = out, 1
            if depths[level]:
                yield from ldm_transformer(f"output_blocks.{number}.1", width, context, depths[level], is_linear)
                slot = 2
            if level and layer == layers:
                yield from conv(f"output_blocks.{number}.{slot}.conv", width, width, 3)
            number += 1
    yield from norm("out.0", widths[0])
    yield from conv("out.2", 4, widths[0], 3)


def ldm_vae_block(name, inp, out):
    yield from norm(f"{name}.norm1", inp)
    yield from conv(f"{name}.conv1", out, inp, 3)
    yield from norm(f"{name}.norm2", out)
    yield from conv(f"{name}.conv2", out, out, 3)
    if inp != out:
        yield from conv(f"{name}.nin_shortcut", out, inp, 1)


def ldm_vae_middle(half, width):
    yield from ldm_vae_block(f"{half}.mid.block_1", width, width)
    yield from norm(f"{half}.mid.attn_1.norm", width)
    for part in ("q", "k", "v", "proj_out"):
        yield from conv(f"{half}.mid.attn_1.{part}", width, width, 1)
    yield from ldm_vae_block(f"{half}.mid.block_2", width, width)


def ldm_vae(widths, layers, z=4):
    yield from conv("encoder.conv_in", widths[0], 3, 3)
    width = widths[0]
    for level, out in enumerate(widths):
        for layer in range(layers):
            yield from ldm_vae_block(f"encoder.down.{level}.block.{layer}", width, out)
            width = out
        if level + 1 < len(widths):
            yield from conv(f"encoder.down.{level}.downsample.conv", out, out, 3)
    yield from ldm_vae_middle("encoder", width)
    yield from norm("encoder.norm_out", width)
    yield from conv("encoder.conv_out", 2 * z, width, 3)
    yield from conv("decoder.conv_in", width, z, 3)
    yield from ldm_vae_middle("decoder", width)
    for level, out in reversed(list(enumerate(widths))):
        for layer in range(layers + 1):
            yield from ldm_vae_block(f"decoder.up.{level}.block.{layer}", width, out)
            width = out
        if level:
            yield from conv(f"decoder.up.{level}.upsample.conv", out, out, 3)
    yield from norm("decoder.norm_out", width)
    yield from conv("decoder.conv_out", 3, width, 3)
    yield from conv("quant_conv", 2 * z, 2 * z, 1)
    yield from conv("post_quant_conv", z, z, 1)


def openclip_blocks(prefix, layers, width, inner):
    for layer in range(layers):
        block = f"{prefix}transformer.resblocks.{layer}"
        yield f"{block}.attn.in_proj_weight", (3 * width, width)
        yield f"{block}.attn.in_proj_bias", (3 * width,)
        yield from linear(f"{block}.attn.out_proj", width, width)
        yield from norm(f"{block}.ln_1", width)
        yield from linear(f"{block}.mlp.c_fc", inner, width)
        yield from linear(f"{block}.mlp.c_proj", width, inner)
        yield from norm(f"{block}.ln_2", width)


def openclip_text(layers, width, vocabulary):
    yield "positional_embedding", (77, width)
    yield "text_projection", (width, width)
    yield from linear("token_embedding", vocabulary, width, False)
    yield from openclip_blocks("", layers, width, 4 * width)
    yield from norm("ln_final", width)


def openclip_vision(layers, width, inner, patch, image, projection):
    yield "visual.class_embedding", (width,)
    yield "visual.positional_embedding", ((image // patch) ** 2 + 1, width)
    yield "visual.proj", (width, projection)
    yield "visual.conv1.weight", (width, 3, patch, patch)
    yield from norm("visual.ln_pre", width)
    yield from openclip_blocks("visual.", layers, width, inner)
    yield from norm("visual.ln_post", width)


# --- lists ------------------------------------------------------------------------------------------------------------


def tracked(pairs):
    return {name: Tracked(name, shape) for name, shape in pairs}


def shapes(model):
    return {name: tuple(value.shape) for name, value in model.state_dict().items() if not name.endswith("position_ids")}


def shape_text(shape):
    return "x".join(map(str, shape))


def write_list(name, converted, canonical):
    """converted: canonical name -> Tracked."""
    assert {k: v.shape for k, v in converted.items()} == canonical, name
    lines = [f"{key} {shape_text(value.shape)} {value.name} {shape_text(value.source)} {value.op}"
             for key, value in sorted(converted.items())]
    (HERE / name).write_text("\n".join(lines) + "\n")


def fnv(text):
    value = 14695981039346656037
    for byte in text.encode():
        value = ((value ^ byte) * 1099511628211) % 2**64
    return value


def count(canonical):
    return sum(torch.Size(shape).numel() for shape in canonical.values())


def digest(label, canonical):
    lines = "".join(f"{key} {shape_text(shape)}\n" for key, shape in sorted(canonical.items()))
    return f"{label} {len(canonical)} {count(canonical)} {fnv(lines):016x}"


def convert_unet(pairs, layers, **config):
    prefixed = {f"model.diffusion_model.{k}": v for k, v in tracked(pairs).items()}
    for key, value in prefixed.items():
        value.name = key
    return single_file.convert_ldm_unet_checkpoint(prefixed, {"layers_per_block": layers, **config})


def unet(**config):
    with torch.device("meta"):
        return UNet2DConditionModel(**config)


def vae(**config):
    levels = len(config["block_out_channels"])
    with torch.device("meta"):
        return AutoencoderKL(down_block_types=["DownEncoderBlock2D"] * levels,
                             up_block_types=["UpDecoderBlock2D"] * levels, latent_channels=4, **config)


def text(projected=False, **config):
    with torch.device("meta"):
        found = shapes(CLIPTextModelWithProjection(CLIPTextConfig(**config)))
    return {k: v for k, v in found.items() if projected or k != "text_projection.weight"}


def vision(**config):
    with torch.device("meta"):
        return shapes(CLIPVisionModelWithProjection(CLIPVisionConfig(**config)))


CROSS3 = dict(down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
              up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3)
SMALL_UNET = dict(block_out_channels=[8, 16, 24], layers_per_block=1, cross_attention_dim=8, norm_num_groups=8,
                  attention_head_dim=2, down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
                  up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"])
SMALL_VAE = dict(block_out_channels=[8, 16], layers_per_block=1, norm_num_groups=8)
SMALL_TEXT = dict(hidden_size=8, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2, vocab_size=32,
                  max_position_embeddings=77)


def write_lists():
    sd15 = shapes(unet(cross_attention_dim=768))
    write_list("unet_sd15.txt", convert_unet(ldm_unet([320, 640, 1280, 1280], 2, [1, 1, 1, 0], 768), 2), sd15)
    small = convert_unet(ldm_unet([8, 16, 24], 1, [0, 1, 1], 8), 1)
    write_list("unet_small.txt", small, shapes(unet(**SMALL_UNET)))

    sd15_vae = shapes(vae(block_out_channels=[128, 256, 512, 512], layers_per_block=2))
    ldm = tracked(ldm_vae([128, 256, 512, 512], 2))
    write_list("vae_sd15.txt", single_file.convert_ldm_vae_checkpoint(ldm, {"down_block_types": [0] * 4,
                                                                           "up_block_types": [0] * 4}), sd15_vae)
    small_vae = single_file.convert_ldm_vae_checkpoint(tracked(ldm_vae([8, 16], 1)),
                                                       {"down_block_types": [0] * 2, "up_block_types": [0] * 2})
    write_list("vae_small.txt", small_vae, shapes(vae(**SMALL_VAE)))

    class Config:
        class config:
            hidden_size = 1024

    prefix = "cond_stage_model.model."
    openclip = {prefix + k: v for k, v in tracked(openclip_text(24, 1024, 49408)).items()}
    for key, value in openclip.items():
        value.name = key
    found = single_file.convert_open_clip_checkpoint(Config, openclip, prefix)
    # diffusers leaves the projection out; Heddle keeps it, turned.
    sd2_text = dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16,
                    projection_dim=1024)
    found.pop("text_projection.weight", None)
    write_list("text_sd2.txt", found, text(**sd2_text))

    h = dict(hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=16, patch_size=14,
             projection_dim=1024)
    big_g = dict(hidden_size=1664, intermediate_size=8192, num_hidden_layers=48, num_attention_heads=16, patch_size=14,
                 projection_dim=1280)
    large = dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=24, num_attention_heads=16, patch_size=14,
                 projection_dim=768)
    sd2 = dict(cross_attention_dim=1024, use_linear_projection=True, attention_head_dim=[5, 10, 20, 20])
    sdxl = dict(cross_attention_dim=2048, use_linear_projection=True, attention_head_dim=[5, 10, 20],
                block_out_channels=[320, 640, 1280], transformer_layers_per_block=[1, 2, 10],
                addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816,
                down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
                up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"])
    unclip = dict(sd2, class_embed_type="projection", projection_class_embeddings_input_dim=2048)
    lines = [digest("unet_sd15", sd15), digest("unet_sd15_inpaint", shapes(unet(cross_attention_dim=768, in_channels=9))),
             digest("unet_sd2", shapes(unet(**sd2))), digest("unet_sdxl", shapes(unet(**sdxl))),
             digest("unet_unclip", shapes(unet(**unclip))), digest("vae_sd15", sd15_vae),
             digest("text_sd1", text(hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
                                     num_attention_heads=12)),
             digest("text_sd2", text(**sd2_text)), digest("vision_h", vision(**h)), digest("vision_g", vision(**big_g)),
             digest("vision_l", vision(**large))]
    # The LDM spelling of SDXL and of SD 2 converts to the same sets.
    xl = convert_unet(ldm_unet([320, 640, 1280], 2, [0, 2, 10], 2048, True, adm=2816, mid_depth=10), 2,
                      addition_embed_type="text_time")
    assert {k: v.shape for k, v in xl.items()} == shapes(unet(**sdxl))
    (HERE / "digests.txt").write_text("\n".join(lines) + "\n")

    blocks = dict(openclip_vision(2, 16, 64, 4, 8, 8))
    (HERE / "vision_small.txt").write_text("".join(f"{k} {shape_text(v)}\n" for k, v in sorted(blocks.items())))


# --- tiny files that only torch can write -----------------------------------------------------------------------------


def filled(canonical, shape, shift=0):
    numel = torch.Size(shape).numel()
    values = (fnv(canonical) % 509 + shift + 7 * torch.arange(numel)) % 1021
    return values.reshape(shape).half()


def in_one_storage(state):
    """Half tensors as views of one storage: a much smaller zip, and offsets are tested."""
    halves = {name: value for name, value in state.items() if value.dtype == torch.float16}
    storage = torch.cat([value.flatten() for value in halves.values()])
    offset = 0
    for name, value in halves.items():
        state[name] = storage[offset:offset + value.numel()].view(value.shape)
        offset += value.numel()
    return state


def write_checkpoint():
    """A training checkpoint: UNet with averages (the averages hold the values, the others one more), VAE, CLIP with the
    old names, and the buffers and counters that training leaves."""
    state = {}
    for line in (HERE / "unet_small.txt").read_text().splitlines():
        name, shape, ldm, *_ = line.split()
        shape = [int(n) for n in shape.split("x")]
        state[ldm] = filled(name, shape, shift=1)
        flat = "model_ema." + "".join(ldm.split(".")[1:])
        state[flat] = filled(name, shape)
    for line in (HERE / "vae_small.txt").read_text().splitlines():
        name, _, ldm, shape, _ = line.split()
        state[f"first_stage_model.{ldm}"] = filled(name, [int(n) for n in shape.split("x")])
    for name, shape in text(**SMALL_TEXT).items():
        state[f"cond_stage_model.transformer.{name.removeprefix('text_model.')}"] = filled(name, shape)
    state["cond_stage_model.transformer.embeddings.position_ids"] = torch.arange(77).unsqueeze(0)
    state["model_ema.decay"] = torch.tensor(0.9999)
    state["model_ema.num_updates"] = torch.tensor(7, dtype=torch.int32)
    state["betas"] = torch.linspace(0, 1, 10)
    torch.save({"epoch": 1, "global_step": 7, "state_dict": in_one_storage(state)}, HERE / "small_ema.ckpt")


def adapter_layers(widths, context):
    for index, width in enumerate(widths):
        for projection in ("to_k_ip", "to_v_ip"):
            yield f"{2 * index + 1}.{projection}.weight", (width, context)


def write_adapter():
    """h94's .bin: two dictionaries. The seven cross-attentions of the small UNet, 4 tokens of 8, an encoder of 6."""
    layers = {k: filled(f"ip_adapter.{k}", s) for k, s in adapter_layers([16, 24, 24, 24, 16, 16, 24], 8)}
    projection = {"proj.weight": (32, 6), "proj.bias": (32,), "norm.weight": (8,), "norm.bias": (8,)}
    torch.save({"image_proj": {k: filled(f"image_proj.{k}", s) for k, s in projection.items()}, "ip_adapter": layers},
               HERE / "small_adapter.bin")


def write_text_list():
    (HERE / "text_small.txt").write_text("".join(f"{k} {shape_text(v)}\n" for k, v in sorted(text(**SMALL_TEXT).items())))


if __name__ == "__main__":
    write_lists()
    write_text_list()
    write_checkpoint()
    write_adapter()
