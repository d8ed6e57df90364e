//! Many registered people at once, and campaigns with sittings for them: rows as the program itself
//! would have written them, without the minutes that a thousand registrations take.

use std::sync::Arc;

use reqwest::cookie::Jar;
use serde_json::{Value, json};
use shared::campaigns::{Allowed, Campaign};
use shared::consents::TextKind;
use shared::dictionaries::Name;
use shared::time::{Instant, date_in_kazakhstan};
use sqlx::AnyConnection;

use crate::app::TestApp;
use crate::browser::Browser;

/// A week of the test's clock ahead, 09:00: when exams are.
pub const EXAM_DAY: &str = "2026-11-28";

impl TestApp {
    /// Registered graduates, each signed in with an own browser.
    pub async fn crowd(&self, size: usize) -> Vec<Browser> {
        let mut tx = self.app.db.write().await.expect("a transaction");
        let mut browsers = Vec::new();
        for serial in 0..size {
            let id = format!("crowd-{serial:05}");
            let token = format!("token-of-{id}");
            insert_person(self, &mut tx, &id, &token).await;
            browsers.push(self.browser_with(&token));
        }
        tx.commit().await.expect("people are there");
        browsers
    }

    /// A browser that holds the session of this token.
    fn browser_with(&self, token: &str) -> Browser {
        let jar = Jar::default();
        let name = self.app.config.cookie_name();
        let url = self.address.parse().expect("an address");
        jar.add_cookie_str(&format!("{name}={token}; Path=/; Secure"), &url);
        Browser::with_cookies(&self.address, Arc::new(jar))
    }

    /// A campaign of graduates that is open for a week; `change` makes it another.
    pub async fn campaign(&self, id: &str, change: impl FnOnce(&mut Campaign)) {
        let now = self.clock.now();
        let name = |text: &str| Name {
            kk: text.to_owned(),
            ru: text.to_owned(),
            en: text.to_owned(),
        };
        let mut campaign = Campaign {
            id: id.to_owned(),
            programme: "ncie".to_owned(),
            name: name("Тест қабылдауы"),
            note: Name::default(),
            opens_at: now,
            closes_at: now.plus_seconds(5 * 86_400),
            edits_until: now.plus_seconds(6 * 86_400),
            fee: None,
            hold_minutes: None,
            applications_allowed: 1,
            editable: Vec::new(),
            moves: true,
            places_after: None,
            allowed: Allowed::default(),
        };
        change(&mut campaign);
        let mut tx = self.app.db.write().await.expect("a transaction");
        let saved = backend::campaigns::save(&mut tx, &campaign).await;
        saved.expect("the campaign is saved");
        tx.commit().await.expect("it is there");
    }

    /// A sitting of so many seats in Almaty at this time of the exam day; returns its id.
    pub async fn sitting(&self, campaign: &str, starts: &str, capacity: i64) -> String {
        self.sitting_at(campaign, ("almaty", starts), capacity)
            .await
    }

    /// The same in another place.
    pub async fn sitting_at(
        &self,
        campaign: &str,
        (place, starts): (&str, &str),
        capacity: i64,
    ) -> String {
        let starts = if starts.contains(' ') {
            starts.to_owned()
        } else {
            format!("{EXAM_DAY} {starts}")
        };
        let row = json!({
            "campaign": campaign, "place": place, "room": "1", "attendance": "centre",
            "starts": starts, "minutes": 180, "capacity": capacity,
        });
        let rows = [serde_json::from_value(row).expect("a row")];
        let today = date_in_kazakhstan(self.clock.now());
        let mut tx = self.app.db.write().await.expect("a transaction");
        let saved = backend::campaigns::save_sittings(&mut tx, &rows, today).await;
        saved.expect("the sitting is saved");
        let id = sqlx::query_scalar(
            "SELECT id FROM sittings WHERE campaign_id = $1 AND place = $2 ORDER BY id DESC",
        )
        .bind(campaign)
        .bind(place)
        .fetch_one(&mut *tx)
        .await
        .expect("it is found");
        tx.commit().await.expect("it is there");
        id
    }

    /// Seats that are taken, as counter and as rows.
    pub async fn seats(&self, sitting: &str) -> (i64, i64) {
        let mut conn = self.app.db.read().await.expect("the database answers");
        let counter = sqlx::query_scalar("SELECT taken FROM sittings WHERE id = $1")
            .bind(sitting)
            .fetch_one(&mut *conn)
            .await;
        let rows = sqlx::query_scalar(
            "SELECT count(*) FROM applications WHERE sitting_id = $1 AND ended_at IS NULL",
        )
        .bind(sitting)
        .fetch_one(&mut *conn)
        .await;
        (counter.expect("a counter"), rows.expect("a count"))
    }
}

