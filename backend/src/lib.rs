//! The program of Tirkeu: its API on one page, and what runs beside it.
//!
//! Rules that need no database are in `shared`; SQL is in the `store` of each feature, HTTP in its
//! `routes`, and decisions in its `service`.

pub mod accounts;
pub mod app;
pub mod applications;
pub mod assignments;
pub mod attendance;
mod body;
mod breaker;
pub mod cabinet;
pub mod campaigns;
pub mod clock;
pub mod config;
pub mod consents;
pub mod db;
pub mod dictionaries;
pub mod errands;
pub mod error;
pub mod extract;
pub mod guardians;
pub mod health;
mod idempotency;
mod ids;
mod limits;
pub mod maintenance;
pub mod mobile;
pub mod movement;
pub mod notify;
pub mod papers;
pub mod passkeys;
pub mod payments;
pub mod people;
pub mod pin;
pub mod programmes;
pub mod proofing;
pub mod readings;
pub mod registration;
pub mod registries;
pub mod reminders;
pub mod results;
pub mod sandbox;
pub mod scans;
pub mod secrets;
pub mod security;
pub mod sharing;
mod site;
pub mod sittings;

pub mod waiting;
pub mod web;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Largest JSON body.
const MAX_JSON: usize = 64 * 1024;

#[derive(OpenApi)]
#[openapi(info(
    title = "Tirkeu",
    description = "Registration for national exams. Changing calls carry the header \
        `tirkeu-request`; failures are `application/problem+json` with a stable `code`."
))]
struct Document;

/// The API, and its document made from the same routes.
pub fn api() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .nest(
            "/api/v1",
            OpenApiRouter::new()
                .merge(programmes::router())
                .merge(dictionaries::router())
                .merge(consents::router())
                .merge(registration::router())
                .merge(people::router())
                .merge(accounts::router())
                .merge(mobile::router())
                .merge(security::router())
                .merge(passkeys::router())
                .merge(pin::router())
                .merge(proofing::router())
                .merge(errands::router())
                .merge(guardians::router())
                .merge(sharing::router())
                .merge(readings::router())
                .merge(movement::router())
                .merge(registries::router())
                .merge(cabinet::router())
                .merge(campaigns::router())
                .merge(sittings::router())
                .merge(applications::router())
                .merge(scans::router())
                .merge(waiting::router())
                .merge(payments::router())
                .merge(papers::router())
                .merge(results::router()),
        )
        .split_for_parts();
    add_problem_answers(&mut document);
    (
        router.method_not_allowed_fallback(web::method_not_allowed),
        document,
    )
}

/// Every call may fail with a problem; said here once instead of at each handler.
fn add_problem_answers(document: &mut utoipa::openapi::OpenApi) {
    use utoipa::PartialSchema;
    use utoipa::openapi::{ContentBuilder, ResponseBuilder};

    let components = document.components.get_or_insert_default();
    for (name, schema) in [
        ("Problem", shared::problem::Problem::schema()),
        ("FieldError", shared::problem::FieldError::schema()),
        ("Code", shared::problem::Code::schema()),
    ] {
        components.schemas.insert(name.to_owned(), schema);
    }
    let content = ContentBuilder::new()
        .schema(Some(utoipa::openapi::Ref::from_schema_name("Problem")))
        .build();
    let answer = ResponseBuilder::new()
        .description("A problem; `code` says which, and its status with it")
        .content("application/problem+json", content)
        .build();
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            let answers = &mut operation.responses.responses;
            answers.insert(
                "default".to_owned(),
                utoipa::openapi::RefOr::T(answer.clone()),
            );
        }
    }
}

/// The whole program as one service.
pub fn service(app: App) -> Router {
    let (api, document) = api();
    let reader = utoipa_swagger_ui::SwaggerUi::new("/api/docs").url("/api/openapi.json", document);
    let mut router = api
        .layer(DefaultBodyLimit::max(MAX_JSON))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            idempotency::replay,
        ))
        .merge(reader)
        .merge(health::router())
        .route("/api/{*rest}", get(web::not_found).fallback(web::not_found));
    if app.config.is_development() {
        router = router.merge(notify::outbox_router());
    }
    if app.config.has_sandbox() {
        router = router.merge(sandbox::router());
    }
    router
        .fallback(site::serve)
        .layer(middleware::from_fn(web::note_route))
        .layer(CatchPanicLayer::custom(web::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), web::guard))
        .with_state(app)
}
