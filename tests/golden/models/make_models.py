"""Writes resources/selftest, which `heddle selftest` and tests/core/models read: tiny random-weight networks of diffusers and transformers with inputs and outputs.

Run: python tests/golden/models/make_models.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
     python tests/golden/models/make_models.py --full FOLDER   the same at the widths of SD 1.5, ViT-L text, ViT-H image (5 GB);
     then: heddle selftest --recordings FOLDER
     python tests/golden/models/make_models.py --tiny-vae   the tiny VAE alone, which has a seed of its own
     python tests/golden/models/make_models.py --residuals  tests/golden/models/unet_residuals.safetensors: what a control network
                                                            adds to unet_small as it is recorded, and what comes out
Weights are stored in fp16 and were rounded to fp16 before the outputs were computed in fp32, so both sides see equal numbers.
"""
import json
import pathlib
import sys

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModelWithProjection, CLIPVisionConfig, CLIPVisionModelWithProjection

FULL = "--full" in sys.argv
HERE = pathlib.Path(sys.argv[sys.argv.index("--full") + 1]) if FULL else pathlib.Path(__file__).parents[3] / "resources" / "selftest"
torch.manual_seed(20260101)


def rounded(model):
    """Livelier than the default initialisation, and exactly representable in fp16."""
    for name, p in model.named_parameters():
        with torch.no_grad():
            if p.dim() == 1:
                p.add_(torch.randn_like(p) * 0.1)
            p.copy_(p.half().float())
    return model.eval()


def write(name, model, config, tensors, prefix="weights."):
    out = {prefix + k: v.half() for k, v in model.state_dict().items() if v.is_floating_point()}
    out.update({k: v.contiguous().clone() for k, v in tensors.items()})
    save_file(out, str(HERE / f"{name}.safetensors"), metadata={"config": json.dumps(config)})


def unet(name, **extra):
    config = dict(block_out_channels=[8, 16, 16, 16], layers_per_block=2, norm_num_groups=4, cross_attention_dim=24,
                  attention_head_dim=2, sample_size=8, in_channels=4)
    config.update(extra)
    if FULL:
        config.update(block_out_channels=[320, 640, 1280, 1280], norm_num_groups=32, cross_attention_dim=768, attention_head_dim=8)
    net = rounded(UNet2DConditionModel(**config))
    x = torch.randn(2, config["in_channels"], 16, 8)
    context = torch.randn(2, 7, config["cross_attention_dim"])
    tensors = {"x": x, "context": context}
    with torch.no_grad():
        for t in (1, 500, 999):
            tensors[f"out_{t}"] = net(x, torch.tensor(t), context).sample
        tensors["out_fractional"] = net(x, torch.tensor(123.25), context).sample
    config["down_block_types"] = list(net.config.down_block_types)
    write(name, net, config, tensors)
    return net


def vae():
    config = dict(block_out_channels=[8, 16, 16, 16], layers_per_block=1, norm_num_groups=4, latent_channels=4,
                  down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, scaling_factor=0.25)
    if FULL:
        config.update(block_out_channels=[128, 256, 512, 512], layers_per_block=2, norm_num_groups=32)
    net = rounded(AutoencoderKL(**config))
    picture = torch.rand(1, 3, 32, 48) * 2 - 1
    latents = torch.randn(1, 4, 4, 6)
    with torch.no_grad():
        dist = net.encode(picture).latent_dist
        write("vae", net, config, {"picture": picture, "mean": dist.mean, "logvar": dist.logvar, "latents": latents,
                                   "decoded": net.decode(latents).sample})


def tiny_vae():
    """The decoder; blocks differ from level to level, so that a wrong count is found. Decoding clamps: some latents are far."""
    torch.manual_seed(20260102)
    config = dict(encoder_block_out_channels=[8] * 4, num_encoder_blocks=[0] * 4, decoder_block_out_channels=[8] * 4,
                  num_decoder_blocks=[2, 1, 3, 1], latent_channels=4)
    if FULL:
        config.update(decoder_block_out_channels=[64] * 4, num_decoder_blocks=[3, 3, 3, 1])
    net = rounded(AutoencoderTiny(**config))
    latents = torch.randn(2, 4, 4, 6) * 2
    with torch.no_grad():
        out = {k: v.half() for k, v in net.decoder.state_dict(prefix="weights.decoder.").items()}
        out |= {"latents": latents, "decoded": net.decode(latents).sample.contiguous()}
    save_file(out, str(HERE / "vae_tiny.safetensors"), metadata={"config": json.dumps({k: v for k, v in config.items() if "encoder" not in k})})


