"""Words of reminders, and their texts in the languages of the participants."""

from stegvis.base.vocabulary import Term, Vocabulary

REMINDER_KINDS = Vocabulary(
    [
        Term("before", "Påminnelse dagen före", "Reminder the day before"),
        Term("moved", "Ny tid", "New time"),
        Term("cancelled", "Avbokat", "Cancelled"),
        Term("changed", "Nytt sätt eller ny plats", "New way or place"),
        Term("place_free", "Plats från väntelistan", "A place from the waiting list"),
    ]
)

REMINDER_STATES = Vocabulary(
    [
        Term("waiting", "Väntar på att skickas", "Waiting to be sent"),
        Term("sending", "Skickas nu", "Being sent"),
        Term("sent", "Skickat", "Sent"),
        Term("failed", "Gick inte att skicka", "Could not be sent"),
        Term("unsure", "Osäkert om det skickades", "Not known whether it was sent"),
        Term("dropped", "Skickades inte", "Not sent"),
    ]
)

#: Why nothing was sent, or why it failed.
REMINDER_REASONS = Vocabulary(
    [
        Term("no_way", "Ingen väg där meddelande får lämnas", "No way where a message may be left"),
        Term("not_agreed", "Personen vill inte ha påminnelser", "The person does not want reminders"),
        Term("protected", "Skyddad identitet", "Protected identity"),
        Term("changed", "Tiden ändrades", "The time was changed"),
        Term("too_late", "Hann inte före tiden", "Not in time"),
        Term("refused", "Numret eller adressen stämmer inte", "The number or address is wrong"),
        Term("cut_off", "Avbröts under sändningen", "Cut off while sending"),
    ]
)

REMINDER_CHANNELS = Vocabulary([Term("sms", "SMS", "SMS"), Term("email", "E-post", "E-mail")])

#: {language: {kind: text}}. Nothing but the time, and that somebody from the municipality expects the person. Whoever
#: speaks another language gets both Swedish and English. `{at}` is day and clock time in figures, the same everywhere.
TEXTS = {
    "sv": {
        "before": "Påminnelse: någon från kommunen väntar dig {at}.",
        "moved": "Ny tid: någon från kommunen väntar dig {at}.",
        "cancelled": "Tiden {at} hos kommunen är avbokad.",
        "changed": "Tiden {at} hos kommunen: nytt sätt eller ny plats. Fråga den du brukar träffa.",
        "place_free": "Du har fått plats: någon från kommunen väntar dig {at}.",
    },
    "en": {
        "before": "Reminder: somebody from the municipality expects you {at}.",
        "moved": "New time: somebody from the municipality expects you {at}.",
        "cancelled": "Your time {at} with the municipality is cancelled.",
        "changed": "Your time {at} with the municipality: new way or place. Ask whoever you usually meet.",
        "place_free": "You have got a place: somebody from the municipality expects you {at}.",
    },
    "ar": {
        "before": "تذكير: شخص من البلدية بانتظارك {at}.",
        "moved": "موعد جديد: شخص من البلدية بانتظارك {at}.",
        "cancelled": "تم إلغاء موعدك {at} مع البلدية.",
        "changed": "موعدك {at} مع البلدية سيكون بطريقة جديدة أو في مكان جديد. اسأل الشخص الذي تقابله عادة.",
        "place_free": "لقد حصلت على مكان: شخص من البلدية بانتظارك {at}.",
    },
    "prs": {
        "before": "یادآوری: کسی از شاروالی {at} منتظر شما است.",
        "moved": "وقت جدید: کسی از شاروالی {at} منتظر شما است.",
        "cancelled": "وقت شما {at} با شاروالی لغو شد.",
        "changed": "وقت شما {at} با شاروالی به شیوه یا در جای جدید خواهد بود. از کسی که معمولاً می‌بینید بپرسید.",
        "place_free": "شما جای گرفتید: کسی از شاروالی {at} منتظر شما است.",
    },
    "fa": {
        "before": "یادآوری: کسی از شهرداری {at} منتظر شما است.",
        "moved": "وقت جدید: کسی از شهرداری {at} منتظر شما است.",
        "cancelled": "وقت شما {at} با شهرداری لغو شد.",
        "changed": "وقت شما {at} با شهرداری به شیوه یا در جای جدیدی خواهد بود. از کسی که معمولاً می‌بینید بپرسید.",
        "place_free": "به شما جا رسید: کسی از شهرداری {at} منتظر شما است.",
    },
    "so": {
        "before": "Xusuusin: qof ka socda degmada ayaa ku sugaya {at}.",
        "moved": "Waqti cusub: qof ka socda degmada ayaa ku sugaya {at}.",
        "cancelled": "Ballantaadii degmada ee {at} waa la baajiyay.",
        "changed": "Ballantaada degmada ee {at}: hab cusub ama meel cusub. Weydii qofka aad la kulanto.",
        "place_free": "Boos baad heshay: qof ka socda degmada ayaa ku sugaya {at}.",
    },
    "ti": {
        "before": "መዘኻኸሪ፦ ካብ ምምሕዳር ከተማ ሓደ ሰብ {at} ይጽበየኩም ኣሎ።",
        "moved": "ሓድሽ ግዜ፦ ካብ ምምሕዳር ከተማ ሓደ ሰብ {at} ይጽበየኩም ኣሎ።",
        "cancelled": "ምስ ምምሕዳር ከተማ ዝነበረ ቆጸራ {at} ተሰሪዙ ኣሎ።",
        "changed": "ምስ ምምሕዳር ከተማ ዘለኩም ቆጸራ {at} ብሓድሽ መገዲ ወይ ኣብ ሓድሽ ቦታ ክኸውን እዩ። ንቲ ወትሩ እትራኽብዎ ሰብ ሕተቱ።",
        "place_free": "ቦታ ረኺብኩም ኣለኹም፦ ካብ ምምሕዳር ከተማ ሓደ ሰብ {at} ይጽበየኩም ኣሎ።",
    },
    "uk": {
        "before": "Нагадування: вас чекають у муніципалітеті {at}.",
        "moved": "Новий час: вас чекають у муніципалітеті {at}.",
        "cancelled": "Ваш час {at} у муніципалітеті скасовано.",
        "changed": "Ваш час {at} у муніципалітеті: новий спосіб або місце. Запитайте свого консультанта.",
        "place_free": "Для вас є місце: вас чекають у муніципалітеті {at}.",
    },
}
