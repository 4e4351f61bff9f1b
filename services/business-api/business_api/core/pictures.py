"""Pictures from strangers: decoded, turned upright, made small and written anew; nothing else of them is kept."""

import io
import secrets
import warnings
from typing import Any, NamedTuple

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError
from rest_framework import serializers

from business_api.core import storage
from business_api.core.errors import ApiError, TooLarge
from business_api.core.language import Text
from lodbic_contracts.keys import picture_key

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
_NOT_A_PICTURE = Text(
    "Это не картинка. Подойдут JPEG, PNG и WebP.", "This is not a picture. JPEG, PNG and WebP will do."
)
_TOO_LARGE = Text("Картинка больше 10 МБ. Выберите поменьше.", "The picture is over 10 MB. Choose a smaller one.")
_TOO_MANY_PIXELS = Text(
    "В картинке слишком много точек. Уменьшите её.", "The picture has too many pixels. Make it smaller."
)


class PictureSerializer(serializers.Serializer[Any]):
    """A multipart body with one file."""

    picture = serializers.FileField(max_length=200)


class Picture(NamedTuple):
    """Where a picture was put, and its size in pixels."""

    key: str
    width: int
    height: int


def save_picture(upload: Any, longest: int) -> Picture:
    """Store an uploaded picture with its longer side at most `longest` pixels. ApiError when it is none."""
    if upload.size > settings.PICTURE_BYTES:
        raise TooLarge(_TOO_LARGE, fields={"picture": _TOO_LARGE})
    content, width, height = _encode(upload.read(), longest)
    key = picture_key(secrets.token_urlsafe(18))
    storage.put(key, content, "image/webp")
    return Picture(key, width, height)


def _encode(content: bytes, longest: int) -> tuple[bytes, int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise ApiError(_TOO_MANY_PIXELS, fields={"picture": _TOO_MANY_PIXELS})
                opened.draft("RGB", (longest, longest))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((longest, longest))
                picture = Image.new("RGB", upright.size, "white")
                picture.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ApiError(_NOT_A_PICTURE, fields={"picture": _NOT_A_PICTURE}) from error
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=82, method=4)
    return target.getvalue(), picture.width, picture.height