def text(name, act, pad):
    config = dict(vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=3, num_attention_heads=2,
                  max_position_embeddings=77, projection_dim=24, hidden_act=act, bos_token_id=62, eos_token_id=63, pad_token_id=pad)
    if FULL:
        config.update(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, projection_dim=768)
    net = rounded(CLIPTextModelWithProjection(CLIPTextConfig(**config)))
    ids = torch.randint(1, 62, (2, 77))
    ids[:, 0] = 62
    ids[0, 9:] = 63
    ids[1, 30] = 63
    ids[1, 31:] = pad
    with torch.no_grad():
        out = net(ids, output_hidden_states=True)
        norm = net.text_model.final_layer_norm
        write(name, net, config, {"ids": ids, "last": out.last_hidden_state, "skip_1": norm(out.hidden_states[-2]),
                                  "embeds": out.text_embeds})


def vision():
    config = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=3, num_attention_heads=2, image_size=28, patch_size=7,
                  projection_dim=24, hidden_act="gelu")
    if FULL:
        config.update(hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=16, image_size=224, patch_size=14, projection_dim=1024)
    net = rounded(CLIPVisionModelWithProjection(CLIPVisionConfig(**config)))
    pixels = torch.randn(2, 3, config["image_size"], config["image_size"])
    with torch.no_grad():
        out = net(pixels, output_hidden_states=True)
        write("clip_vision", net, config, {"pixels": pixels, "embeds": out.image_embeds, "penultimate": out.hidden_states[-2],
                                           "last": out.hidden_states[-1]})


def ip_state(net, image_proj, context):
    """An h94-layout adapter for `net`: numbers over diffusers' processor order, odd = cross-attention."""
    state = {f"image_proj.{k}": v for k, v in image_proj.items()}
    names = list(net.attn_processors.keys())
    for n, name in enumerate(names):
        if name.endswith("attn2.processor"):
            layer = net.get_submodule(name.removesuffix(".processor"))
            for part in ("k", "v"):
                state[f"ip_adapter.{n}.to_{part}_ip.weight"] = torch.randn(layer.to_k.weight.shape[0], context) * (0.03 if FULL else 0.2)
    return {k: v.half().float() for k, v in state.items()}


def linear(out, inp, bias=True, scale=0.2):
    return {"weight": torch.randn(out, inp) * scale, **({"bias": torch.randn(out) * scale} if bias else {})}


def norm(dim):
    return {"weight": 1 + torch.randn(dim) * 0.1, "bias": torch.randn(dim) * 0.1}


def under(prefix, d):
    return {f"{prefix}.{k}": v for k, v in d.items()}


