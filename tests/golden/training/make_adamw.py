"""Writes adamw.safetensors: ten steps of torch.optim.AdamW on two tensors, with gradients clipped by their norm.

Run with a Python that has torch and safetensors: python make_adamw.py
"""
import pathlib

import torch
from safetensors.torch import save_file

torch.manual_seed(5)
weights = [torch.nn.Parameter(torch.randn(4, 3)), torch.nn.Parameter(torch.randn(6))]
stored = {f"start.{i}": w.detach().clone() for i, w in enumerate(weights)}
optimiser = torch.optim.AdamW(weights, lr=0.01, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.05)
for step in range(10):
    for i, weight in enumerate(weights):
        weight.grad = torch.randn_like(weight) * (3 if step % 2 else 0.1)
        stored[f"gradient.{step}.{i}"] = weight.grad.clone()
    stored[f"norm.{step}"] = torch.nn.utils.clip_grad_norm_(weights, 1.0).reshape(1).clone()
    optimiser.step()
stored |= {f"end.{i}": w.detach().clone() for i, w in enumerate(weights)}
save_file(stored, pathlib.Path(__file__).with_name("adamw.safetensors"))
