//! What happens to money and holds without anybody asking: holds that end and their letters, offers to
//! who waits for a seat, card payments that nobody tells of, refunds to cards. Each step may be
//! repeated, by several programs.

use std::time::Duration;

use tokio::sync::watch;

use super::{cards, refunds};
use crate::app::App;
use crate::error::Error;
use crate::{applications, waiting};

/// Runs until told to stop.
pub async fn run_worker(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = work(&app).await {
            tracing::error!(?error, "the worker of payments failed");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Does what is due.
pub async fn work(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    applications::sweep(app, now).await?;
    applications::tell_annulled(app, now).await?;
    waiting::offer(app, now).await?;
    cards::ask_due(app).await?;
    refunds::call_bank(app).await?;
    Ok(())
}
