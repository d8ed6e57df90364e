//! Asking for money back: one press where the bank returns it to the card, an account otherwise.

use leptos::prelude::*;
use shared::iban::kz_iban;
use shared::payments::{ClaimRefund, Payment};
use shared::problem::Problem;
use shared::text::without_separators;

use super::load::Watched;
use super::refund::changed;
use super::words::money;
use crate::ui::{Button, ErrorSummary, Form, FormView, TextInput, derived};
use crate::{api, say, tr};

/// Characters of an account of Kazakhstan.
const IBAN_LENGTH: usize = 20;

/// The bank returns the money to the card: nothing is asked.
pub(super) fn to_card(payments: Watched, payment: &Payment) -> AnyView {
    let number = payment.number.clone();
    let form = Form::new(move || {
        let number = number.clone();
        async move {
            let told = api::claim_refund(&number, &ClaimRefund::default()).await?;
            changed(payments, told);
            Ok(())
        }
    });
    let press = Callback::new(move |()| form.submit());
    let sum = money(payment.amount);
    view! {
        <ErrorSummary form />
        <p>{tr!(payments.card_refund)}</p>
        <div class="button-row">
            <Button
                label=tr!(payments.card_refund_press, sum = sum.clone())
                busy=form.busy()
                press
            />
        </div>
    }
    .into_any()
}

/// The money goes to an account, which may be a parent's.
pub(super) fn to_account(payments: Watched, payment: &Payment) -> AnyView {
    let number = payment.number.clone();
    let [iban, bank, surname, first_name, iin] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let form = Form::new(move || {
        let number = number.clone();
        let body = ClaimRefund {
            iban: iban.get_untracked(),
            bank: bank.get_untracked(),
            holder_surname: surname.get_untracked(),
            holder_first_name: first_name.get_untracked(),
            holder_iin: iin.get_untracked(),
        };
        async move {
            let refusals = body.refusals();
            if !refusals.is_empty() {
                return Err(Problem::invalid(refusals));
            }
            let told = api::claim_refund(&number, &body).await?;
            changed(payments, told);
            Ok(())
        }
    });
    let blur = Callback::new(move |()| iban.update(|iban| *iban = in_fours(iban)));
    view! {
        <FormView form submit=tr!(payments.claim_submit)>
            <p>{tr!(payments.account_refund)}</p>
            <TextInput
                name="iban"
                value=iban
                label=tr!(payments.iban)
                hint=tr!(payments.iban_hint)
                advice=derived(move || advice(&iban.get()))
                class="input input-20"
                blur
            />
            <TextInput name="bank" value=bank label=tr!(payments.bank) />
            <section class="part">
                <h2>{tr!(payments.holder)}</h2>
                <p class="field-lead">{tr!(payments.holder_words)}</p>
                <TextInput
                    name="holder_surname"
                    value=surname
                    label=tr!(registration.surname)
                />
                <TextInput
                    name="holder_first_name"
                    value=first_name
                    label=tr!(registration.first_name)
                />
                <TextInput
                    name="holder_iin"
                    value=iin
                    label=tr!(registration.iin)
                    inputmode="numeric"
                    class="input input-12"
                />
            </section>
        </FormView>
    }
    .into_any()
}

/// `KZ86 125K ZT50 0410 0100`, as banks print it.
fn in_fours(typed: &str) -> String {
    let letters: Vec<char> = without_separators(typed).to_uppercase().chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    let groups: Vec<String> = groups.collect();
    groups.join(" ")
}

/// What can be said while an account is typed; nothing before there is enough of it.
fn advice(typed: &str) -> Option<String> {
    let typed = without_separators(typed).to_uppercase();
    let count = typed.chars().count();
    if count >= 2 && !typed.starts_with("KZ") {
        Some(say!(payments.iban_country))
    } else if count > IBAN_LENGTH || count == IBAN_LENGTH && kz_iban(&typed).is_none() {
        Some(say!(payments.iban_compare))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::in_fours;

    #[test]
    fn accounts_are_shown_in_fours() {
        assert_eq!(in_fours("kz86125kzt5004100100"), "KZ86 125K ZT50 0410 0100");
        assert_eq!(in_fours(" KZ86 125K Z"), "KZ86 125K Z");
        assert_eq!(in_fours(""), "");
    }
}
