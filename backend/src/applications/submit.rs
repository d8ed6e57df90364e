//! Applying: the answers are checked, the seat is taken, and everything is one transaction.

use shared::applications::{Application, Status, SubmitApplication};
use shared::campaigns::{Campaign, Price, may_apply, price};
use shared::consents::{Language, TextKind};
use shared::forms::{Answers, FieldKind, Form, check};
use shared::payments::HOLD_MINUTES;
use shared::problem::{Code, FieldError};
use shared::registries::{Workplace, employer_number};
use shared::time::{Instant, date_in_kazakhstan};

use super::store::{self, NewApplication};
use super::{drafts, holds, service, study};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::registries::CaseKind;
use crate::{
    campaigns, consents, dictionaries, notify, payments, registration, registries, scans, sittings,
    waiting,
};

/// What a version of answers is sealed to.
pub(super) fn place(application_id: &str) -> String {
    format!("applications.answers:{application_id}")
}

/// Tidies and checks answers as this campaign wants them.
pub(super) async fn checked(
    conn: &mut Conn,
    (campaign, form): (&Campaign, &Form),
    answers: Answers,
    now: Instant,
) -> Result<Answers, Error> {
    let today = date_in_kazakhstan(now);
    let options = campaigns::options(conn, campaign, form, today).await?;
    let mut answers = answers.tidied(&options);
    let mut refusals = check(form, &options, &answers, (None, today));
    let sought = &answers.qualification_sought;
    if !sought.is_empty() && !campaign.allowed.may_seek(sought) {
        refusals.push(FieldError::new("qualification_sought", Code::UnknownChoice));
    }
    refusals.extend(check_workplace(conn, &mut answers).await?);
    if refusals.is_empty() {
        Ok(answers)
    } else {
        Err(Error::Invalid(refusals))
    }
}

/// A workplace out of the list is written as the list has it, whatever the page sent; what the person
/// typed, staff look at.
async fn check_workplace(
    conn: &mut Conn,
    answers: &mut Answers,
) -> Result<Option<FieldError>, Error> {
    let refuse = |field| Ok(Some(FieldError::new(field, Code::UnknownChoice)));
    match &mut answers.workplace {
        Some(Workplace::Registered {
            organisation,
            name,
            number,
        }) => {
            let Some(found) = registries::find_organisation(conn, organisation).await? else {
                return refuse("workplace");
            };
            let names = [&found.name.kk, &found.name.ru, &found.name.en];
            if !names.contains(&&*name) {
                name.clone_from(&found.name.kk);
            }
            // The list does not tell the number of a sole trader; the person may have.
            if !found.number.is_empty() || employer_number(number).is_err() {
                number.clone_from(&found.number);
            }
        }
        Some(Workplace::ByHand { region, .. }) => {
            let known = dictionaries::exists_region(conn, region).await?;
            if !known {
                return refuse("workplace_region");
            }
        }
        None => {}
    }
    Ok(None)
}

/// The sitting of the answers, where the form asks for one: it belongs to the campaign, has the way
/// that was chosen, and does not clash with another exam of the person.
pub(super) async fn check_sitting(
    conn: &mut Conn,
    who: &Applicant,
    form: &Form,
    (answers, own, now): (&Answers, &str, Instant),
) -> Result<i64, Error> {
    if form.field(FieldKind::Sitting).is_none() || answers.sitting.is_empty() {
        return Ok(service::year_of(now));
    }
    let refuse = |code| Err(Error::field("sitting", code));
    let Some(sitting) = sittings::find(conn, now, &answers.sitting).await? else {
        return refuse(Code::UnknownChoice);
    };
    if !answers.attendance.is_empty() && sitting.attendance != answers.attendance {
        return refuse(Code::UnknownChoice);
    }
    let times = (sitting.starts_at, sitting.ends_at);
    let clashes = store::count_clashes(conn, &who.person_id, (own, now), times).await?;
    if clashes > 0 {
        return refuse(Code::SittingClash);
    }
    Ok(service::year_of(sitting.starts_at))
}

/// What is asked for, checked in everything but the seat.
pub struct Asked {
    /// The campaign.
    pub campaign: Campaign,
    /// The answers, tidied.
    pub answers: Answers,
    price: Price,
    year: i64,
}

/// How an application comes to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Making {
    /// Its person hands it in.
    HandedIn,
    /// Its person waited, and is offered the seat until then.
    Offered(Instant),
}

