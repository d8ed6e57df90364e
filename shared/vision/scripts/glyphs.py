#!/usr/bin/env python3
"""Makes models/ocr-b.glyphs: the 37 characters of a machine-readable zone, as small grey pictures.

Run once by whoever changes them; the result is committed. The same inputs and tools give the same bytes.

    apt-get install fonts-ocr-b            # 0.3~dfsg1-1, see models/ATTRIBUTION.md
    python3 -m venv venv
    venv/bin/pip install pillow==12.0.0
    venv/bin/python shared/vision/scripts/glyphs.py

Each character is drawn 16 times too large and averaged down into a cell of 20 x 28 points: 20 points are
the advance of the font, so that neighbours stand 20 points apart; the middle of a capital stands in the
middle of the cell. A byte is the share of ink, 255 is black. The order is 0-9, A-Z, <.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/ocr-b/OCRB.otf"
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
WIDE, TALL, LARGER = 20, 28, 16
TARGET = Path(__file__).parent.parent / "models" / "ocr-b.glyphs"


def main() -> None:
    # The size at which the advance is the width of a cell.
    size = 1000
    advance = ImageFont.truetype(FONT, size).getlength("A")
    font = ImageFont.truetype(FONT, round(size * WIDE * LARGER / advance))
    capital = font.getbbox("H", anchor="ls")
    middle = (capital[1] + capital[3]) / 2
    data = bytearray()
    for character in CHARACTERS:
        cell = Image.new("L", (WIDE * LARGER, TALL * LARGER), 0)
        at = (WIDE * LARGER / 2, TALL * LARGER / 2 - middle)
        ImageDraw.Draw(cell).text(at, character, fill=255, font=font, anchor="ms")
        data += cell.resize((WIDE, TALL), Image.Resampling.BOX).tobytes()
    TARGET.write_bytes(data)
    print(len(data), "bytes; capital height", (capital[3] - capital[1]) / LARGER)


if __name__ == "__main__":
    main()
