//! The opening of a campaign that costs something: ten times more people than seats apply, each with
//! seat and order, at 64 and at 512 callers, against the same statements through bare sqlx with the
//! same callers in the same run. Nobody may get a seat that is not there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use backend::db::Db;
use shared::money::Tiyn;
use sqlx::AnyConnection;
use tests::{Browser, TestApp};
use tokio::task::JoinSet;

use crate::{now, say, share};

const CALLERS: [usize; 2] = [64, 512];
const PEOPLE: usize = 1280;
const SITTINGS: usize = 8;
const SEATS: i64 = 16;

struct Figures {
    a_second: f64,
    p50: Duration,
    p99: Duration,
}

pub(crate) async fn run() -> bool {
    let app = TestApp::spawn().await;
    say(&format!(
        "{PEOPLE} people, {SITTINGS} sittings of {SEATS} seats, an order for each seat"
    ));
    let people = Arc::new(app.crowd(PEOPLE).await);
    let mut told = Vec::new();
    let mut oversold = 0;
    for (round, callers) in CALLERS.into_iter().enumerate() {
        let names = [format!("bare-{callers}"), format!("rush-{callers}")];
        let bare_seats = Arc::new(sittings(&app, &names[0], round * 2 + 1).await);
        let bare = bare(&app, (callers, names[0].clone()), bare_seats).await;
        let seats = sittings(&app, &names[1], round * 2 + 2).await;
        let campaign = names[1].clone();
        let calls = calls(people.clone(), (callers, campaign), Arc::new(seats.clone())).await;
        for sitting in &seats {
            oversold += (app.seats(sitting).await.1 - SEATS).max(0);
        }
        show(&format!("bare {callers}"), &bare);
        show(&format!("API {callers}"), &calls);
        told.push(format!(
            "{callers} callers {:.0} answers a second, p50 {:.1?}, p99 {:.1?}, ratio {:.2}",
            calls.a_second,
            calls.p50,
            calls.p99,
            bare.a_second / calls.a_second
        ));
    }
    let engine = if app.app.config.database_url.is_some() {
        "postgres"
    } else {
        "sqlite"
    };
    say(&format!(
        "{engine} {}; memory {}, oversold {oversold}",
        told.join("; "),
        memory()
    ));
    oversold == 0
}

/// Most memory that this process, callers included, ever had.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "unknown".to_owned(), |kb| format!("{} MB", kb / 1024))
}

fn show(name: &str, figures: &Figures) {
    say(&format!(
        "{name:<10} p50 {:>9.2?}   p99 {:>9.2?}   {:>7.0} answers a second",
        figures.p50, figures.p99, figures.a_second
    ));
}

/// A campaign whose exams are on a day of their own: nobody's clash.
async fn sittings(app: &TestApp, campaign: &str, day: usize) -> Vec<String> {
    app.campaign(campaign, |campaign| {
        campaign.fee = Some(Tiyn::of_tenge(5640));
        campaign.hold_minutes = Some(60);
    })
    .await;
    let mut seats = Vec::new();
    for sitting in 0..SITTINGS {
        let time = format!("2026-12-{day:02} 09:{sitting:02}");
        seats.push(app.sitting(campaign, &time, SEATS).await);
    }
    seats
}

