//! The widgets that every page is made of, in the classes of `docs/design.md`.
//!
//! A widget's `name` is at once the field of the request, the id of its first control and the
//! target of the error summary. Texts are [`Words`](crate::language::Words). Widgets end as
//! `AnyView`: one type in the views that use them keeps the program small.

mod answers;
mod button;
mod choice;
mod combobox;
mod date;
mod field;
mod form;
mod icon;
mod live;
mod notice;
mod page;
mod password;
pub mod problem;

pub use answers::{Answer, Answers};
pub use button::{Button, ButtonKind};
pub use choice::{Checkbox, RadioOption, Radios, Select};
pub use combobox::{ComboOption, Combobox};
pub use date::DateParts;
pub use field::{CodeInput, Field, TextInput};
pub use form::{ErrorSummary, Form, FormOfPage, FormView, check};
pub use icon::{icon, small_icon};
pub use live::{derived, live};
pub use notice::{Fold, Notice, NoticeKind, ProblemNotice};
pub use page::{BackLink, Heading, Plain, Progress, Skeleton};
pub use password::PasswordField;
