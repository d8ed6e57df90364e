//! `tirkeu import`: all or nothing, and every fault named with line, column and remedy.

use backend::registries::{Fault, Faults, Kind, Report, Source, import};
use serde_json::{Value, json};
use tests::{Browser, TestApp, iin, run};

use super::{look_up, search, signed_in};

async fn bring(app: &TestApp, kind: Kind, file: &[u8]) -> anyhow::Result<Report> {
    import(&app.app, kind, Source::Bytes(file), |_| ()).await
}

async fn faults(app: &TestApp, kind: Kind, file: &[u8]) -> Vec<Fault> {
    let refused = bring(app, kind, file).await.expect_err("it is refused");
    let faults = refused.downcast::<Faults>().expect("with faults");
    assert_eq!(faults.count, faults.listed.len());
    faults.listed
}

/// Line, column and words of each fault.
async fn named(app: &TestApp, kind: Kind, file: &str) -> Vec<String> {
    let faults = faults(app, kind, file.as_bytes()).await;
    faults.iter().map(ToString::to_string).collect()
}

const fn report(rows: u64, added: u64, changed: u64, unchanged: u64) -> Report {
    Report {
        rows,
        added,
        changed,
        unchanged,
    }
}

const PERSONS: &str = "SELECT count(*) FROM registry_persons";

fn people(serials: std::ops::RangeInclusive<u32>) -> String {
    let row = |serial: u32| format!("{},Далаева,Зере,,1999-01-01,female\n", iin(serial));
    let rows: String = serials.map(row).collect();
    format!("iin,surname,first_name,patronymic,birth_date,sex\n{rows}")
}

#[tokio::test]
async fn an_import_takes_the_place_of_the_invented_people() {
    let app = TestApp::spawn().await;
    assert_eq!(app.count(PERSONS).await, 40);
    let file = people(1..=3);
    let done = bring(&app, Kind::Persons, file.as_bytes()).await.unwrap();
    assert_eq!(done, report(3, 3, 0, 0));
    assert_eq!(app.count(PERSONS).await, 3);
    let again = bring(&app, Kind::Persons, file.as_bytes()).await.unwrap();
    assert_eq!(again, report(3, 0, 0, 3), "a second time nothing changes");
    let renamed = people(2..=4).replace("Зере", "Томирис");
    let done = bring(&app, Kind::Persons, renamed.as_bytes()).await;
    assert_eq!(done.unwrap(), report(3, 1, 2, 0));
    let browser = signed_in(&app, 1).await;
    for (serial, masked) in [(1, "Д****** З***"), (3, "Д****** Т******")] {
        let found = look_up(&browser, &iin(serial)).await.ok();
        assert_eq!(found["masked"], masked);
    }
    let app = app.restart().await;
    assert_eq!(app.count(PERSONS).await, 4, "nothing invented comes back");
}

#[tokio::test]
async fn spreadsheets_write_semicolons_marks_and_remarks() {
    let app = TestApp::spawn().await;
    let file = format!(
        "\u{feff}IIN;Surname;First_name\r\n# a remark\r\n{};\"Степная\"; Ольга \r\n",
        iin(1)
    );
    let done = bring(&app, Kind::Persons, file.as_bytes()).await.unwrap();
    assert_eq!(done, report(1, 1, 0, 0));
    let browser = signed_in(&app, 1).await;
    let found = look_up(&browser, &iin(1)).await.ok();
    assert_eq!(found["masked"], "С****** О****");
}

