//! The calls of campaigns, applications and results.

use gloo_net::http::Method;
use shared::applications::{
    Application, Applications, Draft, EditApplication, SaveDraft, Scan, SubmitApplication,
    WithdrawApplication,
};
use shared::campaigns::{CampaignForm, Campaigns};
use shared::registries::EducationLookUp;
use shared::results::Results;
use shared::sittings::{FoundSittings, Sitting, SittingCities, SittingSearch};
use shared::waiting::{ConfirmApplication, WaitingEntries, WaitingEntry};

use web_sys::Blob;

use super::{Answer, Call};
use crate::browser::encoded;

fn of_campaign(id: &str, rest: &str) -> String {
    format!("/campaigns/{}{rest}", encoded(id))
}

fn of_application(id: &str, rest: &str) -> String {
    format!("/applications/{}{rest}", encoded(id))
}

/// Campaigns of a programme.
pub async fn campaigns(programme: &str) -> Answer<Campaigns> {
    let path = format!("/campaigns?programme={}", encoded(programme));
    Call::get(path).send().await
}

/// The form of a campaign for this person.
pub async fn campaign(id: &str) -> Answer<CampaignForm> {
    Call::get(of_campaign(id, "")).send().await
}

/// Where the person studies, as the registry of education has it.
pub async fn look_up_education() -> Answer<EducationLookUp> {
    Call::new(Method::POST, "/registries/education")
        .send()
        .await
}

/// Sends a picture that belongs to an application.
pub async fn add_scan(campaign: &str, picture: &Blob) -> Answer<Scan> {
    let call = Call::new(Method::POST, of_campaign(campaign, "/scans"));
    Call {
        body: Some(picture.into()),
        content_type: picture.type_(),
        ..call
    }
    .send()
    .await
}

/// Address of an own picture of an application.
pub fn scan_address(campaign: &str, id: &str) -> String {
    super::address(&of_campaign(campaign, &format!("/scans/{}", encoded(id))))
}

/// Keeps what was typed, as it is.
pub async fn save_draft(campaign: &str, body: &SaveDraft) -> Answer<Draft> {
    let path = of_campaign(campaign, "/draft");
    Call::json(Method::PUT, &path, body).send().await
}

/// Where and when a campaign has sittings.
pub async fn sitting_cities(campaign: &str) -> Answer<SittingCities> {
    Call::get(of_campaign(campaign, "/places")).send().await
}

/// A page of sittings.
pub async fn find_sittings(campaign: &str, search: &SittingSearch) -> Answer<FoundSittings> {
    let path = format!("/sittings?{}", query(search));
    Call::get(of_campaign(campaign, &path)).send().await
}

/// One sitting.
pub async fn sitting(campaign: &str, id: &str) -> Answer<Sitting> {
    let path = format!("/sittings/{}", encoded(id));
    Call::get(of_campaign(campaign, &path)).send().await
}

/// Hands an application in. The `key` makes a repeat after a lost answer act once.
pub async fn submit_application(
    campaign: &str,
    body: &SubmitApplication,
    key: Option<String>,
) -> Answer<Application> {
    let path = of_campaign(campaign, "/applications");
    let call = Call::json(Method::POST, &path, body);
    Call { key, ..call }.send().await
}

/// Own applications.
pub async fn applications() -> Answer<Applications> {
    Call::get("/applications").send().await
}

/// One application with its history.
pub async fn application(id: &str) -> Answer<Application> {
    Call::get(of_application(id, "")).send().await
}

/// Corrects an application.
pub async fn edit_application(id: &str, body: &EditApplication) -> Answer<Application> {
    Call::json(Method::PUT, &of_application(id, ""), body)
        .send()
        .await
}

/// Takes an application back.
pub async fn withdraw_application(id: &str, body: &WithdrawApplication) -> Answer<Application> {
    let path = of_application(id, "/withdrawal");
    Call::json(Method::POST, &path, body).once().send().await
}

/// Takes a seat that is held and costs nothing.
pub async fn confirm_application(id: &str, body: &ConfirmApplication) -> Answer<Application> {
    let path = of_application(id, "/confirmation");
    Call::json(Method::POST, &path, body).once().send().await
}

/// Waits for a seat. The `key` makes a repeat after a lost answer act once.
pub async fn join_waiting(
    campaign: &str,
    body: &SubmitApplication,
    key: Option<String>,
) -> Answer<WaitingEntry> {
    let path = of_campaign(campaign, "/waiting");
    let call = Call::json(Method::POST, &path, body);
    Call { key, ..call }.send().await
}

/// What one waits for.
pub async fn waiting() -> Answer<WaitingEntries> {
    Call::get("/waiting").send().await
}

/// Waits no longer.
pub async fn leave_waiting(id: &str) -> Answer<()> {
    let path = format!("/waiting/{}", encoded(id));
    Call::new(Method::DELETE, path).send_without_answer().await
}

/// Own results.
pub async fn results() -> Answer<Results> {
    Call::get("/results").send().await
}

/// What is looked for, without the parts that are left out.
fn query(search: &SittingSearch) -> String {
    let free = if search.free { "true" } else { "" };
    let parts = [
        ("region", search.region.as_str()),
        ("city", search.city.trim()),
        ("date", &search.date),
        ("attendance", &search.attendance),
        ("free", free),
        ("after", &search.after),
    ];
    let given = parts.iter().filter(|(_, value)| !value.is_empty());
    let given: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    given.join("&")
}
