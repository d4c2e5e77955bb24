"""Writes tables.json: the timesteps and sigmas of diffusers' schedulers. Run: python make_tables.py"""
import json
import pathlib

import reference as ref

STEPS = [1, 2, 4, 7, 10, 15, 20, 30, 50]


def ddim_like(scheduler):
    """DDIM and PNDM have no sigmas: the level that each step starts from."""
    products = scheduler.alphas_cumprod[scheduler.timesteps.long()].double()
    return ((1 - products) / products) ** 0.5


def table(sampler, schedule, steps):
    scheduler = ref.make_scheduler(sampler, schedule)
    scheduler.set_timesteps(steps)
    timesteps = scheduler.timesteps
    if sampler in ("ddim", "pndm", "lcm"):
        sigmas = ddim_like(scheduler)
    else:
        sigmas = scheduler.sigmas
    if sampler == "heun":  # each point but the first twice, for its two calls
        timesteps = timesteps[0::2]
        sigmas = scheduler.sigmas[0::2] if steps > 1 else scheduler.sigmas
    noise = float(scheduler.init_noise_sigma) / (1 + float(sigmas[0]) ** 2) ** 0.5 \
        if sampler in ("euler", "euler_a", "heun") else 1.0
    return dict(sampler=sampler, schedule=schedule, steps=steps, timesteps=ref.numbers(timesteps.double()),
                sigmas=ref.numbers(sigmas.double()), noise_scale=noise)


def betas(**options):
    scheduler = ref.make_scheduler("ddim", "leading", **options)
    products = scheduler.alphas_cumprod
    return dict(config=options, products=ref.numbers(products[::37]), last=ref.numbers(products[-2:]))


def main():
    tables = [table(sampler, schedule, steps) for sampler in ref.SAMPLERS for schedule in ref.schedules_of(sampler)
              for steps in STEPS if not (steps == 1 and schedule == "linspace")]
    products = [betas(), betas(beta_schedule="linear"), betas(beta_schedule="squaredcos_cap_v2"),
                betas(rescale_betas_zero_snr=True)]
    out = pathlib.Path(__file__).parent / "tables.json"
    out.write_text("{\"alphas_cumprod\": [\n" + ",\n".join(json.dumps(p) for p in products) + "],\n\"tables\": [\n" +
                   ",\n".join(json.dumps(t) for t in tables) + "]}\n")


main()
