"""Writes small LoRA files of every kind for the model of tests/golden/pipeline, and what merging them must give.

Run: python tests/golden/lora/make_lora.py   (diffusers 0.42, peft 0.21, transformers 5.23, torch 2.13; fp32 on the CPU)
References: diffusers' fuse_lora and PEFT's merge_and_unload where they read the form (kohya, old, peft_*), the formulas in fp64
for the others (lycoris). expected.safetensors: "<file>:<unet|text>:<weight>" in fp32; ldm is kohya's UNet part in other words and gives the same.
"""
import json
import pathlib
import shutil

import peft
import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from peft import LoHaConfig, LoKrConfig, LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel

HERE = pathlib.Path(__file__).parent
MODEL = HERE.parent / "pipeline" / "model"
torch.manual_seed(5)
expected = {}


def unet():
    return UNet2DConditionModel.from_pretrained(MODEL / "unet", torch_dtype=torch.float32).eval()


def text():
    return CLIPTextModel.from_pretrained(MODEL / "text_encoder", torch_dtype=torch.float32).eval()


def text_name(name):
    return name if name.startswith("text_model.") else "text_model." + name


def record(case, part, network, names):
    state = network if isinstance(network, dict) else network.state_dict()
    for name in names:
        target = text_name(name) if part == "text" else name
        expected[f"{case}:{part}:{target}"] = state[name].detach().float().contiguous()


def rand(*shape, scale=0.3):
    return torch.randn(*shape) * scale


MID = "mid_block.attentions.0.transformer_blocks.0"
DOWN = "down_blocks.1.attentions.0.transformer_blocks.0"
UNET_LINEAR = [f"{DOWN}.attn1.to_q", f"{DOWN}.attn2.to_k", f"{DOWN}.attn2.to_out.0", f"{MID}.attn2.to_v", f"{MID}.ff.net.0.proj",
               "mid_block.attentions.0.proj_in", "up_blocks.2.attentions.1.proj_out"]
TEXT_LINEAR = ["encoder.layers.0.self_attn.q_proj", "encoder.layers.1.mlp.fc1", "encoder.layers.1.self_attn.out_proj"]


def factors(weight, rank):
    kernel = weight.shape[2:]
    return rand(rank, weight.shape[1], *kernel), rand(weight.shape[0], rank, *[1] * len(kernel))


def text_module(network, name):
    return network.get_submodule(name if not hasattr(network, "text_model") else "text_model." + name)


# kohya's spelling, read and fused by diffusers; the same UNet part in LDM's names.
LDM = {f"{DOWN}.": "input_blocks_4_1_transformer_blocks_0_", f"{MID}.": "middle_block_1_transformer_blocks_0_",
       "mid_block.attentions.0.": "middle_block_1_", "up_blocks.2.attentions.1.": "output_blocks_7_1_"}


def ldm_name(name):
    start = max((s for s in LDM if name.startswith(s)), key=len)
    return LDM[start] + name[len(start):].replace(".", "_")


def make_kohya():
    net, words = unet(), text()
    state, ldm = {}, {}
    for name in UNET_LINEAR:
        down, up = factors(net.get_submodule(name).weight, 4)
        for spelled, target in ((name.replace(".", "_"), state), (ldm_name(name), ldm)):
            target[f"lora_unet_{spelled}.lora_down.weight"] = down.half()
            target[f"lora_unet_{spelled}.lora_up.weight"] = up.half()
            target[f"lora_unet_{spelled}.alpha"] = torch.tensor(2.0).half()
    for name in TEXT_LINEAR:
        down, up = factors(text_module(words, name).weight, 3)
        spelled = "lora_te_text_model_" + name.replace(".", "_")
        state[f"{spelled}.lora_down.weight"] = down.half()
        state[f"{spelled}.lora_up.weight"] = up.half()
        state[f"{spelled}.alpha"] = torch.tensor(1.5).half()
    save_file(state, str(HERE / "kohya.safetensors"))
    save_file(ldm, str(HERE / "ldm.safetensors"))
    fuse("kohya", net, words, str(HERE / "kohya.safetensors"), 0.75)


