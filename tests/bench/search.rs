//! Search for an organisation out of 50,000 while somebody types: 16 people type names letter by
//! letter, over a real socket. The organisations come in by the import itself.

use std::fmt::Write;
use std::time::Duration;

use backend::registries::{Kind, Source, import};
use shared::check_digit::control_digit;
use shared::requirements::Requirement;
use tests::{Browser, Person, TestApp};

use crate::{now, say, share};

const ORGANISATIONS: u32 = 50_000;
const PEOPLE: u32 = 16;
/// Names that each of them types.
const NAMES: u32 = 20;
const LIMIT: Duration = Duration::from_millis(20);

const REGIONS: [&str; 20] = [
    "KZ-71", "KZ-75", "KZ-79", "KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31",
    "KZ-33", "KZ-35", "KZ-39", "KZ-43", "KZ-47", "KZ-55", "KZ-59", "KZ-61", "KZ-62", "KZ-63",
];

pub(crate) async fn run() -> bool {
    let app = TestApp::spawn().await;
    let (file, began) = (file(), now());
    let source = Source::Bytes(file.as_bytes());
    let done = import(&app.app, Kind::Organisations, source, |_| ()).await;
    let rows = done.expect("they are imported").rows;
    let took = began.elapsed();
    say(&format!("{rows} organisations imported in {took:.1?}"));
    let mut people = Vec::new();
    for serial in 1..=PEOPLE {
        let (browser, person) = (app.browser(), Person::new(serial));
        let until = Some(Requirement::BiometricConsent);
        app.walk(&browser, &person, until).await;
        people.push((browser, serial));
    }
    // As a program that serves does when it starts.
    let began = now();
    let read = app.app.organisations.read_ahead(&app.app.db).await;
    read.expect("they are read");
    say(&format!("read ahead in {:.1?}", began.elapsed()));
    let mut typing = tokio::task::JoinSet::new();
    for (browser, serial) in people {
        typing.spawn(type_names(browser, serial));
    }
    let mut times = typing.join_all().await.concat();
    times.sort();
    let (p50, p99) = (share(&times, 50), share(&times, 99));
    let longest = times.last().copied().unwrap_or_default();
    let count = times.len();
    say(&format!(
        "{count} searches   p50 {p50:.2?}   p99 {p99:.2?}, limit {LIMIT:?}   longest {longest:.2?}"
    ));
    p99 <= LIMIT
}

/// Every third one is a school of its number, the others have names that many share.
fn file() -> String {
    let mut file = "code,number,name_kk,name_ru,region,district,address\n".to_owned();
    for serial in 0..ORGANISATIONS {
        let number = bin(serial);
        let region = REGIONS[serial as usize % REGIONS.len()];
        let (kazakh, russian) = match serial % 3 {
            0 => ("жалпы білім беретін мектебі", "Общеобразовательная школа"),
            1 => ("«Балбөбек» бөбекжай-балабақшасы", "Ясли-сад «Балбобек»"),
            _ => ("көпсалалы колледжі", "Многопрофильный колледж"),
        };
        // Writing to a text cannot fail.
        let _ = writeln!(
            file,
            "o-{serial},{number},№{serial} {kazakh},{russian} № {serial},{region},{region}-01,Үлгі көшесі 1"
        );
    }
    file
}

fn bin(serial: u32) -> String {
    // Of ten serials at least one has a control digit.
    (0..10)
        .find_map(|last| {
            let text = format!(
                "68{:02}4{}{:04}{last}",
                serial / 10_000 + 1,
                0,
                serial % 10_000
            );
            let digits: Vec<u8> = text.bytes().chain(*b"0").map(|byte| byte - b'0').collect();
            let control = control_digit(&digits.try_into().ok()?)?;
            Some(format!("{text}{control}"))
        })
        .expect("a BIN")
}

/// How long each search took.
async fn type_names(browser: Browser, serial: u32) -> Vec<Duration> {
    let mut times = Vec::new();
    for turn in 0..NAMES {
        let wanted = (serial * 2_713 + turn * 977) % ORGANISATIONS;
        let region = REGIONS[wanted as usize % REGIONS.len()];
        let name = match turn % 4 {
            0 => format!("{wanted}"),
            1 => "мектебі".to_owned(),
            2 => format!("школа {wanted}"),
            _ => "бөбекжай 1".to_owned(),
        };
        let letters: Vec<char> = name.chars().collect();
        for end in 1..=letters.len() {
            let typed: String = letters[..end].iter().collect();
            let began = now();
            let path =
                format!("/registries/organisations?region={region}&district={region}-01&q={typed}");
            let found = browser.get(&path).await;
            times.push(began.elapsed());
            assert_eq!(found.status, 200, "{}", found.body);
        }
    }
    times
}
