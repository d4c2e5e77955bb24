"""Writes what tests/core/imaging compares with. Needs opencv-python-headless 4.6 and NumPy 1.

picture.ppm     a small picture with slopes, lines, discs and a texture; depth.pgm a small depth picture
NAME.pgm, .ppm  the maps, by OpenCV and NumPy alone, each as the named source defines it
"""
import json
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).parent
WIDTH, HEIGHT = 84, 62


def save(name, pixels):
    pixels = np.ascontiguousarray(pixels)
    assert pixels.dtype == np.uint8
    kind, ending = (b"P5", "pgm") if pixels.ndim == 2 else (b"P6", "ppm")
    header = b"%s\n%d %d\n255\n" % (kind, pixels.shape[1], pixels.shape[0])
    (HERE / f"{name}.{ending}").write_bytes(header + pixels.tobytes())


def picture():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    out = np.stack([120 + x, 200 - y, 90 + (x + y) // 2], -1).astype(np.uint8)
    cv2.circle(out, (26, 30), 17, (230, 60, 40), -1, cv2.LINE_AA)
    cv2.rectangle(out, (50, 12), (74, 40), (20, 40, 90), -1)
    cv2.line(out, (4, 55), (79, 47), (0, 0, 0), 2, cv2.LINE_AA)
    cv2.ellipse(out, (62, 26), (7, 10), 20, 0, 360, (240, 240, 235), -1, cv2.LINE_AA)
    texture = np.random.RandomState(1).randint(-9, 10, out.shape)
    texture[:, WIDTH // 2:] //= 3
    return np.clip(out.astype(int) + texture, 0, 255).astype(np.uint8)


def depth():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    ball = np.sqrt(np.clip(1 - ((x - 40) / 24.0) ** 2 - ((y - 30) / 24.0) ** 2, 0, None))
    return np.clip(20 + 0.8 * y + 150 * ball, 0, 255).astype(np.uint8)


def least(rgb):
    return np.min(rgb, axis=2)


def line_art(rgb, sigma, threshold):
    """sd-webui-controlnet, lineart_standard."""
    pixels = rgb.astype(np.float32)
    darker = np.min(cv2.GaussianBlur(pixels, (0, 0), sigma) - pixels, axis=2).clip(0, 255)
    darker /= max(16, np.median(darker[darker > threshold]))
    darker *= 127
    return darker.clip(0, 255).astype(np.uint8)


def scribble_of_picture(rgb, threshold):
    """sd-webui-controlnet, scribble_xdog, counted in more than 8 bits."""
    pixels = rgb.astype(np.float32)
    fine, coarse = (cv2.GaussianBlur(pixels, (0, 0), sigma) for sigma in (0.5, 5.0))
    kept = (255 - np.min(coarse - fine, axis=2)).clip(0, 255).astype(np.uint8)
    return np.where(2 * (255 - kept.astype(int)) > threshold, 255, 0).astype(np.uint8)


def colour_map(rgb, square):
    """T2I-Adapter, get_cond_color."""
    small = cv2.resize(rgb, (rgb.shape[1] // square, rgb.shape[0] // square), interpolation=cv2.INTER_CUBIC)
    return cv2.resize(small, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_NEAREST)


def noise_field(height, width, grain):
    noise = np.random.uniform(0, 1, (height // grain + 2, width // grain + 2, 1))
    noise = cv2.resize(noise, (width + 2 * grain, height + 2 * grain), interpolation=cv2.INTER_CUBIC)
    noise = noise[grain:grain + height, grain:grain + width]
    noise = noise - noise.min()
    return noise / noise.max()


def content_shuffle(rgb, seed, grain):
    """ControlNet 1.1, ContentShuffleDetector."""
    height, width, _ = rgb.shape
    np.random.seed(seed)
    x = noise_field(height, width, grain) * float(width - 1)
    y = noise_field(height, width, grain) * float(height - 1)
    return cv2.remap(rgb, np.stack([x, y], -1).astype(np.float32), None, cv2.INTER_LINEAR)


def tile(rgb, rate):
    """sd-webui-controlnet, tile_resample, brought back to the picture's size."""
    size = (rgb.shape[1], rgb.shape[0])
    small = cv2.resize(rgb, (int(size[0] / rate), int(size[1] / rate)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)


def normal_map(grey, relief, background, smooth, reversed_channels):
    """ControlNet 1.0, annotator/midas, from a depth of 8 bits."""
    share = grey.astype(np.float32) / 255
    height = (cv2.GaussianBlur(share, (0, 0), smooth) if smooth > 0 else share) * np.float32(relief)
    x, y = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3)
    x[share < background] = 0
    y[share < background] = 0
    normal = np.stack([x, y, np.full_like(x, np.pi * 2)], 2)
    normal /= np.sum(normal ** 2.0, axis=2, keepdims=True) ** 0.5
    out = (normal * 127.5 + 127.5).clip(0, 255).astype(np.uint8)
    return out[:, :, ::-1] if reversed_channels else out


def safe_step(share):
    """ControlNet 1.1, annotator/util."""
    return ((share * 3).astype(np.int32).astype(np.float32) / 2 * 255).clip(0, 255).astype(np.uint8)


def hand_drawn(edges):
    """ControlNet 1.1, gradio_scribble: ridges, thickened."""
    smooth, ridges = cv2.GaussianBlur(edges.astype(np.float32), (0, 0), 3.0), np.zeros_like(edges)
    for kernel in ("000111000", "010010010", "100010001", "001010100"):
        kernel = np.array([int(c) for c in kernel], np.uint8).reshape(3, 3)
        ridges[(cv2.dilate(smooth, kernel=kernel) == smooth) & (smooth > 127)] = 255
    return np.where(cv2.GaussianBlur(ridges, (0, 0), 3.0) > 4, 255, 0).astype(np.uint8)


def normals_of_nearness(nearness, background):
    """ControlNet 1.0, annotator/midas."""
    share = nearness - nearness.min()
    share /= share.max()
    x, y = cv2.Sobel(nearness, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(nearness, cv2.CV_32F, 0, 1, ksize=3)
    x[share < background] = 0
    y[share < background] = 0
    normal = np.stack([x, y, np.full_like(x, np.pi * 2)], 2)
    normal /= np.sum(normal ** 2.0, axis=2, keepdims=True) ** 0.5
    return (normal * 127.5 + 127.5).clip(0, 255).astype(np.uint8)[:, :, ::-1]


def resized(rgb, resolution):
    """sd-webui-controlnet, resize_image_with_pad before its padding."""
    height, width, _ = rgb.shape
    scale = resolution / min(height, width)
    size = (int(np.round(width * scale)), int(np.round(height * scale)))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)


def canny_at(rgb, resolution):
    small = resized(rgb, resolution)
    height, width, _ = small.shape
    padded = np.pad(small, [[0, -height % 64], [0, -width % 64], [0, 0]], mode="edge")
    return cv2.Canny(padded, 100, 200)[:height, :width]


COLOURS = [(255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0), (0, 255, 85), (0, 255, 170),
           (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255), (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85)]
LIMBS = [(1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0), (0, 14), (14, 16),
         (0, 15), (15, 17)]


def people():
    """Two people; the second one's left arm and right ear are hidden, and one ankle lies outside."""
    first = [(40, 20), (40, 34), (28, 35), (22, 52), (19, 70), (52, 35), (58, 51), (62, 68), (33, 72), (32, 98), (31, 122), (47, 72), (48, 97),
             (49, 121), (37, 17), (43, 17), (33, 19), (47, 19)]
    second = [(104, 30), (106, 45), (95, 47), (84, 36), (88, 20), (117, 46), (0, 0), (0, 0), (100, 80), (90, 100), (96, 140), (112, 80),
              (118, 99), (121, 118), (101, 27), (107, 27), (0, 0), (112, 29)]
    return [first, second]


def is_there(point):
    return point != (0, 0)


def joints(canvas):
    for i, colour in enumerate(COLOURS):
        for person in people():
            if is_there(person[i]):
                cv2.circle(canvas, person[i], 4, colour, thickness=-1)


def pose(width, height, version):
    """annotator/openpose of ControlNet 1.0 and 1.1."""
    canvas = np.zeros((height, width, 3), np.uint8)
    if version == "1.0":
        joints(canvas)
    for (a, b), colour in zip(LIMBS, COLOURS):
        for person in people():
            if not (is_there(person[a]) and is_there(person[b])):
                continue
            (x1, y1), (x2, y2) = person[a], person[b]
            length = ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5
            degrees = int(np.degrees(np.arctan2(y1 - y2, x1 - x2)))
            outline = cv2.ellipse2Poly((int((x1 + x2) / 2), int((y1 + y2) / 2)), (int(length / 2), 4), degrees, 0, 360, 1)
            drawn = canvas.copy()
            cv2.fillConvexPoly(drawn, outline, colour)
            canvas = cv2.addWeighted(canvas, 0.4, drawn, 0.6, 0) if version == "1.0" else drawn
    if version == "1.1":
        canvas = (canvas * 0.6).astype(np.uint8)
        joints(canvas)
    return canvas


def pose_json():
    return {"people": [{"pose_keypoints_2d": [v for p in person for v in (*p, float(is_there(p)))], "face_keypoints_2d": None,
                        "hand_left_keypoints_2d": None, "hand_right_keypoints_2d": None} for person in people()],
            "canvas_height": 128, "canvas_width": 136}


def main():
    rgb, grey = picture(), depth()
    save("picture", rgb)
    save("depth", grey)
    save("canny", cv2.Canny(rgb, 100, 200))
    save("canny_blurred", cv2.Canny(cv2.GaussianBlur(rgb, (0, 0), 1.5), 40, 90))
    save("canny_at_40", canny_at(rgb, 40))
    save("canny_at_96", canny_at(rgb, 96))
    save("blur", cv2.GaussianBlur(rgb, (0, 0), 3.0))
    save("threshold", np.where(least(rgb) > 100, 255, 0).astype(np.uint8))
    save("scribble_dark", np.where(least(rgb) < 127, 255, 0).astype(np.uint8))
    save("scribble_picture", scribble_of_picture(rgb, 32))
    save("line_art", line_art(rgb, 6.0, 8))
    save("colour_map", colour_map(rgb, 16))
    save("content_shuffle", content_shuffle(rgb, 7, 32))
    save("tile", tile(rgb, 2.5))
    save("normal", normal_map(grey, 400, 0.3, 1.0, True))
    save("normal_rgb", normal_map(grey, 100, 0.1, 0, False))
    edges = cv2.GaussianBlur(cv2.Canny(rgb, 100, 200), (0, 0), 2.0)
    edges = cv2.normalize(edges, None, 0, 255, cv2.NORM_MINMAX)
    save("edges", edges)
    save("edges_safe", safe_step(edges.astype(np.float32) / 255))
    save("edges_scribble", hand_drawn(edges))
    save("nearness_normal", normals_of_nearness(grey.astype(np.float32) / 2 + 3, 0.3))
    save("resized_40", resized(rgb, 40))
    save("resized_96", resized(rgb, 96))
    save("pose_1_0", pose(136, 128, "1.0"))
    save("pose_1_1", pose(136, 128, "1.1"))
    (HERE / "pose.json").write_text(json.dumps(pose_json()) + "\n")


if __name__ == "__main__":
    main()
