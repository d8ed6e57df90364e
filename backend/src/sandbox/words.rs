//! What the pages of the sandbox say, in three languages. They are no pages of the product: their words
//! stand here, beside what they speak of.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use shared::consents::Language;
use shared::money::Tiyn;
use shared::time::Instant;

use super::bank::Outcome;

/// One text in the languages of [`Language::ALL`].
pub(super) type Words = [&'static str; 3];

/// The text in this language.
pub(super) fn say(language: Language, words: Words) -> &'static str {
    match language {
        Language::Kk => words[0],
        Language::Ru => words[1],
        Language::En => words[2],
    }
}

/// Local time of the banks: no zone goes with it.
pub(super) fn bank_time(now: Instant) -> DateTime {
    let now = jiff::Timestamp::from_microsecond(now.0).unwrap_or_default();
    Offset::constant(5).to_datetime(now)
}

/// A sum for people.
pub(super) fn tenge(amount: Tiyn) -> String {
    let digits = amount.tenge().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    match amount.tiyn() % 100 {
        0 => format!("{text}\u{a0}₸"),
        rest => format!("{text},{rest:02}\u{a0}₸"),
    }
}

/// The mark of every page, as HTML.
pub(super) const MARK: &str = "<span lang=\"kk\">Құм жәшік</span> · \
    <span lang=\"ru\">Песочница</span> · <span lang=\"en\">Sandbox</span>";

/// What the mark means.
pub(super) const NO_MONEY: Words = [
    "Бұл – сынақ банкі: нақты ақша алынбайды.",
    "Это учебный банк: настоящие деньги не списываются.",
    "This is a bank to practise with: no real money is taken.",
];

/// The button of an outcome.
pub(super) const fn button_of(outcome: Outcome) -> Words {
    match outcome {
        Outcome::Paid => ["Төлеу", "Оплатить", "Pay"],
        Outcome::Declined => ["Банк бас тартады", "Банк отказывает", "The bank declines"],
        Outcome::Slow => [
            "Банк баяу жауап береді",
            "Банк отвечает медленно",
            "The bank is slow",
        ],
        Outcome::Twice => [
            "Хабар екі рет келеді",
            "Сообщение приходит дважды",
            "The message comes twice",
        ],
        Outcome::Late => [
            "Хабар кешігеді",
            "Сообщение опаздывает",
            "The message is late",
        ],
        Outcome::WrongAmount => [
            "Сома 1 теңгеге кем",
            "Сумма на 1 тенге меньше",
            "The sum is 1 tenge short",
        ],
        Outcome::NeverBack => [
            "Хабар да, қайту да жоқ",
            "Ни сообщения, ни возврата",
            "No message and no way back",
        ],
        Outcome::Tell => ["Хабарды жіберу", "Отправить сообщение", "Send the message"],
    }
}

/// What it does.
pub(super) const fn hint_of(outcome: Outcome) -> Words {
    match outcome {
        Outcome::Paid => [
            "Ақша алынады, банк хабарлайды да, сізді сайтқа қайтарады.",
            "Деньги списаны, банк сообщает об этом и возвращает вас на сайт.",
            "The money is taken, the bank says so and leads you back.",
        ],
        Outcome::Declined => [
            "Картада ақша жеткіліксіз.",
            "На карте недостаточно денег.",
            "There is not enough money on the card.",
        ],
        Outcome::Slow => [
            "Төлемнің нәтижесі 20 секундтан кейін ғана белгілі болады.",
            "Итог платежа станет известен только через 20 секунд.",
            "How it went is known only after 20 seconds.",
        ],
        Outcome::Twice => [
            "Банк бір төлем туралы бір мезетте екі рет хабарлайды.",
            "Банк сообщает об одном платеже два раза одновременно.",
            "The bank tells of one payment two times at once.",
        ],
        Outcome::Late => [
            "Ақша алынады, бірақ банк бұл туралы сіз батырманы басқанда немесе 65 минуттан кейін ғана айтады.",
            "Деньги списаны, но банк скажет об этом, только когда вы нажмёте кнопку, или через 65 минут.",
            "The money is taken, but the bank says so only when you press a button, or after 65 minutes.",
        ],
        Outcome::WrongAmount => [
            "Банк керек сомадан аз алады.",
            "Банк списывает меньше, чем нужно.",
            "The bank takes less than it should.",
        ],
        Outcome::NeverBack => [
            "Ақша алынады, бірақ банк үндемейді және сізді сайтқа қайтармайды.",
            "Деньги списаны, но банк молчит и не возвращает вас на сайт.",
            "The money is taken, but the bank is silent and does not lead you back.",
        ],
        Outcome::Tell => [
            "Банк төлем туралы қазір хабарлайды.",
            "Банк сообщает о платеже сейчас.",
            "The bank tells of the payment now.",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_grouped() {
        for (tiyn, text) in [
            (564_000, "5 640 ₸"),
            (100, "1 ₸"),
            (123_456_705, "1 234 567,05 ₸"),
        ] {
            assert_eq!(tenge(Tiyn::new(tiyn)).replace('\u{a0}', " "), text);
        }
    }
}
