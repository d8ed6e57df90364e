//! Letters about money: what is to be paid and until when, what came, what goes back.
//!
//! Never an IIN, an account or a card in them; whoever reads the letter finds those in the cabinet.

use shared::applications::Application;
use shared::consents::Language;
use shared::money::Tiyn;
use shared::payments::{Payment, RefundState};
use shared::time::Instant;

use super::applications::seat_words;
use super::service::{TRIED_HOURS, Values, enqueue, local_time};
use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// The seat is kept until then; what is to be paid, and where.
pub async fn held_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    about: (&str, &Application),
) -> Result<(), Error> {
    about_application(app, conn, now, about, "application_held").await
}

/// The time to pay, or to take the seat where nothing is paid, ran out.
pub async fn annulled_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    about: (&str, &Application),
) -> Result<(), Error> {
    let template = if about.1.order.is_some() {
        "application_annulled"
    } else {
        "application_lapsed"
    };
    about_application(app, conn, now, about, template).await
}

async fn about_application(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, application): (&str, &Application),
    template: &'static str,
) -> Result<(), Error> {
    let Some(to) = address(conn, person_id).await? else {
        return Ok(());
    };
    let language = to.1;
    let seat = application.sitting.as_ref();
    let seat = seat.map_or_else(String::new, |sitting| seat_words(sitting, language));
    let order = application.order.as_ref();
    let amount = order.map_or_else(String::new, |order| sum_words(order.amount));
    let pay_until = order.and_then(|order| order.pay_until);
    let pay_until = pay_until.or(application.held_until);
    let pay_until = pay_until.map_or_else(String::new, local_time);
    let values = [
        ("campaign", application.campaign_name.text(language)),
        ("number", application.number.as_str()),
        ("seat", &seat),
        ("amount", &amount),
        ("pay_until", &pay_until),
        (
            "payment_url",
            &at(app, &format!("applications/{}/payment", application.id)),
        ),
        ("applications_url", &at(app, "applications")),
    ];
    send(app, conn, now, (person_id, &to), (template, &values)).await
}

/// An application is paid.
pub async fn paid_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, application): (&str, &Application),
    payment: &Payment,
) -> Result<(), Error> {
    let Some(to) = address(conn, person_id).await? else {
        return Ok(());
    };
    let language = to.1;
    let seat = application.sitting.as_ref();
    let seat = seat.map_or_else(String::new, |sitting| seat_words(sitting, language));
    let refund_until = application.order.as_ref();
    let refund_until =
        refund_until.map_or_else(String::new, |order| local_time(order.refund_until));
    let values = [
        ("amount", sum_words(payment.amount)),
        ("payment_number", payment.number.clone()),
        ("time", local_time(payment.received_at)),
        (
            "campaign",
            application.campaign_name.text(language).to_owned(),
        ),
        ("number", application.number.clone()),
        ("seat", seat),
        ("refund_until", refund_until),
        (
            "application_url",
            at(app, &format!("applications/{}", application.id)),
        ),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, v)| (*name, v.as_str())).collect();
    let letter = ("payment_received", values.as_slice());
    send(app, conn, now, (person_id, &to), letter).await
}

/// Money came that pays nothing yet; `reason` is that of its newest step.
pub async fn unapplied_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    payment: &Payment,
    reason: &str,
) -> Result<(), Error> {
    let Some(to) = address(conn, person_id).await? else {
        return Ok(());
    };
    let template = unapplied_template(reason, payment);
    let values = [
        ("amount", sum_words(payment.amount)),
        ("payment_number", payment.number.clone()),
        ("time", local_time(payment.received_at)),
        ("number", payment.order.clone()),
        ("payments_url", at(app, "payments")),
        ("applications_url", at(app, "applications")),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, v)| (*name, v.as_str())).collect();
    send(app, conn, now, (person_id, &to), (template, &values)).await
}

