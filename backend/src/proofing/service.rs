//! Consent to biometrics, choice of document, taking pictures over.

use axum::body::Bytes;
use shared::consents::{AnswerBiometrics, BiometricAnswer, TextKind};
use shared::documents::DocumentKind;
use shared::problem::{Code, FieldError};
use shared::proofing::{
    ChooseDocument, Document, Picture, PictureKind, REFUSALS_BEFORE_ANYWAY, SendPicture,
    may_send_anyway,
};
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::time::Instant;

use super::judge::Judged;
use super::store::{self, NewPicture, PictureRow};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::extract::Applicant;
use crate::ids::new_id;
use crate::registration::{DRAFT_DAYS, FactKind, open_step, record_fact};
use crate::secrets::{Blind, Sealed, hex, sha256};
use crate::{consents, readings};

pub(super) async fn answer_biometrics(
    app: &App,
    who: &Applicant,
    input: &AnswerBiometrics,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::BiometricConsent).await?;
    let (now, person_id) = (step.now, &who.person_id);
    if input.answer == BiometricAnswer::Agreed {
        let accepted = (input.version.as_str(), input.language);
        step.accept(TextKind::Biometrics, accepted).await?;
    } else {
        consents::check_version(app, &step.programme, TextKind::Biometrics, &input.version)?;
    }
    record_fact(
        &mut step.tx,
        now,
        person_id,
        FactKind::Biometrics,
        &input.answer,
    )
    .await?;
    let mut objects = Vec::new();
    if input.answer == BiometricAnswer::InPerson {
        // Whoever wants no pictures here leaves none behind.
        for kind in PictureKind::ALL {
            objects
                .extend(store::mark_superseded(&mut step.tx, person_id, kind.as_str(), now).await?);
        }
    }
    let registration = step.finish().await?;
    delete_objects(app, objects).await;
    Ok(registration)
}

pub(super) async fn choose_document(
    app: &App,
    who: &Applicant,
    input: ChooseDocument,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::IdentityDocument).await?;
    let (now, person_id) = (step.now, &who.person_id);
    let chosen = step.facts.document.kind;
    let mut objects = Vec::new();
    if chosen != Some(input.document) {
        // Sides of another document are not sides of this one.
        for kind in [PictureKind::DocumentFront, PictureKind::DocumentBack] {
            objects
                .extend(store::mark_superseded(&mut step.tx, person_id, kind.as_str(), now).await?);
        }
        record_fact(
            &mut step.tx,
            now,
            person_id,
            FactKind::DocumentKind,
            &input.document,
        )
        .await?;
    }
    let registration = step.finish().await?;
    delete_objects(app, objects).await;
    Ok(registration)
}

/// Takes a picture over: sound file, judged again here, stored encrypted; or refused with reasons.
pub(super) async fn send_picture(
    app: &App,
    who: &Applicant,
    kind: PictureKind,
    input: SendPicture,
    bytes: Bytes,
) -> Result<Registration, Error> {
    let requirement = kind.requirement();
    let step = open_step(app, who, requirement).await?;
    let has_back = step.facts.document.kind.map(DocumentKind::has_back);
    let expected = match kind {
        PictureKind::Face => true,
        PictureKind::DocumentFront => has_back.is_some(),
        PictureKind::DocumentBack => has_back == Some(true),
    };
    if step.facts.in_person() || !expected {
        return Err(Code::StepOutOfOrder.into());
    }
    drop(step);
    let file_key = app.secrets.blind(&format!("file:{}", hex(&sha256(&bytes))));
    let judged = app.judge.judge(kind, bytes).await?;
    let judged = judged.map_err(|code| Error::field("picture", code))?;
    if !judged.reasons.is_empty() {
        weigh_refusal(app, who, kind, input.anyway, (&judged.reasons, &file_key)).await?;
    }
    let old = take_over(app, who, requirement, kind, (input, judged)).await?;
    delete_objects(app, old.1).await;
    Ok(old.0)
}

/// Lets a doubtful picture through only when the person insists after enough refusals; otherwise
/// counts one more refusal and says why.
async fn weigh_refusal(
    app: &App,
    who: &Applicant,
    kind: PictureKind,
    anyway: bool,
    (reasons, file_key): (&[Code], &Blind),
) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let (person_id, kind) = (who.person_id.as_str(), kind.as_str());
    let earlier = store::count_refusals(&mut tx, person_id, kind).await?;
    let insists = anyway && reasons.iter().all(|code| may_send_anyway(*code));
    if insists && earlier >= REFUSALS_BEFORE_ANYWAY {
        return Ok(());
    }
    let repeated = store::count_refusals_of_file(&mut tx, person_id, kind, file_key).await? > 0;
    let first = reasons.first().copied().unwrap_or(Code::PictureDamaged);
    store::insert_refusal(
        &mut tx,
        (person_id, kind),
        first.as_str(),
        file_key,
        app.clock.now(),
    )
    .await?;
    tx.commit().await?;
    let refusals = earlier + 1;
    let repeated = repeated.then_some(Code::PictureRepeated);
    let errors = repeated
        .into_iter()
        .chain(reasons.iter().copied())
        .map(|code| {
            FieldError::new("picture", code)
                .with("refusals", refusals)
                .with("may_send_anyway", refusals >= REFUSALS_BEFORE_ANYWAY)
        });
    Err(Error::Invalid(errors.collect()))
}

