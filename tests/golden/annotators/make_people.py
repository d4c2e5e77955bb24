"""Writes the people that OpenPose's grouping finds in maps that a formula makes.

Run: python tests/golden/annotators/make_people.py   (numpy, scipy, opencv-python-headless 4.6)
tests/core/imaging/pose_grouping_test.cpp makes the same maps: some of a picture's size, and small ones as the network gives
them, which OpenCV enlarges. The grouping is written here from the paper and from what
lllyasviel/ControlNet's annotator does, with its rows of 20 numbers; Heddle's has another shape.
"""
import json
import math
import pathlib

import cv2
import numpy
import scipy.ndimage

from formula import numbers

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 160, 128
LIMBS = [(1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0), (0, 14),
         (14, 16), (0, 15), (15, 17), (2, 16), (5, 17)]
MAPS = [12, 20, 14, 16, 22, 24, 0, 2, 4, 6, 8, 10, 28, 30, 34, 32, 36, 18, 26]  # of the x direction; y is the next
STANDING = [(.5, .2), (.5, .4), (.32, .41), (.24, .7), (.2, .98), (.68, .41), (.76, .7), (.8, .98), (.39, 1.), (.37, 1.45),
            (.36, 1.9), (.61, 1.), (.63, 1.45), (.64, 1.9), (.46, .16), (.54, .16), (.41, .19), (.59, .19)]


def people_of(case, count):
    """(x, y, strength) of each point; some points are not there."""
    people = []
    for p in range(count):
        u = numbers(f"{case}:{p}", 3 + 4 * 18)
        size, left, top = 45 + 15 * u[0], 20 + (WIDTH - 90) * (u[1] + 1) / 2, 4 + 10 * (u[2] + 1) / 2
        points = []
        for i, (x, y) in enumerate(STANDING):
            dx, dy, strength, there = u[3 + 4 * i:7 + 4 * i]
            x, y = math.floor(left + x * size + 3 * dx), math.floor(top + y * size + 3 * dy)
            inside = 0 <= x < WIDTH and 0 <= y < HEIGHT
            points.append((x, y, 0.7 + 0.2 * strength) if inside and there > -0.7 else None)
        people.append(points)
    return people