/// The letter of a reason. One that speaks of an application needs its number.
fn unapplied_template(reason: &str, payment: &Payment) -> &'static str {
    match reason {
        "prepaid" => "payment_prepaid",
        _ if payment.order.is_empty() => "payment_unapplied",
        "late" => "payment_late",
        "twice" => "payment_twice",
        "wrong_sum" => "payment_wrong_sum",
        _ => "payment_unapplied",
    }
}

/// A refund is where it stands now.
pub async fn refund_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    payment: &Payment,
) -> Result<(), Error> {
    let Some(refund) = &payment.refund else {
        return Ok(());
    };
    let Some(to) = address(conn, person_id).await? else {
        return Ok(());
    };
    let template = match refund.state {
        RefundState::Requested => "refund_requested",
        RefundState::Checked => "refund_checked",
        RefundState::Sent => "refund_sent",
        RefundState::Paid => "refund_paid",
        RefundState::Refused => "refund_refused",
    };
    let newest = refund.changes.last();
    let reason = newest.map_or("", |change| change.reason.as_str());
    let time = local_time(newest.map_or(now, |change| change.at));
    let values = [
        ("amount", sum_words(refund.amount)),
        ("refund_number", refund.number.clone()),
        ("time", time),
        ("reason", reason.to_owned()),
        ("payments_url", at(app, "payments")),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, v)| (*name, v.as_str())).collect();
    send(app, conn, now, (person_id, &to), (template, &values)).await
}

/// Where and in which language a person is written to.
async fn address(conn: &mut Conn, person_id: &str) -> Result<Option<(String, Language)>, Error> {
    let owner = store::find_owner(conn, person_id).await?;
    Ok(owner.map(|owner| {
        let language = Language::from_tag(&owner.language).unwrap_or_default();
        (owner.email, language)
    }))
}

async fn send(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, (email, language)): (&str, &(String, Language)),
    letter: (&'static str, Values<'_>),
) -> Result<(), Error> {
    let to = (person_id, email.as_str(), *language);
    let times = (now, now.plus_seconds(TRIED_HOURS * 3600));
    enqueue(app, conn, times, to, letter).await?;
    Ok(())
}

/// A page of the cabinet.
fn at(app: &App, page: &str) -> String {
    let site = app.config.page_url.trim_end_matches('/');
    format!("{site}/cabinet/{page}")
}

/// `5 640 ₸`: groups of three, spaces that do not break, tiyn only where there are any.
pub fn sum_words(sum: Tiyn) -> String {
    let digits = sum.tenge().to_string();
    let mut told = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            told.push('\u{a0}');
        }
        told.push(digit);
    }
    let tiyn = sum.tiyn() % 100;
    if tiyn > 0 {
        told = format!("{told},{tiyn:02}");
    }
    told + "\u{a0}₸"
}

#[cfg(test)]
mod tests {
    use shared::payments::{MoneyState, Provider};

    use super::*;

    #[test]
    fn sums_are_written_in_groups_that_do_not_break() {
        let told = |tiyn| sum_words(Tiyn::new(tiyn)).replace('\u{a0}', "_");
        assert_eq!(told(564_000), "5_640_₸");
        assert_eq!(told(90_000), "900_₸");
        assert_eq!(told(123_456_750), "1_234_567,50_₸");
        assert_eq!(told(5), "0,05_₸");
    }

    #[test]
    fn a_letter_that_names_an_application_needs_its_number() {
        let mut payment = Payment {
            number: "100000001".into(),
            provider: Provider::Kaspi,
            amount: Tiyn::of_tenge(5640),
            received_at: Instant(0),
            state: MoneyState::Unapplied,
            order: "1234567890".into(),
            application: "a".into(),
            programme: "ent".into(),
            card_mask: String::new(),
            refund: None,
            refundable: None,
        };
        assert_eq!(unapplied_template("late", &payment), "payment_late");
        assert_eq!(
            unapplied_template("withdrawn", &payment),
            "payment_unapplied"
        );
        payment.order.clear();
        assert_eq!(unapplied_template("late", &payment), "payment_unapplied");
        assert_eq!(unapplied_template("prepaid", &payment), "payment_prepaid");
    }
}
