//! Codes that go by SMS: six digits, stored as keyed hashes, single use, five minutes; and the limits
//! of sending, the budget of the day with them (rules.md, Accounts).

use std::net::IpAddr;

use shared::consents::Language;
use shared::mobile::MOBILE_CODE_MINUTES;
use shared::problem::{Code, FieldError};
use shared::time::Instant;
use subtle::ConstantTimeEq;

use super::store::{self, NewCode};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::notify;
use crate::secrets::{Blind, new_code};

/// Tries of one code.
const TRIES: i64 = 5;

const DAY: i64 = 86_400;

/// The limit that counts every SMS of this installation.
const BUDGET: &str = "sms-budget";

/// What a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The number of a registration.
    Registration,
    /// The right to sign in.
    SignIn,
    /// That who is signed in still has the number.
    Confirmation,
}

impl Purpose {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::SignIn => "sign_in",
            Self::Confirmation => "confirmation",
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Self::Registration => "mobile_code",
            Self::SignIn => "mobile_sign_in",
            Self::Confirmation => "mobile_confirmation",
        }
    }
}

const fn limit(uses: i64, seconds: i64, code: Code) -> Limit {
    Limit {
        uses,
        seconds,
        code,
    }
}

/// Refuses where no SMS can leave: none is sent here, or those of the day are used up. Asked before
/// anybody is looked for, so that it is the same for everybody.
pub(super) async fn check_open(app: &App, now: Instant) -> Result<(), Error> {
    if !app.sms.is_open() {
        return Err(Code::SmsAbsent.into());
    }
    let budget = app.config.sms.sms_per_day;
    if limits::uses(app, now, BUDGET, DAY).await? >= budget {
        return take_budget(app, now).await;
    }
    Ok(())
}

/// Takes the right to send to a number: once a minute, 5 an hour, 15 a day; of one person 15 a day, out
/// of one network what several classes need.
pub(super) async fn take_sending(
    app: &App,
    now: Instant,
    key: &Blind,
    (person_id, address): (Option<&str>, IpAddr),
) -> Result<(), Error> {
    let number = &key.0;
    let network = app.secrets.blind(&format!("network:{address}")).0;
    let mut wanted = vec![
        (
            format!("sms:{number}"),
            limit(1, app.config.resend_seconds, Code::SmsTooEarly),
        ),
        (format!("sms-hour:{number}"), limit(5, 3600, Code::SmsLimit)),
        (format!("sms-day:{number}"), limit(15, DAY, Code::SmsLimit)),
        (
            format!("sms-network:{network}"),
            limit(300, 3600, Code::TooManyRequests),
        ),
    ];
    if let Some(person) = person_id {
        let of_person = limit(15, DAY, Code::SmsLimit);
        wanted.push((format!("sms-person:{person}"), of_person));
    }
    limits::take(app, now, &wanted).await
}

/// Takes one SMS of the day, and says in time that they come to an end.
pub(super) async fn take_budget(app: &App, now: Instant) -> Result<(), Error> {
    let budget = app.config.sms.sms_per_day;
    let wanted = [(BUDGET.to_owned(), limit(budget, DAY, Code::SmsBudget))];
    limits::take(app, now, &wanted).await?;
    let used = limits::uses(app, now, BUDGET, DAY).await?;
    let left = budget.saturating_sub(used).max(0);
    metrics::gauge!("tirkeu_sms_budget_left").set(f64::from(u32::try_from(left).unwrap_or(0)));
    if used == near(budget) {
        metrics::counter!("tirkeu_sms_budget_near_total").increment(1);
        tracing::warn!(used, budget, "four fifths of the SMS of the day are used");
    }
    Ok(())
}

/// Four fifths, rounded up.
const fn near(budget: i64) -> i64 {
    (budget.saturating_mul(4).saturating_add(4)) / 5
}

/// Makes a code and puts its SMS into the outbox. An earlier unexpired code still works.
pub(super) async fn send(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, number, language): (&str, (&str, &Blind), Language),
    purpose: Purpose,
) -> Result<(), Error> {
    let (id, code) = (new_id(), new_code());
    let expires_at = now.plus_seconds(MOBILE_CODE_MINUTES * 60);
    let to = (person_id, number.0, language);
    let message = (purpose.template(), code.as_str(), expires_at);
    let message_id = notify::sms_code(app, conn, now, to, message).await?;
    let row = NewCode {
        id: &id,
        person_id,
        purpose: purpose.as_str(),
        key: number.1,
        code_hash: &app.secrets.code_hash(&id, &code),
        message_id: &message_id,
        created_at: now,
        expires_at,
    };
    store::insert_code(conn, row).await?;
    Ok(())
}

/// Takes one of ten tries in ten minutes of whoever is meant; returns the limit to forget after a
/// success. Taken whether there is a code or not.
pub(super) async fn take_entering(
    app: &App,
    now: Instant,
    (purpose, whose): (Purpose, &str),
) -> Result<[String; 1], Error> {
    let key = format!("sms-code:{}:{whose}", purpose.as_str());
    let tries = limit(10, 600, Code::CodeTriesUsed);
    limits::take(app, now, &[(key.clone(), tries)]).await?;
    Ok([key])
}

/// Compares a code with those that work, 5 tries each. Commits its counting whatever comes of it.
pub(super) async fn enter(
    app: &App,
    now: Instant,
    (person_id, key): (&str, &Blind),
    purpose: Purpose,
    code: &str,
) -> Result<Result<(), i64>, Error> {
    let mut tx = app.db.write().await?;
    let of = (purpose.as_str(), key);
    let live = store::take_try(&mut tx, person_id, of, (now, TRIES)).await?;
    let mut entered = false;
    for row in &live {
        let hash = app.secrets.code_hash(&row.id, code);
        let same: bool = hash.as_bytes().ct_eq(row.code_hash.as_bytes()).into();
        if same {
            entered |= store::mark_code_used(&mut tx, &row.id, now).await?;
        }
    }
    tx.commit().await?;
    let left = live.iter().map(|row| TRIES - row.tries).max().unwrap_or(0);
    Ok(if entered { Ok(()) } else { Err(left) })
}

/// A wrong code, in this field; the owner learns when few tries are left.
pub(super) fn wrong(field: &str, left: Option<i64>) -> Error {
    let error = FieldError::new(field, Code::CodeWrong);
    match left {
        Some(left) if left <= 2 => error.with("tries_left", left).into(),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_comes_at_four_fifths() {
        assert_eq!([5, 10, 11, 20_000].map(near), [4, 8, 9, 16_000]);
    }
}
