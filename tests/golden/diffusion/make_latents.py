"""Writes latents.json: ten steps of diffusers' schedulers with a toy network. Run: python make_latents.py"""
import json
import pathlib

import reference as ref
import torch


def run(sampler, schedule, prediction="epsilon", w=1.0, rescale=0.0, seeds=(11, 12), steps=10, eta=0.0, strength=None,
        inpaint=False, **options):
    scheduler = ref.make_scheduler(sampler, schedule, prediction_type=prediction, **options)
    scheduler.set_timesteps(steps)
    generators = [torch.Generator("cpu").manual_seed(s) for s in seeds]
    noise = ref.draw(generators)
    z0 = torch.sin(torch.arange(noise.numel(), dtype=torch.float32)).view(noise.shape)
    mask = (torch.arange(9).view(1, 1, 3, 3) % 2 == 0).float()
    timesteps = scheduler.timesteps
    if strength is None:
        x = noise * scheduler.init_noise_sigma
    else:
        start = max(steps - min(int(steps * strength), steps), 0) * scheduler.order
        timesteps = timesteps[start:]
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(start)
        x = scheduler.add_noise(z0, noise, timesteps[:1].repeat(len(seeds)))
    extra = {}
    if sampler == "ddim":
        extra = dict(eta=eta)
    if sampler in ("ddim", "euler_a", "dpmpp_2m_sde", "lcm"):
        extra["generator"] = generators
    for i, t in enumerate(timesteps):
        scaled = scheduler.scale_model_input(x, t)
        x = scheduler.step(ref.guided(scaled, t, w, rescale), t, x, **extra).prev_sample
        if inpaint:
            kept = z0
            if i < len(timesteps) - 1:
                kept = scheduler.add_noise(z0, noise, timesteps[i + 1:i + 2].repeat(len(seeds)))
            x = (1 - mask) * kept + mask * x
    return dict(sampler=sampler, schedule=schedule, prediction=prediction, w=w, rescale=rescale, seeds=list(seeds),
                steps=steps, eta=eta, strength=-1.0 if strength is None else strength, inpaint=inpaint,
                zero_snr=bool(options.get("rescale_betas_zero_snr", False)), latents=ref.numbers(x))


def main():
    runs = []
    for sampler in ref.SAMPLERS:
        for schedule in ref.schedules_of(sampler):
            runs.append(run(sampler, schedule))
            divides_by_zero = sampler == "dpm_solver_3" and schedule == "karras"  # its last step has no length
            if schedule in ("linspace", "karras") and sampler not in ("ddim", "pndm") and not divides_by_zero:
                runs.append(run(sampler, schedule, steps=20))
        usual = ref.schedules_of(sampler)[0]
        for prediction in ref.predictions_of(sampler)[1:]:
            runs.append(run(sampler, usual, prediction=prediction))
        runs.append(run(sampler, usual, w=5.0))
        if sampler != "pndm":  # from the middle of its list the reference's PNDM has no warm-up; ours has
            for strength in (0.35, 0.7, 1.0):
                runs.append(run(sampler, usual, strength=strength))
        if sampler not in ("heun", "lcm"):
            runs.append(run(sampler, usual, inpaint=True))
    runs.append(run("ddim", "leading", w=7.5, rescale=0.7))
    runs.append(run("ddim", "leading", eta=0.5))
    runs.append(run("ddim", "trailing", eta=1.0))
    runs.append(run("ddim", "leading", steps=30, seeds=[3]))
    runs.append(run("lcm", "lcm", steps=4, w=1.5))
    runs.append(run("ddim", "trailing", prediction="v_prediction", rescale_betas_zero_snr=True))
    runs.append(run("euler", "trailing", prediction="v_prediction", rescale_betas_zero_snr=True))
    out = pathlib.Path(__file__).parent / "latents.json"
    out.write_text("[\n" + ",\n".join(json.dumps(r) for r in runs) + "\n]\n")


if __name__ == "__main__":
    main()
