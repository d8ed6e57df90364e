//! Every row is checked before the first is written. A fault names line, column, reason and what to
//! do, and never the value.

use std::collections::HashMap;
use std::fmt;

use super::file::{Rows, Source};
use super::rows::{self, Row};
use super::{Kind, Progress};
use crate::app::App;
use crate::db::Conn;
use crate::dictionaries::exists_region;
use crate::error::internal;
use crate::registries::tables::{number_key, store};

/// Faults that are listed; the rest is counted.
const LISTED: usize = 50;
/// Rows between two words about progress.
const STEP: u64 = 10_000;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file, from 1.
    pub line: u64,
    /// Name of the column; `-` for the whole row.
    pub column: String,
    /// What is wrong.
    pub reason: &'static str,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            reason,
            remedy,
        } = self;
        write!(
            formatter,
            "line {line}, column {column}: {reason}; {remedy}"
        )
    }
}

/// Why a file was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The first ones.
    pub listed: Vec<Fault>,
    /// All of them.
    pub count: usize,
}

impl Faults {
    pub(super) fn of(faults: Vec<Fault>) -> Self {
        Self {
            count: faults.len(),
            listed: faults,
        }
    }

    fn add(&mut self, fault: Fault) {
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push(fault);
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "nothing was imported")?;
        for fault in &self.listed {
            write!(formatter, "\n  {fault}")?;
        }
        match self.count - self.listed.len() {
            0 => Ok(()),
            more => write!(formatter, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for Faults {}

/// Reads the whole file; fails with all that is wrong.
pub(super) async fn every_row(
    app: &App,
    kind: Kind,
    source: Source<'_>,
    progress: &mut (impl FnMut(Progress) + Send),
) -> anyhow::Result<()> {
    let mut conn = app.db.read().await?;
    let mut known = Known::default();
    let mut faults = Faults::of(Vec::new());
    for (count, line) in (1..).zip(Rows::open(kind, source)?) {
        let row = line.and_then(|line| Ok((rows::read(kind, &line)?, line)));
        match row {
            Ok((row, line)) => {
                let wrong = known.check(app, &mut conn, &row, line.number).await;
                if let Some((column, reason, remedy)) = wrong.map_err(internal)? {
                    faults.add(line.fault(column, reason, &remedy));
                }
            }
            Err(fault) => faults.add(fault),
        }
        if count % STEP == 0 {
            progress(Progress::Checked(count));
        }
    }
    if faults.count == 0 {
        Ok(())
    } else {
        Err(faults.into())
    }
}

/// What earlier rows and the database say.
#[derive(Default)]
struct Known {
    /// Lines by number or code, and by code of organisations.
    lines: HashMap<String, u64>,
    codes: HashMap<String, u64>,
    regions: HashMap<String, bool>,
    districts: HashMap<String, Option<String>>,
}

type Wrong = Option<(&'static str, &'static str, String)>;

impl Known {
    async fn check(
        &mut self,
        app: &App,
        conn: &mut Conn,
        row: &Row,
        line: u64,
    ) -> Result<Wrong, crate::error::Error> {
        let (column, identity) = row.identity();
        if let Some(first) = self.lines.insert(identity.to_owned(), line) {
            let remedy = format!("keep this row or line {first}");
            return Ok(Some((column, "stands in the file twice", remedy)));
        }
        match row {
            Row::Person(..) | Row::Education(..) => Ok(None),
            Row::District(row) => self.check_region(conn, &row.region).await,
            Row::Organisation(number, row) => {
                if let Some(first) = self.codes.insert(row.id.clone(), line) {
                    let remedy = format!("give this row or line {first} another code");
                    return Ok(Some(("code", "stands in the file twice", remedy)));
                }
                let taken = store::find_organisation_key(conn, &row.id).await?;
                if taken.is_some_and(|key| key != number_key(&app.secrets, number).0) {
                    let remedy = "give an organisation with another number a new code".to_owned();
                    return Ok(Some(("code", "belongs to another number", remedy)));
                }
                if let Some(wrong) = self.check_region(conn, &row.region).await? {
                    return Ok(Some(wrong));
                }
                self.check_district(conn, &row.region, &row.district).await
            }
        }
    }

    async fn check_region(
        &mut self,
        conn: &mut Conn,
        code: &str,
    ) -> Result<Wrong, crate::error::Error> {
        let known = match self.regions.get(code) {
            Some(known) => *known,
            None => exists_region(conn, code).await?,
        };
        self.regions.insert(code.to_owned(), known);
        let remedy = "write its code as in backend/data/regions.csv, such as KZ-75";
        Ok((!known).then(|| ("region", "there is no such region", remedy.to_owned())))
    }

    async fn check_district(
        &mut self,
        conn: &mut Conn,
        region: &str,
        code: &str,
    ) -> Result<Wrong, crate::error::Error> {
        if code.is_empty() {
            return Ok(None);
        }
        let of = match self.districts.get(code) {
            Some(of) => of.clone(),
            None => store::find_district_region(conn, code).await?,
        };
        self.districts.insert(code.to_owned(), of.clone());
        let remedy = "import the districts first, or leave it empty".to_owned();
        Ok(match of {
            None => Some(("district", "there is no such district", remedy)),
            Some(of) if of != region => Some((
                "district",
                "lies in another region",
                "correct region or district".to_owned(),
            )),
            Some(_) => None,
        })
    }
}
