"""Drawings of what is sold: simple, calm, made on the spot, so that nobody's photographs are needed."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (1200, 900)
SCALE = 2
INK = "#22302b"
BACKGROUNDS = {
    "bicycle": ("#dcebe2", "#b9d6c7"),
    "sofa": ("#e9e4da", "#d3c8b6"),
    "lamp": ("#f4e8cf", "#e4cf9f"),
    "pram": ("#d3dbea", "#b7c5de"),
    "phone": ("#e0e6ea", "#bccad3"),
    "headphones": ("#ece1e6", "#d6bfca"),
    "guitar": ("#f1e2d2", "#dfc2a1"),
}


def draw(key: str, view: int = 0) -> bytes:
    """A PNG of the thing; `view` 1 comes closer."""
    target = io.BytesIO()
    scene(key, view).save(target, "PNG")
    return target.getvalue()


def scene(key: str, view: int = 0) -> Image.Image:
    """The drawing itself, 1200×900."""
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    picture = _background(key, width, height)
    pen = Pen(ImageDraw.Draw(picture))
    pen.oval(250, 700, 950, 770, BACKGROUNDS[key][1])
    DRAWINGS[key](pen)
    if view:
        picture = picture.crop((width // 5, height // 4, width * 4 // 5, height * 7 // 10 + height // 20 * 3))
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


def _background(key: str, width: int, height: int) -> Image.Image:
    top, bottom = BACKGROUNDS[key]
    gradient = Image.linear_gradient("L").resize((width, height))
    return Image.composite(Image.new("RGB", (width, height), bottom), Image.new("RGB", (width, height), top), gradient)


class Pen:
    """Draws in the coordinates of the finished picture."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def line(self, *points: tuple[float, float], width: float = 16, colour: str = INK) -> None:
        """A line with round joints and ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=int(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x - width / 2, y - width / 2, x + width / 2, y + width / 2, colour)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """A filled ellipse."""
        self._draw.ellipse([left * SCALE, top * SCALE, right * SCALE, bottom * SCALE], fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float, colour: str = INK) -> None:
        """A circle's outline."""
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._draw.ellipse(box, outline=colour, width=int(width * SCALE))

    def sector(self, x: float, y: float, radius: float, angles: tuple[float, float], fill: str) -> None:
        """A slice of a disc; angles in degrees, clockwise from three o'clock."""
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._draw.pieslice(box, *angles, fill=fill)

    def arc(self, x: float, y: float, radius: float, width: float, colour: str) -> None:
        """The upper half of a circle's outline."""
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._draw.arc(box, 180, 360, fill=colour, width=int(width * SCALE))

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 30) -> None:
        """A rectangle with round corners."""
        box = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self._draw.rounded_rectangle(box, radius * SCALE, fill=fill)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        """A polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)


def _bicycle(pen: Pen) -> None:
    green = "#0d6e5a"
    for x in (370, 830):
        pen.ring(x, 570, 165, 16)
        pen.ring(x, 570, 140, 4, "#8fa39a")
        for dx, dy in ((0, 140), (121, 70), (121, -70)):
            pen.line((x - dx, 570 - dy), (x + dx, 570 + dy), width=3, colour="#8fa39a")
        pen.oval(x - 16, 554, x + 16, 586, INK)
    pen.line((370, 570), (500, 350), (740, 340), (565, 575), (370, 570), width=20, colour=green)
    pen.line((500, 350), (565, 575), width=20, colour=green)
    pen.line((830, 570), (730, 270), width=20, colour=green)
    pen.line((690, 262), (770, 240), (800, 270), width=16)
    pen.line((500, 350), (480, 296), width=14)
    pen.box(425, 270, 545, 300, INK, 15)
    pen.ring(565, 575, 40, 12, "#5c6b64")
    pen.line((565, 575), (610, 630), width=10, colour="#5c6b64")


def _sofa(pen: Pen) -> None:
    pen.box(240, 330, 960, 600, "#7b8783", 60)
    pen.box(190, 430, 330, 690, "#69756f", 50)
    pen.box(870, 430, 1010, 690, "#69756f", 50)
    pen.box(300, 520, 900, 690, "#8e9a95", 30)
    pen.line((600, 530), (600, 680), width=5, colour="#7b8783")
    pen.box(380, 400, 540, 540, "#d99b5f", 30)
    for x in (250, 950):
        pen.line((x, 690), (x, 730), width=18)


def _lamp(pen: Pen) -> None:
    pen.line((600, 330), (600, 720), width=14, colour="#b08d4a")
    pen.oval(480, 700, 720, 745, "#b08d4a")
    pen.shape((480, 150), (720, 150), (790, 360), (410, 360), fill="#fffaf0")
    pen.shape((410, 360), (790, 360), (770, 378), (430, 378), fill="#e9cf94")


def _pram(pen: Pen) -> None:
    pen.sector(560, 420, 230, (180, 290), "#4a6187")
    pen.sector(560, 420, 230, (215, 217), "#5d769f")
    pen.sector(560, 420, 230, (252, 254), "#5d769f")
    pen.sector(565, 420, 235, (0, 180), "#5d769f")
    pen.box(330, 395, 800, 450, "#5d769f", 24)
    pen.line((780, 430), (900, 300), (950, 300), width=16)
    pen.line((460, 610), (700, 650), width=14)
    pen.line((670, 610), (450, 650), width=14)
    for x in (440, 710):
        pen.ring(x, 670, 66, 16)
        pen.oval(x - 12, 658, x + 12, 682, INK)


def _phone(pen: Pen) -> None:
    pen.box(440, 130, 760, 750, INK, 50)
    pen.box(456, 148, 744, 732, "#20455c", 38)
    pen.oval(500, 420, 900 - 180, 640, "#2d6a84")
    pen.shape((456, 600), (600, 430), (744, 610), (744, 732), (456, 732), fill="#3c8aa0")
    pen.box(550, 165, 650, 185, INK, 10)


def _headphones(pen: Pen) -> None:
    pen.arc(605, 480, 268, 34, "#5b3a49")
    for x in (300, 800):
        pen.box(x, 420, x + 110, 650, "#7d5567", 50)
        pen.box(x + 20, 450, x + 90, 620, "#5b3a49", 34)


def _guitar(pen: Pen) -> None:
    pen.oval(380, 380, 760, 740, "#b9773e")
    pen.oval(430, 230, 710, 500, "#b9773e")
    pen.box(545, 60, 595, 460, "#5b3a22", 12)
    pen.box(530, 40, 610, 140, "#46301f", 16)
    pen.oval(515, 400, 625, 510, "#3c2616")
    pen.box(490, 600, 650, 630, "#46301f", 8)
    for x in (556, 566, 576, 586):
        pen.line((x, 80), (x, 610), width=2, colour="#f3e6d2")


DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "bicycle": _bicycle,
    "sofa": _sofa,
    "lamp": _lamp,
    "pram": _pram,
    "phone": _phone,
    "headphones": _headphones,
    "guitar": _guitar,
}
