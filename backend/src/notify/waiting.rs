//! Letters about waiting for a seat: one is offered, or waiting has ended without one.

use shared::applications::{Application, Status};
use shared::campaigns::Campaign;
use shared::consents::Language;
use shared::sittings::Sitting;
use shared::time::Instant;

use super::applications::{application_letter, seat_words};
use super::payments::sum_words;
use super::service::{TRIED_HOURS, enqueue, local_time};
use super::store;
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// A seat is offered: until when, and what to do. Where money that waited has paid it, it is accepted.
pub async fn offer_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, application): (&str, &Application),
) -> Result<(), Error> {
    if application.status == Status::Submitted {
        let about = (person_id, application);
        return application_letter(app, conn, now, about, "application_accepted").await;
    }
    let Some(owner) = store::find_owner(conn, person_id).await? else {
        return Ok(());
    };
    let language = Language::from_tag(&owner.language).unwrap_or_default();
    let page = app.config.page_url.trim_end_matches('/');
    let url = format!("{page}/cabinet/applications/{}", application.id);
    let payment_url = format!("{url}/payment");
    let seat = application.sitting.as_ref();
    let seat = seat.map_or_else(String::new, |sitting| seat_words(sitting, language));
    let until = application.held_until.map_or_else(String::new, local_time);
    let order = application.order.as_ref();
    let amount = order.map_or_else(String::new, |order| sum_words(order.amount));
    let values = [
        ("campaign", application.campaign_name.text(language)),
        ("number", application.number.as_str()),
        ("seat", seat.as_str()),
        ("held_until", until.as_str()),
        ("amount", amount.as_str()),
        ("application_url", url.as_str()),
        ("payment_url", payment_url.as_str()),
    ];
    let template = if order.is_some() {
        "waiting_offer_paid"
    } else {
        "waiting_offer"
    };
    let to = (person_id, owner.email.as_str(), language);
    let times = (now, now.plus_seconds(TRIED_HOURS * 3600));
    enqueue(app, conn, times, to, (template, &values)).await?;
    Ok(())
}

/// Waiting ended without a seat: `waiting_over` when the time is over, `waiting_dropped` when the person
/// could not apply any more.
pub async fn waiting_letter(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    (person_id, campaign, sitting): (&str, &Campaign, Option<&Sitting>),
    template: &'static str,
) -> Result<(), Error> {
    let Some(owner) = store::find_owner(conn, person_id).await? else {
        return Ok(());
    };
    let language = Language::from_tag(&owner.language).unwrap_or_default();
    let page = app.config.page_url.trim_end_matches('/');
    let url = format!("{page}/cabinet/apply");
    let seat = sitting.map_or_else(String::new, |sitting| seat_words(sitting, language));
    let values = [
        ("campaign", campaign.name.text(language)),
        ("seat", seat.as_str()),
        ("campaigns_url", url.as_str()),
    ];
    let to = (person_id, owner.email.as_str(), language);
    let times = (now, now.plus_seconds(TRIED_HOURS * 3600));
    enqueue(app, conn, times, to, (template, &values)).await?;
    Ok(())
}
