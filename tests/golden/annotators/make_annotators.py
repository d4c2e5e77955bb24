"""Writes what the learned annotators' networks give for weights and pictures that a formula makes.

Run: python tests/golden/annotators/make_annotators.py   (torch 2.13, transformers 5.23; fp32 on the CPU)
The networks are written here from their papers and their files' names, at full width. No weights are stored: formula.py makes
them, as tests/core/models/annotators_test.cpp does. MiDaS is compared with transformers' own DPT-hybrid as well.
"""
import json
import pathlib

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from formula import numbers

HERE = pathlib.Path(__file__).parent


def picture(name, height, width):
    """(1, 3, height, width) in 0..255, whole numbers."""
    values = numpy.floor(127.5 + 127.5 * numbers(name, 3 * height * width))
    return torch.from_numpy(values.astype(numpy.float32)).reshape(1, 3, height, width)


class Weights:
    """Tensors of one network by name, made as they are asked for. `gains`: for what is in a name, instead of 1."""

    def __init__(self, network, gains=None):
        self.network, self.gains, self.made = network, gains or {}, {}

    def __call__(self, name, *shape):
        values = numbers(self.network + ":" + name, int(numpy.prod(shape)))
        gain = next((g for part, g in self.gains.items() if part in name), 1.0)
        if len(shape) > 1:
            values = values * (gain * numpy.sqrt(6.0 / (numpy.prod(shape) / shape[0])))
        else:
            values = values * 0.1 + (1.0 if "norm" in name and name.endswith("weight") else 0.0)
        self.made[name] = torch.from_numpy(values.astype(numpy.float32)).reshape(shape)
        return self.made[name]

    def conv(self, name, x, out, side, stride=1, padding=None, bias=True, **more):
        weight = self(name + ".weight", out, x.shape[1] // more.get("groups", 1), side, side)
        return F.conv2d(x, weight, self(name + ".bias", out) if bias else None, stride,
                        side // 2 if padding is None else padding, **more)

    def transposed(self, name, x, out, side, **more):
        return F.conv_transpose2d(x, self(name + ".weight", x.shape[1], out, side, side), self(name + ".bias", out), 2, 1, **more)

    def linear(self, name, x, out):
        return F.linear(x, self(name + ".weight", out, x.shape[-1]), self(name + ".bias", out))


def hed(w, rgb):
    x, logits = rgb - w("norm", 1, 3, 1, 1), []
    for i, (width, layers) in enumerate(zip((64, 128, 256, 512, 512), (2, 2, 3, 3, 3)), 1):
        if i > 1:
            x = F.max_pool2d(x, 2)
        for j in range(layers):
            x = F.relu(w.conv(f"block{i}.convs.{j}", x, width, 3))
        logits.append(F.interpolate(w.conv(f"block{i}.projection", x, 1, 1), rgb.shape[2:], mode="bilinear"))
    return torch.sigmoid(torch.stack(logits).mean(0))[0, 0]


def differences(kind, x, weight, groups):
    """A convolution of differences between pixels, as the paper's equations 2 to 4 have them: directly, nothing folded."""
    if kind == "none":
        return F.conv2d(x, weight, None, 1, 1, groups=groups)
    if kind == "central":
        return F.conv2d(x, weight, None, 1, 1, groups=groups) - F.conv2d(x, weight.sum((2, 3), keepdim=True), groups=groups)
    padded, out = F.pad(x, (2, 2, 2, 2)), 0
    height, width = x.shape[2:]

    def moved(dy, dx):
        return padded[:, :, 2 + dy:2 + dy + height, 2 + dx:2 + dx + width]

    ring = [(-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1)]  # clockwise
    for i, (dy, dx) in enumerate(ring):
        at = weight[:, :, 1 + dy, 1 + dx]
        if kind == "angular":
            after = ring[(i + 1) % 8]
            value = moved(dy, dx) - moved(*after)
        else:
            # Radial: a kernel's numbers 1 to 8 in reading order belong to the outer ring in reading order.
            place = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)].index((dy, dx)) + 1
            at = weight.flatten(2)[:, :, place]
            value = moved(2 * dy, 2 * dx) - moved(dy, dx)
        out = out + F.conv2d(value, at[:, :, None, None], groups=groups)
    return out