#[tokio::test]
async fn people_that_are_wrong_are_named_and_nobody_is_imported() {
    let app = TestApp::spawn().await;
    let good = iin(1);
    let file = format!(
        "iin,surname,first_name,patronymic,birth_date,sex\n\
         {good},Далаева,Зере,,,\n\
         850101300006,Далаев,Әділ,,,\n\
         85010130000,Далаев,Әділ,,,\n\
         {},,Әділ,,,\n\
         {},Далаев,Әд1л,,,\n\
         {},Далаев,Әділ,,31.12.1999,\n\
         {},Далаев,Әділ,,,м\n\
         {},Далаев,Әділ\n\
         {good},Далаева,Зере,,,\n",
        iin(2),
        iin(3),
        iin(4),
        iin(5),
        iin(6),
    );
    let compare = "compare the number with its source; keep zeros at the beginning";
    assert_eq!(
        named(&app, Kind::Persons, &file).await,
        [
            format!("line 3, column iin: the control digit does not fit; {compare}"),
            format!("line 4, column iin: not twelve digits; {compare}"),
            "line 5, column surname: empty; fill it in, or take the row out".to_owned(),
            "line 6, column first_name: not a name; leave letters, spaces, hyphens and apostrophes alone"
                .to_owned(),
            "line 7, column birth_date: no day of the calendar; write it as 1999-12-31, or leave it empty"
                .to_owned(),
            "line 8, column sex: not known; write female or male, or leave it empty".to_owned(),
            "line 9, column -: the row has another number of columns than the first row; \
             look for a missing or spare separator or quotation mark"
                .to_owned(),
            "line 10, column iin: stands in the file twice; keep this row or line 2".to_owned(),
        ]
    );
    assert_eq!(app.count(PERSONS).await, 40, "the table is as it was");
}

#[tokio::test]
async fn a_file_of_another_kind_is_told_so() {
    let app = TestApp::spawn().await;
    assert_eq!(
        named(&app, Kind::Persons, "code,region,name_kk\nX,KZ-75,Аудан\n").await,
        [
            "line 1, column iin: the column is missing; \
             let the first row be iin,surname,first_name,patronymic,birth_date,sex",
            "line 1, column surname: the column is missing; \
             let the first row be iin,surname,first_name,patronymic,birth_date,sex",
            "line 1, column first_name: the column is missing; \
             let the first row be iin,surname,first_name,patronymic,birth_date,sex",
        ]
    );
    assert_eq!(named(&app, Kind::Districts, "").await.len(), 3);
    let mut windows = b"iin,surname,first_name\n".to_vec();
    windows.extend(iin(1).bytes());
    windows.extend(b",\xc0\xeb\xe8,\xd2\n");
    let wrong = &faults(&app, Kind::Persons, &windows).await[0];
    assert_eq!(
        wrong.to_string(),
        "line 2, column surname: the letters are not UTF-8; save the file as CSV UTF-8"
    );
}

const HEAD: &str = "code,number,name_kk,region,district,address\n";

#[tokio::test]
async fn organisations_that_are_wrong_are_named() {
    let app = TestApp::spawn().await;
    let (one, two, three) = (iin(1), iin(2), iin(3));
    let file = format!(
        "{HEAD}\
         a-1,{one},Мектеп,KZ-75,KZ-75-01,\n\
         a-1,{two},Мектеп,KZ-75,,\n\
         a-2,{one},Мектеп,KZ-75,,\n\
         a 3,{three},Мектеп,KZ-75,,\n\
         a-4,680140990006,Мектеп,KZ-75,,\n\
         demo-001,{},Мектеп,KZ-75,,\n\
         a-5,{},Мектеп,Алматы,,\n\
         a-6,{},Мектеп,KZ-75,KZ-71-01,\n\
         a-7,{},Мектеп,KZ-75,nowhere,\n\
         a-8,{},{},KZ-75,,\n",
        iin(4),
        iin(5),
        iin(6),
        iin(7),
        iin(8),
        "ә".repeat(301),
    );
    let named = named(&app, Kind::Organisations, &file).await;
    let heads: Vec<_> = named
        .iter()
        .map(|text| text.split_once(';').expect("a remedy").0)
        .collect();
    assert_eq!(
        heads,
        [
            "line 3, column code: stands in the file twice",
            "line 4, column number: stands in the file twice",
            "line 5, column code: not a code",
            "line 6, column number: neither a BIN nor an IIN",
            "line 7, column code: belongs to another number",
            "line 8, column region: there is no such region",
            "line 9, column district: lies in another region",
            "line 10, column district: there is no such district",
            "line 11, column name_kk: too long",
        ]
    );
    assert!(!named.join("\n").contains(&one), "numbers are not repeated");
}

