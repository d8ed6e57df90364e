//! Reading identity documents: what stands in the machine-readable zone of the own pictures, and the
//! data that the holder confirmed.
//!
//! A reading is made when the page asks for it, on a blocking thread, once for each pair of pictures:
//! whatever is interrupted is simply asked for again. It deliberately reads nothing else on the
//! document: no printed text, no photograph, so the front and the back are told to belong together only
//! as far as the zone and what the person told before agree. Whatever is in doubt, a person decides.

mod confirm;
mod routes;
mod scan;
mod service;
mod store;

pub use confirm::{confirmed, kept};
pub use routes::router;
pub use service::{delete_of_person, own_data, sweep};
