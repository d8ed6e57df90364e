//! `tirkeu import`: a CSV file becomes the rows of a registry. The file is read twice: first every
//! row is checked, and nothing is written while one is wrong; then it is written in chunks, each a
//! transaction. Importing the same file again changes nothing, so one that was cut short is repeated.

mod check;
mod file;
mod rows;
mod write;

use clap::ValueEnum;

pub use check::{Fault, Faults};
pub use file::Source;

use super::tables::store;
use crate::app::App;
use crate::error::Error;

/// Rows that are written in one transaction.
const CHUNK: usize = 1_000;

/// Which registry a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// People: iin, surname, `first_name`, patronymic, `birth_date`, sex
    Persons,
    /// Organisations: code, number (BIN or IIN), `name_kk`, `name_ru`, `name_en`, region, district, address
    Organisations,
    /// Districts: code, region, `name_kk`, `name_ru`, `name_en`
    Districts,
    /// Education: iin, kind, institution, speciality, `study_from`, `study_to`, language
    Education,
}

impl Kind {
    /// Columns a file must have, and those it may have.
    const fn columns(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Persons => (
                &["iin", "surname", "first_name"],
                &["patronymic", "birth_date", "sex"],
            ),
            Self::Organisations => (
                &["code", "number", "name_kk", "region"],
                &["name_ru", "name_en", "district", "address"],
            ),
            Self::Districts => (&["code", "region", "name_kk"], &["name_ru", "name_en"]),
            Self::Education => (
                &["iin", "kind", "institution"],
                &["speciality", "study_from", "study_to", "language"],
            ),
        }
    }

    const fn statements(self) -> (&'static str, &'static str) {
        match self {
            Self::Persons => (store::COUNT_PERSONS, store::DELETE_DEMO_PERSONS),
            Self::Organisations => (store::COUNT_ORGANISATIONS, store::DELETE_DEMO_ORGANISATIONS),
            Self::Districts => (store::COUNT_DISTRICTS, store::DELETE_DEMO_DISTRICTS),
            Self::Education => (store::COUNT_EDUCATION, store::DELETE_DEMO_EDUCATION),
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows of the file.
    pub rows: u64,
    /// Numbers or codes that were not there.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
    /// Rows that were there already, word for word.
    pub unchanged: u64,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many rows were read and checked.
    Checked(u64),
    /// So many rows were written.
    Written(u64),
}

/// Imports a file. Wrong rows fail with [`Faults`], and nothing is changed.
pub async fn import(
    app: &App,
    kind: Kind,
    source: Source<'_>,
    progress: impl FnMut(Progress) + Send,
) -> anyhow::Result<Report> {
    run(app, kind, source, "import", progress).await
}

async fn run(
    app: &App,
    kind: Kind,
    source: Source<'_>,
    name: &str,
    mut progress: impl FnMut(Progress) + Send,
) -> anyhow::Result<Report> {
    check::every_row(app, kind, source, &mut progress).await?;
    let mut report = Report::default();
    let mut rows = file::Rows::open(kind, source)?;
    if name != "demo" {
        let mut tx = app.db.write().await?;
        store::delete_demo(&mut tx, kind.statements().1).await?;
        store::bump_every_version(&mut tx).await?;
        tx.commit().await?;
    }
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        for line in rows.by_ref().take(CHUNK) {
            // Checked a moment ago; a fault now means that the file was changed meanwhile.
            let row = line.and_then(|line| rows::read(kind, &line));
            chunk.push(row.map_err(|fault| Faults::of(vec![fault]))?);
        }
        if chunk.is_empty() {
            return Ok(report);
        }
        write::chunk(app, &chunk, name, &mut report).await?;
        progress(Progress::Written(report.rows));
    }
}

/// Fills the empty tables of the development mode with invented people and organisations.
pub async fn fill(app: &App) -> anyhow::Result<()> {
    let files: [(Kind, &[u8]); 4] = [
        (
            Kind::Districts,
            include_bytes!("../../../data/demo_districts.csv"),
        ),
        (
            Kind::Organisations,
            include_bytes!("../../../data/demo_organisations.csv"),
        ),
        (
            Kind::Persons,
            include_bytes!("../../../data/demo_persons.csv"),
        ),
        (
            Kind::Education,
            include_bytes!("../../../data/demo_education.csv"),
        ),
    ];
    for (kind, bytes) in files {
        if count(app, kind).await.map_err(crate::error::internal)? == 0 {
            run(app, kind, Source::Bytes(bytes), "demo", |_| ()).await?;
        }
    }
    Ok(())
}

async fn count(app: &App, kind: Kind) -> Result<i64, Error> {
    let mut conn = app.db.read().await?;
    Ok(store::count_rows(&mut conn, kind.statements().0).await?)
}