/// Stores the object, then its row. A crash between the two leaves an object nobody points to.
async fn take_over(
    app: &App,
    who: &Applicant,
    requirement: Requirement,
    kind: PictureKind,
    (input, judged): (SendPicture, Judged),
) -> Result<(Registration, Vec<String>), Error> {
    let id = new_id();
    let object_key = object_key(&id);
    let (object, wrapped_key) = app
        .secrets
        .seal_object(&place(&who.person_id, kind, &id), &judged.jpeg)?;
    app.files.put(&object_key, object).await?;
    let mut step = open_step(app, who, requirement).await?;
    let now = step.now;
    let row = NewPicture {
        id: &id,
        person_id: &who.person_id,
        kind: kind.as_str(),
        source: match input.source {
            shared::proofing::PictureSource::Camera => "camera",
            shared::proofing::PictureSource::Upload => "upload",
        },
        object_key: &object_key,
        wrapped_key: &wrapped_key,
        size: (judged.width, judged.height),
        figures: &judged.figures,
        review_at: (!judged.reasons.is_empty()).then_some(now),
    };
    let old = store::mark_superseded(&mut step.tx, &who.person_id, kind.as_str(), now).await?;
    store::insert_picture(&mut step.tx, row, now).await?;
    Ok((step.finish().await?, old.into_iter().collect()))
}

pub(super) fn object_key(id: &str) -> String {
    format!("pictures/{id}")
}

/// Owner and kind are bound to the ciphertext: an object moved to another row does not open.
pub(super) fn place(person_id: &str, kind: PictureKind, id: &str) -> String {
    format!("picture:{person_id}:{}:{id}", kind.as_str())
}

/// Deletes objects whose rows are gone; one that stays is found by nobody.
pub async fn delete_objects(app: &App, keys: Vec<String>) {
    for key in keys {
        if let Err(error) = app.files.delete(&key).await {
            tracing::warn!(error = %error.root_cause(), "a superseded picture was not deleted");
        }
    }
}

/// The own picture, as a JPEG.
pub(super) async fn find_picture(
    app: &App,
    who: &Applicant,
    kind: PictureKind,
) -> Result<Vec<u8>, Error> {
    let found = own_picture(app, who, kind).await?;
    found.ok_or(Error::Problem(Code::NotFound))
}

/// The own picture as a JPEG, where there is one.
pub async fn own_picture(
    app: &App,
    who: &Applicant,
    kind: PictureKind,
) -> Result<Option<Vec<u8>>, Error> {
    let mut conn = app.db.read().await?;
    let rows = store::list_current(&mut conn, &who.person_id).await?;
    drop(conn);
    let Some(row) = rows.into_iter().find(|row| row.kind == kind.as_str()) else {
        return Ok(None);
    };
    let object = app.files.get(&row.object_key).await?;
    let place = place(&who.person_id, kind, &row.id);
    let jpeg = app
        .secrets
        .open_object(&place, &object, &Sealed(row.wrapped_key))?;
    Ok(Some(jpeg))
}

/// What a person has handed over so far.
pub async fn handed_over(
    conn: &mut Conn,
    person_id: &str,
    document: Option<DocumentKind>,
) -> Result<(Option<Picture>, Document), Error> {
    let rows = store::list_current(conn, person_id).await?;
    let find = |kind: PictureKind| {
        rows.iter()
            .find(|row| row.kind == kind.as_str())
            .map(|row| view(row, kind))
    };
    let document = Document {
        kind: document,
        front: document.and_then(|_| find(PictureKind::DocumentFront)),
        back: document
            .filter(|kind| kind.has_back())
            .and_then(|_| find(PictureKind::DocumentBack)),
    };
    Ok((find(PictureKind::Face), document))
}

fn view(row: &PictureRow, kind: PictureKind) -> Picture {
    let side = |length: i64| u32::try_from(length).unwrap_or(0);
    Picture {
        id: row.id.clone(),
        kind,
        width: side(row.width),
        height: side(row.height),
        at: Instant(row.taken_at),
        in_review: row.review_at.is_some(),
    }
}

/// Drafts become handed in: at the consent, and at the end those that were retaken after it.
pub async fn hand_in(conn: &mut Conn, now: Instant, person_id: &str) -> Result<(), Error> {
    Ok(store::mark_handed_in(conn, person_id, now).await?)
}

/// Erases every picture of a person: rows in the given transaction, objects after it.
pub async fn delete_pictures(conn: &mut Conn, person_id: &str) -> Result<Vec<String>, Error> {
    let keys = store::list_object_keys(conn, person_id).await?;
    readings::delete_of_person(conn, person_id).await?;
    store::delete_pictures(conn, person_id).await?;
    Ok(keys)
}

pub(super) async fn accept_personal_data(
    app: &App,
    who: &Applicant,
    input: &shared::consents::AcceptPersonalData,
) -> Result<Registration, Error> {
    let mut step = open_step(app, who, Requirement::PersonalDataConsent).await?;
    let accepted = (input.consent.version.as_str(), input.consent.language);
    let now = step.now;
    step.accept(TextKind::PersonalData, accepted).await?;
    // Until this tick the pictures are drafts.
    hand_in(&mut step.tx, now, &who.person_id).await?;
    step.finish().await
}

/// Erases pictures that nobody handed in within the life of a draft, whoever took them.
pub async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let before = now.plus_seconds(-DRAFT_DAYS * 86_400);
    let mut tx = app.db.write().await?;
    let objects = store::list_old_drafts(&mut tx, before).await?;
    store::delete_old_drafts(&mut tx, before).await?;
    tx.commit().await?;
    delete_objects(app, objects).await;
    Ok(())
}
