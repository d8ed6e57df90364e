//! A certificate of English: which one, its number, day and score, and a picture of it, which is sent at
//! once and kept with the draft.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::forms::{CertificateKind, score_words};
use shared::problem::Problem;

use super::filling::Filling;
use super::words::named;
use crate::device::picture::Picture;
use crate::language::Words;
use crate::proofing::FilePicker;
use crate::ui::{
    Button, ButtonKind, DateParts, ProblemNotice, RadioOption, Radios, TextInput, derived, live,
};
use crate::{api, say, tr};

/// None, or one with everything that is asked of it.
pub(super) fn view(filling: Filling, legend: Words) -> AnyView {
    let typed = filling.typed();
    let options = filling.with(|told| {
        let kinds = told.options.certificates.iter();
        let option =
            |kind: &CertificateKind| RadioOption::new(&kind.code, named(kind.name.clone()));
        kinds.map(option).collect::<Vec<_>>()
    });
    let scores = Memo::new(move |_| {
        let code = typed.english_certificate.get();
        filling.with(|told| told.options.certificate(&code)?.scores.clone())
    });
    let asked = Memo::new(move |_| scores.with(Option::is_some));
    let hint = derived(move || {
        scores.with(|scores| {
            let scores = scores.as_ref();
            scores.map_or_else(String::new, |scores| {
                say!(
                    applications.english_score_hint,
                    min = score_words(scores.min),
                    max = score_words(scores.max)
                )
            })
        })
    });
    let parts = move || {
        asked.get().then(|| {
            view! {
                <section class="part stack">
                    <TextInput
                        name="english_number"
                        value=typed.english_number
                        label=tr!(applications.certificate_number)
                        hint=tr!(applications.certificate_number_hint)
                        class="input input-20"
                    />
                    <DateParts
                        name="english_date"
                        legend=tr!(applications.certificate_date)
                        hint=tr!(applications.certificate_date_hint)
                        parts=typed.english_date
                    />
                    <TextInput
                        name="english_score"
                        value=typed.english_score
                        label=tr!(applications.english_score)
                        hint
                        inputmode="decimal"
                        class="input input-4"
                    />
                    {scan(filling)}
                </section>
            }
        })
    };
    view! {
        <Radios name="english_certificate" legend options value=typed.english_certificate />
        {live(parts)}
    }
    .into_any()
}

/// The picture that was sent, or the way to send one.
fn scan(filling: Filling) -> AnyView {
    let value = filling.typed().english_scan;
    let failure = RwSignal::new(None::<Problem>);
    let sending = RwSignal::new(false);
    let send = Callback::new(move |picture: Picture| {
        failure.set(None);
        sending.set(true);
        spawn_local(async move {
            let sent = api::add_scan(&filling.campaign(), &picture.blob).await;
            if sending.try_set(false).is_some() {
                // The page has gone.
                return;
            }
            match sent {
                Ok(scan) => value.set(scan.id),
                Err(problem) => failure.set(Some(problem)),
            }
        });
    });
    let again = Callback::new(move |()| value.set(String::new()));
    let shown = move || {
        let id = value.get();
        if id.is_empty() {
            return view! {
                <div id="english_scan" tabindex="-1">
                    <FilePicker label=tr!(applications.english_scan) on_picture=send />
                </div>
            }
            .into_any();
        }
        let address = api::scan_address(&filling.campaign(), &id);
        view! {
            <div class="field">
                <p class="field-label">{tr!(applications.english_scan)}</p>
                <img class="scan" src=address alt=tr!(applications.english_scan_alt) />
                <Button
                    label=tr!(applications.english_scan_again)
                    kind=ButtonKind::Text
                    press=again
                />
            </div>
        }
        .into_any()
    };
    let state = move || {
        let refusal = failure
            .get()
            .map(|problem| view! { <ProblemNotice problem /> });
        let words = sending
            .get()
            .then(|| say!(applications.english_scan_sending));
        view! {
            <p role="status">{words}</p>
            {refusal}
        }
        .into_any()
    };
    view! {
        {live(shown)}
        {live(state)}
    }
    .into_any()
}
