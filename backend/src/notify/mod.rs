//! Letters and SMS: queued in the transaction of their cause, rendered and sent by a worker at least
//! once, their content erased after delivery.

mod applications;
mod guardians;
mod letters;
mod mailer;
mod outbox_page;
mod payments;
mod security;
mod service;
mod sms;
mod store;
mod waiting;
mod worker;

pub use applications::application_letter;
pub use guardians::{guardian_letter, guardian_link};
pub use letters::Letters;
pub use mailer::{Mail, Mailer, Memory};
pub use outbox_page::router as outbox_router;
pub use payments::{
    annulled_letter, held_letter, paid_letter, refund_letter, sum_words, unapplied_letter,
};
pub use security::{
    account_deleted, email_change, email_change_asked, email_change_known, email_changed,
    email_link, new_device, passkey, password_guessed, was_told_today,
};
pub use service::{
    code, delivery, erase, list, local_time, number_known, password_changed, registered, sms_code,
    too_many_tries,
};
pub use sms::{Sms, SmsGateway, SmsSettings, SmsTexts};
pub use waiting::{offer_letter, waiting_letter};
pub use worker::{run_worker, send_waiting};
