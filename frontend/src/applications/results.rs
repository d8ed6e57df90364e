//! Own results, as the centre has published them.

use leptos::prelude::*;
use shared::results::ExamResult;

use super::empty;
use super::load::{Told, load};
use super::words::named;
use crate::language::language;
use crate::ui::{ProblemNotice, Skeleton, derived, live};
use crate::{api, clock, say, tr};

/// The cards of the results.
#[component]
pub fn ResultList() -> AnyView {
    let results = load(|| async { api::results().await.map(Told::Results) });
    let shown = move || match results.get() {
        Some(Err(problem)) => view! { <ProblemNotice problem /> }.into_any(),
        Some(Ok(Told::Results(told))) if told.results.is_empty() => {
            empty(tr!(cabinet.no_results_title), tr!(cabinet.no_results))
        }
        Some(Ok(Told::Results(told))) => {
            let cards = told.results.into_iter().map(card).collect::<Vec<_>>();
            view! { <ul class="cards">{cards}</ul> }.into_any()
        }
        _ => view! { <Skeleton /> }.into_any(),
    };
    live(shown)
}

fn card(result: ExamResult) -> AnyView {
    let ExamResult {
        number,
        campaign_name,
        stage,
        score,
        max_score,
        passed,
        date,
        ..
    } = result;
    let (tag, class) = if passed {
        (tr!(applications.passed), "tag tag-done")
    } else {
        (tr!(applications.not_passed), "tag tag-refused")
    };
    let about = derived(move || {
        let date = clock::civil_date(&date);
        format!("{}, {date}", stage.text(language()))
    });
    let points = move || say!(applications.score, score = score, max = max_score);
    view! {
        <li class="card">
            <div class="card-head">
                <div>
                    <h2>{named(campaign_name)}</h2>
                    <p class="hint">{about}</p>
                </div>
                <span class=class>{tag}</span>
            </div>
            <p class="score number">{live(points)}</p>
            <progress
                class="progress-bar"
                max=max_score.to_string()
                prop:value=score.to_string()
                aria-hidden="true"
            ></progress>
            <p class="fine number">{tr!(applications.number, number = number.clone())}</p>
        </li>
    }
    .into_any()
}
