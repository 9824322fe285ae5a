"""Makes Tests/Fixtures/imaging: small images in every variant that is read, and what Pillow makes of them.

    python3 Tests/Fixtures/scripts/make_imaging_fixtures.py [FOLDER_OF_MEASURING_IMAGES]

Needs numpy and Pillow 13 (made with 13.0.0). Answers are kept as SHA-256 of the samples (rows from the top, channels interleaved), so
that the fixtures stay small. With a folder of JPEG photographs, their answers are written to measuring.json (the
photographs themselves are not part of the project); without one that file is left as it is.
"""
import hashlib
import io
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FIXTURES = Path(__file__).resolve().parent.parent
OUT = FIXTURES / "imaging"
FORMATS = OUT / "formats"
FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
}


def digest(image):
    return hashlib.sha256(np.asarray(image).tobytes()).hexdigest()


def noise(seed, count):
    """The bytes of SplitMix64, low byte of each number first."""
    mask = np.uint64(0xFFFFFFFFFFFFFFFF)
    with np.errstate(over="ignore"):
        steps = np.arange(1, (count + 7) // 8 + 1, dtype=np.uint64)
        z = np.uint64(seed) + steps * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = (z ^ (z >> np.uint64(31))) & mask
    return z.astype("<u8").tobytes()[:count]


# --- PNG, written by hand: Pillow writes neither Adam7 nor 16-bit colour.
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed_rows(samples, depth):
    """Each row: filter type 0, then its samples, most significant bit first."""
    out = b""
    for row in samples.reshape(samples.shape[0], -1):
        if depth == 16:
            out += b"\0" + row.astype(">u2").tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            out += b"\0" + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
    return out


def png(samples, depth, color_type, chunks=(), interlaced=False):
    height, width = samples.shape[:2]
    if interlaced:
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        body = b"".join(packed_rows(part, depth) for part in parts if part.size)
    else:
        body = packed_rows(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    middle = b"".join(chunk(kind, content) for kind, content in chunks)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + middle + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b"")


def png_files(photo):
    rgb = np.asarray(photo)
    height, width = rgb.shape[:2]
    gray = np.asarray(photo.convert("L"))
    alpha = np.arange(height * width, dtype=np.int64).reshape(height, width) * 7 % 256
    files = {
        "rgb8.png": png(rgb, 8, 2),
        "rgb8_interlaced.png": png(rgb, 8, 2, interlaced=True),
        "rgb8_trns.png": png(rgb, 8, 2, [(b"tRNS", struct.pack(">HHH", *map(int, rgb[3, 4])))]),
        "rgb8_gamma.png": png(rgb, 8, 2, [(b"gAMA", struct.pack(">I", 100000))]),
        "rgba8.png": png(np.dstack([rgb, alpha]), 8, 6),
        "rgba8_interlaced.png": png(np.dstack([rgb, alpha]), 8, 6, interlaced=True),
        "rgb16.png": png(rgb.astype(np.int64) * 256 + alpha[..., None], 16, 2),
        "rgba16.png": png(np.dstack([rgb.astype(np.int64) * 256 + 200, alpha * 257]), 16, 6),
        "gray8.png": png(gray, 8, 0),
        "gray8_trns.png": png(gray, 8, 0, [(b"tRNS", struct.pack(">H", int(gray[5, 5])))]),
        "gray_alpha8.png": png(np.dstack([gray, alpha]), 8, 4),
        "gray16.png": png(gray.astype(np.int64) * 256 + alpha, 16, 0),
        "one_pixel.png": png(rgb[:1, :1], 8, 2),
        "column_interlaced.png": png(rgb[:, :1], 8, 2, interlaced=True),
    }
    for depth in (1, 2, 4):
        files[f"gray{depth}.png"] = png(gray >> (8 - depth), depth, 0)
        files[f"gray{depth}_interlaced.png"] = png(gray >> (8 - depth), depth, 0, interlaced=True)
    for depth in (1, 2, 4, 8):
        colors = noise(depth, 3 << depth)
        chunks = [(b"PLTE", colors), (b"tRNS", noise(depth + 20, 1 << (depth - 1)))]
        files[f"palette{depth}.png"] = png(gray >> (8 - depth), depth, 3, chunks[:1])
        files[f"palette{depth}_trns.png"] = png(gray >> (8 - depth), depth, 3, chunks, interlaced=depth == 4)
    return files


def encoded(image, **options):
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


def exif(orientation, order):
    """A TIFF structure of two entries: tag 271 (maker), which a reader passes over, and 274 (orientation)."""
    mark = b"II" if order == "<" else b"MM"
    entries = struct.pack(order + "HHI4s", 271, 2, 4, b"cam\0")
    entries += struct.pack(order + "HHIHH", 274, 3, 1, orientation, 0)
    tiff = mark + struct.pack(order + "HIH", 42, 8, 2) + entries + struct.pack(order + "I", 0)
    return b"Exif\0\0" + tiff


def jpeg_files(photo):
    cmyk = photo.convert("CMYK")
    # Grey component replacement, so that the black channel is not empty.
    inks = np.asarray(cmyk).astype(np.int64)
    inks[..., 3] = np.minimum(255, inks[..., :3].min(axis=2) + np.arange(photo.width) * 3)
    cmyk = Image.fromarray(inks.astype(np.uint8), "CMYK")
    files = {
        "gray.jpg": encoded(photo.convert("L"), format="JPEG", quality=85),
        "ycc444.jpg": encoded(photo, format="JPEG", quality=85, subsampling=0),
        "ycc422.jpg": encoded(photo, format="JPEG", quality=85, subsampling=1),
        "ycc420.jpg": encoded(photo, format="JPEG", quality=85, subsampling=2),
        "progressive.jpg": encoded(photo, format="JPEG", quality=85, progressive=True),
        "rgb.jpg": encoded(photo, format="JPEG", quality=85, keep_rgb=True),
        "restarts.jpg": encoded(photo, format="JPEG", quality=85, restart_marker_blocks=2),
        "one_pixel.jpg": encoded(photo.crop((0, 0, 1, 1)), format="JPEG"),
        "cmyk.jpg": encoded(cmyk, format="JPEG", quality=90),
    }
    # The same data read as YCCK: the last byte of the Adobe segment is the transform.
    ycck = bytearray(files["cmyk.jpg"])
    at = ycck.index(b"Adobe")
    assert ycck[at + 11] == 0
    ycck[at + 11] = 2
    files["ycck.jpg"] = bytes(ycck)
    for orientation in range(1, 9):
        for order, name in (("<", "little"), (">", "big")):
            files[f"orientation{orientation}_{name}.jpg"] = encoded(
                photo.crop((0, 0, 24, 16)), format="JPEG", quality=80, exif=exif(orientation, order)
            )
    return files


def webp_files(photo):
    alpha = Image.fromarray(np.frombuffer(noise(9, photo.width * photo.height), np.uint8).reshape(photo.size[::-1]))
    transparent = photo.copy()
    transparent.putalpha(alpha)
    return {
        "lossy.webp": encoded(photo, format="WEBP", quality=80),
        "lossless.webp": encoded(photo, format="WEBP", lossless=True),
        "lossy_alpha.webp": encoded(transparent, format="WEBP", quality=80, exact=True),
        "lossless_alpha.webp": encoded(transparent, format="WEBP", lossless=True, exact=True),
        "animated.webp": encoded(
            photo, format="WEBP", save_all=True, duration=40,
            append_images=[photo.transpose(Image.Transpose.ROTATE_180)],
        ),
        "one_pixel.webp": encoded(photo.crop((0, 0, 1, 1)), format="WEBP", lossless=True),
    }


def expected(name, data):
    """What decoding must give: Pillow's answer, grey where the file is grey."""
    image = Image.open(io.BytesIO(data))
    upright = ImageOps.exif_transpose(image)
    if name == "gray16.png":
        # Pillow keeps 16 bits here; the rule is the high byte, as Pillow itself does for 16-bit colour.
        upright = Image.fromarray((np.asarray(image).astype(np.int64) >> 8).astype(np.uint8))
    elif image.mode in ("1", "L", "LA"):
        upright = upright.convert("L")
    else:
        upright = upright.convert("RGB")
    channels = 1 if upright.mode == "L" else 3
    size = {"width": upright.width, "height": upright.height, "channels": channels}
    return {"file": name} | size | {"sha256": digest(upright)}


def formats(photo):
    FORMATS.mkdir(parents=True, exist_ok=True)
    for old in FORMATS.iterdir():
        old.unlink()
    small = photo.crop((150, 60, 193, 91))
    answers = []
    for name, data in sorted((png_files(small) | jpeg_files(small) | webp_files(small)).items()):
        (FORMATS / name).write_bytes(data)
        answers.append(expected(name, data))
    return answers


def resizes():
    """Sizes up and down at random, then extreme shapes: noise in, digest of Pillow's answer out."""
    random = np.random.default_rng(20240)
    shapes = []
    for _ in range(190):
        shapes.append([int(v) for v in random.integers(1, 140, 4)])
    for _ in range(10):
        shapes.append([int(v) for v in random.integers(150, 600, 4)])
    shapes += [
        [1, 1, 1, 1], [1, 1, 37, 41], [37, 41, 1, 1], [1, 500, 3, 200], [500, 1, 200, 3], [2, 3000, 5, 7],
        [3000, 2, 7, 5], [64, 64, 64, 64], [64, 64, 64, 17], [64, 64, 17, 64], [100, 100, 200, 50], [7, 9, 700, 9],
        [256, 256, 255, 257], [999, 3, 1000, 2], [2, 2, 3, 3], [3, 3, 2, 2], [8, 8, 4, 4], [4, 4, 8, 8],
    ]
    cases = []
    for i, (width, height, to_width, to_height) in enumerate(shapes):
        channels = 1 if i % 4 == 3 else 3
        data = np.frombuffer(noise(i, width * height * channels), np.uint8)
        if i % 3 == 0:
            # Hard edges, where bicubic leaves 0...255.
            data = np.where(data < 128, 0, 255).astype(np.uint8)
        data = data.reshape((height, width) if channels == 1 else (height, width, 3))
        image = Image.fromarray(data)
        for name, value in FILTERS.items():
            result = image.resize((to_width, to_height), value)
            cases.append(
                {
                    "seed": i, "isHard": i % 3 == 0, "width": width, "height": height, "channels": channels,
                    "toWidth": to_width, "toHeight": to_height, "filter": name, "sha256": digest(result),
                }
            )
    return cases


def half_even(numerator, denominator):
    return round(numerator / denominator)


def model_view(image, shorter, size, interpolation):
    """What docs call the preprocessing: the shorter side scaled, then the middle."""
    width, height = image.size
    least = min(width, height)
    to_size = (half_even(width * shorter, least), half_even(height * shorter, least))
    scaled = image.resize(to_size, FILTERS[interpolation])
    left, top = half_even(scaled.width - size, 2), half_even(scaled.height - size, 2)
    return scaled.crop((left, top, left + size, top + size))


VIEWS = [
    (256, 224, "bicubic"), (256, 224, "bilinear"), (256, 224, "nearest"), (100, 127, "bicubic"),
    (900, 64, "bilinear"),
]


def photographs(folder, patterns, views):
    answers = []
    for path in sorted(p for pattern in patterns for p in folder.glob(pattern)):
        image = Image.open(path).convert("RGB")
        answers.append(
            {
                "file": path.name, "width": image.width, "height": image.height, "sha256": digest(image),
                "views": [
                    {"shorterSide": s, "crop": c, "filter": f, "sha256": digest(model_view(image, s, c, f))}
                    for s, c, f in views
                ],
            }
        )
    return answers


def write(name, answers):
    lines = ",\n".join(json.dumps(answer, separators=(",", ":")) for answer in answers)
    (OUT / name).write_text(f"[\n{lines}\n]\n")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    write("formats.json", formats(Image.open(FIXTURES / "images/chelsea.jpg").convert("RGB")))
    write("resizes.json", resizes())
    write("photographs.json", photographs(FIXTURES / "images", ["*.jpg"], VIEWS))
    if len(sys.argv) > 1:
        write("measuring.json", photographs(Path(sys.argv[1]), ["*.JPEG", "*.jpg"], VIEWS[:1]))


main()
