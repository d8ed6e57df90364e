//! What a paper is made of, gathered for the owner of an application or a payment.

use anyhow::Context;
use shared::applications::{Application, Status};
use shared::dictionaries::Name;
use shared::money::Tiyn;
use shared::payments::{MoneyState, Provider};
use shared::people::{NumberKind, PersonName};
use shared::problem::Code;
use shared::proofing::PictureKind;
use shared::sittings::Sitting;
use shared::time::Instant;

use super::calendar::calendar;
use super::receipt::{ReceiptFacts, receipt_pdf};
use super::signature::{Ticket, sign};
use super::store;
use super::ticket::{TicketFacts, portrait, ticket};
use super::words::Words;
use crate::app::App;
use crate::error::Error;
use crate::extract::Applicant;
use crate::{applications, proofing, registration};

/// An own application that was submitted and has a seat: the only one that a ticket is made for.
async fn seated(app: &App, who: &Applicant, id: &str) -> Result<(Application, Sitting), Error> {
    let application = applications::find(app, who, id).await?;
    let sitting = application.sitting.clone();
    match sitting {
        Some(sitting) if application.status == Status::Submitted => Ok((application, sitting)),
        _ => Err(Code::TicketNotReady.into()),
    }
}

fn full_name(name: &PersonName) -> String {
    let parts = [&name.surname, &name.first_name, &name.patronymic];
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
    parts.join(" ").trim().to_owned()
}

fn initials(name: &PersonName) -> String {
    let first = |part: &str| part.chars().next().map(|letter| format!("{letter}."));
    let letters = [first(&name.surname), first(&name.first_name)];
    // The separator of the signed text never stands in a name; it would cut a part in two.
    letters
        .into_iter()
        .flatten()
        .collect::<String>()
        .replace('|', "")
}

pub(super) async fn ticket_pdf(app: &App, who: &Applicant, id: &str) -> Result<Vec<u8>, Error> {
    let (application, sitting) = seated(app, who, id).await?;
    let now = app.clock.now();
    let facts = registration::current(app, who).await?.facts;
    let name = facts.name.ok_or(Code::StepOutOfOrder)?;
    let number = facts.personal_number.ok_or(Code::StepOutOfOrder)?;
    let photo = match facts.face {
        // One that a person has yet to decide about is left out.
        Some(face) if !face.in_review => proofing::own_picture(app, who, PictureKind::Face).await?,
        _ => None,
    };
    let signed = Ticket {
        number: application.number.clone(),
        programme: application.programme.clone(),
        starts_at: sitting.starts_at,
        initials: initials(&name),
        issued_at: now,
    };
    let code = sign(&app.secrets, &signed);
    let app = app.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let programme = app.programmes.find(&application.programme);
        let facts = TicketFacts {
            programme: programme.context("the programme of a ticket is gone")?,
            application: &application,
            sitting: &sitting,
            name: full_name(&name),
            number: number.masked,
            passport: number.kind == NumberKind::Passport,
            photo: photo.map(|jpeg| portrait(&jpeg)).transpose()?,
            code,
            issued_at: now,
        };
        ticket(&facts)
    });
    Ok(drawn.await.context("a ticket was not drawn")??)
}

pub(super) async fn calendar_file(app: &App, who: &Applicant, id: &str) -> Result<String, Error> {
    let (application, sitting) = seated(app, who, id).await?;
    let mut conn = app.db.read().await?;
    let language = registration::language_of(&mut conn, &who.person_id).await?;
    let words = Words::of(language)?;
    let of = (&application, &sitting);
    Ok(calendar((&words, language), &app.config.page_url, of))
}

pub(super) async fn receipt(app: &App, who: &Applicant, number: &str) -> Result<Vec<u8>, Error> {
    let now = app.clock.now();
    let name = registration::current(app, who).await?.facts.name;
    let mut conn = app.db.read().await?;
    let language = registration::language_of(&mut conn, &who.person_id).await?;
    let row = store::find_receipt(&mut conn, (&who.person_id, number)).await?;
    drop(conn);
    let row = row.ok_or(Code::NotFound)?;
    let unknown = || anyhow::anyhow!("a payment is in a state nobody knows");
    let campaign = row.name_kk.zip(row.name_ru).zip(row.name_en);
    let facts = ReceiptFacts {
        number: number.to_owned(),
        amount: Tiyn::new(u64::try_from(row.amount).unwrap_or(0)),
        provider: Provider::from_text(&row.provider).ok_or_else(unknown)?,
        received_at: Instant(row.received_at),
        external_id: row.external_id,
        card_mask: row.card_mask,
        order_number: row.order_number.unwrap_or_default(),
        payer: name.as_ref().map_or_else(String::new, full_name),
        programme: row.programme,
        campaign: campaign.map(|((kk, ru), en)| Name { kk, ru, en }),
        state: MoneyState::from_text(&row.state).ok_or_else(unknown)?,
        state_at: Instant(row.state_at),
        issued_at: now,
    };
    let app = app.clone();
    let drawn = tokio::task::spawn_blocking(move || receipt_pdf(&app, language, &facts));
    drawn.await.context("a receipt was not drawn")?
}
