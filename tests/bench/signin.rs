//! Whether the time of an answer tells that an account exists: 200 times a known and an unknown
//! address each, in turn, at the three places where a stranger can write one.

use std::time::Duration;

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Answer, Browser, Person, TestApp};

use crate::{now, say, share};

const ROUNDS: u32 = 200;
const LIMIT: Duration = Duration::from_millis(10);
/// A code goes to an address so many times a day only.
const DAY: i64 = 86_400;

/// Where an address is written.
#[derive(Clone, Copy)]
enum Place {
    SignIn,
    Registration,
    Recovery,
}

impl Place {
    const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "signing in",
            Self::Registration => "registering",
            Self::Recovery => "recovering",
        }
    }

    /// Everything before the address is written.
    async fn prepare(self, app: &TestApp, network: &str) -> Browser {
        let caller = app.browser_at(network);
        if matches!(self, Self::Registration) {
            app.walk(&caller, &Person::new(2), Some(Requirement::Email))
                .await;
        }
        caller
    }

    async fn write(self, caller: &Browser, email: &str) -> Answer {
        match self {
            Self::SignIn => {
                let body = json!({ "email": email, "password": "not the right password" });
                caller.post("/sessions", body).await
            }
            Self::Registration => {
                caller
                    .put("/registration/email", json!({ "email": email }))
                    .await
            }
            Self::Recovery => {
                caller
                    .post("/password-recovery", json!({ "email": email }))
                    .await
            }
        }
    }

    const fn status(self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::Registration => 200,
            Self::Recovery => 204,
        }
    }
}

pub(crate) async fn run() -> bool {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    app.walk(&browser, &Person::new(1), Some(Requirement::SignIn))
        .await;
    let mut kept = true;
    for place in [Place::SignIn, Place::Registration, Place::Recovery] {
        kept &= is_silent(&app, place).await;
    }
    kept
}

async fn is_silent(app: &TestApp, place: Place) -> bool {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        app.clock.advance_seconds(DAY);
        // A new network each time: the pause for guessers is not what is measured.
        let network = format!("203.0.{}.{}", round / 250, round % 250 + 1);
        let first = place.prepare(app, &network).await;
        let second = place.prepare(app, &network).await;
        let (one, other) = (
            ("person1@example.kz", &mut known),
            ("nobody@example.kz", &mut unknown),
        );
        // Whoever comes second finds the database warm.
        let turns = if round % 2 == 0 {
            [one, other]
        } else {
            [other, one]
        };
        for (caller, (email, times)) in [&first, &second].into_iter().zip(turns) {
            let began = now();
            let answer = place.write(caller, email).await;
            times.push(began.elapsed());
            assert_eq!(answer.status, place.status(), "{}", answer.body);
        }
    }
    known.sort();
    unknown.sort();
    let (known, unknown) = (share(&known, 50), share(&unknown, 50));
    let difference = known.abs_diff(unknown);
    let name = place.name();
    say(&format!("{name:<12} known address    median {known:?}"));
    say(&format!("{name:<12} unknown address  median {unknown:?}"));
    say(&format!(
        "{name:<12} difference              {difference:?}, limit {LIMIT:?}"
    ));
    difference < LIMIT
}
