//! Whether the time of an answer tells that an account exists: 200 sign-ins of a known and of an
//! unknown address each, one after the other, each with a wrong password.

use std::time::Duration;

use serde_json::json;
use shared::requirements::Requirement;
use tests::{Browser, Person, TestApp};

use crate::{now, say, share};

const ROUNDS: u32 = 200;
const LIMIT: Duration = Duration::from_millis(10);

pub(crate) async fn run() -> bool {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    app.walk(&browser, &Person::new(1), Some(Requirement::SignIn))
        .await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // A new network each time: the pause for guessers is not what is measured.
        let caller = app.browser_at(&format!("203.0.{}.{}", round / 250, round % 250 + 1));
        for (email, times) in [
            ("person1@example.kz", &mut known),
            ("nobody@example.kz", &mut unknown),
        ] {
            times.push(guess(&caller, email).await);
        }
    }
    known.sort();
    unknown.sort();
    let (known, unknown) = (share(&known, 50), share(&unknown, 50));
    let difference = known.abs_diff(unknown);
    say(&format!("known address    median {known:?}"));
    say(&format!("unknown address  median {unknown:?}"));
    say(&format!(
        "difference              {difference:?}, limit {LIMIT:?}"
    ));
    difference < LIMIT
}

async fn guess(browser: &Browser, email: &str) -> Duration {
    let body = json!({ "email": email, "password": "not the right password" });
    let began = now();
    let answer = browser.post("/sessions", body).await;
    let took = began.elapsed();
    assert_eq!(answer.status, 401, "{}", answer.body);
    took
}