def ip_adapters(net):
    from diffusers.loaders.unet import UNet2DConditionLoadersMixin  # noqa: F401  (the loader is a mixin of the network)
    C, D, E = (768, 1024, 1280) if FULL else (24, 32, 32)  # E: width of the encoder's hidden states
    S = 0.03 if FULL else 0.2
    base = {**under("proj", linear(4 * C, D, scale=S)), **under("norm", norm(C))}
    full = {**under("proj.0", linear(E, E, scale=S)), **under("proj.2", linear(C, E, scale=S)), **under("proj.3", norm(C))}
    dim, inner = (768, 768) if FULL else (32, 128)
    plus = {"latents": torch.randn(1, 16, dim) * 0.3, **under("proj_in", linear(dim, E, scale=S)), **under("proj_out", linear(C, dim, scale=S)),
            **under("norm_out", norm(C))}
    for i in range(4):
        p = f"layers.{i}"
        plus |= {**under(f"{p}.0.norm1", norm(dim)), **under(f"{p}.0.norm2", norm(dim)),
                 **under(f"{p}.0.to_q", linear(inner, dim, False, 0.05)), **under(f"{p}.0.to_kv", linear(2 * inner, dim, False, 0.05)),
                 **under(f"{p}.0.to_out", linear(dim, inner, False, 0.05)), **under(f"{p}.1.0", norm(dim)),
                 **under(f"{p}.1.1", linear(4 * dim, dim, False, 0.05)), **under(f"{p}.1.3", linear(dim, 4 * dim, False, 0.05))}
    x, context = torch.randn(1, 4, 16, 8), torch.randn(1, 7, C)
    out = {"x": x, "context": context}
    features = {"base": torch.randn(1, 1, D), "plus": torch.randn(1, 1, 17, E), "full": torch.randn(1, 1, 257, E)}
    states = {k: ip_state(net, v, C) for k, v in (("base", base), ("plus", plus), ("full", full))}

    def run(kinds, scales, masks=None):
        nested = []
        for k in kinds:
            s = states[k]
            nested.append({"image_proj": {n.removeprefix("image_proj."): v for n, v in s.items() if n.startswith("image_proj.")},
                           "ip_adapter": {n.removeprefix("ip_adapter."): v for n, v in s.items() if n.startswith("ip_adapter.")}})
        net._load_ip_adapter_weights(nested)
        for p in net.attn_processors.values():
            if hasattr(p, "scale"):
                p.scale = list(scales)
        kwargs = {"ip_adapter_masks": masks} if masks is not None else None
        with torch.no_grad():
            return net(x, torch.tensor(500), context, cross_attention_kwargs=kwargs,
                       added_cond_kwargs={"image_embeds": [features[k] for k in kinds]}).sample

    for kind in ("base", "plus", "full"):
        for scale in (0.0, 0.5, 1.0):
            out[f"{kind}_{scale}"] = run([kind], [scale])
        tokens = net.encoder_hid_proj.image_projection_layers[0](features[kind].squeeze(1) if kind != "base" else features[kind].squeeze(1))
        out[f"{kind}_tokens"] = tokens.detach().reshape(1, -1, C)
    out["base_plus"] = run(["base", "plus"], [0.6, 0.4])
    # A soft ramp with a hard edge, on the grid of a picture eight times the latents' size.
    mask = torch.linspace(0, 1, 128).view(1, 1, 128, 1).expand(1, 1, 128, 64).clone()
    mask[..., 40:] = 1 - mask[..., 40:]
    out["mask"] = mask
    out["masked"] = run(["base"], [1.0], [mask])
    out |= {f"feature_{k}": v.squeeze(1) for k, v in features.items()}
    for kind, state in states.items():
        out |= {f"{kind}.{k}": v.half() for k, v in state.items()}
    save_file({k: v.contiguous().clone() for k, v in out.items()}, str(HERE / "ip_adapter.safetensors"))


def residuals():
    torch.manual_seed(20260102)
    with safe_open(HERE / "unet_small.safetensors", "pt") as file:
        config = json.loads(file.metadata()["config"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    net = UNet2DConditionModel(**config).eval()
    net.load_state_dict({k[len("weights."):]: v.float() for k, v in tensors.items() if k.startswith("weights.")})
    # The skips of three levels with one block each: conv_in, then block and downsampler, and no downsampler at the last.
    down = [torch.randn(2, c, h, h // 2) * 0.3 for c, h in [(8, 16), (8, 16), (8, 8), (16, 8), (16, 4), (16, 4)]]
    mid = torch.randn(2, 16, 4, 2) * 0.3
    out = {f"down_{i}": x for i, x in enumerate(down)} | {"mid": mid}
    with torch.no_grad():
        def run(t, **extra):
            return net(tensors["x"], torch.tensor(t), tensors["context"], **extra).sample
        assert (run(500) - tensors["out_500"]).abs().max() < 1e-5
        out["out"] = run(500, down_block_additional_residuals=down, mid_block_additional_residual=mid)
    save_file(out, str(pathlib.Path(__file__).parent / "unet_residuals.safetensors"))


HERE.mkdir(parents=True, exist_ok=True)
if "--residuals" in sys.argv:
    residuals()
    sys.exit(0)
if "--tiny-vae" in sys.argv:
    tiny_vae()
    sys.exit(0)
net = unet("unet_sd15")
if not FULL:
    unet("unet_sd2", use_linear_projection=True, attention_head_dim=[1, 2, 2, 2], in_channels=9)
    unet("unet_small", layers_per_block=1, block_out_channels=[8, 16, 16],
         down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"], up_block_types=["UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"])
vae()
text("clip_text", "quick_gelu", 63)
if not FULL:
    text("clip_text_open", "gelu", 0)
vision()
ip_adapters(net)
tiny_vae()
