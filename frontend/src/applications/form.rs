//! The pages of a form: loading it, where the person is, and what stands there instead of a section
//! when nobody may apply.

use leptos::prelude::*;
use shared::applications::Application;
use shared::campaigns::CampaignForm;
use shared::forms::Section;
use shared::problem::Code;

use super::filling::{CHECK, Filling, Work};
use super::load::{Told, load};
use super::words::named;
use super::{Own, check, obstacle, section};
use crate::app::{NotFound, below};
use crate::ui::{BackLink, Heading, ProblemNotice, Progress, Skeleton, derived, live};
use crate::{api, tr};

/// Which form an address means, and which page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    /// Of a campaign, or of an application that is corrected.
    target: Target,
    page: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Campaign(String),
    Application(String),
}

impl Address {
    /// The address below `/cabinet`; nothing when it is no form.
    fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let (target, page) = match parts.as_slice() {
            ["apply", campaign] => (Target::Campaign((*campaign).to_owned()), ""),
            ["apply", campaign, page] => (Target::Campaign((*campaign).to_owned()), *page),
            ["applications", id, "edit", page] => (Target::Application((*id).to_owned()), *page),
            _ => return None,
        };
        let page = page.to_owned();
        Some(Self { target, page })
    }
}

/// Whether an address below `/cabinet` is a page of a form.
pub(super) fn is_form(path: &str) -> bool {
    Address::of(path).is_some()
}

async fn ask(target: Option<Target>) -> api::Answer<Told> {
    match target {
        Some(Target::Application(id)) => {
            let application = api::application(&id).await?;
            let form = api::campaign(&application.campaign).await?;
            Ok(Told::Form(Box::new(form), Some(Box::new(application))))
        }
        Some(Target::Campaign(id)) => Ok(Told::Form(Box::new(api::campaign(&id).await?), None)),
        None => Err(shared::problem::Problem::new(Code::NotFound)),
    }
}

/// A page of a form.
#[component]
pub(super) fn FormPages(
    /// Who fills it in.
    own: Own,
) -> AnyView {
    let address = below("/cabinet");
    let address = Memo::new(move |_| address.with(|path| Address::of(path)));
    let target = Memo::new(move |_| address.get().map(|address| address.target));
    let page = Memo::new(move |_| {
        address
            .get()
            .map(|address| address.page)
            .unwrap_or_default()
    });
    let loaded = load(move || ask(target.get()));
    let shown = move || match loaded.get() {
        Some(Err(problem)) if problem.code == Code::NotFound => {
            sheet(view! { <NotFound /> }.into_any())
        }
        Some(Err(problem)) => sheet(
            view! {
                <Heading text=tr!(applications.form_failed) />
                <ProblemNotice problem />
            }
            .into_any(),
        ),
        Some(Ok(Told::Form(told, application))) => {
            let again = Callback::new(move |()| loaded.refetch());
            let application = application.map(|known| *known);
            open(*told, application, (page, again), own.clone())
        }
        _ => sheet(view! { <Skeleton /> }.into_any()),
    };
    live(shown)
}

fn sheet(content: AnyView) -> AnyView {
    view! {
        <div class="column">
            <BackLink href="/cabinet/apply".to_owned() />
            <section class="sheet">
                <div class="stack">{content}</div>
            </section>
        </div>
    }
    .into_any()
}

fn open(
    told: CampaignForm,
    application: Option<Application>,
    (page, again): (Memo<String>, Callback<()>),
    own: Own,
) -> AnyView {
    let closed = match &application {
        Some(application) => application
            .edits_until
            .is_none()
            .then_some(Code::EditsClosed),
        None => told.obstacle,
    };
    if let Some(code) = closed {
        return sheet(obstacle::view(code, &told, again));
    }
    let filling = Filling::new(told, application, own);
    let shown = move || page_of(filling, &page.get());
    view! {
        <div class="column">
            <BackLink href=derived(move || back(filling, &page.get())) />
            <section class="sheet">
                <div class="stack">
                    {progress(filling, page)} {live(shown)} {section::trouble(filling)}
                </div>
            </section>
        </div>
    }
    .into_any()
}

fn page_of(filling: Filling, page: &str) -> AnyView {
    if page == CHECK && matches!(filling.work, Work::Apply(_)) {
        return check::page(filling);
    }
    let changeable = |section: &Section| section.fields.iter().any(|f| filling.corrects(f.kind));
    match at(filling, page).filter(changeable) {
        Some(section) => section::page(filling, section),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// The section of a page; the first one when none is named.
fn at(filling: Filling, page: &str) -> Option<Section> {
    if page.is_empty() {
        filling.with(|told| told.form.sections.first().cloned())
    } else {
        filling.section_with(page)
    }
}

/// Position among the pages, from 0; the check is the last.
fn position(filling: Filling, page: &str) -> Option<usize> {
    if page == CHECK {
        return Some(filling.with(|told| told.form.sections.len()));
    }
    let code = at(filling, page)?.code;
    filling.with(|told| told.form.sections.iter().position(|s| s.code == code))
}

fn back(filling: Filling, page: &str) -> String {
    if let Work::Edit(application) = filling.work {
        let id = application.with(|application| application.id.clone());
        return format!("/cabinet/applications/{id}/edit");
    }
    if filling.returning.get().is_some() {
        return filling.address(CHECK);
    }
    let before = position(filling, page).and_then(|position| position.checked_sub(1));
    let code = before.and_then(|before| {
        filling.with(|told| told.form.sections.get(before).map(|s| s.code.clone()))
    });
    code.map_or_else(
        || "/cabinet/apply".to_owned(),
        |code| filling.address(&code),
    )
}

fn progress(filling: Filling, page: Memo<String>) -> AnyView {
    let Work::Apply(draft) = filling.work else {
        let name = named(filling.with(|told| told.campaign.name.clone()));
        return view! { <p class="caption">{name}</p> }.into_any();
    };
    let total = filling.with(|told| told.form.sections.len()) + 1;
    let number = derived(move || position(filling, &page.get()).map_or(0, |at| at + 1));
    let name = named(filling.with(|told| told.campaign.name.clone()));
    let saved = derived(move || draft.words());
    view! { <Progress number total=Signal::stored(total) name saved /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_forms() {
        let of = |path: &str| Address::of(path).map(|address| (address.target, address.page));
        let campaign = Target::Campaign("c".into());
        assert_eq!(of("apply/c"), Some((campaign.clone(), String::new())));
        assert_eq!(of("apply/c/testing"), Some((campaign, "testing".into())));
        let own = Target::Application("a".into());
        assert_eq!(
            of("applications/a/edit/testing"),
            Some((own, "testing".into()))
        );
        for other in [
            "",
            "apply",
            "applications/a",
            "applications/a/delete",
            "results",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
