//! What stands in the document: waited for, shown field by field beside the line it was read from,
//! corrected, confirmed.

mod data_page;
mod field;
mod typed;
mod words;

pub use data_page::DataPage;
pub use words::NoCard;