def fuse(case, net, words, file, strength, with_text=True):
    pipe = StableDiffusionPipeline(vae=None, text_encoder=words, tokenizer=None, unet=net, scheduler=None, safety_checker=None,
                                   feature_extractor=None, requires_safety_checker=False)
    folder, name = pathlib.Path(file).parent, pathlib.Path(file).name
    pipe.load_lora_weights(str(folder), weight_name=name)
    pipe.fuse_lora(lora_scale=strength)
    pipe.unload_lora_weights()
    record(case, "unet", net, [n + ".weight" for n in UNET_LINEAR])
    if with_text:
        prefix = "text_model." if hasattr(words, "text_model") else ""
        record(case, "text", words, [prefix + n + ".weight" for n in TEXT_LINEAR])


# diffusers' own spelling with PEFT's names and alpha in the metadata.
def make_diffusers():
    net, words = unet(), text()
    net.add_adapter(LoraConfig(r=4, lora_alpha=6, target_modules=UNET_LINEAR, init_lora_weights=False))
    words.add_adapter(LoraConfig(r=2, lora_alpha=3, use_rslora=True, target_modules=TEXT_LINEAR, init_lora_weights=False))
    from diffusers.utils import convert_state_dict_to_diffusers
    from peft import get_peft_model_state_dict
    unet_state = get_peft_model_state_dict(net)
    text_state = convert_state_dict_to_diffusers(get_peft_model_state_dict(words))
    StableDiffusionPipeline.save_lora_weights(
        HERE, unet_lora_layers=convert_state_dict_to_diffusers(unet_state), text_encoder_lora_layers=text_state,
        weight_name="diffusers.safetensors", unet_lora_adapter_metadata=plain(net.peft_config["default"]),
        text_encoder_lora_adapter_metadata=plain(words.peft_config["default"]))
    fuse("diffusers", unet(), text(), str(HERE / "diffusers.safetensors"), 1.0)


def plain(config):
    return {k: sorted(v) if isinstance(v, set) else v for k, v in config.to_dict().items() if k in ("peft_type", "target_modules", "r", "lora_alpha", "alpha", "use_rslora", "use_dora", "alpha_pattern")}


# The first form that diffusers wrote: attention processors.
def make_old():
    net, words = unet(), text()
    state = {}
    for name in [n for n in UNET_LINEAR if ".to_" in n]:
        down, up = factors(net.get_submodule(name).weight, 4)
        place, leaf = name.rsplit(".to_", 1)
        leaf = leaf.removesuffix(".0")
        state[f"unet.{place}.processor.to_{leaf}_lora.down.weight"] = down
        state[f"unet.{place}.processor.to_{leaf}_lora.up.weight"] = up
    save_file(state, str(HERE / "old.safetensors"))
    fuse("old", net, words, str(HERE / "old.safetensors"), 1.0, with_text=False)
    for name in [n for n in UNET_LINEAR if ".to_" not in n]:
        expected.pop(f"old:unet:{name}.weight")


# PEFT's own files: adapter_model.safetensors with adapter_config.json beside it.
def make_peft(case, config, names):
    folder = HERE / case
    shutil.rmtree(folder, ignore_errors=True)
    model = get_peft_model(unet(), config)
    with torch.no_grad():
        for name, value in model.named_parameters():
            if any(mark in name for mark in ("lora_", "hada_", "lokr_")) and "magnitude" not in name:
                value.copy_(rand(*value.shape))
            elif "magnitude" in name:
                value.mul_(1 + 0.2 * torch.randn_like(value))
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    (folder / "adapter_config.json").write_text(json.dumps(plain(config), indent=1) + "\n")
    record(case, "unet", model.merge_and_unload(), [n + ".weight" for n in names])


CONV = ["mid_block.resnets.0.conv1", "mid_block.attentions.0.proj_in", "down_blocks.0.downsamplers.0.conv"]
PEFT_LINEAR = [f"{MID}.attn2.to_v", f"{MID}.ff.net.0.proj"]


# The formulas, in fp64 from the stored values. One module a kind.
def tucker(core, out, inp):
    return torch.einsum("ijkl,io,jp->opkl", core, out, inp)


