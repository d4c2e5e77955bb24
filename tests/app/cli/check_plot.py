#!/usr/bin/env python3
"""What the Plots page draws comes as CSV from `heddle plot`: of a sheet's table, a schedule, a training's log, a run's events.
check_plot.py --heddle PROGRAM"""
import argparse
import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path

TABLE = "picture,scale,seed,file,clip_i,clip_t\r\n" + "".join(
    f"{i + 1},{scale},{seed},{i}.png,{0.5 + 0.1 * scale + 0.02 * seed:.6f},0.25\r\n"
    for i, (scale, seed) in enumerate((scale, seed) for scale in (0, 0.5, 1) for seed in (1, 2, 3)))
LOG = "step,loss,learning_rate,arithmetic\n" + "".join(f"{i},{1 / i:.6f},1e-4,fp32\n" for i in range(1, 9)) + "9,0.1"
EVENTS = '{"event":"run_started","steps_total":1}\n{"event":"node_finished","node":2,"seconds":0.5,"cached":false}\n'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    program = parser.parse_args().heddle

    def plot(*words, text=None):
        ran = subprocess.run([program, "plot", *map(str, words)], capture_output=True, text=True, input=text)
        return ran, list(csv.DictReader(io.StringIO(ran.stdout)))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sheet.csv").write_text(TABLE)
        (folder / "log.csv").write_text(LOG)

        _, rows = plot("sweep", folder / "sheet.csv")
        assert [float(row["scale"]) for row in rows] == [0, 0.5, 1], rows
        assert all(row["count"] == "3" and abs(float(row["spread"]) - 0.02) < 1e-9 for row in rows), rows
        assert abs(float(rows[1]["clip_i"]) - 0.59) < 1e-9, rows

        _, rows = plot("sweep", "-", "--y", "clip_t", "--by", "seed", text=TABLE)
        assert [row["curve"] for row in rows] == [f"seed={seed}" for seed in (1, 2, 3) for _ in range(3)], rows

        _, rows = plot("scatter", folder / "sheet.csv")
        assert len(rows) == 9 and rows[4]["file"] == "4.png" and rows[4]["label"] == "scale=0.5, seed=2", rows

        ran, rows = plot("schedule", "--sampler", "euler,dpmpp_2m", "--schedule", "karras,leading", "--steps", 5)
        assert ran.returncode == 0 and {row["curve"] for row in rows} == {
            "euler karras", "euler leading", "dpmpp_2m karras", "dpmpp_2m leading"}, ran
        sigmas = [float(row["sigma"]) for row in rows if row["curve"] == "euler karras"]
        assert len(sigmas) == 6 and sigmas == sorted(sigmas, reverse=True) and sigmas[-1] == 0 and sigmas[0] > 10, sigmas

        target = folder / "curves.csv"
        ran, _ = plot("training", folder, "--columns", "loss", "--smooth", 1, "-o", target)
        rows = list(csv.DictReader(target.open(newline="")))
        assert not ran.stdout and len(rows) == 8, rows  # the last line is being written
        assert abs(float(rows[1]["value"]) - (1 + 1 / 2 + 1 / 3) / 3) < 1e-6, rows

        _, rows = plot("times", "-", text=EVENTS)
        assert rows == [{"curve": "seconds", "node": "1", "seconds": "0.5", "spread": "0", "count": "1", "label": "node 2"}], rows

        for words, said in [(("sweep", folder / "none.csv"), "none.csv"), (("sweep", folder / "sheet.csv", "--y", "x"), "clip_i"),
                            (("schedule", "--sampler", "eule"), "eule"), (("training", folder / "sheet.csv"), "step")]:
            ran, _ = plot(*words)
            assert ran.returncode in (1, 2) and said in ran.stderr, ran
    print("plots as CSV: all agree")


if __name__ == "__main__":
    sys.exit(main())
