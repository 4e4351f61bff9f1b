"""One track's sound on the record's time line, asked for from its beginning to its end."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lodbic_contracts.transcript import TrackCode
from transcriber.decode import DamagedError, NotMediaError, open_media, read_sound


class TrackSound:
    """The sound of one track that begins `offset` seconds after the record does, at `rate` samples a second.

    `code` tells what was wrong with it, once `is_over`.
    """

    def __init__(self, path: str, offset: float, limit_seconds: float, rate: int) -> None:
        self.code: str | None = None
        self.is_over = False
        self._rate = rate
        self._position = round(offset * rate)
        self._pieces = self._read(path, limit_seconds)
        self._buffer = bytearray()

    @property
    def end(self) -> int:
        """The number of the sample behind the last one given out."""
        return self._position

    def add_to(self, mix: NDArray[np.float32], first: int) -> None:
        """Add what lies in the samples from number `first` on; numbers never go back."""
        begin = max(self._position - first, 0)
        wanted = (len(mix) - begin) * 4
        if self.is_over or wanted <= 0:
            return
        while len(self._buffer) < wanted:
            piece = next(self._pieces, None)
            if piece is None:
                self.is_over = True
                break
            self._buffer += piece
        samples = np.frombuffer(bytes(self._buffer[:wanted]), dtype=np.float32)
        del self._buffer[:wanted]
        self._position += len(samples)
        mix[begin : begin + len(samples)] += samples

    def _read(self, path: str, limit_seconds: float) -> Iterator[bytes]:
        try:
            with open_media(path) as container:
                if container.streams.audio:
                    yield from read_sound(container, self._rate, limit_seconds)
        except NotMediaError:
            self.code = TrackCode.NOT_MEDIA
        except DamagedError:
            self.code = TrackCode.DECODER_FAILED
