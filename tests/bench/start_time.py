"""From process start to a painted window, and to the first picture in it: heddle-studio under Xvfb, warm page cache.

Run: python tests/bench/start_time.py --studio build/release/bin/heddle-studio [--rounds 5]
A display of its own (Xvfb), settings and results in a temporary folder. The window counts as visible when its pixels are
on the display: a tenth of a sample of them differ from the empty root. Prints each round and the medians; needs Pillow.
"""
import argparse
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from PIL import ImageGrab

LIMIT = 0.7  # s to the painted window


def painted(display):
    picture = ImageGrab.grab(xdisplay=display).resize((64, 40)).convert("L")
    return sum(value > 8 for value in picture.getdata()) > 64 * 40 // 10


def one_round(studio, display):
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb")
        start = time.perf_counter()
        process = subprocess.Popen([studio, "--settings", f"{folder}/heddle.ini", "--state", folder], env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not painted(display):
            if process.poll() is not None or time.perf_counter() - start > 30:
                sys.exit("the window did not appear")
        visible = time.perf_counter() - start
        while not list(pathlib.Path(folder).glob("sessions/**/*.png")):
            if process.poll() is not None or time.perf_counter() - start > 60:
                sys.exit("no picture was made")
            time.sleep(0.01)
        picture = time.perf_counter() - start
        process.send_signal(signal.SIGTERM)
        ending = time.perf_counter()
        process.wait(10)
        return visible, picture, time.perf_counter() - ending


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--studio", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    display = ":97"
    # -noreset: else it starts anew when the last window leaves it, and a window that comes then finds no server.
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1280x800x24", "-noreset"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        one_round(arguments.studio, display)  # the page cache
        rows = []
        for _ in range(arguments.rounds):
            rows.append(one_round(arguments.studio, display))
            print("window %.2f s   first picture %.2f s   SIGTERM to the end %.2f s" % rows[-1], flush=True)
        visible, picture, ending = (statistics.median(column) for column in zip(*rows))
        print(f"medians: window {visible:.2f} s (limit {LIMIT}), first picture {picture:.2f} s, SIGTERM to the end {ending:.2f} s")
    finally:
        server.terminate()
    sys.exit(visible > LIMIT)


if __name__ == "__main__":
    main()
