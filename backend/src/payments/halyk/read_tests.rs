//! Odd bodies of the bank.

use serde_json::json;

use super::*;

fn told(body: &Value) -> Option<PostLink> {
    PostLink::read(body.to_string().as_bytes())
}

#[test]
fn a_post_link_keeps_nothing_of_the_payer() {
    let body = br#"{"accountId":"1","amount":5640.0,"approvalCode":"1","cardId":"x","cardMask":"440043...1234",
        "code":"ok","currency":"KZT","email":"a@example.kz","id":"t-1","invoiceId":"000123456789012",
        "ip":"192.0.2.1","ipCity":"Almaty","name":"A B","phone":"+7","reason":"success","reasonCode":0,
        "secret_hash":"s","terminal":"t"}"#;
    let read = PostLink::read(body).unwrap();
    assert!(read.ok);
    assert_eq!(read.invoice, "000123456789012");
    assert_eq!(read.amount, Some(Tiyn::of_tenge(5640)));
    let rest = (&*read.currency, &*read.terminal, &*read.secret_hash);
    assert_eq!(rest, ("KZT", "t", "s"));
}

#[test]
fn sums_are_exact_or_none() {
    for (text, tiyn) in [
        ("5640", Some(564_000)),
        ("5640.5", Some(564_050)),
        ("5640.05", Some(564_005)),
        ("5640.050", Some(564_005)),
        ("9999999999.99", Some(999_999_999_999)),
        ("0", Some(0)),
        ("5640.005", None),
        ("5640.", None),
        ("-5640", None),
        ("-0", None),
        ("5.64e3", None),
        ("1e400", None),
        ("99999999999", None),
        ("NaN", None),
        ("", None),
        ("5 640", None),
        ("5640,00", None),
    ] {
        let wanted = tiyn.map(Tiyn::new);
        for written in [text.to_owned(), format!("\"{text}\"")] {
            let body = format!(r#"{{"invoiceId":"123456","amount":{written}}}"#);
            match PostLink::read(body.as_bytes()) {
                Some(read) => assert_eq!(read.amount, wanted, "{written}"),
                None => assert_eq!(wanted, None, "{written} is no JSON"),
            }
        }
    }
    for odd in [json!(null), json!(true), json!([]), json!({ "a": 1 })] {
        let read = told(&json!({ "invoiceId": "123456", "amount": odd })).unwrap();
        assert_eq!(read.amount, None, "{odd}");
    }
}

#[test]
fn a_post_link_without_its_invoice_is_none() {
    for odd in [
        json!({}),
        json!([]),
        json!(null),
        json!({ "invoiceId": null }),
        json!({ "invoiceId": "12345" }),
        json!({ "invoiceId": "1234567890123456" }),
        json!({ "invoiceId": "12345x" }),
        json!({ "invoiceId": "١٢٣٤٥٦" }),
        json!({ "invoiceId": -123_456 }),
        json!({ "invoiceId": ["123456"] }),
    ] {
        assert!(told(&odd).is_none(), "{odd}");
    }
    for body in [&b""[..], b"\xff\xfe", b"{\"invoiceId\":\"123456\"", b"ok"] {
        assert!(PostLink::read(body).is_none());
    }
    let deep = "[".repeat(20_000);
    let body = format!(r#"{{"invoiceId":"123456","currency":{deep}"#);
    assert!(PostLink::read(body.as_bytes()).is_none());
    let bare = told(&json!({ "invoiceId": 123_456, "code": "error", "currency": 398 })).unwrap();
    assert!(!bare.ok && bare.currency.is_empty() && bare.amount.is_none());
    assert_eq!(bare.invoice, "123456");
}

fn answered(code: &Value, transaction: &Value) -> Option<Status> {
    let body = json!({ "resultCode": code, "transaction": transaction });
    status(body.to_string().as_bytes(), "123456").ok()
}

fn transaction(status_name: &str) -> Value {
    json!({
        "id": "t-1", "invoiceID": "123456", "amount": 5640, "currency": "KZT",
        "statusName": status_name, "cardMask": "440043...1234",
    })
}

#[test]
fn each_result_has_its_meaning() {
    let none = Value::Null;
    assert_eq!(answered(&json!("101"), &none), Some(Status::Rejected));
    assert_eq!(answered(&json!(102), &none), Some(Status::Unknown));
    assert_eq!(answered(&json!("107"), &none), Some(Status::Waiting));
    for silent in ["103", "104", "109", "", "0", "abc"] {
        assert_eq!(answered(&json!(silent), &none), None, "{silent}");
    }
    let charged = Transaction {
        id: "t-1".into(),
        invoice: "123456".into(),
        amount: Tiyn::of_tenge(5640),
        currency: "KZT".into(),
        terminal: None,
        card_mask: "440043...1234".into(),
    };
    for code in [json!(100), json!("100")] {
        let told = |name| answered(&code, &transaction(name));
        assert_eq!(told("CHARGE"), Some(Status::Charged(charged.clone())));
        assert_eq!(told("REFUND"), Some(Status::Returned(charged.clone())));
        assert_eq!(told("CANCEL"), Some(Status::Rejected));
        for waiting in ["NEW", "AUTH", "3D", "", "?"] {
            assert_eq!(told(waiting), Some(Status::Waiting), "{waiting}");
        }
        assert_eq!(answered(&code, &none), None, "charged without saying what");
    }
}

#[test]
fn a_transaction_that_is_not_right_is_silence() {
    for (field, value) in [
        ("invoiceID", json!("123457")),
        ("invoiceID", Value::Null),
        ("amount", json!(-5640)),
        ("amount", json!(5640.001)),
        ("amount", json!(1e300)),
        ("amount", Value::Null),
        ("id", json!("")),
        ("id", json!("../x")),
        ("id", json!("x".repeat(65))),
        ("currency", json!(398)),
    ] {
        let mut odd = transaction("CHARGE");
        odd[field] = value.clone();
        assert_eq!(answered(&json!(100), &odd), None, "{field} {value}");
    }
    for body in [&b""[..], b"<html>", b"{}", b"null"] {
        assert!(status(body, "123456").is_err());
    }
}

#[test]
fn no_whole_card_is_kept() {
    let mut careless = transaction("CHARGE");
    careless["cardMask"] = json!("4400430000001234");
    let Some(Status::Charged(read)) = answered(&json!(100), &careless) else {
        panic!("it is charged");
    };
    assert_eq!(read.card_mask, "****1234");
}

#[test]
fn a_refund_is_done_refused_or_unknown() {
    let told = |status, body: &str| refund(status, body.as_bytes()).ok();
    for body in ["", "{}", r#"{"code":0,"message":"x"}"#, "OK"] {
        assert_eq!(told(200, body), Some(RefundAnswer::Done), "{body}");
    }
    let refused = |code: &str| Some(RefundAnswer::Refused(code.to_owned()));
    let body = r#"{"code":1553,"message":"+77010000000"}"#;
    assert_eq!(told(400, body), refused("1553"));
    assert_eq!(told(200, r#"{"code":"99"}"#), refused("99"));
    assert_eq!(told(404, "<html>"), refused("unknown"));
    assert_eq!(
        told(400, r#"{"code":"Aigul Sarsenova"}"#),
        refused("unknown")
    );
    for status in [301, 401, 403, 408, 429, 500, 502, 503] {
        assert_eq!(told(status, body), None, "{status}");
    }
}

#[test]
fn a_token_must_be_there() {
    assert!(token(br#"{"access_token":"a","expires_in":7200}"#).is_ok());
    for body in [&b"{}"[..], b"", b"[]", br#"{"access_token":1}"#] {
        assert!(token(body).is_err());
    }
}