impl Browser {
    /// Good answers of a graduate for this sitting.
    pub fn answers(sitting: &str) -> Value {
        json!({
            "service": "readiness", "specialty": "nursing", "language": "kk",
            "attendance": "centre", "sitting": sitting,
        })
    }

    /// A tick under the rules, as the version says that is in force.
    pub fn rules() -> Value {
        json!({ "version": "1", "language": "kk", "read": true, "agreed": true })
    }

    /// Applies with good answers.
    pub async fn apply(&self, campaign: &str, sitting: &str) -> crate::browser::Answer {
        let body = json!({ "answers": Self::answers(sitting), "rules": Self::rules() });
        self.post(&format!("/campaigns/{campaign}/applications"), body)
            .await
    }
}

async fn insert_person(app: &TestApp, conn: &mut AnyConnection, id: &str, token: &str) {
    let now = app.clock.now();
    let email = format!("{id}@example.kz");
    run(
        conn,
        "INSERT INTO people (id, programme, language, created_at, saved_at)
         VALUES ($1, 'ncie', 'kk', CAST($2 AS BIGINT), CAST($2 AS BIGINT))",
        &[id, &now.0.to_string()],
    )
    .await;
    run(
        conn,
        "INSERT INTO logins (person_id, email, password_hash, created_at, password_set_at)
         VALUES ($1, $2, 'none', CAST($3 AS BIGINT), CAST($3 AS BIGINT))",
        &[id, &email, &now.0.to_string()],
    )
    .await;
    let facts = [
        ("citizenship", json!("KAZ")),
        ("email", json!(email)),
        ("email_proved", json!(email)),
        ("biometrics", json!("in_person")),
        (
            "name",
            json!({ "surname": "Сынақова", "first_name": "Әлия", "patronymic": "" }),
        ),
        (
            "details",
            json!({
                "sex": "female", "birth_date": "1999-01-01", "region": "KZ-75",
                "phone": "+77011234567",
            }),
        ),
        ("study", json!({ "contingent": "vmr" })),
    ];
    for (kind, value) in facts {
        insert_fact(conn, (id, kind), &value, now).await;
    }
    run(
        conn,
        "INSERT INTO registrations (person_id, programme, began_at, finished_at)
         VALUES ($1, 'ncie', CAST($2 AS BIGINT), CAST($2 AS BIGINT))",
        &[id, &now.0.to_string()],
    )
    .await;
    insert_consents(app, conn, id).await;
    insert_session(conn, (id, token), now).await;
}

async fn insert_consents(app: &TestApp, conn: &mut AnyConnection, id: &str) {
    let now = app.clock.now();
    for kind in [TextKind::Terms, TextKind::PersonalData] {
        run(
            conn,
            "INSERT INTO consents (id, person_id, text_kind, version, language, accepted_at)
             VALUES ($1, $2, $3, $4, 'kk', CAST($5 AS BIGINT))",
            &[
                &format!("{id}-{}", kind.as_str()),
                id,
                kind.as_str(),
                app.app.texts.version("ncie", kind),
                &now.0.to_string(),
            ],
        )
        .await;
    }
}

async fn insert_session(conn: &mut AnyConnection, (id, token): (&str, &str), now: Instant) {
    // Far ahead of the clock: the session outlives every story that moves it.
    let signed_in = now.plus_seconds(10 * 365 * 86_400);
    run(
        conn,
        "INSERT INTO sessions (token_hash, person_id, kind, created_at, touched_at, public_id)
         VALUES ($1, $2, 'account', CAST($3 AS BIGINT), CAST($3 AS BIGINT), $4)",
        &[
            &backend::secrets::token_hash(token),
            id,
            &signed_in.0.to_string(),
            &format!("{id}-session"),
        ],
    )
    .await;
}

async fn insert_fact(
    conn: &mut AnyConnection,
    (id, kind): (&str, &str),
    value: &Value,
    now: Instant,
) {
    run(
        conn,
        "INSERT INTO facts (id, person_id, kind, value, source, recorded_at)
         VALUES ($1, $2, $3, $4, 'typed', CAST($5 AS BIGINT))",
        &[
            &format!("{id}-{kind}"),
            id,
            kind,
            &value.to_string(),
            &now.0.to_string(),
        ],
    )
    .await;
}

async fn run(conn: &mut AnyConnection, statement: &'static str, values: &[&str]) {
    let mut query = sqlx::query(statement);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    query.execute(conn).await.expect("the row is written");
}