def maps_of(case, people):
    ys, xs = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.float64)
    joints = numpy.zeros((18, HEIGHT, WIDTH))
    for i in range(18):
        joints[i] = 0.04 * numbers(f"{case}:joint{i}", HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
        for points in people:
            if points[i]:
                x, y, strength = points[i]
                squared = (xs - x) ** 2 + (ys - y) ** 2
                joints[i] += strength * numpy.maximum(0, 1 - squared / 16)
    limbs = numpy.zeros((38, HEIGHT, WIDTH))
    for (a, b), at in zip(LIMBS, MAPS):
        for k in (0, 1):
            limbs[at + k] = 0.03 * numbers(f"{case}:limb{at + k}", HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
        for points in people:
            if not (points[a] and points[b]):
                continue
            (ax, ay, _), (bx, by, _) = points[a], points[b]
            length = math.sqrt((bx - ax) ** 2 + (by - ay) ** 2)
            if length == 0:
                continue
            ux, uy = (bx - ax) / length, (by - ay) / length
            along, beside = (xs - ax) * ux + (ys - ay) * uy, numpy.abs((xs - ax) * uy - (ys - ay) * ux)
            near = (along >= -1) & (along <= length + 1) & (beside <= 2)
            limbs[at][near], limbs[at + 1][near] = 0.9 * ux, 0.9 * uy
    return joints.astype(numpy.float32), limbs.astype(numpy.float32)


def small_maps(case, columns, rows, size):
    """One person on maps as the network gives them; nothing of it is on whole places."""
    points = [(columns / 2 + (x - .5) * size + .37, 1.2 + y * size) for x, y in STANDING]
    ys, xs = numpy.mgrid[0:rows, 0:columns].astype(numpy.float64)
    joints = [numpy.maximum(0, 0.9 - ((xs - x) ** 2 + (ys - y) ** 2) / 3) + 0.01 * numbers(f"{case}:joint{i}", rows * columns).reshape(rows, columns)
              for i, (x, y) in enumerate(points)]
    limbs = numpy.zeros((38, rows, columns))
    for (a, b), at in zip(LIMBS, MAPS):
        (ax, ay), (bx, by) = points[a], points[b]
        length = math.sqrt((bx - ax) ** 2 + (by - ay) ** 2)
        ux, uy = (bx - ax) / length, (by - ay) / length
        along, beside = (xs - ax) * ux + (ys - ay) * uy, numpy.abs((xs - ax) * uy - (ys - ay) * ux)
        near = (along >= -1.5) & (along <= length + 1.5) & (beside <= 1.5)
        limbs[at][near], limbs[at + 1][near] = 0.9 * ux, 0.9 * uy
    return numpy.array(joints).astype(numpy.float32), limbs.astype(numpy.float32)


def enlarged(maps, filled, size):
    """As the annotator does it, one map at a time: eightfold, cut, and to the picture's size."""
    def resize(x, to):
        grows = sum(to) >= x.shape[0] + x.shape[1]
        return cv2.resize(x, to, interpolation=cv2.INTER_LANCZOS4 if grows else cv2.INTER_AREA)

    return numpy.array([resize(resize(m, (8 * m.shape[1], 8 * m.shape[0]))[:filled[1], :filled[0]], size) for m in maps])


def group(joints, limbs, smooth=None):
    all_peaks, count, height = [], 0, joints.shape[1]
    for i in range(18):
        m = joints[i].astype(numpy.float64)
        s = m if smooth is None else smooth[i]
        p = numpy.pad(s, 1)
        top = (s >= p[:-2, 1:-1]) & (s >= p[2:, 1:-1]) & (s >= p[1:-1, :-2]) & (s >= p[1:-1, 2:]) & (s > 0.1)
        rows, columns = numpy.nonzero(top)
        all_peaks.append([(x, y, m[y, x], count + n) for n, (y, x) in enumerate(zip(rows, columns))])
        count += len(rows)
    subset, candidates = [], [peak for peaks in all_peaks for peak in peaks]
    for k, ((a, b), at) in enumerate(zip(LIMBS, MAPS)):
        found = []
        for i, one in enumerate(all_peaks[a]):
            for j, other in enumerate(all_peaks[b]):
                vector = numpy.subtract(other[:2], one[:2]).astype(numpy.float64)
                norm = max(0.001, math.sqrt(vector @ vector))
                vector /= norm
                xs = numpy.round(numpy.linspace(one[0], other[0], 10)).astype(int)
                ys = numpy.round(numpy.linspace(one[1], other[1], 10)).astype(int)
                scores = limbs[at][ys, xs].astype(float) * vector[0] + limbs[at + 1][ys, xs].astype(float) * vector[1]
                score = scores.sum() / 10 + min(0.5 * height / norm - 1, 0)
                if (scores > 0.05).sum() > 8 and score > 0:
                    found.append((i, j, score))
        found.sort(key=lambda limb: limb[2], reverse=True)
        used_a, used_b = set(), set()
        for i, j, score in found:
            if i in used_a or j in used_b:
                continue
            used_a.add(i), used_b.add(j)
            ida, idb = all_peaks[a][i][3], all_peaks[b][j][3]
            rows = [r for r in subset if r[a] == ida or r[b] == idb][:2]
            if len(rows) == 1 and rows[0][b] != idb or len(rows) == 2 and any(x >= 0 and y >= 0 for x, y in zip(rows[0][:18], rows[1][:18])):
                rows[0][b] = idb
                rows[0][19] += 1
                rows[0][18] += candidates[idb][2] + score
            elif len(rows) == 2:
                for n in range(18):
                    rows[0][n] += rows[1][n] + 1
                rows[0][18] += rows[1][18] + score
                rows[0][19] += rows[1][19]
                subset = [r for r in subset if r is not rows[1]]
            elif not rows and k < 17:
                row = [-1] * 18 + [candidates[ida][2] + candidates[idb][2] + score, 2]
                row[a], row[b] = ida, idb
                subset.append(row)
    kept = [r for r in subset if r[19] >= 4 and r[18] / r[19] >= 0.4]
    return [[[int(v) for v in candidates[n][:2]] if n >= 0 else None for n in r[:18]] for r in kept]


def main():
    cases = {}
    for case, count in (("one", 1), ("two", 2), ("three", 3), ("crowd", 6), ("nobody", 0)):
        people = people_of(case, count)
        cases[case] = {"count": count, "found": group(*maps_of(case, people))}
        print(case, count, len(cases[case]["found"]), [sum(p is not None for p in person) for person in cases[case]["found"]])
    for case, (width, height), size in (("small", (200, 150), 8), ("large", (500, 420), 9.5)):
        filled = (int(width * 184 / height), int(height * (184 / height)))
        joints, limbs = small_maps(case, -(-filled[0] // 8), -(-filled[1] // 8), size)
        joints, limbs = enlarged(joints, filled, (width, height)), enlarged(limbs, filled, (width, height))
        smooth = [scipy.ndimage.gaussian_filter(m.astype(numpy.float64), sigma=3) for m in joints]
        cases[case] = {"width": width, "height": height, "size": size, "found": group(joints, limbs, smooth)}
        print(case, [sum(p is not None for p in person) for person in cases[case]["found"]])
    (HERE / "people.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
