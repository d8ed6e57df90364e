//! Parts of a page that follow signals, each as one type whatever is inside. Leptos makes code anew
//! for every closure it is given; behind a box there is one closure type.

use leptos::prelude::*;

/// A part of the page that is built again when what it reads changes.
pub fn live<V: IntoAny + 'static>(mut part: impl FnMut() -> V + Send + 'static) -> AnyView {
    let part: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || part().into_any());
    part.into_any()
}

/// A value computed from signals, for attributes and texts.
pub fn derived<T: Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Signal::derive(value)
}