/// Checks whether a person may apply with these answers now, and what that costs. The caller holds the
/// person's line.
pub async fn examine(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    (campaign_id, answers): (&str, Answers),
    now: Instant,
) -> Result<Asked, Error> {
    let campaign = campaigns::find(conn, campaign_id).await?;
    let form = campaigns::form_of(app, &campaign.programme)?;
    // The window first: a closed campaign is told before any mistake in the answers.
    campaign.takes(now)?;
    let answers = checked(conn, (&campaign, form), answers, now).await?;
    let year = check_sitting(conn, who, form, (&answers, "", now)).await?;
    let known = service::known(app, conn, who, &campaign).await?;
    let standing = service::standing(conn, who, (&campaign, &known), (year, now)).await?;
    may_apply(&campaign, form, standing, now)?;
    let price = price(&campaign, form, known.repeat, standing.attempts);
    Ok(Asked {
        campaign,
        answers,
        price,
        year,
    })
}

pub(super) async fn submit(
    app: &App,
    who: &Applicant,
    campaign_id: &str,
    mut input: SubmitApplication,
) -> Result<Application, Error> {
    let now = app.clock.now();
    holds::release_own(app, now, &who.person_id).await?;
    let known = ask_study(app, who, campaign_id, &mut input.answers).await?;
    #[cfg(feature = "control")]
    let believed = believed(app, &input.answers.sitting).await?;
    let mut tx = app.db.write().await?;
    registration::lock_person(&mut tx, &who.person_id, now).await?;
    let asked = examine(app, &mut tx, who, (campaign_id, input.answers), now).await?;
    study::require(known, &asked.answers)?;
    let sitting = asked.answers.sitting.as_str();
    #[cfg(feature = "control")]
    let taken = take_believed(&mut tx, sitting, believed).await?;
    #[cfg(not(feature = "control"))]
    let taken = false;
    if !taken {
        waiting::keep_turn(&mut tx, &who.person_id, sitting).await?;
        take_seat(&mut tx, now, &asked.campaign, sitting).await?;
    }
    let rules = (input.rules.version.as_str(), input.rules.language);
    let application = make(app, &mut tx, who, (&asked, rules), (now, Making::HandedIn)).await?;
    study::note(&mut tx, now, (&who.person_id, &application.id), known).await?;
    waiting::end_by_applying(&mut tx, now, (&who.person_id, campaign_id)).await?;
    drafts::delete_draft(&mut tx, &who.person_id, campaign_id).await?;
    let about = (who.person_id.as_str(), &application);
    if application.status == Status::Held {
        notify::held_letter(app, &mut tx, now, about).await?;
    } else {
        notify::application_letter(app, &mut tx, now, about, "application_accepted").await?;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(application)
}

/// Asks the registry of education before anything is written, where the campaign takes applications
/// and its form wants it.
async fn ask_study(
    app: &App,
    who: &Applicant,
    campaign_id: &str,
    answers: &mut Answers,
) -> Result<study::Known, Error> {
    let mut conn = app.db.read().await?;
    let campaign = campaigns::find(&mut conn, campaign_id).await?;
    drop(conn);
    campaign.takes(app.clock.now())?;
    let form = campaigns::form_of(app, &campaign.programme)?;
    study::ask(app, who, (form, answers)).await
}

/// Makes the application of somebody who waited: takes the seat and holds it until then.
pub async fn offer(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    (asked, rules): (&Asked, (&str, Language)),
    (now, until): (Instant, Instant),
) -> Result<Application, Error> {
    take_seat(conn, now, &asked.campaign, &asked.answers.sitting).await?;
    let how = (now, Making::Offered(until));
    make(app, conn, who, (asked, rules), how).await
}

/// Makes an application whose seat is taken.
async fn make(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    (asked, rules): (&Asked, (&str, Language)),
    (now, making): (Instant, Making),
) -> Result<Application, Error> {
    let person = who.person_id.as_str();
    let id = insert(app, conn, who, asked, (now, making)).await?;
    match (asked.price, making) {
        // What is paid before is taken when the seat is confirmed.
        (Price::Prepaid(_), Making::Offered(_)) => {}
        (price, _) => pay(conn, now, &id, price).await?,
    }
    let by = (person, asked.campaign.programme.as_str());
    consents::accept(app, conn, now, by, TextKind::Rules, rules).await?;
    service::find_with(app, conn, person, &id).await
}

/// Opens the order of an application that costs something. Money that waits pays it at once; where
/// money has to come first, there must be some.
pub(super) async fn pay(
    conn: &mut Conn,
    now: Instant,
    id: &str,
    price: Price,
) -> Result<(), Error> {
    match price {
        Price::Free => Ok(()),
        Price::Fee(fee) => payments::open_order(conn, now, id, fee).await.map(|_| ()),
        Price::Prepaid(fee) => {
            if payments::open_order(conn, now, id, fee).await? {
                Ok(())
            } else {
                Err(Code::RepeatUnpaid.into())
            }
        }
    }
}

async fn take_seat(
    conn: &mut Conn,
    now: Instant,
    campaign: &Campaign,
    sitting: &str,
) -> Result<(), Error> {
    if sitting.is_empty() {
        return Ok(());
    }
    if campaign.hold_minutes.is_some() {
        holds::release(conn, now, sitting).await?;
    }
    match sittings::take(conn, now, &campaign.id, sitting).await {
        // Where a campaign does not hold, only an offered seat can be an expired hold.
        Err(Error::Invalid(_)) if campaign.hold_minutes.is_none() => {
            holds::release(conn, now, sitting).await?;
            sittings::take(conn, now, &campaign.id, sitting).await
        }
        taken => taken,
    }
}

/// Until when the seat of a new application is held; nothing where it is handed in at once.
fn held_until(
    app: &App,
    (campaign, price): (&Campaign, Price),
    (now, making): (Instant, Making),
) -> Option<Instant> {
    let minutes = match (price, making) {
        // What costs something is never handed in unpaid.
        (Price::Fee(_), _) => campaign.hold_minutes.unwrap_or(HOLD_MINUTES),
        (_, Making::Offered(until)) => return Some(until),
        (Price::Prepaid(_), Making::HandedIn) => return None,
        (Price::Free, Making::HandedIn) => campaign.hold_minutes?,
    };
    let seconds = app.config.payments.hold_seconds.unwrap_or(minutes * 60);
    Some(now.plus_seconds(seconds))
}

async fn insert(
    app: &App,
    conn: &mut Conn,
    who: &Applicant,
    asked: &Asked,
    (now, making): (Instant, Making),
) -> Result<String, Error> {
    let id = new_id();
    let Asked {
        campaign, answers, ..
    } = asked;
    let sealed = app.secrets.seal(&place(&id), &service::write(answers)?)?;
    let slots = store::list_slots(conn, &who.person_id, &campaign.id).await?;
    let slot = (1..=campaign.applications_allowed).find(|slot| !slots.contains(slot));
    let slot = slot.ok_or(Code::AlreadyApplied)?;
    let held_until = held_until(app, (campaign, asked.price), (now, making));
    let status = if held_until.is_some() {
        Status::Held
    } else {
        Status::Submitted
    };
    let application = NewApplication {
        id: &id,
        number: &new_number(conn).await?,
        person_id: &who.person_id,
        campaign_id: &campaign.id,
        programme: &campaign.programme,
        state: status.as_str(),
        sitting_id: Some(answers.sitting.as_str()).filter(|id| !id.is_empty()),
        attempt_year: asked.year,
        kind: &answers.kind,
        answers: &sealed,
        held_until,
        slot,
    };
    if store::insert_application(conn, &application, now).await? == 0 {
        return Err(Code::AlreadyApplied.into());
    }
    store::insert_version(conn, &id, now).await?;
    scans::keep(conn, now, (&who.person_id, &campaign.id), answers).await?;
    if matches!(answers.workplace, Some(Workplace::ByHand { .. })) {
        let person = who.person_id.as_str();
        registries::open_case(conn, now, person, CaseKind::WorkplaceByHand, &id).await?;
    }
    Ok(id)
}

/// Ten digits that no application has.
async fn new_number(conn: &mut Conn) -> Result<String, Error> {
    loop {
        let number = rand::random_range(1_000_000_000..10_000_000_000_u64).to_string();
        if store::count_number(conn, &number).await? == 0 {
            return Ok(number);
        }
    }
}

/// What a program that reads and then writes would believe of the seats; only in tests, to prove that
/// the guard is what keeps the promise.
#[cfg(feature = "control")]
async fn believed(app: &App, sitting: &str) -> Result<Option<i64>, Error> {
    if app.unguarded {
        return Ok(Some(sittings::taken_now(app, sitting).await?));
    }
    Ok(None)
}

#[cfg(feature = "control")]
async fn take_believed(
    conn: &mut Conn,
    sitting: &str,
    believed: Option<i64>,
) -> Result<bool, Error> {
    if let Some(known) = believed {
        sittings::set_taken(conn, sitting, known).await?;
    }
    Ok(believed.is_some())
}
