//! Whom we ask: a registry behind HTTP, or the table that was imported.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::registries::{EducationRecord, OrganisationRecord, PersonRecord};

use super::http::Http;
use super::settings::RegistrySettings;
use super::tables;
use crate::app::App;
use crate::error::Error;

/// One registry.
#[derive(Debug, Clone)]
pub enum Registry {
    /// A service of the state or of a broker.
    Http(Http),
    /// The imported table.
    Table,
}

/// What a registry told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told<T> {
    /// The number is known.
    Found(T),
    /// The number is not known.
    NotFound,
    /// The answer will be ready at this place.
    Later(String),
    /// A promised answer is not there any more: ask anew.
    Gone,
    /// No answer.
    Silent,
}

/// All of them.
#[derive(Debug, Clone)]
pub struct Registries {
    /// Persons by IIN.
    pub persons: Registry,
    /// Organisations by BIN, sole traders by IIN.
    pub organisations: Registry,
    /// Education by IIN.
    pub education: Registry,
}

impl Registries {
    /// What the settings name.
    pub fn open(settings: &RegistrySettings) -> anyhow::Result<Self> {
        let timeout = Duration::from_millis(settings.registry_timeout_ms);
        let open = |name, address: &Option<String>, token: &Option<String>| match address {
            Some(address) => {
                Http::open(name, address, token.as_deref(), timeout).map(Registry::Http)
            }
            None => Ok(Registry::Table),
        };
        Ok(Self {
            persons: open(
                "persons",
                &settings.person_registry_url,
                &settings.person_registry_token,
            )?,
            organisations: open(
                "organisations",
                &settings.organisation_registry_url,
                &settings.organisation_registry_token,
            )?,
            education: open(
                "education",
                &settings.education_registry_url,
                &settings.education_registry_token,
            )?,
        })
    }
}

/// A record that a registry keeps under a number.
pub(super) trait Record: Serialize + DeserializeOwned {
    /// The registry that keeps it.
    fn registry(registries: &Registries) -> &Registry;
    /// The sealed table of it; none where the table is not sealed.
    const TABLE: tables::Table;
}

impl Record for PersonRecord {
    fn registry(registries: &Registries) -> &Registry {
        &registries.persons
    }
    const TABLE: tables::Table = tables::Table::Persons;
}

impl Record for EducationRecord {
    fn registry(registries: &Registries) -> &Registry {
        &registries.education
    }
    const TABLE: tables::Table = tables::Table::Education;
}

/// Asks the registry of persons or of education, at most twice as long as one answer may take.
pub(super) async fn ask<T: Record>(
    app: &App,
    question: (&str, &str),
    poll: &str,
) -> Result<Told<T>, Error> {
    match T::registry(&app.registries) {
        Registry::Http(http) => Ok(http.ask(app.clock.now(), question, poll).await),
        Registry::Table => {
            let record = tables::find_record(app, T::TABLE, question.1).await?;
            Ok(record.map_or(Told::NotFound, Told::Found))
        }
    }
}

/// Asks the registry of organisations and waits a moment for a later answer: an application waits
/// for no registry, but nobody wants to type what comes within a second.
pub(super) async fn ask_organisation(
    app: &App,
    http: &Http,
    question: (&str, &str),
) -> Told<OrganisationRecord> {
    let asked = async {
        let mut told = http.ask(app.clock.now(), question, "").await;
        while let Told::Later(poll) = &told {
            tokio::time::sleep(Duration::from_millis(300)).await;
            told = http.ask(app.clock.now(), question, poll).await;
        }
        told
    };
    let wait = Duration::from_secs(shared::registries::WAIT_SECONDS.unsigned_abs());
    let Ok(told) = tokio::time::timeout(wait, asked).await else {
        http.note_silence(app.clock.now());
        return Told::Silent;
    };
    told
}
