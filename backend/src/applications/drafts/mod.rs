//! What is being typed, kept as typed, until it is handed in.

mod store;

pub(super) use store::{delete_draft, delete_drafts};

use shared::applications::Draft;
use shared::forms::Answers;
use shared::time::Instant;

use super::service;
use crate::app::App;
use crate::campaigns;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::secrets::Sealed;

fn place(person_id: &str, campaign: &str) -> String {
    format!("application_drafts.answers:{person_id}:{campaign}")
}

pub(super) async fn save(
    app: &App,
    who: &Applicant,
    campaign: &str,
    answers: Answers,
) -> Result<Draft, Error> {
    let saved_at = app.clock.now();
    let place = place(&who.person_id, campaign);
    let sealed = app.secrets.seal(&place, &service::write(&answers)?)?;
    let mut tx = app.db.write().await?;
    campaigns::find(&mut tx, campaign).await?;
    store::upsert_draft(&mut tx, (&who.person_id, campaign), &sealed, saved_at).await?;
    tx.commit().await?;
    Ok(Draft { answers, saved_at })
}

pub(super) async fn find(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    campaign: &str,
) -> Result<Option<Draft>, Error> {
    let Some(row) = store::find_draft(conn, &who.person_id, campaign).await? else {
        return Ok(None);
    };
    let sealed = Sealed(row.answers);
    let text = app
        .secrets
        .open(&place(&who.person_id, campaign), &sealed)?;
    Ok(Some(Draft {
        answers: service::read(&text)?,
        saved_at: Instant(row.saved_at),
    }))
}
