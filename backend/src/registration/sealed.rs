//! Facts that are kept sealed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::people::PersonalNumber;

use super::service::{Step, personal_number};
use super::store::{self, FactRow, NewFact};
use super::{FactKind, Source};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;
use crate::secrets::{Blind, Sealed};

fn sealed_place(fact_id: &str) -> String {
    format!("facts.value:{fact_id}")
}

/// The value of a sealed fact among the current ones.
pub(super) fn read_sealed<T: DeserializeOwned>(
    app: &App,
    rows: &[FactRow],
    kind: FactKind,
) -> Result<Option<T>, Error> {
    let row = rows.iter().find(|row| row.kind == kind.as_str());
    let Some(row) = row else { return Ok(None) };
    let sealed = Sealed(row.value.clone());
    let text = app.secrets.open(&sealed_place(&row.id), &sealed)?;
    Ok(Some(serde_json::from_str(&text)?))
}

/// Records a fact that the person told, sealed; returns its id.
pub async fn record_sealed(
    app: &App,
    step: &mut Step,
    kind: FactKind,
    value: &impl Serialize,
    search_key: Option<&Blind>,
) -> Result<String, Error> {
    let (now, person_id) = (step.now, step.person_id().to_owned());
    let id = new_id();
    let sealed = app
        .secrets
        .seal(&sealed_place(&id), &serde_json::to_string(value)?)?;
    let fact = NewFact {
        id: &id,
        person_id: &person_id,
        kind: kind.as_str(),
        value: &sealed.0,
        search_key,
        source: Source::Typed.as_str(),
    };
    store::mark_fact_superseded(&mut step.tx, &person_id, kind.as_str(), now).await?;
    store::insert_fact(&mut step.tx, fact, now).await?;
    Ok(id)
}

/// The current value of a sealed fact.
pub async fn open_sealed<T: DeserializeOwned>(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
    kind: FactKind,
) -> Result<Option<T>, Error> {
    let rows = store::list_facts(conn, person_id).await?;
    read_sealed(app, &rows, kind)
}

/// The personal number as it stands within a step.
pub async fn number_in(app: &App, step: &mut Step) -> Result<Option<PersonalNumber>, Error> {
    let person_id = step.person_id().to_owned();
    let rows = store::list_facts(&mut step.tx, &person_id).await?;
    personal_number(app, &rows)
}