/// Each caller takes the next person until there is none.
async fn measure<F>(callers: usize, book: impl Fn(usize) -> F + Send + Sync + 'static) -> Figures
where
    F: Future<Output = ()> + Send,
{
    let (book, next) = (Arc::new(book), Arc::new(AtomicUsize::new(0)));
    let began = now();
    let mut lanes = JoinSet::new();
    for _ in 0..callers {
        let (book, next) = (book.clone(), next.clone());
        lanes.spawn(async move {
            let mut times = Vec::new();
            loop {
                let person = next.fetch_add(1, Ordering::Relaxed);
                if person >= PEOPLE {
                    return times;
                }
                let began = now();
                book(person).await;
                times.push(began.elapsed());
            }
        });
    }
    let mut times = Vec::new();
    while let Some(caller) = lanes.join_next().await {
        times.extend(caller.expect("no caller fails"));
    }
    let took = began.elapsed();
    times.sort();
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    Figures {
        a_second: f64::from(count) / took.as_secs_f64(),
        p50: share(&times, 50),
        p99: share(&times, 99),
    }
}

async fn calls(
    people: Arc<Vec<Browser>>,
    (callers, campaign): (usize, String),
    sittings: Arc<Vec<String>>,
) -> Figures {
    measure(callers, move |person| {
        let (browser, campaign) = (people[person].clone(), campaign.clone());
        let sitting = sittings[person % SITTINGS].clone();
        async move {
            let answer = browser.apply(&campaign, &sitting).await;
            assert!(matches!(answer.status, 201 | 422), "{}", answer.body);
        }
    })
    .await
}

async fn bare(
    app: &TestApp,
    (callers, campaign): (usize, String),
    sittings: Arc<Vec<String>>,
) -> Figures {
    let (db, at) = (app.app.db.clone(), app.clock.now().0);
    measure(callers, move |person| {
        let (db, campaign) = (db.clone(), campaign.clone());
        let sitting = sittings[person % SITTINGS].clone();
        async move {
            let person = format!("crowd-{person:05}");
            book(&db, (&person, &campaign), &sitting, at)
                .await
                .expect("the statements run");
        }
    })
    .await
}

/// The statements of one booking, without HTTP, JSON, keys or rules.
async fn book(
    db: &Db,
    (person, campaign): (&str, &str),
    sitting: &str,
    at: i64,
) -> Result<(), sqlx::Error> {
    let mut conn = db.read().await?;
    read(
        &mut conn,
        "SELECT person_id, kind FROM sessions WHERE token_hash = $1",
        person,
    )
    .await?;
    read(
        &mut conn,
        "SELECT DISTINCT sitting_id FROM applications WHERE person_id = $1 AND state = 'held'
             AND ended_at IS NULL",
        person,
    )
    .await?;
    drop(conn);
    let mut tx = db.write().await?;
    decide(&mut tx, person, sitting, at).await?;
    release(&mut tx, sitting, at).await?;
    let taken = sqlx::query(
        "UPDATE sittings SET taken = taken + 1 WHERE id = $1 AND taken < capacity AND starts_at > $2",
    )
    .bind(sitting)
    .bind(at)
    .execute(&mut *tx)
    .await?;
    if taken.rows_affected() == 0 {
        return tx.rollback().await;
    }
    write(&mut tx, (person, campaign), sitting, at).await?;
    order(&mut tx, (person, campaign), at).await?;
    tell(&mut tx, (person, campaign), sitting, at).await?;
    tx.commit().await
}

/// What is read before the seat is taken.
async fn decide(
    tx: &mut AnyConnection,
    person: &str,
    sitting: &str,
    at: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE people SET saved_at = $1 WHERE id = $2")
        .bind(at)
        .bind(person)
        .execute(&mut *tx)
        .await?;
    read(
        tx,
        "SELECT id, allowed FROM campaigns WHERE id = $1",
        "bare",
    )
    .await?;
    read(tx, CHOICES, "ncie").await?;
    read(tx, SITTING, sitting).await?;
    read(
        tx,
        "SELECT count(*) FROM applications a JOIN sittings s ON s.id = a.sitting_id
         WHERE a.person_id = $1 AND a.ended_at IS NULL",
        person,
    )
    .await?;
    read(
        tx,
        "SELECT kind, value FROM facts WHERE person_id = $1 AND superseded_at IS NULL",
        person,
    )
    .await?;
    for _ in 0..3 {
        read(tx, CONSENT, person).await?;
    }
    read(
        tx,
        "SELECT person_id FROM logins WHERE person_id = $1",
        person,
    )
    .await?;
    read(
        tx,
        "SELECT code, online_since FROM contingents WHERE code = $1",
        "vmr",
    )
    .await?;
    for _ in 0..3 {
        read(
            tx,
            "SELECT slot FROM applications WHERE person_id = $1 AND ended_at IS NULL",
            person,
        )
        .await?;
    }
    Ok(())
}

const CHOICES: &str = "SELECT list, code, name_kk, name_ru, name_en, rank, subject_group, language
     FROM choices WHERE programme = $1";
const SITTING: &str =
    "SELECT s.id, s.starts_at, s.ends_at, s.capacity, s.taken, p.name_kk, p.name_ru,
         p.name_en, p.address_kk FROM sittings s JOIN exam_places p ON p.code = s.place
     WHERE s.id = $1";
const CONSENT: &str = "SELECT version, language, accepted_at FROM consents
     WHERE person_id = $1 AND text_kind = 'terms' ORDER BY accepted_at DESC LIMIT 1";

async fn read(
    conn: &mut AnyConnection,
    statement: &'static str,
    value: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(statement).bind(value).fetch_all(conn).await?;
    Ok(())
}

/// Expired holds are looked for before a seat is taken.
async fn release(conn: &mut AnyConnection, sitting: &str, at: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sittings SET taken = taken WHERE id = $1")
        .bind(sitting)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE applications SET state = 'annulled' WHERE sitting_id = $1 AND state = 'held'
             AND ended_at IS NULL AND held_until <= $2",
    )
    .bind(sitting)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// The order, and the look for money that waits.
async fn order(
    conn: &mut AnyConnection,
    (person, campaign): (&str, &str),
    at: i64,
) -> Result<(), sqlx::Error> {
    let id = format!("{campaign}-{person}");
    sqlx::query(
        "INSERT INTO orders (application_id, number, person_id, campaign_id, programme, amount,
             created_at)
         VALUES ($1, $1, $2, $3, 'ncie', 564000, $4)",
    )
    .bind(&id)
    .bind(person)
    .bind(campaign)
    .bind(at)
    .execute(&mut *conn)
    .await?;
    read(
        conn,
        "SELECT number, amount FROM orders WHERE application_id = $1",
        &id,
    )
    .await?;
    read(
        conn,
        "SELECT id, amount FROM payments WHERE person_id = $1",
        person,
    )
    .await
}

