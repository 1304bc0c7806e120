"""Frames and shrinks the pictures of the README, which page.mjs and pdftoppm made.

Usage: python3 crop.py FROM TO
"""

import sys
from pathlib import Path

from PIL import Image, ImageChops

COLOURS = 128
MARGIN = 14
EDGE = "#c8ccd0"


def framed(picture: Image.Image) -> Image.Image:
    """With a thin edge, so that it stands out on a white page."""
    frame = Image.new("RGB", (picture.width + 2, picture.height + 2), EDGE)
    frame.paste(picture, (1, 1))
    return frame


def save(picture: Image.Image, path: Path) -> None:
    framed(picture).quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def sheet(folder: Path, height: int, width: int) -> Image.Image:
    picture = Image.open(folder / "sheet.png").convert("RGB")
    blank = Image.new("RGB", picture.size, "white")
    left, top, right, _ = ImageChops.difference(picture, blank).getbbox()
    shape = round((right - left) * height / width)
    return picture.crop((left - MARGIN, top - MARGIN, right + MARGIN, top + shape))


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    target.mkdir(exist_ok=True)
    for name in ("front.png", "meeting.png"):
        save(Image.open(source / name).convert("RGB"), target / name)
    save(sheet(source, 1, 2), target / "workbook.png")
    save(Image.open(source / "list.png").convert("RGB"), target / "list.png")


main()
