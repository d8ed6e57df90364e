//! The books: where all money is, and what waits for the cashier. For the command line, until there is
//! a console.

use shared::money::Tiyn;
use shared::payments::MoneyState;
use shared::time::Instant;

use super::store::{self, sum};
use crate::app::App;
use crate::error::Error;

/// Sums of all payments. What came is always what is applied, unapplied and refunded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Books {
    /// Everything that ever came.
    pub came: Tiyn,
    /// Pays orders.
    pub applied: Tiyn,
    /// Pays nothing.
    pub unapplied: Tiyn,
    /// Was given back.
    pub refunded: Tiyn,
}

impl Books {
    /// Whether no tiyn is unaccounted for.
    pub const fn balance(self) -> bool {
        let told = self.applied.tiyn() + self.unapplied.tiyn() + self.refunded.tiyn();
        self.came.tiyn() == told
    }
}

/// Money that pays nothing.
#[derive(Debug)]
pub struct Unapplied {
    /// Number of the payment.
    pub number: String,
    /// Who brought it.
    pub provider: String,
    /// The bank's number of the operation.
    pub external_id: String,
    /// How much.
    pub amount: Tiyn,
    /// Why it pays nothing.
    pub reason: String,
    /// When it came.
    pub received_at: Instant,
}

/// Adds everything up.
pub async fn books(app: &App) -> Result<Books, Error> {
    let mut conn = app.db.read().await?;
    let mut books = Books::default();
    for (state, amount) in store::sum_by_state(&mut conn).await? {
        match MoneyState::from_text(&state) {
            Some(MoneyState::Applied) => books.applied = sum(amount),
            Some(MoneyState::Unapplied) => books.unapplied = sum(amount),
            Some(MoneyState::Refunded) => books.refunded = sum(amount),
            None => books.came = sum(amount),
        }
    }
    Ok(books)
}

/// Money that pays nothing, the oldest first.
pub async fn list_unapplied(app: &App) -> Result<Vec<Unapplied>, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_all_unapplied(&mut conn).await?;
    let told = rows.into_iter().map(|row| Unapplied {
        number: row.number,
        provider: row.provider,
        external_id: row.external_id,
        amount: sum(row.amount),
        reason: row.reason,
        received_at: Instant(row.received_at),
    });
    Ok(told.collect())
}
