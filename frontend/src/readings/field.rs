//! One field: what was read beside the line it stands in, with "change"; typed where nothing was read.

use leptos::prelude::*;
use shared::readings::{DocumentField, FieldSource, ReadValue, Reading};

use super::typed::Typed;
use super::words;
use crate::language::Words;
use crate::ui::{Button, ButtonKind, Form, derived, live, small_icon};
use crate::{api, say, tr};

/// A field of the document, as the page shows it.
pub(super) struct FieldOf {
    pub(super) field: DocumentField,
    /// Field of the request, and id of its control.
    pub(super) name: &'static str,
    pub(super) label: Words,
    /// The value in words.
    pub(super) shown: Signal<String>,
    /// The control to type in.
    pub(super) control: fn(Typed, Words) -> AnyView,
}

/// A field that can be read: closed while its value is as read, open on demand and for its errors.
pub(super) fn read_field(reading: &Reading, typed: Typed, of: FieldOf) -> AnyView {
    let FieldOf {
        field,
        name,
        label,
        shown,
        control,
    } = of;
    let Some(value) = reading.value(field).cloned() else {
        return control(typed, label);
    };
    let form = Form::expect();
    let opened = RwSignal::new(false);
    let open = Memo::new(move |_| opened.get() || form.error(name).is_some());
    let source = source_of(reading, typed, field);
    let image = line_image(reading, &value);
    let doubt = value.doubtful.then(|| {
        view! {
            <p class="reading-doubt">
                {small_icon("warning")}
                {tr!(readings.doubtful)}
            </p>
        }
    });
    let open_it = move |()| {
        opened.set(true);
        request_animation_frame(move || crate::browser::focus(name));
    };
    let body = move || {
        if open.get() {
            control(typed, label)
        } else {
            view! {
                <p class="field-label">{label}</p>
                <div class="reading-row">
                    <p class="reading-value">{live(move || shown.get())}</p>
                    <Button
                        kind=ButtonKind::Text
                        label=derived(move || say!(readings.change, field = label.get()))
                        press=open_it
                    />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <div class="reading" class:reading-doubtful=value.doubtful>
            {live(body)}
            {image}
            <p class="reading-source">{live(move || words::source(source.get()))}</p>
            {doubt}
        </div>
    }
    .into_any()
}

/// A name: the zone has it in Latin letters, the person writes it as the document does.
pub(super) fn name_field(reading: &Reading, field: DocumentField, control: AnyView) -> AnyView {
    let read = reading.value(field).map(|value| {
        let latin = value.value.clone();
        let image = line_image(reading, value);
        view! {
            {image}
            <p class="reading-source">
                {live(move || say!(readings.in_latin, name = latin.clone()))}
            </p>
        }
    });
    let was_read = read.is_some();
    view! {
        <div class:reading=was_read>
            {control}
            {read}
        </div>
    }
    .into_any()
}

fn source_of(reading: &Reading, typed: Typed, field: DocumentField) -> Memo<FieldSource> {
    let reading = reading.clone();
    Memo::new(move |_| typed.request().source(field, &reading))
}

/// The line of the picture that the value was read in.
fn line_image(reading: &Reading, value: &ReadValue) -> AnyView {
    let address = api::crop_address(&reading.id, value.line);
    view! {
        <img
            class="reading-line"
            src=address
            alt=tr!(readings.line)
            width="880"
            height="42"
            loading="lazy"
        />
    }
    .into_any()
}
