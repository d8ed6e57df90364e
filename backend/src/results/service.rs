//! Results as their owner sees them.

use shared::dictionaries::Name;
use shared::results::{ExamResult, Results};

use super::store;
use crate::app::App;
use crate::error::Error;
use crate::extract::Applicant;

pub(super) async fn list(app: &App, who: &Applicant) -> Result<Results, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_results(&mut conn, &who.person_id).await?;
    let results = rows.into_iter().map(|row| ExamResult {
        application: row.application_id,
        number: row.number,
        campaign_name: Name {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        stage: Name {
            kk: row.stage_kk,
            ru: row.stage_ru,
            en: row.stage_en,
        },
        score: row.score,
        max_score: row.max_score,
        passed: row.outcome == "passed",
        date: row.exam_date,
    });
    Ok(Results {
        results: results.collect(),
    })
}
