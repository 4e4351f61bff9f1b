"""What people consent to, word by word. A changed text is a new CONSENT_VERSION in the settings; old ones stay here."""

from business_api.core.language import Text
from lodbic_contracts.events import Purpose

TITLES = {
    Purpose.RECORD: Text("Записывать разговор", "Record the call"),
    Purpose.TRANSCRIBE: Text("Превращать речь в текст", "Turn speech into text"),
    Purpose.FRAUD_CHECK: Text("Проверять на мошенничество", "Check for fraud"),
}
TEXTS: dict[str, dict[Purpose, Text]] = {
    "2026-11": {
        Purpose.RECORD: Text(
            "Мои изображение и голос записываются, пока согласны оба участника. Запись видят только участники звонка.",
            "My picture and voice are recorded while both of us agree. Only the two of us can see the record.",
        ),
        Purpose.TRANSCRIBE: Text(
            "Моя речь распознаётся, чтобы в разговоре можно было искать товар, цену и место встречи.",
            "My speech is turned into text, so that item, price and meeting place can be found in the call.",
        ),
        Purpose.FRAUD_CHECK: Text(
            "Текст разговора проверяется на признаки обмана, чтобы вовремя предупредить меня.",
            "The text of the call is checked for signs of fraud, so that I can be warned in time.",
        ),
    }
}