def make_lycoris():
    weights = {k: v.double() for k, v in unet().state_dict().items()}
    state, kinds = {}, {}

    def half(value):
        return value.half().double()

    def add(kind, module, alpha, rank, tensors, delta, scale=None, axis=None, strength=0.7):
        """delta(tensors in fp64) -> the product of the factors; scale: DoRA's numbers, along `axis`."""
        tensors = {k: half(v) for k, v in tensors.items()}
        spelled = "lora_unet_" + module.replace(".", "_")
        for key, value in tensors.items():
            state[f"{spelled}.{key}"] = value.half()
        a = 1.0
        if alpha is not None:
            state[f"{spelled}.alpha"] = torch.tensor(float(alpha))
            a = alpha / rank if rank else 1.0
        w = weights[module + ".weight"]
        d = a * delta(tensors).reshape(w.shape)
        if scale is None:
            merged = w + strength * d
        else:
            scale = half(scale)
            state[f"{spelled}.dora_scale"] = scale.half()
            v = w + d
            axes = [i for i in range(w.dim()) if i != axis]
            merged = w + strength * (scale * v / v.pow(2).sum(axes, keepdim=True).sqrt() - w)
        kinds[module + ".weight"] = kind
        expected[f"lycoris:unet:{module}.weight"] = merged.float()

    def linear(i, leaf):
        return f"up_blocks.{1 + i // 3}.attentions.{i % 3}.transformer_blocks.0.{leaf}"

    def size(module):
        return tuple(weights[module + ".weight"].shape)

    def product(a, b):
        return lambda t: t[a].flatten(1) @ t[b].flatten(1)

    m = linear(0, "attn1.to_q")
    o, i = size(m)
    add("LoHa", m, 1, 2, {"hada_w1_a": rand(o, 2), "hada_w1_b": rand(2, i), "hada_w2_a": rand(o, 2), "hada_w2_b": rand(2, i)},
        lambda t: (t["hada_w1_a"] @ t["hada_w1_b"]) * (t["hada_w2_a"] @ t["hada_w2_b"]))
    m = "up_blocks.0.resnets.1.conv1"
    o, i, k, l = size(m)
    add("LoHa conv", m, 3, 2, {"hada_w1_a": rand(o, 2), "hada_w1_b": rand(2, i * k * l), "hada_w2_a": rand(o, 2), "hada_w2_b": rand(2, i * k * l)},
        lambda t: (t["hada_w1_a"] @ t["hada_w1_b"]) * (t["hada_w2_a"] @ t["hada_w2_b"]))
    m = "up_blocks.0.resnets.1.conv2"
    o, i, k, l = size(m)
    add("LoHa Tucker", m, 1, 2, {"hada_t1": rand(2, 2, k, l), "hada_w1_a": rand(2, o), "hada_w1_b": rand(2, i),
                                 "hada_t2": rand(2, 2, k, l), "hada_w2_a": rand(2, o), "hada_w2_b": rand(2, i)},
        lambda t: tucker(t["hada_t1"], t["hada_w1_a"], t["hada_w1_b"]) * tucker(t["hada_t2"], t["hada_w2_a"], t["hada_w2_b"]))
    m = linear(1, "attn2.to_k")
    o, i = size(m)
    add("LoKr whole", m, 5, None, {"lokr_w1": rand(2, 4), "lokr_w2": rand(o // 2, i // 4)}, lambda t: torch.kron(t["lokr_w1"], t["lokr_w2"]))
    m = linear(1, "attn1.to_v")
    o, i = size(m)
    add("LoKr half", m, 3, 2, {"lokr_w1": rand(4, 2), "lokr_w2_a": rand(o // 4, 2), "lokr_w2_b": rand(2, i // 2)},
        lambda t: torch.kron(t["lokr_w1"], t["lokr_w2_a"] @ t["lokr_w2_b"]))
    m = linear(2, "ff.net.2")
    o, i = size(m)
    add("LoKr both", m, 3, 2, {"lokr_w1_a": rand(4, 3), "lokr_w1_b": rand(3, 2), "lokr_w2_a": rand(o // 4, 2), "lokr_w2_b": rand(2, i // 2)},
        lambda t: torch.kron(t["lokr_w1_a"] @ t["lokr_w1_b"], t["lokr_w2_a"] @ t["lokr_w2_b"]))
    m = "up_blocks.0.resnets.2.conv1"
    o, i, k, l = size(m)
    add("LoKr conv", m, 2, None, {"lokr_w1": rand(4, 2), "lokr_w2": rand(o // 4, i // 2, k, l)},
        lambda t: torch.kron(t["lokr_w1"][:, :, None, None], t["lokr_w2"]))
    m = "up_blocks.0.resnets.2.conv2"
    o, i, k, l = size(m)
    add("LoKr Tucker", m, 3, 2, {"lokr_w1": rand(4, 2), "lokr_t2": rand(2, 2, k, l), "lokr_w2_a": rand(2, o // 4), "lokr_w2_b": rand(2, i // 2)},
        lambda t: torch.kron(t["lokr_w1"][:, :, None, None], tucker(t["lokr_t2"], t["lokr_w2_a"], t["lokr_w2_b"]).contiguous()))
    m = linear(3, "attn1.to_k")
    o, i = size(m)
    add("DoRA by rows", m, 1, 2, {"lora_up.weight": rand(o, 2), "lora_down.weight": rand(2, i)}, product("lora_up.weight", "lora_down.weight"),
        scale=1 + rand(o, 1), axis=0)
    m = linear(3, "attn2.to_v")
    o, i = size(m)
    add("DoRA by columns", m, None, 2, {"lora_up.weight": rand(o, 2), "lora_down.weight": rand(2, i)}, product("lora_up.weight", "lora_down.weight"),
        scale=1 + rand(1, i), axis=1)
    m = "up_blocks.1.resnets.0.conv1"
    o, i, k, l = size(m)
    add("DoRA conv by columns", m, 1, 2, {"lora_up.weight": rand(o, 2, 1, 1), "lora_down.weight": rand(2, i, k, l)},
        product("lora_up.weight", "lora_down.weight"), scale=1 + rand(1, i, 1, 1), axis=1)
    m = linear(4, "attn1.to_v")
    o, i = size(m)
    add("DoRA over LoHa", m, 1, 2, {"hada_w1_a": rand(o, 2), "hada_w1_b": rand(2, i), "hada_w2_a": rand(o, 2), "hada_w2_b": rand(2, i)},
        lambda t: (t["hada_w1_a"] @ t["hada_w1_b"]) * (t["hada_w2_a"] @ t["hada_w2_b"]), scale=1 + rand(o, 1), axis=0)
    m = "up_blocks.1.resnets.0.conv2"
    o, i, k, l = size(m)
    add("LoCon", m, 3, 4, {"lora_up.weight": rand(o, 4, 1, 1), "lora_down.weight": rand(4, i, k, l)}, product("lora_up.weight", "lora_down.weight"))
    m = "up_blocks.1.resnets.1.conv1"
    o, i, k, l = size(m)
    add("LoCon Tucker", m, 3, 4, {"lora_up.weight": rand(o, 4, 1, 1), "lora_mid.weight": rand(4, 4, k, l), "lora_down.weight": rand(4, i, 1, 1)},
        lambda t: tucker(t["lora_mid.weight"], t["lora_up.weight"].flatten(1).T, t["lora_down.weight"].flatten(1)))
    m = linear(4, "attn2.to_q")
    add("full difference", m, None, None, {"diff": rand(*size(m))}, lambda t: t["diff"])
    for module, ends in (("up_blocks.1.resnets.1.conv2", ("diff", "diff_b")), ("up_blocks.1.resnets.1.norm1", ("w_norm", "b_norm"))):
        for end, leaf in zip(ends, ("weight", "bias")):
            value = half(rand(*weights[f"{module}.{leaf}"].shape))
            state[f"lora_unet_{module.replace('.', '_')}.{end}"] = value.half()
            expected[f"lycoris:unet:{module}.{leaf}"] = (weights[f"{module}.{leaf}"] + 0.7 * value).float()
            kinds[f"{module}.{leaf}"] = end
    save_file(state, str(HERE / "lycoris.safetensors"))
    return kinds


make_kohya()
make_diffusers()
make_old()
make_peft("peft_lora", LoraConfig(r=4, lora_alpha=6, target_modules=CONV + PEFT_LINEAR), CONV + PEFT_LINEAR)
make_peft("peft_rslora", LoraConfig(r=4, lora_alpha=6, use_rslora=True, target_modules=PEFT_LINEAR, alpha_pattern={"ff.net.0.proj": 3}), PEFT_LINEAR)
make_peft("peft_dora", LoraConfig(r=4, lora_alpha=6, use_dora=True, target_modules=CONV + PEFT_LINEAR), CONV + PEFT_LINEAR)
make_peft("peft_loha", LoHaConfig(r=2, alpha=3, target_modules=CONV + PEFT_LINEAR, use_effective_conv2d=True), CONV + PEFT_LINEAR)
make_peft("peft_lokr", LoKrConfig(r=2, alpha=3, target_modules=CONV + PEFT_LINEAR, use_effective_conv2d=True, decompose_both=True, decompose_factor=4),
          CONV + PEFT_LINEAR)
kinds = make_lycoris()
save_file(expected, str(HERE / "expected.safetensors"), metadata={"config": json.dumps(kinds), "peft": peft.__version__})
