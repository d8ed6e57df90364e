//! A line as the row of a registry, or what is wrong with it. Values are never quoted: they may be
//! somebody's.

use shared::bin::Bin;
use shared::dictionaries::Name;
use shared::iin::Iin;
use shared::names::NamePart;
use shared::people::Sex;
use shared::problem::Code;
use shared::registries::{EducationRecord, MAX_ORGANISATION, PersonRecord};

use super::super::tables::store::{DistrictRow, OrganisationRow};
use super::Kind;
use super::check::Fault;
use super::file::Line;
use crate::registries::tables::{complete, public_number};

/// A row of any registry.
pub(super) enum Row {
    Person(String, PersonRecord),
    Education(String, EducationRecord),
    District(DistrictRow),
    Organisation(String, OrganisationRow),
}

impl Row {
    /// What no two rows of a file share, and the column it stands in.
    pub(super) fn identity(&self) -> (&'static str, &str) {
        match self {
            Self::Person(iin, _) | Self::Education(iin, _) => ("iin", iin),
            Self::District(row) => ("code", &row.code),
            Self::Organisation(number, _) => ("number", number),
        }
    }
}

const FILL: &str = "fill it in, or take the row out";
const SHORTEN: &str = "shorten it";

pub(super) fn read(kind: Kind, line: &Line) -> Result<Row, Fault> {
    match kind {
        Kind::Persons => person(line),
        Kind::Education => education(line),
        Kind::Districts => district(line),
        Kind::Organisations => organisation(line),
    }
}

fn iin(line: &Line) -> Result<String, Fault> {
    let refused = match Iin::parse(line.value("iin")) {
        Ok(iin) => return Ok(iin.digits()),
        Err(Code::IinChecksum) => "the control digit does not fit",
        Err(_) => "not twelve digits",
    };
    let remedy = "compare the number with its source; keep zeros at the beginning";
    Err(line.fault("iin", refused, remedy))
}

fn name(line: &Line, column: &'static str) -> Result<String, Fault> {
    let (reason, remedy) = match NamePart::parse(line.value(column)) {
        Ok(name) => return Ok(name.into()),
        Err(Code::Required) => ("empty", FILL),
        Err(Code::TooLong) => ("longer than 100 characters", SHORTEN),
        Err(_) => (
            "not a name",
            "leave letters, spaces, hyphens and apostrophes alone",
        ),
    };
    Err(line.fault(column, reason, remedy))
}

/// A text up to `most` characters.
fn text(line: &Line, column: &'static str, most: usize) -> Result<String, Fault> {
    let value = line.value(column);
    if value.chars().count() > most {
        let remedy = format!("{SHORTEN} to {most} characters");
        return Err(line.fault(column, "too long", &remedy));
    }
    if value.chars().any(char::is_control) {
        return Err(line.fault(
            column,
            "a line break or another control character",
            "take it out",
        ));
    }
    Ok(value.to_owned())
}

fn filled(line: &Line, column: &'static str, most: usize) -> Result<String, Fault> {
    let value = text(line, column, most)?;
    if value.is_empty() {
        return Err(line.fault(column, "empty", FILL));
    }
    Ok(value)
}

fn person(line: &Line) -> Result<Row, Fault> {
    let iin = iin(line)?;
    let patronymic = if line.value("patronymic").is_empty() {
        String::new()
    } else {
        name(line, "patronymic")?
    };
    let birth_date = line.value("birth_date");
    if !birth_date.is_empty() && birth_date.parse::<jiff::civil::Date>().is_err() {
        let remedy = "write it as 1999-12-31, or leave it empty";
        return Err(line.fault("birth_date", "no day of the calendar", remedy));
    }
    let sex = match line.value("sex") {
        "" => None,
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => {
            let remedy = "write female or male, or leave it empty";
            return Err(line.fault("sex", "not known", remedy));
        }
    };
    let record = PersonRecord {
        surname: name(line, "surname")?,
        first_name: name(line, "first_name")?,
        patronymic,
        birth_date: birth_date.to_owned(),
        sex,
    };
    Ok(Row::Person(iin, record))
}

fn year(line: &Line, column: &'static str) -> Result<String, Fault> {
    let value = line.value(column);
    let good = value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    if value.is_empty() || good {
        return Ok(value.to_owned());
    }
    Err(line.fault(column, "not a year", "write four digits, or leave it empty"))
}

fn education(line: &Line) -> Result<Row, Fault> {
    let iin = iin(line)?;
    let kind = line.value("kind");
    if !matches!(kind, "school" | "college" | "university") {
        let remedy = "write school, college or university";
        return Err(line.fault("kind", "not known", remedy));
    }
    let record = EducationRecord {
        kind: kind.to_owned(),
        institution: filled(line, "institution", MAX_ORGANISATION)?,
        speciality: text(line, "speciality", MAX_ORGANISATION)?,
        study_from: year(line, "study_from")?,
        study_to: year(line, "study_to")?,
        language: text(line, "language", 8)?,
    };
    Ok(Row::Education(iin, record))
}

fn code(line: &Line) -> Result<String, Fault> {
    let code = filled(line, "code", 64)?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if code.bytes().all(allowed) {
        Ok(code)
    } else {
        let remedy = "use Latin letters, digits, hyphens, dots and underscores";
        Err(line.fault("code", "not a code", remedy))
    }
}

fn names(line: &Line) -> Result<Name, Fault> {
    Ok(complete(Name {
        kk: filled(line, "name_kk", MAX_ORGANISATION)?,
        ru: text(line, "name_ru", MAX_ORGANISATION)?,
        en: text(line, "name_en", MAX_ORGANISATION)?,
    }))
}

fn district(line: &Line) -> Result<Row, Fault> {
    let Name { kk, ru, en } = names(line)?;
    Ok(Row::District(DistrictRow {
        code: code(line)?,
        region: filled(line, "region", 64)?,
        name_kk: kk,
        name_ru: ru,
        name_en: en,
    }))
}

fn organisation(line: &Line) -> Result<Row, Fault> {
    let typed = line.value("number");
    let bin = Bin::parse(typed).map(String::from);
    let Ok(number) = bin.or_else(|_| Iin::parse(typed).map(|iin| iin.digits())) else {
        let remedy = "compare the number with its source; keep zeros at the beginning";
        return Err(line.fault("number", "neither a BIN nor an IIN", remedy));
    };
    let Name { kk, ru, en } = names(line)?;
    let row = OrganisationRow {
        id: code(line)?,
        bin: public_number(&number),
        name_kk: kk,
        name_ru: ru,
        name_en: en,
        region: filled(line, "region", 64)?,
        district: text(line, "district", 64)?,
        address: text(line, "address", 2 * MAX_ORGANISATION)?,
    };
    Ok(Row::Organisation(number, row))
}
