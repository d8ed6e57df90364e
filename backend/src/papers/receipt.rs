//! The receipt of a payment: what came, from whom, for what, and where the money is now. It confirms;
//! the fiscal receipt is the bank's.

use anyhow::Context;
use shared::consents::Language;
use shared::dictionaries::Name;
use shared::money::Tiyn;
use shared::payments::{MoneyState, Provider};
use shared::problem::Code;
use shared::time::Instant;

use super::sheet::{Ink, MARGIN, PAGE, Sheet, WIDTH, draw, plain, quiet, strong};
use super::ticket::head;
use super::words::{ReceiptWords, Words};
use crate::app::App;
use crate::error::Error;
use crate::notify::{local_time, sum_words};

/// Everything that a receipt says of a payment.
#[derive(Debug, Clone)]
pub struct ReceiptFacts {
    /// Our number of the payment.
    pub number: String,
    /// What was paid.
    pub amount: Tiyn,
    /// Who brought it.
    pub provider: Provider,
    /// When we were told.
    pub received_at: Instant,
    /// The bank's number of the operation.
    pub external_id: String,
    /// Last digits of the card as the bank masks it; empty otherwise.
    pub card_mask: String,
    /// Number of the order it names or pays; empty for money that came before its application.
    pub order_number: String,
    /// Name of the payer.
    pub payer: String,
    /// Code of the programme.
    pub programme: String,
    /// Name of the campaign, where there is an order.
    pub campaign: Option<Name>,
    /// Where the money is.
    pub state: MoneyState,
    /// Since when it is there.
    pub state_at: Instant,
    /// When this paper is made.
    pub issued_at: Instant,
}

/// The receipt as a PDF, in one language.
pub fn receipt_pdf(app: &App, language: Language, facts: &ReceiptFacts) -> Result<Vec<u8>, Error> {
    let programme = app.programmes.find(&facts.programme);
    let programme = programme.ok_or(Code::NotFound)?;
    let words = Words::of(language)?;
    let told = &words.receipt;
    let title = format!("{} № {}", told.title, facts.number);
    let pdf = draw((&title, language), |sheet| {
        let top = head(sheet, programme);
        sheet.line((MARGIN, top + 40.0), strong(24.0), &told.title);
        sheet.line(
            (MARGIN, top + 62.0),
            plain(13.0),
            &format!("№ {}", facts.number),
        );
        let top = sum(sheet, told, facts, top + 84.0);
        let system = programme.name.text(language);
        let campaign = facts.campaign.as_ref().map(|name| name.text(language));
        let purpose = campaign.map_or_else(
            || system.to_owned(),
            |campaign| format!("{system}. {campaign}"),
        );
        let bin = format!("{} {}", told.bin, programme.centre.bin);
        let centre = programme.centre.name.text(language);
        let address = programme.centre.address.text(language);
        let way = way_words(told, facts);
        let received = local_time(facts.received_at);
        let rows = [
            (&told.payer, facts.payer.as_str(), ""),
            (&told.purpose, &purpose, ""),
            (&told.order, &facts.order_number, ""),
            (&told.time, &received, ""),
            (&told.way, &way, ""),
            (&told.operation, &facts.external_id, ""),
            (&told.state, &state_words(told, facts), ""),
            (&told.centre, centre, &format!("{bin}\n{address}")),
        ];
        let mut y = top;
        for (label, value, below) in rows {
            y = row(sheet, label, (value, below), y);
        }
        foot(sheet, told, facts);
        Ok(())
    });
    Ok(pdf.context("a receipt was not made")?)
}

fn way_words(words: &ReceiptWords, facts: &ReceiptFacts) -> String {
    let way = match facts.provider {
        Provider::Kaspi => &words.kaspi,
        Provider::Halyk => &words.card,
    };
    if facts.card_mask.is_empty() {
        way.clone()
    } else {
        format!("{way}, {}", facts.card_mask)
    }
}

/// Where the money is, honestly: a receipt is kept and shown long after it was made.
fn state_words(words: &ReceiptWords, facts: &ReceiptFacts) -> String {
    match facts.state {
        MoneyState::Applied => words.applied.clone(),
        MoneyState::Unapplied => words.unapplied.clone(),
        MoneyState::Refunded => {
            let time = local_time(facts.state_at);
            words.refunded.replace("{{time}}", &time)
        }
    }
}

fn sum(sheet: &mut Sheet<'_>, words: &ReceiptWords, facts: &ReceiptFacts, top: f32) -> f32 {
    let height = 80.0;
    sheet.panel(top, height);
    let x = MARGIN + 22.0;
    sheet.line((x, top + 24.0), quiet(9.5), &words.amount);
    let amount = sum_words(facts.amount);
    sheet.line((x, top + 59.0), strong(30.0).ink(Ink::Mark), &amount);
    top + height + 20.0
}

fn row(sheet: &mut Sheet<'_>, label: &str, (value, below): (&str, &str), top: f32) -> f32 {
    if value.is_empty() {
        return top;
    }
    let values = MARGIN + 170.0;
    let width = MARGIN + WIDTH - values;
    let left = sheet.paragraph((MARGIN, top + 1.0, 158.0), (quiet(9.5), 2), label);
    let mut y = sheet.paragraph((values, top, width), (plain(11.5), 4), value);
    for line in below.split('\n') {
        y = sheet.paragraph((values, y, width), (quiet(9.5), 2), line);
    }
    let y = y.max(left) + 9.0;
    sheet.rule(y, Ink::Quiet);
    y + 9.0
}

fn foot(sheet: &mut Sheet<'_>, words: &ReceiptWords, facts: &ReceiptFacts) {
    let top = PAGE.1 - 92.0;
    let y = sheet.paragraph((MARGIN, top, WIDTH), (quiet(9.0), 3), &words.note);
    let issued = format!("{}: {} (UTC+5)", words.issued, local_time(facts.issued_at));
    sheet.line((MARGIN, y + 14.0), quiet(9.0), &issued);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_says_where_the_money_is_now() {
        let mut facts = ReceiptFacts {
            number: "100000000001".into(),
            amount: Tiyn::of_tenge(5640),
            provider: Provider::Halyk,
            received_at: Instant(1_795_233_600_000_000),
            external_id: "77000111222".into(),
            card_mask: "440043…1234".into(),
            order_number: "1234567890".into(),
            payer: "Өтегенқызы Әлия".into(),
            programme: "ncie".into(),
            campaign: None,
            state: MoneyState::Applied,
            state_at: Instant(1_795_320_000_000_000),
            issued_at: Instant(1_795_320_000_000_000),
        };
        for language in Language::ALL {
            let words = Words::of(language).unwrap().receipt;
            facts.state = MoneyState::Applied;
            let applied = state_words(&words, &facts);
            facts.state = MoneyState::Unapplied;
            let unapplied = state_words(&words, &facts);
            facts.state = MoneyState::Refunded;
            let refunded = state_words(&words, &facts);
            assert!(applied != unapplied && unapplied != refunded);
            assert!(refunded.contains("22.11.2026 09:00"), "{refunded}");
            assert!(way_words(&words, &facts).contains("1234"));
        }
    }
}