#[tokio::test]
async fn the_other_registries_name_their_faults_as_well() {
    let app = TestApp::spawn().await;
    let education = format!(
        "iin,kind,institution,study_from\n{},gymnasium,Мектеп,\n{},school,,\n{},school,Мектеп,99\n",
        iin(1),
        iin(2),
        iin(3)
    );
    assert_eq!(
        named(&app, Kind::Education, &education).await,
        [
            "line 2, column kind: not known; write school, college or university",
            "line 3, column institution: empty; fill it in, or take the row out",
            "line 4, column study_from: not a year; write four digits, or leave it empty",
        ]
    );
    let districts = "code,region,name_kk\nD-1,KZ-00,Аудан\nD-2,KZ-75,\n";
    assert_eq!(
        named(&app, Kind::Districts, districts).await,
        [
            "line 2, column region: there is no such region; \
             write its code as in backend/data/regions.csv, such as KZ-75",
            "line 3, column name_kk: empty; fill it in, or take the row out",
        ]
    );
    let good = "code,region,name_kk\nD-1,KZ-75,Аудан\n";
    let done = bring(&app, Kind::Districts, good.as_bytes()).await.unwrap();
    assert_eq!(done, report(1, 1, 0, 0));
    let good = education.replace("gymnasium", "school");
    let good: Vec<_> = good.lines().take(2).collect();
    let good = good.join("\n");
    let done = bring(&app, Kind::Education, good.as_bytes()).await.unwrap();
    assert_eq!(done, report(1, 1, 0, 0));
}

#[tokio::test]
async fn of_many_faults_fifty_are_listed() {
    let app = TestApp::spawn().await;
    let rows = "1,А,Б\n".repeat(60);
    let file = format!("iin,surname,first_name\n{rows}");
    let refused = bring(&app, Kind::Persons, file.as_bytes()).await;
    let text = refused.unwrap_err().to_string();
    assert!(
        text.starts_with("nothing was imported\n  line 2, "),
        "{text}"
    );
    assert!(text.ends_with("and 10 more"), "{text}");
}

async fn names(browser: &Browser, region: &str) -> Vec<Value> {
    let found = search(browser, &format!("region={region}")).await.ok();
    let found = found.as_array().expect("a list").iter();
    found.map(|found| found["name"]["kk"].clone()).collect()
}

#[tokio::test]
async fn a_search_finds_what_was_imported_a_moment_ago() {
    let app = TestApp::spawn().await;
    let browser = signed_in(&app, 1).await;
    assert_eq!(names(&browser, "KZ-75").await.len(), 10);
    let row = |region: &str, name: &str| format!("{HEAD}a-1,{},{name},{region},,\n", iin(1));
    let bring = async |text: String| bring(&app, Kind::Organisations, text.as_bytes()).await;
    bring(row("KZ-75", "Бірінші мектеп")).await.unwrap();
    assert_eq!(names(&browser, "KZ-75").await, [json!("Бірінші мектеп")]);
    let moved = bring(row("KZ-71", "Екінші мектеп")).await.unwrap();
    assert_eq!(moved, report(1, 0, 1, 0));
    assert!(names(&browser, "KZ-75").await.is_empty(), "it moved away");
    assert_eq!(names(&browser, "KZ-71").await, [json!("Екінші мектеп")]);
}

#[test]
fn the_command_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("people.csv"));
    let import = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
        run(&["import", "persons", file, "--data", data])
    };
    let done = import(&people(1..=1_100));
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said, "1100 rows: 1100 added, 0 changed, 0 unchanged\n");
    let progress = String::from_utf8(done.stderr).unwrap();
    assert!(progress.contains("written 1000 rows"), "{progress}");
    assert!(done.status.success());
    let refused = import("iin,surname,first_name\n1,А,Б\n");
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("line 2, column iin: not twelve digits"),
        "{said}"
    );
}