def pidinet(w, rgb):
    kinds = iter(["central", "angular", "radial", "none"] * 4)
    x, maps = differences(next(kinds), rgb.flip(1) / 255, w("init_block.weight", 60, 3, 3, 3), 1), []
    for i, width in enumerate((60, 120, 240, 240)):
        for j in range(3 if i == 0 else 4):
            name, halves = f"block{i + 1}_{j + 1}", i > 0 and j == 0
            x = F.max_pool2d(x, 2) if halves else x
            y = differences(next(kinds), x, w(name + ".conv1.weight", x.shape[1], 1, 3, 3), x.shape[1])
            y = w.conv(name + ".conv2", F.relu(y), width, 1, bias=False)
            x = y + (w.conv(name + ".shortcut", x, width, 1) if halves else x)
        thin = w.conv(f"dilations.{i}.conv1", F.relu(x), 24, 1)
        far = sum(w.conv(f"dilations.{i}.conv2_{k + 1}", thin, 24, 3, padding=d, dilation=d, bias=False)
                  for k, d in enumerate((5, 7, 9, 11)))
        attention = w.conv(f"attentions.{i}.conv1", F.relu(far), 4, 1)
        attention = torch.sigmoid(w.conv(f"attentions.{i}.conv2", attention, 1, 3, bias=False))
        logits = w.conv(f"conv_reduces.{i}.conv", far * attention, 1, 1)
        maps.append(F.interpolate(logits, rgb.shape[2:], mode="bilinear"))
    return torch.sigmoid(w.conv("classifier", torch.cat(maps, 1), 1, 1))[0, 0]


