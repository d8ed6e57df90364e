//! `GET /texts/{kind}`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde::Deserialize;
use shared::consents::{Language, Text, TextKind};
use shared::problem::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::Error;
use crate::extract::{Asked, Named};
use crate::programmes::FIRST;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_text))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TextCopy {
    /// Language of the copy.
    #[serde(default)]
    language: Language,
    /// Programme whose centre speaks.
    #[serde(default = "first_programme")]
    programme: String,
}

fn first_programme() -> String {
    FIRST.to_owned()
}

/// A text that people accept, with its version.
#[utoipa::path(get, path = "/texts/{kind}", tag = "consents", params(("kind" = TextKind, Path), TextCopy),
    responses((status = 200, body = Text)))]
async fn find_text(
    State(app): State<App>,
    Named(kind): Named,
    Asked(copy): Asked<TextCopy>,
) -> Result<impl IntoResponse, Error> {
    let kind = TextKind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind);
    let text = kind.and_then(|kind| app.texts.find(&copy.programme, kind, copy.language));
    let text = text.ok_or(Code::NotFound)?.clone();
    Ok(([(CACHE_CONTROL, "public, max-age=60")], Json(text)))
}
