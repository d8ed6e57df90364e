//! Search for a sitting out of 10,000 while somebody narrows region, city and day: two people at once,
//! as many as there are cores, over a real socket.

use std::time::Duration;

use serde_json::json;
use shared::time::date_in_kazakhstan;
use tests::{Browser, TestApp};

use crate::{now, say, share};

const SITTINGS: u32 = 10_000;
const PEOPLE: u32 = 2;
/// Searches of each of them.
const SEARCHES: u32 = 480;
const LIMIT: Duration = Duration::from_millis(20);

const PLACES: [&str; 8] = [
    "almaty", "astana", "shymkent", "oral", "semey", "aktobe", "kostanay", "pavlodar",
];
const NARROWED: [&str; 6] = [
    "",
    "region=KZ-75",
    "region=KZ-27&city=%D0%BE%D1%80%D0%B0%D0%BB",
    "city=%D0%B0",
    "region=KZ-71&date=2027-01-11&free=true",
    "date=2027-02-03",
];

pub(crate) async fn run() -> bool {
    let app = TestApp::spawn().await;
    app.campaign("c", |_| ()).await;
    fill(&app).await;
    let mut seeking = tokio::task::JoinSet::new();
    for serial in 0..PEOPLE {
        seeking.spawn(seek(app.browser(), serial));
    }
    let mut times = seeking.join_all().await.concat();
    times.sort();
    let (p50, p99) = (share(&times, 50), share(&times, 99));
    let (count, longest) = (times.len(), times.last().copied().unwrap_or_default());
    say(&format!(
        "{SITTINGS} sittings, {count} searches   p50 {p50:.2?}   p99 {p99:.2?}, limit {LIMIT:?}   \
         longest {longest:.2?}"
    ));
    p99 <= LIMIT
}

async fn fill(app: &TestApp) {
    let row = |serial: u32| {
        let place = PLACES[serial as usize % PLACES.len()];
        let turn = serial as usize / PLACES.len();
        let (day, hour) = (turn / 8 % 56, 9 + turn % 8);
        let (month, day) = (1 + day / 28, 1 + day % 28);
        json!({
            "campaign": "c", "place": place, "room": format!("{}", turn / 448), "attendance": "centre",
            "starts": format!("2027-{month:02}-{day:02} {hour:02}:00"), "minutes": 50, "capacity": 30,
        })
    };
    let rows: Vec<_> = (0..SITTINGS)
        .map(|serial| serde_json::from_value(row(serial)).expect("a row"))
        .collect();
    let today = date_in_kazakhstan(app.clock.now());
    let mut tx = app.app.db.write().await.expect("a transaction");
    let stored = backend::campaigns::save_sittings(&mut tx, &rows, today).await;
    assert_eq!(stored.expect("they are stored"), rows.len());
    tx.commit().await.expect("they are there");
}

async fn seek(browser: Browser, serial: u32) -> Vec<Duration> {
    let mut times = Vec::new();
    for turn in 0..SEARCHES {
        let query = NARROWED[(serial + turn) as usize % NARROWED.len()];
        let began = now();
        let found = browser.get(&format!("/campaigns/c/sittings?{query}")).await;
        // The first of each kind opens connections and prepares statements.
        if turn as usize >= NARROWED.len() {
            times.push(began.elapsed());
        }
        assert_eq!(found.status, 200, "{}", found.body);
    }
    times
}
