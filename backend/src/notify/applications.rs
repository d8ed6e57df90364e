//! Letters about applications: what stands now, where and when, until when it can be changed.

use shared::applications::Application;
use shared::consents::Language;
use shared::sittings::Sitting;
use shared::time::Instant;

use super::service::{TRIED_HOURS, enqueue, local_time};
use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// A letter about an application as it stands now: `application_accepted`, `application_changed`,
/// `application_placed`, `application_withdrawn`, `reminder_week` or `reminder_day`.
pub async fn application_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, application): (&str, &Application),
    template: &'static str,
) -> Result<(), Error> {
    let Some(owner) = store::find_owner(conn, person_id).await? else {
        return Ok(());
    };
    let language = Language::from_tag(&owner.language).unwrap_or_default();
    let page = app.config.page_url.trim_end_matches('/');
    let url = format!("{page}/cabinet/applications/{}", application.id);
    let seat = application.sitting.as_ref();
    let seat = seat.map_or_else(String::new, |sitting| seat_words(sitting, language));
    let edits_until = application.edits_until.map_or_else(String::new, local_time);
    let time = local_time(now);
    let values = [
        ("campaign", application.campaign_name.text(language)),
        ("number", application.number.as_str()),
        ("seat", seat.as_str()),
        ("edits_until", edits_until.as_str()),
        ("application_url", url.as_str()),
        ("time", time.as_str()),
    ];
    let to = (person_id, owner.email.as_str(), language);
    let times = (now, now.plus_seconds(TRIED_HOURS * 3600));
    enqueue(app, conn, times, to, (template, &values)).await?;
    Ok(())
}

/// Where and when, one part a line; names come from the centre.
pub(super) fn seat_words(sitting: &Sitting, language: Language) -> String {
    let place = &sitting.place;
    let parts = [
        format!("{} (UTC+5)", local_time(sitting.starts_at)),
        place.city.text(language).to_owned(),
        place.name.text(language).to_owned(),
        place.address.text(language).to_owned(),
    ];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    told.join("\n")
}