/// The rows that an accepted application leaves.
async fn write(
    conn: &mut AnyConnection,
    (person, campaign): (&str, &str),
    sitting: &str,
    at: i64,
) -> Result<(), sqlx::Error> {
    let id = format!("{campaign}-{person}");
    read(
        conn,
        "SELECT count(*) FROM applications WHERE number = $1",
        &id,
    )
    .await?;
    sqlx::query(
        "INSERT INTO applications (id, number, person_id, campaign_id, programme, slot, state,
             sitting_id, attempt_year, kind, answers, version, held_until, submitted_at,
             changed_at)
         VALUES ($1, $1, $2, $6, 'ncie', 1, 'held', $3, 2026, '', $4, 1, $5 + 3600000000, $5, $5)",
    )
    .bind(&id)
    .bind(person)
    .bind(sitting)
    .bind("sealed".repeat(60))
    .bind(at)
    .bind(campaign)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "INSERT INTO application_versions (application_id, version, state, sitting_id, answers, at)
         SELECT id, version, state, sitting_id, answers, submitted_at FROM applications
         WHERE id = $1",
    )
    .bind(&id)
    .execute(&mut *conn)
    .await?;
    read(conn, CONSENT, person).await?;
    sqlx::query(
        "INSERT INTO consents (id, person_id, text_kind, version, language, accepted_at)
         VALUES ($1, $2, 'rules', '1', 'kk', $3)",
    )
    .bind(&id)
    .bind(person)
    .bind(at)
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM application_drafts WHERE person_id = $1 AND campaign_id = 'bare'")
        .bind(person)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// What is read for the answer, and the letter.
async fn tell(
    conn: &mut AnyConnection,
    (person, campaign): (&str, &str),
    sitting: &str,
    at: i64,
) -> Result<(), sqlx::Error> {
    let id = format!("{campaign}-{person}");
    read(
        conn,
        "SELECT id, answers, version FROM applications WHERE id = $1",
        &id,
    )
    .await?;
    read(
        conn,
        "SELECT id, allowed FROM campaigns WHERE id = $1",
        "bare",
    )
    .await?;
    read(conn, CHOICES, "ncie").await?;
    read(conn, SITTING, sitting).await?;
    read(
        conn,
        "SELECT version, answers FROM application_versions WHERE application_id = $1",
        &id,
    )
    .await?;
    read(
        conn,
        "SELECT email FROM logins WHERE person_id = $1",
        person,
    )
    .await?;
    sqlx::query(
        "INSERT INTO outbox (id, person_id, template, language, recipient, parameters, created_at,
             run_at, useless_at)
         VALUES ($1, $2, 'application_held', 'kk', $3, $3, $4, $4, $4)",
    )
    .bind(&id)
    .bind(person)
    .bind("sealed".repeat(60))
    .bind(at)
    .execute(conn)
    .await?;
    Ok(())
}
