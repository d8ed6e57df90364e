//! Whether a guardian has to agree for a person, and what of it is forgotten when.

use serde::{Deserialize, Serialize};
use shared::guardians::{
    Agreed, Guarded, birth_date, consent_age, is_below, is_same_name, short_name,
};
use shared::iin::Iin;
use shared::people::PersonalNumber;
use shared::problem::Code;
use shared::requirements::Facts;
use shared::time::{Instant, date_in_kazakhstan};

use super::store::{self, GuardianshipRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration::{self, Known};
use crate::secrets::{Blind, Sealed};
use crate::{applications, notify};

/// Days for which a link is kept after it worked.
const LINK_KEPT_DAYS: i64 = 30;

/// Whom a consent is about, as it is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Child {
    pub(super) iin: Iin,
    pub(super) first_name: String,
}

/// Where the child of a consent is sealed for.
pub(super) fn place(id: &str) -> String {
    format!("guardianships.child:{id}")
}

/// Where the name of the guardian is.
pub(super) fn name_place(id: &str) -> String {
    format!("guardianships.guardian_name:{id}")
}

pub(super) fn open(app: &App, row: &GuardianshipRow) -> Result<Child, Error> {
    let sealed = Sealed(row.child.clone());
    let text = app.secrets.open(&place(&row.id), &sealed)?;
    Ok(serde_json::from_str(&text)?)
}

fn guardian_name(app: &App, row: &GuardianshipRow) -> Result<String, Error> {
    let sealed = Sealed(row.guardian_name.clone());
    Ok(app.secrets.open(&name_place(&row.id), &sealed)?)
}

/// The hash under which the owner of an IIN is found.
pub(super) fn child_key(app: &App, iin: &Iin) -> Blind {
    let number = PersonalNumber::Iin { iin: iin.clone() };
    app.secrets.blind(&number.key())
}

/// Whether what is known of a person fits this name: an unknown name does.
pub(super) fn fits_name(known: &Known, first_name: &str) -> bool {
    let name = known.name.as_ref();
    name.is_none_or(|name| is_same_name(&name.first_name, first_name))
}

/// Whether a guardian has to agree for a person today, and who did.
pub async fn guarded(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    (programme, facts): (&str, &Facts),
) -> Result<Guarded, Error> {
    let now = app.clock.now();
    let age = app.programmes.find(programme).and_then(consent_age);
    let (Some(age), Some(birth)) = (age, birth_date(facts)) else {
        return Ok(Guarded::default());
    };
    if !is_below(age, birth, date_in_kazakhstan(now)) {
        return Ok(Guarded::default());
    }
    let known = registration::known_of(app, conn, &who.person_id).await?;
    let agreed = all_in_force(app, conn, now, &known).await?;
    Ok(Guarded {
        needed: true,
        agreed: agreed.into_iter().next(),
    })
}

/// Consents for this person that hold, the oldest first.
pub(super) async fn all_in_force(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    known: &Known,
) -> Result<Vec<Agreed>, Error> {
    let mut found = Vec::new();
    let Some(number) = &known.number else {
        return Ok(found);
    };
    let key = app.secrets.blind(&number.key());
    for row in store::list_in_force(conn, &key.0, now).await? {
        if fits_name(known, &open(app, &row)?.first_name) {
            found.push(Agreed {
                guardian: guardian_name(app, &row)?,
                at: Instant(row.agreed_at),
            });
        }
    }
    Ok(found)
}

/// The person with a login whom a consent is about: number and name fit.
pub(super) async fn find_child(
    app: &App,
    conn: &mut Conn,
    key: &Blind,
    first_name: &str,
) -> Result<Option<String>, Error> {
    let Some(owner) = registration::find_owner_of_number(conn, key).await? else {
        return Ok(None);
    };
    let known = registration::known_of(app, conn, &owner).await?;
    Ok(fits_name(&known, first_name).then_some(owner))
}

/// Tells a child that a consent for it holds no longer.
pub(super) async fn tell_end(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    row: &GuardianshipRow,
) -> Result<Option<String>, Error> {
    let key = Blind(row.child_key.clone());
    let first_name = open(app, row)?.first_name;
    let child = find_child(app, conn, &key, &first_name).await?;
    if let Some(child) = &child {
        let guardian = guardian_name(app, row)?;
        let values = [("guardian", guardian.as_str())];
        let letter = ("guardian_withdrawn", values.as_slice());
        notify::guardian_letter(app, conn, now, child, letter).await?;
    }
    Ok(child)
}

/// Forgets a person's links and children. Refused while an exam of a child is ahead.
pub async fn delete_of_person(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
) -> Result<(), Error> {
    for row in store::list_of_guardian(conn, person_id).await? {
        if row.ended_at.is_some() || row.ends_at <= now.0 {
            continue;
        }
        let child = tell_end(app, conn, now, &row).await?;
        if let Some(child) = child
            && applications::has_exam_ahead(conn, now, &child).await?
        {
            return Err(Code::ChildExamAhead.into());
        }
    }
    store::erase_of_guardian(conn, person_id, now).await?;
    store::delete_links(conn, person_id).await?;
    Ok(())
}

/// Forgets links a month after they worked.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_links_before(&mut tx, now.plus_seconds(-LINK_KEPT_DAYS * 86_400)).await?;
    tx.commit().await?;
    Ok(())
}

/// A person as others see them; empty while the name is not known.
pub(super) fn shown(known: &Known) -> String {
    known.name.as_ref().map(short_name).unwrap_or_default()
}
