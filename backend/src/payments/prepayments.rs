//! Payments that come before their application and are found by the IIN: a repeated attempt of the
//! teachers' testing (domain, payments 8.1).

use shared::iin::Iin;
use shared::money::Tiyn;
use shared::payments::{PrepaymentView, Way};
use shared::people::PersonalNumber;
use shared::problem::Code;
use shared::programmes::{Prepayment, Programme};
use shared::time::Instant;

use super::service::{count_waiting, ways};
use super::settle::{self, Money, Purpose};
use super::store::PaymentRow;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration;

/// Who pays for what.
pub(super) struct Account {
    pub(super) person_id: String,
    pub(super) programme: String,
    pub(super) fee: Tiyn,
}

/// The price of an attempt that is paid before it is applied for.
pub fn price(prepayment: &Prepayment) -> Tiyn {
    Tiyn::of_tenge(prepayment.tenge)
}

/// The programme that is paid by IIN. Where there were several, the contract with the bank would have
/// to name the service.
fn programme(app: &App) -> Option<(&Programme, &Prepayment)> {
    let mut found = app.programmes.all().filter_map(|programme| {
        let prepayment = programme.prepayment.as_ref()?;
        Some((programme, prepayment))
    });
    found.next()
}

/// The person with a login who has this IIN.
pub(super) async fn find_account(
    app: &App,
    conn: &mut Conn,
    text: &str,
) -> Result<Option<Account>, Error> {
    let (Ok(iin), Some((programme, prepayment))) = (Iin::parse(text), programme(app)) else {
        return Ok(None);
    };
    let key = app.secrets.blind(&PersonalNumber::Iin { iin }.key());
    let person = registration::find_owner_of_number(conn, &key).await?;
    Ok(person.map(|person_id| Account {
        person_id,
        programme: programme.code.clone(),
        fee: price(prepayment),
    }))
}

/// Keeps the money until its person applies. A wrong sum is kept too: the payer has been debited.
pub(super) async fn receive(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (account, money): (&Account, &Money<'_>),
) -> Result<PaymentRow, Error> {
    let right = money.amount == account.fee;
    let purpose = Purpose {
        person_id: &account.person_id,
        programme: &account.programme,
        application_id: None,
    };
    let reason = if right { "prepaid" } else { "wrong_sum" };
    let row = settle::record(conn, now, (purpose, money), (false, reason)).await?;
    settle::tell_waiting(app, conn, now, &row).await?;
    Ok(row)
}

pub(super) async fn view(app: &App, who: &Applicant, code: &str) -> Result<PrepaymentView, Error> {
    let programme = app.programmes.find(code).ok_or(Code::NotFound)?;
    let prepayment = programme.prepayment.as_ref().ok_or(Code::NotFound)?;
    let fee = price(prepayment);
    let mut conn = app.db.read().await?;
    let (facts, _) = registration::standing(app, &mut conn, who, programme).await?;
    let number = facts.personal_number;
    let waiting = count_waiting(&mut conn, &who.person_id, code, fee).await?;
    Ok(PrepaymentView {
        amount: fee,
        year: prepayment.year,
        account: number.map(|number| number.masked).unwrap_or_default(),
        ways: ways(app, "", fee, false)
            .into_iter()
            .map(|way| named(way, &prepayment.service))
            .collect(),
        waiting,
        server_now: app.clock.now(),
    })
}

/// The way under the service's own name.
fn named(way: Way, name: &str) -> Way {
    match way {
        Way::Kaspi { link, .. } => Way::Kaspi {
            service: name.to_owned(),
            link,
        },
        Way::Halyk => Way::Halyk,
    }
}
