//! Dates that people type in three fields, and ages.

use jiff::civil::Date;

use crate::problem::Code;

/// A day of the calendar from day, month and year as typed.
pub fn parse_parts(day: &str, month: &str, year: &str) -> Result<Date, Code> {
    let parts = [day.trim(), month.trim(), year.trim()];
    if parts.iter().all(|part| part.is_empty()) {
        return Err(Code::Required);
    }
    let [day, month, year] = parts.map(|part| {
        let digits =
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<i16>().ok()).flatten()
    });
    let (Some(day), Some(month), Some(year)) = (day, month, year) else {
        return Err(Code::DateImpossible);
    };
    let (Ok(day), Ok(month)) = (i8::try_from(day), i8::try_from(month)) else {
        return Err(Code::DateImpossible);
    };
    // Two digits of a year are a slip, not the first century.
    if year < 1000 {
        return Err(Code::DateImpossible);
    }
    Date::new(year, month, day).map_err(|_| Code::DateImpossible)
}

/// A birth date: not in the future, not more than 120 years ago.
pub fn check_birth_date(date: Date, today: Date) -> Result<(), Code> {
    if date > today {
        Err(Code::DateFuture)
    } else if age(date, today) > 120 {
        Err(Code::DateTooOld)
    } else {
        Ok(())
    }
}

/// Full years on `today`. Someone born on 29 February turns a year older on 1 March.
pub fn age(birth: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_ages() {
        assert_eq!(parse_parts("29", "2", "2000"), Ok(date(2000, 2, 29)));
        assert_eq!(parse_parts("29", "2", "2001"), Err(Code::DateImpossible));
        assert_eq!(parse_parts("", "", " "), Err(Code::Required));
        for bad in [
            ("1", "1", "85"),
            ("x", "1", "2000"),
            ("1", "13", "2000"),
            ("-1", "1", "2000"),
        ] {
            assert_eq!(parse_parts(bad.0, bad.1, bad.2), Err(Code::DateImpossible));
        }
        let today = date(2026, 2, 28);
        assert_eq!(age(date(2008, 2, 29), today), 17);
        assert_eq!(age(date(2008, 2, 29), date(2026, 3, 1)), 18);
        assert_eq!(
            check_birth_date(date(2026, 3, 1), today),
            Err(Code::DateFuture)
        );
        assert_eq!(
            check_birth_date(date(1905, 2, 28), today),
            Err(Code::DateTooOld)
        );
        assert_eq!(check_birth_date(date(1905, 3, 1), today), Ok(()));
    }
}
