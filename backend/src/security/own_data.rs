//! What we know about a person as a file for that person, and forgetting it. What has to stay
//! (acceptances of texts, without anything that says whose) is told on the page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use shared::proofing::PictureKind;
use shared::security::DeleteAccount;

use super::{service, store};
use crate::app::App;
use crate::error::Error;
use crate::extract::Applicant;
use crate::registration::{self, language_of};
use crate::{
    accounts, applications, consents, errands, guardians, mobile, movement, notify, passkeys,
    payments, pin, proofing, readings, registries, scans, sharing, waiting,
};

/// Everything, in the names of our wire; numbers in clear and pictures in base64, because it is the
/// owner who asks.
pub(super) async fn collect(app: &App, who: &Applicant) -> Result<Value, Error> {
    let known = registration::current(app, who).await?;
    let number = registration::plain_number(app, &who.person_id).await?;
    let security = service::view(app, who).await?;
    let mut pictures = Vec::new();
    for kind in PictureKind::ALL {
        if let Some(jpeg) = proofing::own_picture(app, who, kind).await? {
            pictures.push(json!({ "kind": kind, "jpeg": STANDARD.encode(jpeg) }));
        }
    }
    let applications = applications::own_data(app, who).await?;
    let payments = payments::own_data(app, who).await?;
    let waiting = waiting::own_data(app, who).await?;
    let sharings = sharing::own_data(app, who).await?;
    let guardianships = guardians::own_data(app, who).await?;
    let mut conn = app.db.read().await?;
    let programmes = registration::list_programmes(&mut conn, &who.person_id).await?;
    let acceptances = consents::list(&mut conn, &who.person_id).await?;
    let letters = notify::list(&mut conn, &who.person_id).await?;
    let movements = movement::own_data(&mut conn, &who.person_id).await?;
    let look_ups = registries::list_look_ups(&mut conn, &who.person_id).await?;
    Ok(json!({
        "made_at": app.clock.now(),
        "programme": known.programme,
        "programmes": programmes,
        "facts": known.facts,
        "personal_number": number,
        "acceptances": acceptances,
        "pictures": pictures,
        "document": readings::own_data(app, who).await?,
        "movement_checks": movements,
        "letters": letters,
        "applications": applications,
        "payments": payments,
        "waiting": waiting,
        "guardianships": guardianships,
        "sharings": sharings,
        "look_ups": look_ups,
        "security": security,
    }))
}

/// Forgets a person. The login is free again; a letter says that it is done.
pub(super) async fn delete(app: &App, who: &Applicant, input: &DeleteAccount) -> Result<(), Error> {
    accounts::verify_again(app, who, &input.current).await?;
    let (now, person) = (app.clock.now(), who.person_id.as_str());
    let mut tx = app.db.write().await?;
    let email = accounts::email_of(&mut tx, person).await?;
    let language = language_of(&mut tx, person).await?;
    notify::erase(&mut tx, now, person).await?;
    if let Some(email) = &email {
        notify::account_deleted(app, &mut tx, now, (person, email, language)).await?;
    }
    waiting::delete_of_person(&mut tx, person).await?;
    applications::delete_of_person(&mut tx, now, person).await?;
    payments::refuse_while_money_waits(&mut tx, person).await?;
    store::delete_links(&mut tx, person).await?;
    store::delete_email_changes(&mut tx, person).await?;
    store::delete_sign_ins(&mut tx, person).await?;
    store::delete_devices(&mut tx, person).await?;
    guardians::delete_of_person(app, &mut tx, now, person).await?;
    sharing::delete_of_person(&mut tx, person).await?;
    registries::delete_of_person(&mut tx, person).await?;
    passkeys::delete_all(&mut tx, person).await?;
    pin::delete_all(&mut tx, person).await?;
    errands::delete_of_person(&mut tx, person).await?;
    let mut objects = proofing::delete_pictures(&mut tx, person).await?;
    objects.extend(scans::delete_of_person(&mut tx, person).await?);
    objects.extend(movement::delete_of_person(&mut tx, person).await?);
    registration::delete_person(&mut tx, person).await?;
    mobile::delete_login(&mut tx, person).await?;
    accounts::delete_login(&mut tx, person).await?;
    tx.commit().await?;
    proofing::delete_objects(app, objects).await;
    app.letter_bell.notify_one();
    Ok(())
}
