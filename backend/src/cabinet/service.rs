//! What the cabinet shows, from the facts.

use shared::cabinet::{Cabinet, IdentityState};
use shared::problem::Code;
use shared::requirements::Requirement;

use crate::app::App;
use crate::dictionaries;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration;

pub(super) async fn find_cabinet(app: &App, who: &Applicant) -> Result<Cabinet, Error> {
    let known = registration::current(app, who).await?;
    if known.next == Some(Requirement::OwnPassword) {
        return Err(Code::StepOutOfOrder.into());
    }
    let programme = app.programmes.find(&known.programme);
    let asks = |requirement| programme.is_some_and(|programme| programme.asks(requirement));
    let facts = known.facts;
    let identity = asks(Requirement::BiometricConsent).then_some(if facts.in_person() {
        IdentityState::InPerson
    } else {
        IdentityState::InReview
    });
    let name_fixed = facts.name_is_fixed();
    let proved = facts.mobile.clone().filter(|_| facts.mobile_proved);
    let phone = facts.contact_phone().map(str::to_owned).or(proved);
    let details = facts.details.filter(|_| asks(Requirement::PersonalDetails));
    let study = facts.study.filter(|_| asks(Requirement::Study));
    let complete = (|| {
        Some((
            facts.name?,
            facts.email?,
            facts.personal_number?,
            facts.finished_at?,
        ))
    })();
    let (name, email, personal_number, registered_at) = complete.ok_or(Code::StepOutOfOrder)?;
    let applies_online = match &study {
        Some(study) => {
            let mut conn = app.db.read().await?;
            let contingent = dictionaries::contingent(&mut conn, &study.contingent).await?;
            contingent.is_some_and(|contingent| contingent.applies_online)
        }
        None => true,
    };
    Ok(Cabinet {
        programme: known.programme,
        name,
        email,
        personal_number,
        phone,
        details,
        study,
        identity,
        name_fixed,
        registered_at,
        applies_online,
    })
}
