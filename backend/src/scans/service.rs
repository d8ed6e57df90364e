//! Pictures that belong to an application: cleaned as every picture is, encrypted, shown to their owner
//! alone. What one shows, nobody reads here; universities do.

use axum::body::Bytes;
use shared::applications::Scan;
use shared::forms::Answers;
use shared::problem::Code;
use shared::time::Instant;

use super::store::{self, NewScan};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::limits::{self, Limit};
use crate::secrets::Sealed;
use crate::{campaigns, proofing};

/// Pictures one person may send in a day.
const SCANS_A_DAY: i64 = 20;
/// Days a picture is kept that no application was handed in with.
const DRAFT_DAYS: i64 = 90;

fn place(person_id: &str, id: &str) -> String {
    format!("scan:{person_id}:{id}")
}

/// Stores a picture: the object, then its row.
pub(super) async fn add(
    app: &App,
    who: &Applicant,
    campaign: &str,
    bytes: Bytes,
) -> Result<Scan, Error> {
    let now = app.clock.now();
    let person = who.person_id.as_str();
    let mut conn = app.db.read().await?;
    campaigns::find(&mut conn, campaign).await?.takes(now)?;
    drop(conn);
    let limit = Limit {
        uses: SCANS_A_DAY,
        seconds: 86_400,
        code: Code::TooManyRequests,
    };
    limits::take(app, now, &[(format!("scan:{person}"), limit)]).await?;
    let cleaned = app.judge.clean(bytes).await?;
    let jpeg = cleaned.map_err(|code| Error::field("english_scan", code))?;
    let id = new_id();
    let object_key = format!("scans/{id}");
    let (object, wrapped_key) = app.secrets.seal_object(&place(person, &id), &jpeg)?;
    app.files.put(&object_key, object).await?;
    let row = NewScan {
        id: &id,
        person_id: person,
        campaign_id: campaign,
        object_key: &object_key,
        wrapped_key: &wrapped_key,
    };
    let mut tx = app.db.write().await?;
    store::insert_scan(&mut tx, row, now).await?;
    tx.commit().await?;
    Ok(Scan { id })
}

/// An own picture as a JPEG.
pub(super) async fn find(
    app: &App,
    who: &Applicant,
    (campaign, id): (&str, &str),
) -> Result<Vec<u8>, Error> {
    let mut conn = app.db.read().await?;
    let row = store::find_scan(&mut conn, (&who.person_id, campaign), id).await?;
    drop(conn);
    let row = row.ok_or(Code::NotFound)?;
    let object = app.files.get(&row.object_key).await?;
    let sealed = Sealed(row.wrapped_key);
    let jpeg = app
        .secrets
        .open_object(&place(&who.person_id, id), &object, &sealed)?;
    Ok(jpeg)
}

/// Keeps the picture that the answers name; one of somebody else is none.
pub async fn keep(
    conn: &mut Conn,
    now: Instant,
    (person_id, campaign): (&str, &str),
    answers: &Answers,
) -> Result<(), Error> {
    let id = answers.english_scan.as_str();
    if id.is_empty() {
        return Ok(());
    }
    if store::mark_scan_kept(conn, (person_id, campaign), id, now).await? == 0 {
        return Err(Error::field("english_scan", Code::UnknownChoice));
    }
    Ok(())
}

/// Forgets the pictures of a person: rows here, objects by the caller after the transaction.
pub async fn delete_of_person(conn: &mut Conn, person_id: &str) -> Result<Vec<String>, Error> {
    Ok(store::delete_scans(conn, person_id).await?)
}

/// Forgets pictures that no application was handed in with.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let before = now.plus_seconds(-DRAFT_DAYS * 86_400);
    let mut tx = app.db.write().await?;
    let objects = store::delete_old_scans(&mut tx, before).await?;
    tx.commit().await?;
    proofing::delete_objects(app, objects).await;
    Ok(())
}
