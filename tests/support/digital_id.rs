//! People of any age, and those whose identity is proved: rows as the program itself would have written
//! them, without the steps of a Digital ID.

use serde_json::json;
use shared::check_digit::control_digit;

use crate::app::TestApp;
use crate::browser::Browser;
use crate::person::Person;

/// An IIN that was never given to anybody: birth date and century as its first seven digits have them.
pub fn iin_of(seven: &str, serial: u32) -> String {
    // A serial whose control digit would be 10 is never issued; the next free one is taken.
    let mut serial = serial * 7;
    loop {
        let text = format!("{seven}{serial:04}0");
        let digits: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
        let digits: [u8; 12] = digits.try_into().expect("twelve digits");
        if let Some(control) = control_digit(&digits) {
            return format!("{}{control}", &text[..11]);
        }
        serial += 1;
    }
}

impl Person {
    /// Somebody who turns eighteen on the day after the stories begin.
    pub fn minor(serial: u32) -> Self {
        Self {
            number: json!({ "kind": "iin", "number": iin_of("0811226", serial) }),
            name: json!({ "surname": "Өтеғұлова", "first_name": "Әлия", "patronymic": "" }),
            ..Self::new(serial).of("guarded")
        }
    }

    /// The IIN alone.
    pub fn iin(&self) -> String {
        self.number["number"]
            .as_str()
            .expect("it has one")
            .to_owned()
    }
}

impl TestApp {
    /// A registered person who has a Digital ID with a document.
    pub async fn proved_guardian(&self, person: &Person) -> Browser {
        let browser = self.registered(person).await;
        self.give_digital_id(&person.email).await;
        browser
    }

    /// Finishes a Digital ID for a login.
    pub async fn give_digital_id(&self, email: &str) {
        let mut tx = self.app.db.write().await.expect("a transaction");
        sqlx::query(
            "INSERT INTO registrations (person_id, programme, began_at, finished_at)
             SELECT person_id, 'digital-id', created_at, created_at FROM logins WHERE email = $1",
        )
        .bind(email)
        .execute(&mut *tx)
        .await
        .expect("the row is written");
        tx.commit().await.expect("it is there");
    }

    /// Gives a campaign to another programme.
    pub async fn move_campaign(&self, id: &str, programme: &str) {
        let mut tx = self.app.db.write().await.expect("a transaction");
        sqlx::query("UPDATE campaigns SET programme = $1 WHERE id = $2")
            .bind(programme)
            .bind(id)
            .execute(&mut *tx)
            .await
            .expect("the row is changed");
        tx.commit().await.expect("it is there");
    }
}
