//! What is done hourly: deleting what is due (rules.md, Data), reminding of exams, asking the registry
//! of education again. Each run may be repeated.

use std::time::Duration;

use shared::time::Instant;
use tokio::sync::watch;

use crate::app::App;
use crate::error::Error;
use crate::{
    accounts, applications, errands, guardians, idempotency, limits, mobile, movement, passkeys,
    pin, proofing, readings, registration, registries, reminders, scans, security,
};

/// Runs until told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let now = app.clock.now();
        if let Err(error) = sweep(&app, now).await {
            tracing::error!(?error, "the hourly sweep failed");
        }
        if let Err(error) = applications::check_again(&app, now).await {
            tracing::error!(?error, "the registry of education was not asked again");
        }
        if let Err(error) = reminders::send_due(&app, now).await {
            tracing::error!(?error, "reminders were not sent");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_hours(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Deletes what is due: codes after 7 days, ended sessions, limits, kept answers, useless links and
/// challenges; errands of phones after a day;
/// holds whose time is over; after 90 days drafts without a login, pictures that were never handed
/// in, tries to sign in; after 7 days answers of registries, after three years the log of who asked
/// them.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    limits::sweep(app, now).await?;
    idempotency::sweep(app, now).await?;
    accounts::sweep(app, now).await?;
    mobile::sweep(app, now).await?;
    security::sweep(app, now).await?;
    passkeys::sweep(app, now).await?;
    errands::sweep(app, now).await?;
    pin::sweep(app, now).await?;
    registration::sweep_drafts(app, now).await?;
    proofing::sweep(app, now).await?;
    readings::sweep(app, now).await?;
    movement::sweep(app, now).await?;
    applications::sweep(app, now).await?;
    scans::sweep(app, now).await?;
    registries::sweep(app, now).await?;
    guardians::sweep(app, now).await?;
    app.db.fold().await?;
    Ok(())
}
