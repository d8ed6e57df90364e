//! A step of the wizard at 64 clients: signed-in people who change name and details in turn, over
//! a real socket, against the same statements through bare sqlx with the same pools, the same
//! number of clients, in the same run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backend::db::Db;
use serde_json::{Value, json};
use shared::requirements::Requirement;
use sqlx::Row;
use tests::{Browser, Person, TestApp};

use crate::{now, say, share};

const CLIENTS: u32 = 64;
const LENGTH: Duration = Duration::from_secs(15);
const LIMIT: f64 = 2.0;

struct Figures {
    p50: Duration,
    p99: Duration,
    a_second: f64,
}

pub(crate) async fn run() -> bool {
    let app = Arc::new(TestApp::spawn().await);
    say(&format!("{CLIENTS} people register ..."));
    let mut people = Vec::new();
    for serial in 1..=CLIENTS {
        let browser = app.browser();
        let person = Person::new(serial).in_person();
        app.walk(&browser, &person, Some(Requirement::Study)).await;
        people.push(browser);
    }
    let bare = bare(&app).await;
    let calls = calls(people).await;
    show("bare sqlx", &bare);
    show("the API", &calls);
    let ratio = calls.p99.as_secs_f64() / bare.p99.as_secs_f64();
    say(&format!(
        "p99 of the API is {ratio:.2} × bare, limit {LIMIT:.1}"
    ));
    ratio <= LIMIT
}

fn show(name: &str, figures: &Figures) {
    say(&format!(
        "{name:<10} p50 {:>9.2?}   p99 {:>9.2?}   {:>7.0} steps a second",
        figures.p50, figures.p99, figures.a_second
    ));
}

fn figures(mut times: Vec<Duration>) -> Figures {
    times.sort();
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    Figures {
        p50: share(&times, 50),
        p99: share(&times, 99),
        a_second: f64::from(count) / LENGTH.as_secs_f64(),
    }
}

/// Runs one task a client until the time is over, and gathers how long each turn took.
async fn measure<F>(clients: impl Iterator<Item = F>) -> Figures
where
    F: Future<Output = Vec<Duration>> + Send + 'static,
{
    let mut running = tokio::task::JoinSet::new();
    for client in clients {
        running.spawn(client);
    }
    let mut times = Vec::new();
    while let Some(client) = running.join_next().await {
        times.extend(client.expect("no client fails"));
    }
    figures(times)
}

async fn calls(people: Vec<Browser>) -> Figures {
    let end = now() + LENGTH;
    measure(people.into_iter().map(|browser| async move {
        let (mut times, person) = (Vec::new(), Person::new(1));
        for turn in 0.. {
            let began = now();
            if began >= end {
                break;
            }
            let (path, body) = if turn % 2 == 0 {
                ("/registration/name", &person.name)
            } else {
                ("/registration/personal-details", &person.details)
            };
            let answer = browser.put(path, body.clone()).await;
            times.push(began.elapsed());
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        times
    }))
    .await
}

/// The statements of one such step, without HTTP, JSON, keys or rules.
async fn bare(app: &TestApp) -> Figures {
    let people = people(&app.app.db).await.expect("people are listed");
    let at = app.clock.now().0;
    let end = now() + LENGTH;
    measure(people.into_iter().map(|person| {
        let db = app.app.db.clone();
        async move {
            let mut times = Vec::new();
            for turn in 0.. {
                let began = now();
                if began >= end {
                    break;
                }
                step(&db, &person, at, turn)
                    .await
                    .expect("the statements run");
                times.push(began.elapsed());
            }
            times
        }
    }))
    .await
}

struct Someone {
    id: String,
    token_hash: String,
    email: String,
}

async fn people(db: &Db) -> Result<Vec<Someone>, sqlx::Error> {
    let mut conn = db.read().await?;
    let rows = sqlx::query(
        "SELECT logins.person_id, logins.email, sessions.token_hash FROM logins
         JOIN sessions ON sessions.person_id = logins.person_id
         WHERE sessions.kind = 'account' AND sessions.ended_at IS NULL",
    )
    .fetch_all(&mut *conn)
    .await?;
    let someone = |row: &sqlx::any::AnyRow| {
        Ok(Someone {
            id: row.try_get("person_id")?,
            email: row.try_get("email")?,
            token_hash: row.try_get("token_hash")?,
        })
    };
    rows.iter().map(someone).collect()
}

/// Reads of what is known happen twice in a step: before it, and for the answer.
async fn step(db: &Db, person: &Someone, at: i64, turn: u32) -> Result<(), sqlx::Error> {
    let mut conn = db.read().await?;
    sqlx::query(
        "SELECT person_id, kind, created_at, touched_at FROM sessions
         WHERE token_hash = $1 AND ended_at IS NULL",
    )
    .bind(&person.token_hash)
    .fetch_optional(&mut *conn)
    .await?;
    drop(conn);
    let mut tx = db.write().await?;
    sqlx::query("UPDATE people SET saved_at = $1 WHERE id = $2")
        .bind(at)
        .bind(&person.id)
        .execute(&mut *tx)
        .await?;
    read_all(&mut tx, person).await?;
    let (kind, value) = if turn.is_multiple_of(2) {
        ("name", Person::new(1).name)
    } else {
        sqlx::query("SELECT count(*) FROM regions WHERE code = $1 AND ended_at IS NULL")
            .bind("KZ-75")
            .fetch_one(&mut *tx)
            .await?;
        let stored = json!({
            "sex": "female", "birth_date": "1999-01-01", "region": "KZ-75", "phone": "+77011234567",
        });
        ("details", stored)
    };
    write(&mut tx, person, (kind, &value), at).await?;
    read_all(&mut tx, person).await?;
    tx.commit().await
}

async fn write(
    tx: &mut sqlx::AnyConnection,
    person: &Someone,
    (kind, value): (&str, &Value),
    at: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE facts SET superseded_at = $1
         WHERE person_id = $2 AND kind = $3 AND superseded_at IS NULL",
    )
    .bind(at)
    .bind(&person.id)
    .bind(kind)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO facts (id, person_id, kind, value, search_key, source, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(&person.id)
    .bind(kind)
    .bind(value.to_string())
    .bind(None::<String>)
    .bind("typed")
    .bind(at)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn read_all(tx: &mut sqlx::AnyConnection, person: &Someone) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT programme, language, created_at, saved_at FROM people WHERE id = $1")
        .bind(&person.id)
        .fetch_optional(&mut *tx)
        .await?;
    sqlx::query(
        "SELECT id, kind, value, recorded_at FROM facts WHERE person_id = $1 AND superseded_at IS NULL",
    )
    .bind(&person.id)
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query("SELECT person_id, email, password_hash FROM logins WHERE email = $1")
        .bind(&person.email)
        .fetch_optional(&mut *tx)
        .await?;
    for kind in ["terms", "biometrics", "personal_data"] {
        sqlx::query(
            "SELECT version, language, accepted_at FROM consents
             WHERE person_id = $1 AND text_kind = $2 ORDER BY accepted_at DESC, id DESC LIMIT 1",
        )
        .bind(&person.id)
        .bind(kind)
        .fetch_optional(&mut *tx)
        .await?;
    }
    sqlx::query(
        "SELECT id, kind, object_key, wrapped_key, width, height, taken_at, review_at
         FROM pictures WHERE person_id = $1 AND superseded_at IS NULL",
    )
    .bind(&person.id)
    .fetch_all(&mut *tx)
    .await?;
    Ok(())
}

/// As long as the program's identifiers, and growing like them.
fn new_id() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!("{:036}", MADE.fetch_add(1, Ordering::Relaxed))
}
