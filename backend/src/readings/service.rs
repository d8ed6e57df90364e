//! Reading the current pictures, showing what was read and where it stands.

use serde_json::{Value, json};
use shared::iin::Iin;
use shared::problem::Code;
use shared::proofing::{Document, PictureKind};
use shared::readings::{DocumentField, READINGS_AN_HOUR, Reading};
use shared::requirements::Requirement;
use shared::time::{Instant, date_in_kazakhstan};

use super::scan::{self, Record, Sides};
use super::{confirm, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::proofing;
use crate::registration::{self, DRAFT_DAYS, open_step};
use crate::secrets::Sealed;

/// Where a record is sealed for.
fn place(id: &str) -> String {
    format!("readings:{id}")
}

/// The pictures that a reading and a confirmation are of; `None` while one is missing.
pub(super) fn pictures_of(document: &Document) -> Option<String> {
    if !document.is_complete() {
        return None;
    }
    let id = |picture: &Option<shared::proofing::Picture>| {
        picture.as_ref().map(|picture| picture.id.clone())
    };
    let back = id(&document.back).unwrap_or_default();
    Some(format!("{}:{back}", id(&document.front)?))
}

/// Reads the current pictures; what is read already is not read again.
pub(super) async fn read_document(app: &App, who: &Applicant) -> Result<Reading, Error> {
    let limit = Limit {
        uses: READINGS_AN_HOUR,
        seconds: 3600,
        code: Code::TooManyRequests,
    };
    let key = format!("reading:{}", who.person_id);
    limits::take(app, app.clock.now(), &[(key, limit)]).await?;
    let step = open_step(app, who, Requirement::DocumentData).await?;
    let document = step.facts.document.clone();
    drop(step);
    let pictures = pictures_of(&document).ok_or(Code::StepOutOfOrder)?;
    let kind = document.kind.ok_or(Code::StepOutOfOrder)?;
    if let Some(known) = find(app, who, &pictures).await? {
        return view(app, who, known).await;
    }
    let now = app.clock.now();
    let front = proofing::own_picture(app, who, PictureKind::DocumentFront).await?;
    let back = if kind.has_back() {
        proofing::own_picture(app, who, PictureKind::DocumentBack).await?
    } else {
        None
    };
    let today = date_in_kazakhstan(now);
    let record = app
        .judge
        .in_turn(move || -> anyhow::Result<Record> {
            let look = |jpeg: Option<Vec<u8>>| match jpeg {
                Some(jpeg) => scan::look(&jpeg),
                None => Ok(None),
            };
            let sides = Sides {
                front: look(front)?,
                back: look(back)?,
            };
            Ok(scan::record(kind, &sides, today))
        })
        .await??;
    keep(app, now, who, (&pictures, &record)).await?;
    let kept = find(app, who, &pictures).await?;
    // Taken again while it was read: the page asks anew.
    let kept = kept.ok_or(Code::ReadingOutdated)?;
    view(app, who, kept).await
}

async fn keep(
    app: &App,
    now: Instant,
    who: &Applicant,
    (pictures, record): (&str, &Record),
) -> Result<(), Error> {
    let id = new_id();
    let sealed = app
        .secrets
        .seal(&place(&id), &serde_json::to_string(record)?)?;
    let iin = record.value(DocumentField::Iin).map(Iin::parse);
    let key = iin.and_then(Result::ok).map(|iin| {
        let number = shared::people::PersonalNumber::Iin { iin };
        app.secrets.blind(&number.key())
    });
    let mut tx = app.db.write().await?;
    let of = (id.as_str(), who.person_id.as_str(), pictures);
    store::insert_reading(&mut tx, of, (&sealed, key.as_ref()), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The reading of these pictures, when there is one: its id and what was read.
pub(super) async fn find(
    app: &App,
    who: &Applicant,
    pictures: &str,
) -> Result<Option<(String, Record)>, Error> {
    let mut conn = app.db.read().await?;
    let row = store::find_reading(&mut conn, &who.person_id, pictures).await?;
    let Some(row) = row else { return Ok(None) };
    let text = app.secrets.open(&place(&row.id), &Sealed(row.record))?;
    Ok(Some((row.id, serde_json::from_str(&text)?)))
}

/// What its owner sees of a reading.
pub(super) async fn view(
    app: &App,
    who: &Applicant,
    (id, record): (String, Record),
) -> Result<Reading, Error> {
    let known = registration::plain_number(app, &who.person_id).await?;
    let known = known.and_then(|number| Iin::parse(&number).ok());
    let today = date_in_kazakhstan(app.clock.now());
    Ok(Reading {
        id,
        kind: record.kind,
        notices: record.notices_on(today, known.as_ref()),
        values: record.values,
    })
}

/// A line of the zone, cut out of the own picture it was read on.
pub(super) async fn find_crop(app: &App, who: &Applicant, line: usize) -> Result<Vec<u8>, Error> {
    let facts = registration::current(app, who).await?.facts;
    let pictures = pictures_of(&facts.document).ok_or(Code::NotFound)?;
    let (_, record) = find(app, who, &pictures).await?.ok_or(Code::NotFound)?;
    let quad = *record.lines.get(line).ok_or(Code::NotFound)?;
    let jpeg = proofing::own_picture(app, who, record.side).await?;
    let jpeg = jpeg.ok_or(Code::NotFound)?;
    let crop = app.judge.in_turn(move || scan::crop(&jpeg, quad)).await??;
    crop.ok_or(Code::NotFound.into())
}

/// Forgets what was read for a person.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<(), Error> {
    Ok(store::delete_of_person(conn, person_id).await?)
}

/// Forgets readings as long after them as a draft lives: what was confirmed is kept as a fact.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_before(&mut tx, now.plus_seconds(-DRAFT_DAYS * 86_400)).await?;
    tx.commit().await?;
    Ok(())
}

/// The confirmed data of a document, for their owner.
pub async fn own_data(app: &App, who: &Applicant) -> Result<Value, Error> {
    let mut conn = app.db.read().await?;
    let kept = confirm::kept(app, &mut conn, &who.person_id).await?;
    Ok(json!(kept))
}
