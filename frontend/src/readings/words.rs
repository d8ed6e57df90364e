//! The words for what was noticed on a document, and for where a value came from.

use leptos::prelude::*;
use shared::documents::DocumentKind;
use shared::readings::{FieldSource, ReadingNotice};

use crate::say;
use crate::tr;
use crate::ui::Fold;

/// What was noticed, and what to do.
pub(super) fn notice(notice: ReadingNotice, kind: DocumentKind) -> String {
    match notice {
        ReadingNotice::NoZone if kind.has_back() => say!(readings.notice.no_zone_card),
        ReadingNotice::NoZone => say!(readings.notice.no_zone_passport),
        ReadingNotice::Unclear => say!(readings.notice.unclear),
        ReadingNotice::SidesSwapped => say!(readings.notice.sides_swapped),
        ReadingNotice::TwoBacks => say!(readings.notice.two_backs),
        ReadingNotice::OtherKind => say!(readings.notice.other_kind),
        ReadingNotice::ForeignCard => say!(readings.notice.foreign_card),
        ReadingNotice::Expired => say!(readings.notice.expired),
        ReadingNotice::ExpiresSoon => say!(readings.notice.expires_soon),
        ReadingNotice::OtherIin => say!(readings.notice.other_iin),
        ReadingNotice::IinUnclear => say!(readings.notice.iin_unclear),
        ReadingNotice::IinDisagrees => say!(readings.notice.iin_disagrees),
    }
}

/// Where a value came from.
pub(super) fn source(source: FieldSource) -> String {
    match source {
        FieldSource::Read => say!(readings.source.read),
        FieldSource::Corrected => say!(readings.source.corrected),
        FieldSource::Typed => say!(readings.source.typed),
    }
}

/// For whoever has neither card nor passport yet.
#[component]
pub fn NoCard() -> AnyView {
    view! {
        <Fold summary=tr!(readings.no_card.title)>
            <p>{tr!(readings.no_card.text)}</p>
            <p>{tr!(readings.no_card.bring)}</p>
        </Fold>
    }
    .into_any()
}
