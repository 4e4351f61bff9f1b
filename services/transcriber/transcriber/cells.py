"""Draws the two cells of a video's picture: each side's picture scaled to fit, the rest dark."""

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

CELL_WIDTH = 640
CELL_HEIGHT = 480
WIDTH = 2 * CELL_WIDTH
HEIGHT = CELL_HEIGHT
# A dark, slightly blue grey, as Y, U, V.
DARK = (30, 131, 126)

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]


class Canvas:
    """The picture of both cells. A cell is drawn anew only when its picture is another one."""

    def __init__(self) -> None:
        self._cells = [_CellDrawer(), _CellDrawer()]

    def draw(self, shown: list[VideoFrame | None]) -> VideoFrame:
        """A new frame with each side's picture, or darkness, in its cell."""
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        drawn = [cell.draw(picture) for cell, picture in zip(self._cells, shown, strict=True)]
        for number, plane in enumerate(_planes_of(frame)):
            half = plane.shape[1] // 2
            plane[:, :half] = drawn[0][number]
            plane[:, half:] = drawn[1][number]
        return frame


class _CellDrawer:
    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._dark = _dark_planes()
        self._picture: VideoFrame | None = None
        self._planes = self._dark

    def draw(self, picture: VideoFrame | None) -> Planes:
        if picture is not self._picture:
            self._picture = picture
            self._planes = self._dark if picture is None else self._fit(picture)
        return self._planes

    def _fit(self, picture: VideoFrame) -> Planes:
        """Scale a picture to fit the cell, upright, and centre it."""
        turns = round(picture.rotation / 90) % 4
        width, height = (picture.width, picture.height) if turns % 2 == 0 else (picture.height, picture.width)
        scale = min(CELL_WIDTH / width, CELL_HEIGHT / height)
        fitted = (_even(width * scale), _even(height * scale))
        scaled = self._reformatter.reformat(picture, *(fitted if turns % 2 == 0 else fitted[::-1]), format="yuv420p")
        left, top = _even((CELL_WIDTH - fitted[0]) / 2, 0), _even((CELL_HEIGHT - fitted[1]) / 2, 0)
        cell = _dark_planes()
        for number, (target, source) in enumerate(zip(cell, _planes_of(scaled), strict=True)):
            turned = np.rot90(source, turns)
            x, y = (left, top) if number == 0 else (left // 2, top // 2)
            target[y : y + turned.shape[0], x : x + turned.shape[1]] = turned
        return cell


def _dark_planes() -> Planes:
    luma, *chroma = DARK
    shape = (CELL_HEIGHT // 2, CELL_WIDTH // 2)
    first, second = (np.full(shape, value, dtype=np.uint8) for value in chroma)
    return np.full((CELL_HEIGHT, CELL_WIDTH), luma, dtype=np.uint8), first, second


def _planes_of(frame: VideoFrame) -> list[Plane]:
    """The planes of a yuv420p frame as arrays over its own memory."""
    planes = (np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(-1, plane.line_size) for plane in frame.planes)
    return [array[: plane.height, : plane.width] for array, plane in zip(planes, frame.planes, strict=True)]


def _even(length: float, least: int = 2) -> int:
    return max(int(length) // 2 * 2, least)
