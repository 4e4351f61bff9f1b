"""The errors business-api answers with, and the one handler that shapes them."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from business_api.core.language import Text
from lodbic_contracts.errors import ErrorCode

log = logging.getLogger(__name__)


class ApiError(Exception):
    """A refusal with a stable code and a message that tells a person what to do."""

    status: int = status.HTTP_400_BAD_REQUEST
    code: str = ErrorCode.INVALID
    message = Text("Проверьте введённые данные.", "Check what you entered.")

    def __init__(
        self, message: Text | None = None, *, code: str | None = None, fields: dict[str, Text] | None = None
    ) -> None:
        """`fields` names inputs by their JSON name."""
        self.message = message or self.message
        self.code = code or self.code
        self.fields = {name: [str(text)] for name, text in (fields or {}).items()}
        super().__init__(self.code, str(self.message))


class Forbidden(ApiError):
    """The person is known and may not do this."""

    status = status.HTTP_403_FORBIDDEN
    code = ErrorCode.FORBIDDEN
    message = Text("Это действие вам недоступно.", "You may not do this.")


class NotFound(ApiError):
    """There is no such thing, or it is not theirs to know of."""

    status = status.HTTP_404_NOT_FOUND
    code = ErrorCode.NOT_FOUND
    message = Text("Не найдено. Возможно, ссылка устарела.", "Not found. The link may be out of date.")


class Conflict(ApiError):
    """It does not fit the state that things are in now."""

    status = status.HTTP_409_CONFLICT
    code = ErrorCode.CONFLICT
    message = Text(
        "Состояние изменилось. Обновите страницу и попробуйте снова.",
        "Things have changed. Reload the page and try again.",
    )


class TooLarge(ApiError):
    """More bytes than are taken."""

    status = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    code = ErrorCode.TOO_LARGE
    message = Text("Слишком большой объём данных.", "That is too much data.")


class TooMany(ApiError):
    """A limit was reached; `retry_after` is in seconds."""

    status = status.HTTP_429_TOO_MANY_REQUESTS
    code = ErrorCode.TOO_MANY
    message = Text(
        "Слишком много попыток. Подождите немного и попробуйте снова.", "Too many tries. Wait a little and try again."
    )

    def __init__(self, retry_after: int, message: Text | None = None) -> None:
        """Say when to come back."""
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(ApiError):
    """A part of the system is down; the same request may pass later."""

    status = status.HTTP_503_SERVICE_UNAVAILABLE
    code = ErrorCode.UNAVAILABLE
    message = Text(
        "Сервис временно недоступен. Попробуйте через минуту.",
        "The service is unavailable for the moment. Try again in a minute.",
    )


def _body(code: str, message: Text, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return {"code": code, "message": str(message), "fields": fields or {}}


def _flatten(detail: Any, name: str = "") -> dict[str, list[str]]:
    """DRF's nested validation detail as {dotted name: [messages]}."""
    if isinstance(detail, dict):
        parts = [_flatten(value, f"{name}.{key}" if name else str(key)) for key, value in detail.items()]
        return {key: value for part in parts for key, value in part.items()}
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        parts = [_flatten(value, f"{name}.{index}") for index, value in enumerate(detail)]
        return {key: value for part in parts for key, value in part.items()}
    messages = detail if isinstance(detail, list) else [detail]
    return {name.removesuffix(".non_field_errors") or "non_field_errors": [str(message) for message in messages]}


_NOT_JSON = Text("Запрос не разобрать: ожидается правильный JSON.", "The request is not the JSON that is expected.")
_OLD_PAGE = Text(
    "Страница устарела. Обновите её и попробуйте снова.", "This page is out of date. Reload it and try again."
)
_CODES = {
    status.HTTP_401_UNAUTHORIZED: (
        ErrorCode.NOT_AUTHENTICATED,
        Text("Войдите, чтобы продолжить.", "Log in to continue."),
    ),
    status.HTTP_403_FORBIDDEN: (ErrorCode.FORBIDDEN, Forbidden.message),
    status.HTTP_404_NOT_FOUND: (ErrorCode.NOT_FOUND, NotFound.message),
    status.HTTP_405_METHOD_NOT_ALLOWED: (
        "method_not_allowed",
        Text("По этому адресу такое действие не предусмотрено.", "This address does not know that method."),
    ),
    status.HTTP_406_NOT_ACCEPTABLE: (
        "not_acceptable",
        Text("Ответ есть только в формате JSON.", "There is JSON only."),
    ),
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: (
        "unsupported_media_type",
        Text("Отправьте данные в формате JSON.", "Send JSON."),
    ),
}


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """Shape every refusal as `{"code", "message", "fields"}`. Unnamed errors go on to Django: 500, logged."""
    if isinstance(error, ApiError):
        response = Response(_body(error.code, error.message, error.fields), status=error.status)
        if isinstance(error, TooMany):
            response["Retry-After"] = str(error.retry_after)
        return response
    if isinstance(error, RequestDataTooBig):
        return Response(_body(ErrorCode.TOO_LARGE, TooLarge.message), status=413)
    if isinstance(error, exceptions.ValidationError):
        return Response(_body(ErrorCode.INVALID, ApiError.message, _flatten(error.detail)), status=400)
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return Response(_body(*_CODES[401]), status=401)
    if isinstance(error, exceptions.ParseError):
        return Response(_body(ErrorCode.INVALID, _NOT_JSON), status=400)
    if isinstance(error, Http404):
        return Response(_body(*_CODES[404]), status=404)
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF"):
        return Response(_body("csrf_failed", _OLD_PAGE), status=403)
    if isinstance(error, exceptions.APIException):
        code, message = _CODES.get(error.status_code, (str(ErrorCode.INVALID), ApiError.message))
        return Response(_body(code, message), status=error.status_code)
    return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose CSRF token is missing or wrong."""
    log.info("csrf refused: %s %s: %s", request.method, request.path, reason)
    return JsonResponse(_body("csrf_failed", _OLD_PAGE), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return JsonResponse(_body(ErrorCode.NOT_FOUND, NotFound.message), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a defect of ours: the log has it, the person gets the request's number."""
    number = getattr(request, "request_id", "")
    return JsonResponse(
        _body(
            "server_error",
            Text(
                f"Ошибка на нашей стороне. Попробуйте ещё раз; номер обращения: {number}",
                f"Something broke on our side. Try again; number of this case: {number}",
            ),
        ),
        status=500,
    )
