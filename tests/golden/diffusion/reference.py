"""The reference side of the diffusion goldens: diffusers' schedulers by our names, and a toy network that both sides can
compute. Needs torch and diffusers 0.42."""
import warnings

import torch
from diffusers import (DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler,
                       EulerDiscreteScheduler, HeunDiscreteScheduler, LCMScheduler, PNDMScheduler,
                       UniPCMultistepScheduler)

warnings.filterwarnings("ignore")

SD15 = dict(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)
SHAPE = (4, 3, 3)  # channels, height, width of one picture

DPM = DPMSolverMultistepScheduler
SAMPLERS = {
    "ddim": (DDIMScheduler, dict(set_alpha_to_one=False, clip_sample=False)),
    "pndm": (PNDMScheduler, dict(set_alpha_to_one=False, skip_prk_steps=True)),
    "dpm_solver_2": (DPM, dict(algorithm_type="dpmsolver", solver_order=2, final_sigmas_type="sigma_min")),
    "dpm_solver_3": (DPM, dict(algorithm_type="dpmsolver", solver_order=3, final_sigmas_type="sigma_min")),
    "dpmpp_2m": (DPM, dict(algorithm_type="dpmsolver++", solver_order=2)),
    "dpmpp_2m_sde": (DPM, dict(algorithm_type="sde-dpmsolver++", solver_order=2)),
    "euler": (EulerDiscreteScheduler, {}),
    "euler_a": (EulerAncestralDiscreteScheduler, {}),
    "heun": (HeunDiscreteScheduler, {}),
    "unipc": (UniPCMultistepScheduler, {}),
    "lcm": (LCMScheduler, {}),
}
SPACINGS = ["leading", "trailing", "linspace"]
SIGMAS = {"karras": "use_karras_sigmas", "exponential": "use_exponential_sigmas"}


def schedules_of(sampler):
    """The schedules that the reference has for a sampler."""
    if sampler == "lcm":
        return ["lcm"]
    if sampler in ("ddim", "pndm", "euler_a"):
        return SPACINGS
    return SPACINGS + list(SIGMAS)


def predictions_of(sampler):
    """The prediction types that the reference has for a sampler."""
    known = ["epsilon", "v_prediction"]
    return known if sampler in ("pndm", "euler_a") else known + ["sample"]


def make_scheduler(sampler, schedule, **options):
    kind, fixed = SAMPLERS[sampler]
    config = dict(SD15)
    config.update(fixed)
    if schedule in SIGMAS:
        config[SIGMAS[schedule]] = True
    elif schedule in SPACINGS:
        config["timestep_spacing"] = schedule
    config.update(options)
    if sampler in ("lcm",):
        config.pop("timestep_spacing", None)
    return kind(**config)


def toy(x, t, push):
    """A stand-in for the network: smooth, bounded, other for each channel; `push` plays the condition."""
    channel = torch.arange(4, dtype=torch.float32).view(1, 4, 1, 1)
    return torch.tanh(x * (0.5 + 0.1 * channel) + t / 1000 * (0.3 - 0.1 * channel) + push * (0.2 + 0.05 * channel))


def guided(x, t, w, rescale=0.0):
    cond = toy(x, t, 1.0)
    if w <= 1:
        return cond
    uncond = toy(x, t, -0.5)
    out = uncond + w * (cond - uncond)
    if rescale > 0:
        std_cond = cond.std(dim=[1, 2, 3], keepdim=True)
        std_out = out.std(dim=[1, 2, 3], keepdim=True)
        out = rescale * (out * (std_cond / std_out)) + (1 - rescale) * out
    return out


def draw(generators):
    return torch.cat([torch.randn((1,) + SHAPE, generator=g) for g in generators])


def numbers(tensor):
    """Eight digits, which hold every fp32 to its last bit but one."""
    return [float(f"{v:.8g}") for v in tensor.flatten().tolist()]
