//! A bank charges once, tells what it was told to tell, and gives back no more than it took.

use super::*;

const NOW: Instant = Instant(1_795_233_600_000_000);
const NUMBER: &str = "100000000000001";

fn asked(invoice: &str, amount: &str) -> Asked {
    Asked {
        invoice: invoice.to_owned(),
        amount: amount.to_owned(),
        currency: "KZT".to_owned(),
        secret_hash: "secret".to_owned(),
        post_link: "http://127.0.0.1:1/api/v1/payments/halyk".to_owned(),
        ..Asked::default()
    }
}

fn bank() -> State {
    let mut bank = State::default();
    let opened = bank.open_invoice(asked(NUMBER, "5640"), "token".into(), "t-1".into());
    opened.unwrap();
    bank
}

fn code(bank: &State, now: Instant) -> String {
    let answer = bank.status(now, NUMBER);
    answer["resultCode"].as_str().unwrap().to_owned()
}

#[test]
fn an_invoice_is_charged_once() {
    let mut bank = bank();
    assert_eq!(code(&bank, NOW), "102");
    let declined = bank.happen(NOW, NUMBER, Outcome::Declined).unwrap();
    assert_eq!(declined.back, Some(false));
    assert_eq!(declined.posts[0].1["code"], "error");
    assert_eq!(code(&bank, NOW), "101");
    let paid = bank.happen(NOW, NUMBER, Outcome::Paid).unwrap();
    assert_eq!((paid.posts.len(), paid.back), (1, Some(true)));
    assert_eq!(paid.posts[0].1["secret_hash"], "secret");
    assert_eq!(code(&bank, NOW), "100");
    let again = bank.happen(NOW, NUMBER, Outcome::Twice).unwrap();
    assert!(again.posts.is_empty() && again.back.is_none());
    let told = bank.happen(NOW, NUMBER, Outcome::Tell).unwrap();
    assert_eq!(told.posts.len(), 1);
    assert!(bank.happen(NOW, "100000000000002", Outcome::Paid).is_none());
}

#[test]
fn slow_and_late_are_told_in_their_time() {
    for (outcome, seconds, posts) in [
        (Outcome::Slow, SLOW_SECONDS, 1),
        (Outcome::Late, LATE_SECONDS, 0),
    ] {
        let mut bank = bank();
        let deeds = bank.happen(NOW, NUMBER, outcome).unwrap();
        assert_eq!((deeds.posts.len(), deeds.after), (posts, seconds));
        assert_eq!(code(&bank, NOW.plus_seconds(seconds - 1)), "107");
        assert_eq!(code(&bank, NOW.plus_seconds(seconds)), "100");
        bank.happen(NOW, NUMBER, Outcome::Tell).unwrap();
        assert_eq!(code(&bank, NOW), "100", "it was told to tell");
    }
}

#[test]
fn a_wrong_sum_is_told_everywhere() {
    let mut bank = bank();
    let deeds = bank.happen(NOW, NUMBER, Outcome::WrongAmount).unwrap();
    let told = deeds.posts[0].1["amount"].to_string();
    let asked = bank.status(NOW, NUMBER)["transaction"]["amount"].to_string();
    assert_eq!((told.as_str(), asked.as_str()), ("5639.0", "5639.0"));
}

#[test]
fn no_more_is_given_back_than_was_taken() {
    let mut bank = bank();
    assert_eq!(bank.refund("t-1", None, "1"), Err((400, 1)), "not charged");
    bank.happen(NOW, NUMBER, Outcome::Paid).unwrap();
    assert_eq!(bank.refund("t-2", None, "1"), Err((404, 404)));
    assert_eq!(bank.refund("t-1", Some("5641"), "1"), Err((400, 4)));
    assert_eq!(bank.refund("t-1", Some("9"), "1"), Err((400, 3)));
    assert_eq!(bank.refund("t-1", Some("x"), "1"), Err((400, 2)));
    assert_eq!(bank.refund("t-1", Some("40.50"), "1"), Ok(()));
    assert_eq!(bank.refund("t-1", Some("40.50"), "1"), Ok(()), "the same");
    assert_eq!(
        bank.status(NOW, NUMBER)["transaction"]["statusName"],
        "CHARGE"
    );
    assert_eq!(bank.refund("t-1", Some("5600"), "2"), Err((400, 4)));
    assert_eq!(bank.refund("t-1", Some("5599.50"), "2"), Ok(()));
    assert_eq!(
        bank.status(NOW, NUMBER)["transaction"]["statusName"],
        "REFUND"
    );
}

#[test]
fn numbers_are_taken_as_the_bank_takes_them() {
    let mut bank = bank();
    let mut open = |invoice: &str, amount: &str| {
        bank.open_invoice(asked(invoice, amount), "other".into(), "t-2".into())
            .is_ok()
    };
    assert!(open(NUMBER, "5640"), "the same again");
    assert!(open("100001000000002", "5640.50"));
    assert!(!open("200000000000001", "5640"), "the same last six digits");
    for (invoice, amount) in [
        ("12345", "1"),
        ("1234567890123456", "1"),
        ("12345a", "1"),
        ("123456", "0"),
        ("123456", "-1"),
        ("123456", ""),
    ] {
        assert!(!open(invoice, amount), "{invoice} {amount}");
    }
    assert!(bank.find_opened(NUMBER, "token").is_some());
    assert!(bank.find_opened(NUMBER, "stranger").is_none());
}
