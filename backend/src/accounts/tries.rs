//! Counting wrong passwords: five at once, then a wait that doubles with each five more, and at
//! twenty in an hour a pause until the hour is over (rules.md, Accounts).

use std::net::IpAddr;

use shared::problem::Code;
use shared::time::Instant;

use crate::app::App;
use crate::error::Error;
use crate::limits::{self, Limit};
use crate::notify;
use crate::secrets::Blind;

/// Tries without a wait.
const AT_ONCE: i64 = 5;
/// The first wait; the next ones double.
const FIRST_WAIT: i64 = 60;
/// Tries in an hour.
const IN_AN_HOUR: i64 = 20;
const HOUR: i64 = 3600;

/// What is counted together.
pub(super) struct Tries {
    few: String,
    hour: String,
}

/// Not now.
pub(super) struct Refusal {
    /// Seconds until the next try.
    seconds: i64,
    /// The tries of the hour are used up.
    pub(super) is_pause: bool,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Wait(Code::SignInPaused, refusal.seconds)
    }
}

/// The wait after five tries when so many of the hour were before the present one.
const fn wait_after(before: i64) -> i64 {
    let rounds = if before > 0 {
        (before - 1) / AT_ONCE
    } else {
        0
    };
    FIRST_WAIT << rounds
}

impl Tries {
    pub(super) fn new(name: String) -> Self {
        Self {
            hour: format!("{name}:hour"),
            few: name,
        }
    }

    /// The limits to forget after a success.
    pub(super) fn keys(self) -> [String; 2] {
        [self.few, self.hour]
    }

    /// Takes a try, or says how long to wait. A try that has to wait is not counted against the
    /// hour: impatience is no guess. The figure of the hour that is read first decides about the
    /// length of a wait alone; how many tries are had, the counting statements do.
    pub(super) async fn take(&self, app: &App, now: Instant) -> Result<Result<(), Refusal>, Error> {
        let before = limits::uses(app, now, &self.hour, HOUR).await?;
        let hour = Limit {
            uses: IN_AN_HOUR,
            seconds: HOUR,
            code: Code::SignInPaused,
        };
        if before < IN_AN_HOUR {
            let few = Limit {
                uses: AT_ONCE,
                seconds: wait_after(before),
                code: Code::SignInPaused,
            };
            if let Some(refusal) = taken(app, now, (&self.few, few)).await? {
                return Ok(Err(refusal));
            }
        }
        let refusal = taken(app, now, (&self.hour, hour)).await?;
        Ok(refusal.map_or(Ok(()), |refusal| {
            Err(Refusal {
                is_pause: true,
                ..refusal
            })
        }))
    }
}

async fn taken(
    app: &App,
    now: Instant,
    (key, limit): (&str, Limit),
) -> Result<Option<Refusal>, Error> {
    match limits::take(app, now, &[(key.to_owned(), limit)]).await {
        Ok(()) => Ok(None),
        Err(Error::Wait(_, seconds)) => Ok(Some(Refusal {
            seconds,
            is_pause: false,
        })),
        Err(error) => Err(error),
    }
}

/// Takes a try to sign in, for account and address together, so that a stranger cannot lock the
/// owner out; the owner is told of a pause once a day. Returns the limits to forget after a success.
pub async fn take_try(
    app: &App,
    now: Instant,
    account: &str,
    address: IpAddr,
) -> Result<[String; 2], Error> {
    let name = app.secrets.blind(&format!("email:{account}")).0;
    let network = app.secrets.blind(&format!("network:{address}")).0;
    let tries = Tries::new(format!("sign-in:{name}:{network}"));
    if let Err(refusal) = tries.take(app, now).await? {
        if refusal.is_pause {
            notify::too_many_tries(app, now, account).await?;
            app.letter_bell.notify_one();
        }
        return Err(refusal.into());
    }
    Ok(tries.keys())
}

/// The same for a mobile number. Nobody is told of a pause: each code has its own few tries.
pub async fn take_mobile_try(
    app: &App,
    now: Instant,
    number: &Blind,
    address: IpAddr,
) -> Result<[String; 2], Error> {
    let network = app.secrets.blind(&format!("network:{address}")).0;
    let tries = Tries::new(format!("sign-in:{}:{network}", number.0));
    tries.take(app, now).await??;
    Ok(tries.keys())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_with_each_five() {
        let waits: Vec<i64> = (0..IN_AN_HOUR).map(wait_after).collect();
        assert_eq!(waits[..6], [60; 6]);
        assert_eq!(waits[6..11], [120; 5]);
        assert_eq!(waits[11..16], [240; 5]);
        assert_eq!(waits[16..], [480; 4]);
    }
}
