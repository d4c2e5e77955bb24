"""`heddle --help`, `--version`, `inspect` and `scenes` load no LibTorch; what computes does."""
import argparse
import os
import pathlib
import subprocess
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("--heddle", required=True)
program = parser.parse_args().heddle


def loaded(*words):
    """What the system's loader says that it opens, and the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        trace = pathlib.Path(folder) / "loader"
        done = subprocess.run([program, *words], env=dict(os.environ, LD_DEBUG="files", LD_DEBUG_OUTPUT=str(trace)), capture_output=True)
        return "".join(path.read_text(errors="replace") for path in pathlib.Path(folder).iterdir()), done


with tempfile.TemporaryDirectory() as folder:
    for words in (["--help"], ["--version"], ["inspect", "--help"], ["inspect", program],
                  ["scenes", "--count", "1", "--output", str(pathlib.Path(folder) / "scenes")]):
        files, done = loaded(*words)
        assert "libc.so" in files and "libtorch" not in files, words
        assert done.returncode in (0, 1), (words, done.stderr)
files, done = loaded("nodes")
assert "libtorch" in files and done.returncode == 0
listed = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
for name in ("generate", "inspect", "engine"):
    assert f"  {name}" in listed, listed
