"""Puts the pictures of the README together from what page.mjs and pdftoppm made.

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


def page(folder: Path) -> Image.Image:
    parts = [Image.open(folder / name).convert("RGB") for name in ("top.png", "timeline.png")]
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole


def sheet(folder: Path, height: int, width: int) -> Image.Image:
    picture = Image.open(folder / "sheet.png").convert("RGB")
    blank = Image.new("RGB", picture.size, "white")
    left, top, right, _ = ImageChops.difference(picture, blank).getbbox()
    shape = round((right - left) * height / width)
    return picture.crop((left - MARGIN, top - MARGIN, right + MARGIN, top + shape))


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    target.mkdir(exist_ok=True)
    meeting = page(source)
    save(meeting, target / "meeting.png")
    save(sheet(source, 1, 2), target / "workbook.png")
    save(Image.open(source / "list.png").convert("RGB"), target / "list.png")


main()