def line_drawer(w, rgb):
    def mirrored(name, x, out, side):
        return w.conv(name, F.pad(x, [side // 2] * 4, mode="reflect"), out, side, padding=0)

    x = F.relu(F.instance_norm(mirrored("model0.1", rgb / 255, 64, 7)))
    x = F.relu(F.instance_norm(w.conv("model1.0", x, 128, 3, 2)))
    x = F.relu(F.instance_norm(w.conv("model1.3", x, 256, 3, 2)))
    for i in range(3):
        y = F.relu(F.instance_norm(mirrored(f"model2.{i}.conv_block.1", x, 256, 3)))
        x = x + F.instance_norm(mirrored(f"model2.{i}.conv_block.5", y, 256, 3))
    x = F.relu(F.instance_norm(w.transposed("model3.0", x, 128, 3, output_padding=1)))
    x = F.relu(F.instance_norm(w.transposed("model3.3", x, 64, 3, output_padding=1)))
    return torch.sigmoid(mirrored("model4.1", x, 1, 7))[0, 0]


def anime_line_drawer(w, rgb):
    height, width = rgb.shape[2:]
    seen = F.interpolate(rgb, ((height + 255) // 256 * 256, (width + 255) // 256 * 256), mode="bicubic")
    widths = [64, 128, 256, 512, 512, 512, 512, 512]

    def block(prefix, depth, x):
        outer, inner = depth == 0, depth == 7
        y = w.conv(f"{prefix}.{0 if outer else 1}", x if outer else F.leaky_relu(x, 0.2), widths[depth], 4, 2, 1)
        if not outer and not inner:
            y = F.instance_norm(y)
        if not inner:
            y = torch.cat([y, block(f"{prefix}.{1 if outer else 3}.model", depth + 1, y)], 1)
        up = w.transposed(f"{prefix}.{3 if outer or inner else 5}", F.relu(y), 1 if outer else widths[depth - 1], 4)
        return torch.tanh(up) if outer else F.instance_norm(up)

    lines = block("model.model", 0, seen.clamp(0, 255) / 127.5 - 1)
    return ((F.interpolate(lines, (height, width), mode="bicubic") + 1) / 2).clamp(0, 1)[0, 0]


def dpt_hybrid(w, rgb):
    top = "pretrained.model."

    def same(name, x, out, side, stride=1):
        weight = w(name + ".weight", out, x.shape[1], side, side)
        weight = F.batch_norm(weight.reshape(1, out, -1), None, None, training=True, eps=1e-8).reshape_as(weight)
        return F.conv2d(pad(x, side, stride, 0.0), weight, None, stride)

    def pad(x, side, stride, value):
        sides = []
        for size in (x.shape[3], x.shape[2]):
            missing = max((-(-size // stride) - 1) * stride + side - size, 0)
            sides += [missing // 2, missing - missing // 2]
        return F.pad(x, sides, value=value)

    def norm(name, x):
        return F.group_norm(x, 32, w(name + ".weight", x.shape[1]), w(name + ".bias", x.shape[1]))

    def layer_norm(name, x):
        return F.layer_norm(x, (768,), w(name + ".weight", 768), w(name + ".bias", 768), 1e-6)

    x, backbone = rgb / 127.5 - 1, top + "patch_embed.backbone."
    x = F.relu(norm(backbone + "stem.norm", same(backbone + "stem.conv", x, 64, 7, 2)))
    x, stages = F.max_pool2d(pad(x, 3, 2, -float("inf")), 3, 2), []
    for i, (width, depth) in enumerate(zip((256, 512, 1024), (3, 4, 9))):
        for j in range(depth):
            name, stride, beside = f"{backbone}stages.{i}.blocks.{j}.", 2 if i and not j else 1, x
            y = F.relu(norm(name + "norm1", same(name + "conv1", x, width // 4, 1)))
            y = F.relu(norm(name + "norm2", same(name + "conv2", y, width // 4, 3, stride)))
            y = norm(name + "norm3", same(name + "conv3", y, width, 1))
            if not j:
                beside = norm(name + "downsample.norm", same(name + "downsample.conv", x, width, 1, stride))
            x = F.relu(y + beside)
        stages.append(x)
    rows, columns = x.shape[2:]
    places = w(top + "pos_embed", 1, 577, 768)
    grid = F.interpolate(places[:, 1:].reshape(1, 24, 24, 768).permute(0, 3, 1, 2), (rows, columns), mode="bilinear")
    places = torch.cat([places[:, :1], grid.flatten(2).transpose(1, 2)], 1)
    patches = w.conv(top + "patch_embed.proj", x, 768, 1).flatten(2).transpose(1, 2)
    x, tokens = torch.cat([w(top + "cls_token", 1, 1, 768), patches], 1) + places, []
    for i in range(12):
        name = f"{top}blocks.{i}."
        q, k, v = w.linear(name + "attn.qkv", layer_norm(name + "norm1", x), 3 * 768).reshape(1, -1, 3, 12, 64).permute(2, 0, 3, 1, 4)
        attended = (q @ k.transpose(-2, -1) / 8).softmax(-1) @ v
        x = x + w.linear(name + "attn.proj", attended.transpose(1, 2).reshape(1, -1, 768), 768)
        x = x + w.linear(name + "mlp.fc2", F.gelu(w.linear(name + "mlp.fc1", layer_norm(name + "norm2", x), 4 * 768)), 768)
        tokens.append(x)

    def as_map(name, x):
        joined = torch.cat([x[:, 1:], x[:, :1].expand(-1, x.shape[1] - 1, -1)], -1)
        return F.gelu(w.linear(name + ".0.project.0", joined, 768)).transpose(1, 2).reshape(1, 768, rows, columns)

    third, fourth = "pretrained.act_postprocess3", "pretrained.act_postprocess4"
    levels = [stages[0], stages[1], w.conv(third + ".3", as_map(third, tokens[8]), 768, 1),
              w.conv(fourth + ".4", w.conv(fourth + ".3", as_map(fourth, tokens[11]), 768, 1), 768, 3, 2)]

    def residual(name, x):
        return w.conv(name + ".conv2", F.relu(w.conv(name + ".conv1", F.relu(x), 256, 3)), 256, 3) + x

    path = None
    for i in (4, 3, 2, 1):
        level, name = w.conv(f"scratch.layer{i}_rn", levels[i - 1], 256, 3, bias=False), f"scratch.refinenet{i}"
        path = level if path is None else path + residual(name + ".resConfUnit1", level)
        path = F.interpolate(residual(name + ".resConfUnit2", path), scale_factor=2, mode="bilinear", align_corners=True)
        path = w.conv(name + ".out_conv", path, 256, 1)
    x = F.interpolate(w.conv("scratch.output_conv.0", path, 128, 3), scale_factor=2, mode="bilinear", align_corners=True)
    return F.relu(w.conv("scratch.output_conv.4", F.relu(w.conv("scratch.output_conv.2", x, 32, 3)), 1, 1))[0, 0]


def compare_with_transformers(weights):
    """The same numbers under transformers' names give the same depth of a square picture, the only ones that it takes."""
    import re

    from transformers import DPTConfig, DPTForDepthEstimation

    config = DPTConfig(is_hybrid=True, image_size=384, neck_hidden_sizes=[256, 512, 768, 768], neck_ignore_stages=[0, 1],
                       readout_type="project", reassemble_factors=[1, 1, 1, 0.5], layer_norm_eps=1e-6,
                       backbone_out_indices=[2, 5, 8, 11], backbone_featmap_shape=[1, 1024, 24, 24],
                       backbone_config={"model_type": "bit", "global_padding": "same", "layer_type": "bottleneck", "depths": [3, 4, 9],
                                        "out_features": ["stage1", "stage2", "stage3"], "embedding_dynamic_padding": True})
    model = DPTForDepthEstimation(config).eval()
    state = {}
    for name, value in weights.items():
        if ".attn.qkv." in name:
            block, end = re.search(r"blocks\.(\d+)", name)[1], name.rsplit(".", 1)[1]
            for part, third in zip(("query", "key", "value"), value.chunk(3)):
                state[f"dpt.encoder.layer.{block}.attention.attention.{part}.{end}"] = third
            continue
        name = name.replace("pretrained.model.patch_embed.backbone.stem.conv", "dpt.embeddings.backbone.bit.embedder.convolution")
        name = name.replace("pretrained.model.patch_embed.backbone.stem.norm", "dpt.embeddings.backbone.bit.embedder.norm")
        name = name.replace("pretrained.model.patch_embed.backbone.stages", "dpt.embeddings.backbone.bit.encoder.stages")
        name = re.sub(r"(stages\.\d+)\.blocks", r"\1.layers", name)
        name = name.replace("pretrained.model.patch_embed.proj", "dpt.embeddings.projection")
        name = name.replace("pretrained.model.cls_token", "dpt.embeddings.cls_token")
        name = name.replace("pretrained.model.pos_embed", "dpt.embeddings.position_embeddings")
        name = name.replace("pretrained.model.blocks", "dpt.encoder.layer")
        for ours, theirs in (("attn.proj", "attention.output.dense"), ("mlp.fc1", "intermediate.dense"), ("mlp.fc2", "output.dense")):
            name = name.replace(ours, theirs)
        if "encoder.layer." in name:
            name = name.replace("norm1", "layernorm_before").replace("norm2", "layernorm_after")
        name = re.sub(r"pretrained\.act_postprocess(\d)\.0\.project\.0",
                      lambda m: f"neck.reassemble_stage.readout_projects.{int(m[1]) - 1}.0", name)
        name = re.sub(r"pretrained\.act_postprocess(\d)\.3", lambda m: f"neck.reassemble_stage.layers.{int(m[1]) - 1}.projection", name)
        name = re.sub(r"pretrained\.act_postprocess(\d)\.4", lambda m: f"neck.reassemble_stage.layers.{int(m[1]) - 1}.resize", name)
        name = re.sub(r"scratch\.layer(\d)_rn", lambda m: f"neck.convs.{int(m[1]) - 1}", name)
        name = re.sub(r"scratch\.refinenet(\d)", lambda m: f"neck.fusion_stage.layers.{4 - int(m[1])}", name)
        name = name.replace("out_conv", "projection").replace("resConfUnit", "residual_layer")
        name = re.sub(r"(residual_layer\d\.)conv(\d)", r"\1convolution\2", name)
        state[name.replace("scratch.output_conv", "head.head")] = value
    lost = model.load_state_dict(state, strict=False)
    assert not lost.unexpected_keys, lost.unexpected_keys
    unused = [n for n in lost.missing_keys if "fusion_stage.layers.0.residual_layer1" not in n and not n.startswith("dpt.layernorm")
              and "pooler" not in n]
    assert not unused, unused
    rgb = picture("dpt_square", 96, 96)
    expected = dpt_hybrid(Weights("dpt_hybrid"), rgb)
    embed = model.dpt.embeddings.forward
    model.dpt.embeddings.forward = lambda pixels: embed(pixels, interpolate_pos_encoding=True)
    found = model(rgb / 127.5 - 1).predicted_depth[0]
    error = (found - expected).abs().max() / (expected.max() - expected.min())
    print("against transformers:", float(error))
    assert error < 1e-4


def body_pose(w, rgb):
    x = rgb.flip(1) / 256 - 0.5
    for i, layers in enumerate(((("conv1_1", 64), ("conv1_2", 64)), (("conv2_1", 128), ("conv2_2", 128)),
                                (("conv3_1", 256), ("conv3_2", 256), ("conv3_3", 256), ("conv3_4", 256)),
                                (("conv4_1", 512), ("conv4_2", 512), ("conv4_3_CPM", 256), ("conv4_4_CPM", 128)))):
        x = F.max_pool2d(x, 2) if i else x
        for name, width in layers:
            x = F.relu(w.conv(name, x, width, 3))
    features = x
    for stage in range(1, 7):
        found = []
        for branch, out in ((1, 38), (2, 19)):
            y = x
            sides = (3, 3, 3, 1, 1) if stage == 1 else (7, 7, 7, 7, 7, 1, 1)
            for i, side in enumerate(sides, 1):
                last = i == len(sides)
                name = f"conv5_{i}_CPM_L{branch}" if stage == 1 else f"Mconv{i}_stage{stage}_L{branch}"
                y = w.conv(name, y, out if last else 512 if stage == 1 and i == 4 else 128, side)
                y = y if last else F.relu(y)
            found.append(y)
        x = torch.cat([*found, features], 1)
    return torch.cat([F.relu(found[1]), found[0]], 1)[0]


def main():
    torch.set_grad_enabled(False)
    networks = {"hed": (hed, 64, 96, {"projection": 0.002}), "pidinet": (pidinet, 48, 64, {"conv2.weight": 0.2, "conv_reduces": 0.3}),
                "line_drawer": (line_drawer, 48, 64, {}), "anime_line_drawer": (anime_line_drawer, 40, 48, {"model.model.3.": 0.3}),
                "dpt_hybrid": (dpt_hybrid, 64, 96, {}), "body_pose": (body_pose, 64, 48, {})}
    expected, facts = {}, {}
    for name, (network, height, width, gains) in networks.items():
        weights, rgb = Weights(name, gains), picture(name, height, width)
        expected[name] = network(weights, rgb).contiguous()
        facts[name] = {"height": height, "width": width, "tensors": len(weights.made),
                       "numbers": sum(t.numel() for t in weights.made.values())}
        print(name, facts[name], expected[name].shape, float(expected[name].min()), float(expected[name].mean()), float(expected[name].max()))
        if name == "dpt_hybrid":
            compare_with_transformers(weights.made)
    save_file(expected, HERE / "expected.safetensors", metadata={"config": json.dumps(facts)})


if __name__ == "__main__":
    main()
