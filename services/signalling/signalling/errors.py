"""Refusals: the only errors that people hear of, each with a stable code and what to do about it."""

from lodbic_contracts.errors import ErrorBody, ErrorCode
from lodbic_contracts.events import Refused

MESSAGES = {
    ErrorCode.INVALID: "Сообщение составлено неверно. Обновите страницу.",
    ErrorCode.NOT_FOUND: "Такого звонка нет. Возможно, ссылка устарела.",
    ErrorCode.FORBIDDEN: "Это действие вам недоступно.",
    ErrorCode.CONFLICT: "Второй человек сейчас не на связи. Подождите, пока он вернётся.",
    ErrorCode.NOT_AUTHENTICATED: "Вход завершён. Войдите снова.",
    ErrorCode.TOO_LARGE: "Слишком большое сообщение.",
    ErrorCode.TOO_MANY: "Слишком много сообщений. Подождите немного.",
    ErrorCode.UNAVAILABLE: "Сервис перезапускается. Повторите через несколько секунд.",
    ErrorCode.TICKET_INVALID: "Билет не подходит. Возьмите новый.",
    ErrorCode.TICKET_EXPIRED: "Билет устарел. Возьмите новый.",
    ErrorCode.TICKET_USED: "Билет уже использован. Возьмите новый.",
    ErrorCode.UNKNOWN_EVENT: "Такого события нет. Обновите страницу.",
    ErrorCode.RING_CLOSED: "На этот вызов уже ответили, или он завершён.",
    ErrorCode.CALL_ENDED: "Звонок завершён. Позвоните снова.",
    ErrorCode.NOT_IN_CALL: "Вас нет в этом звонке. Войдите в него снова.",
}


class Refusal(Exception):
    """What was asked is not done, and nothing was changed."""

    def __init__(self, code: ErrorCode, fields: dict[str, list[str]] | None = None) -> None:
        """`fields` names the inputs that are meant."""
        super().__init__(code.value)
        self.body = ErrorBody(code=code.value, message=MESSAGES[code], fields=fields or {})

    def ack(self) -> Refused:
        """The acknowledgement that says so."""
        return Refused(error=self.body)


class Unavailable(Refusal):
    """The database is away; the same request may pass later."""

    def __init__(self) -> None:
        """Always the same."""
        super().__init__(ErrorCode.UNAVAILABLE)


class ProtocolError(Exception):
    """The other end does not speak our protocol: its socket is closed at once."""
