//! What the cabinet shows, from the facts.

use shared::cabinet::{Cabinet, IdentityState};
use shared::problem::Code;

use crate::app::App;
use crate::dictionaries;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration;

pub(super) async fn find_cabinet(app: &App, who: &Applicant) -> Result<Cabinet, Error> {
    let facts = registration::current(app, who).await?.facts;
    let in_person = facts.in_person();
    let complete = (|| {
        Some((
            facts.name?,
            facts.email?,
            facts.personal_number?,
            facts.details?,
            facts.study?,
            facts.finished_at?,
        ))
    })();
    let (name, email, personal_number, details, study, registered_at) =
        complete.ok_or(Code::StepOutOfOrder)?;
    let mut conn = app.db.read().await?;
    let contingent = dictionaries::contingent(&mut conn, &study.contingent).await?;
    Ok(Cabinet {
        name,
        email,
        personal_number,
        details,
        study,
        identity: if in_person {
            IdentityState::InPerson
        } else {
            IdentityState::InReview
        },
        registered_at,
        applies_online: contingent.is_some_and(|contingent| contingent.applies_online),
    })
}
