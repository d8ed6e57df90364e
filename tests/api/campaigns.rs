//! What an operator enters from files: campaigns and sittings.

use tests::TestApp;

const CAMPAIGNS: &str = "[[campaigns]]\nid = \"spring\"\nprogramme = \"ncie\"\n\
        opens = \"today 00:00\"\ncloses = \"today+5 18:00\"\nedits_until = \"today+6 18:00\"\n\
        name = { kk = \"Көктем\", ru = \"Весна\", en = \"Spring\" }\n";
const SITTINGS: &str = "campaign,place,room,attendance,starts,minutes,capacity\n\
        spring,almaty,1,centre,2026-12-01 09:00,180,25\n\
        spring,oral,2,centre,2026-12-01 09:00,180,25\n";

#[tokio::test]
async fn an_operator_enters_campaigns_and_sittings() {
    let app = TestApp::spawn().await;
    let import = backend::campaigns::import_sittings;
    let early = format!("{:#}", import(&app.app, SITTINGS).await.unwrap_err());
    assert!(
        early.contains("line 2: is there a campaign \"spring\"?"),
        "{early}"
    );
    let entered = backend::campaigns::import_campaigns(&app.app, CAMPAIGNS).await;
    assert_eq!(entered.unwrap(), 1);
    assert_eq!(import(&app.app, SITTINGS).await.unwrap(), 2);
    assert_eq!(
        import(&app.app, SITTINGS).await.unwrap(),
        2,
        "twice is once"
    );
    for (from, to, words) in [
        (
            "spring,oral",
            "spring,paris",
            "line 3: there is no place \"paris\"",
        ),
        (
            "spring,oral",
            "autumn,oral",
            "line 3: is there a campaign \"autumn\"?",
        ),
        (
            "180,25\nspring,oral",
            "0,25\nspring,oral",
            "line 2: minutes is not above 0",
        ),
        (
            "180,25\nspring,oral",
            "180,0\nspring,oral",
            "line 2: capacity is not above 0",
        ),
        (
            "2026-12-01 09:00,180,25\nspring,oral",
            "soon,180,25\nspring,oral",
            "line 2: starts",
        ),
        ("capacity", "seats", "unknown field `seats`"),
    ] {
        let told = format!(
            "{:#}",
            import(&app.app, &SITTINGS.replacen(from, to, 1))
                .await
                .unwrap_err()
        );
        assert!(told.contains(words), "{words} in {told}");
    }
    assert_eq!(app.count("SELECT count(*) FROM sittings").await, 2);
}

#[tokio::test]
async fn a_campaign_of_no_programme_is_refused() {
    let app = TestApp::spawn().await;
    let chess = CAMPAIGNS.replace("\"ncie\"", "\"chess\"");
    let told = backend::campaigns::import_campaigns(&app.app, &chess).await;
    let told = format!("{:#}", told.unwrap_err());
    assert!(told.contains("takes no applications"), "{told}");
}

#[tokio::test]
async fn people_apply_in_what_was_entered() {
    let app = TestApp::spawn().await;
    let (campaigns, sittings) = (CAMPAIGNS, SITTINGS);
    let entered = backend::campaigns::import_campaigns(&app.app, campaigns).await;
    assert_eq!(entered.unwrap(), 1);
    let import = backend::campaigns::import_sittings;
    assert_eq!(import(&app.app, sittings).await.unwrap(), 2);
    let browser = app.crowd(1).await.remove(0);
    let found = browser.get("/campaigns/spring/sittings").await.ok();
    browser
        .apply("spring", found["sittings"][0]["id"].as_str().unwrap())
        .await
        .ok();
    // Fewer seats than are taken would be a lie.
    let fewer = sittings.replacen("180,25", "180,0", 1);
    assert!(import(&app.app, &fewer).await.is_err());
}
